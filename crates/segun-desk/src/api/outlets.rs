//! `/outlets`: who publishes it, and how what they published ended.

use super::refused::Refused;
use crate::answer::{Answer, Ask, Listed, NEXT};
use crate::parameters::{Asked, PageParams};
use segun_ledger::query::SourceRow;

/// Outlets with their records, those with most claims first.
#[utoipa::path(
    get, path = "/outlets", tag = "sources", params(PageParams),
    responses(
        (status = 200, description = "Outlets", headers(("link" = String, description = NEXT)), content(
            (Listed<SourceRow> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
        )),
        Refused
    )
)]
pub(crate) async fn list(ask: Ask, Asked((page,)): Asked<(PageParams,)>) -> Answer {
    ask.pages(page, |ledger, page| Ok(Listed::whole(ledger.outlets(page.limit())?))).await
}
