//! `/claims`: who said what, how surely.

use super::refused::Refused;
use crate::answer::{Answer, Ask, Listed, NEXT};
use crate::parameters::{Asked, FilterParams, Id, PageParams};
use segun_ledger::query::{ClaimRow, Evidence, Filter};

/// Claims, newest first.
#[utoipa::path(
    get, path = "/claims", tag = "claims", params(FilterParams, PageParams),
    responses(
        (status = 200, description = "Claims", headers(("link" = String, description = NEXT)), content(
            (Listed<ClaimRow> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
        )),
        Refused
    )
)]
pub(crate) async fn list(
    ask: Ask,
    Asked((filter, page)): Asked<(FilterParams, PageParams)>,
) -> Answer {
    ask.pages(page, move |ledger, page| {
        let filter = Filter { limit: page.limit(), ..filter.filter() };
        Ok(Listed::whole(ledger.claims(&filter)?))
    })
    .await
}

/// One claim with the words that say it.
#[utoipa::path(
    get, path = "/claims/{id}", tag = "claims", params(("id" = i64, Path, minimum = 1)),
    responses((status = 200, description = "The claim", body = Evidence), Refused)
)]
pub(crate) async fn show(ask: Ask, Id(id): Id, Asked(()): Asked<()>) -> Answer {
    ask.one(move |ledger| ledger.claim_evidence(id)).await
}
