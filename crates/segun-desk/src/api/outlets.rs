//! `/outlets`: who publishes it, and how what they published ended.

use super::refused::Refused;
use crate::answer::{Answer, Ask, Listed};
use crate::parameters::{Asked, Id, PageParams};
use segun_ledger::query::SourceRow;

/// Outlets with their records, those with most claims first.
#[utoipa::path(
    get, path = "/outlets", tag = "sources", params(PageParams),
    responses(
        (status = 200, description = "Outlets", headers(("link" = String, description = "The address of the next page, of CSV and Arrow")), content(
            (Listed<SourceRow> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
        )),
        Refused
    )
)]
pub(crate) async fn list(ask: Ask, Asked((page,)): Asked<(PageParams,)>) -> Answer {
    ask.pages(page, |ledger, after, limit| ledger.page_of_outlets(after, limit).map(Listed::from)).await
}

/// One outlet with its record.
#[utoipa::path(
    get, path = "/outlets/{id}", tag = "sources", params(("id" = i64, Path, minimum = 1)),
    responses((status = 200, description = "The outlet", body = SourceRow), Refused)
)]
pub(crate) async fn show(ask: Ask, Id(id): Id, Asked(()): Asked<()>) -> Answer {
    ask.one(move |ledger| ledger.outlet(id)).await
}
