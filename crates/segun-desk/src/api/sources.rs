//! `/sources`: who says it, and how what they said ended.

use super::refused::Refused;
use crate::answer::{Answer, Ask, Listed};
use crate::parameters::{Asked, Id, Name, PageParams, Pairs, Take, group};
use crate::problem::Problem;
use segun_ledger::query::SourceRow;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which sources.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SourceParams {
    /// Only those of this name or key.
    #[param(inline)]
    holder: Option<Name>,
}

impl Take for SourceParams {
    fn take(pairs: &mut Pairs) -> Result<Self, Problem> {
        group(pairs)
    }
}

/// Sources with their records, those with most claims first.
#[utoipa::path(
    get, path = "/sources", tag = "sources", params(SourceParams, PageParams),
    responses(
        (status = 200, description = "Sources", headers(("link" = String, description = "The address of the next page, of CSV and Arrow")), content(
            (Listed<SourceRow> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
        )),
        Refused
    )
)]
pub(crate) async fn list(ask: Ask, Asked((which, page)): Asked<(SourceParams, PageParams)>) -> Answer {
    ask.pages(page, move |ledger, after, limit| {
        let holder = which.holder.as_ref().map(|name| name.0.as_str());
        ledger.page_of_sources(holder, after, limit).map(Listed::from)
    })
    .await
}

/// One source with its record.
#[utoipa::path(
    get, path = "/sources/{id}", tag = "sources", params(("id" = i64, Path, minimum = 1)),
    responses((status = 200, description = "The source", body = SourceRow), Refused)
)]
pub(crate) async fn show(ask: Ask, Id(id): Id, Asked(()): Asked<()>) -> Answer {
    ask.one(move |ledger| ledger.source(id)).await
}
