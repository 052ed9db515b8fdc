//! `/origins`: independent beginnings with the reports that repeat them.

use super::refused::Refused;
use crate::answer::{Answer, Ask, Listed};
use crate::parameters::{Asked, AtLeast, Id, PageParams, Pairs, SpanParams, Take, group};
use crate::problem::Problem;
use segun_ledger::query::{Filter, OriginReport, OriginRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How often it must have been repeated.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Repeated {
    /// At least so many reports.
    #[param(inline)]
    reports: Option<AtLeast>,
}

impl Repeated {
    /// At least so many reports, `usual` where nothing is said.
    pub(crate) fn or(&self, usual: u32) -> u32 {
        self.reports.map_or(usual, |least| least.0)
    }
}

impl Take for Repeated {
    fn take(pairs: &mut Pairs) -> Result<Self, Problem> {
        group(pairs)
    }
}

/// Origins, those with most reports first; at least two reports each, if nothing is said.
#[utoipa::path(
    get, path = "/origins", tag = "reports", params(Repeated, SpanParams, PageParams),
    responses(
        (status = 200, description = "Origins", headers(("link" = String, description = "The address of the next page, of CSV and Arrow")), content(
            (Listed<OriginRow> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
        )),
        Refused
    )
)]
pub(crate) async fn list(
    ask: Ask,
    Asked((least, span, page)): Asked<(Repeated, SpanParams, PageParams)>,
) -> Answer {
    ask.pages(page, move |ledger, after, limit| {
        let filter = Filter { after, limit, ..span.filter() };
        ledger.page_of_origins(&filter, least.or(2)).map(Listed::from)
    })
    .await
}

/// An origin with its reports.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeOrigin {
    /// The origin.
    origin: OriginRow,
    /// Its reports, oldest first.
    reports: Vec<OriginReport>,
}

/// One origin with its reports.
#[utoipa::path(
    get, path = "/origins/{id}", tag = "reports", params(("id" = i64, Path, minimum = 1)),
    responses((status = 200, description = "The origin", body = WholeOrigin), Refused)
)]
pub(crate) async fn show(ask: Ask, Id(id): Id, Asked(()): Asked<()>) -> Answer {
    ask.one(move |ledger| {
        let (origin, reports) = ledger.origin(id)?;
        Ok(WholeOrigin { origin, reports })
    })
    .await
}
