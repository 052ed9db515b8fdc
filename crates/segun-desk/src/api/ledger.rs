//! `/ledger`: what there is.

use super::refused::Refused;
use crate::answer::{Answer, Ask};
use crate::parameters::Asked;
use segun_ledger::Ledger;
use segun_ledger::query::Overview;

/// What there is in the ledger.
#[utoipa::path(
    get, path = "/ledger", tag = "ledger",
    responses((status = 200, description = "What there is", body = Overview), Refused)
)]
pub(crate) async fn show(ask: Ask, Asked(()): Asked<()>) -> Answer {
    ask.one(Ledger::overview).await
}
