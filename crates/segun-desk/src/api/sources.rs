//! `/sources`: who says it, and how what they said ended.

use super::refused::Refused;
use crate::answer::{Answer, Ask, Listed, NEXT};
use crate::parameters::{Asked, Name, PageParams, Pairs, Take, group};
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
        (status = 200, description = "Sources", headers(("link" = String, description = NEXT)), content(
            (Listed<SourceRow> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
        )),
        Refused
    )
)]
pub(crate) async fn list(
    ask: Ask,
    Asked((which, page)): Asked<(SourceParams, PageParams)>,
) -> Answer {
    ask.pages(page, move |ledger, page| {
        let holder = which.holder.as_ref().map(|name| name.0.as_str());
        Ok(Listed::whole(ledger.sources(holder, page.limit())?))
    })
    .await
}
