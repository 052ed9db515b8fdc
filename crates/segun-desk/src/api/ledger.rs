//! `/ledger`: what there is.

use super::refused::Refused;
use crate::answer::{Answer, Ask, Content, Format};
use crate::parameters::Asked;
use segun_ledger::query::Overview;

/// What there is in the ledger.
#[utoipa::path(
    get, path = "/ledger", tag = "ledger",
    responses((status = 200, description = "What there is", body = Overview), Refused)
)]
pub(crate) async fn show(ask: Ask, Asked(()): Asked<()>) -> Answer {
    // Of no one state: each number is the newest, and what was counted for others need not be counted anew.
    ask.content(Format::Json, |ledger| Content::json(&ledger.overview()?)).await
}
