//! `/claims`: who said what, how surely.

use super::document::Anything;
use super::refused::Refused;
use crate::answer::{Answer, Ask, Listed};
use crate::parameters::{Asked, FilterParams, Id, PageParams};
use segun_ledger::query::{ClaimRow, Evidence, Filter};
use serde::Serialize;
use utoipa::ToSchema;

/// Claims, newest first.
#[utoipa::path(
    get, path = "/claims", tag = "claims", params(FilterParams, PageParams),
    responses(
        (status = 200, description = "Claims", headers(("link" = String, description = "The address of the next page, of CSV and Arrow")), content(
            (Listed<ClaimRow> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
        )),
        Refused
    )
)]
pub(crate) async fn list(ask: Ask, Asked((filter, page)): Asked<(FilterParams, PageParams)>) -> Answer {
    let filter = filter.filter()?;
    ask.pages(page, move |ledger, after, limit| {
        ledger.page_of_claims(&Filter { after, limit, ..filter }).map(Listed::from)
    })
    .await
}

/// A claim with the words that say it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeClaim {
    #[serde(flatten)]
    evidence: Evidence,
    /// Why it is in its thread: what it has in common with the claims before it; null for the first ones.
    #[schema(value_type = Option<Vec<Anything>>)]
    why: Option<serde_json::Value>,
}

/// One claim with the words that say it.
#[utoipa::path(
    get, path = "/claims/{id}", tag = "claims", params(("id" = i64, Path, minimum = 1)),
    responses((status = 200, description = "The claim", body = WholeClaim), Refused)
)]
pub(crate) async fn show(ask: Ask, Id(id): Id, Asked(()): Asked<()>) -> Answer {
    ask.one(move |ledger| {
        Ok(WholeClaim { evidence: ledger.claim_evidence(id)?, why: ledger.claim_reasons(id)? })
    })
    .await
}
