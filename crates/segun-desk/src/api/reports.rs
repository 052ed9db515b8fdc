//! `/reports`: what was published.

use super::document::Anything;
use super::refused::Refused;
use crate::answer::{Answer, Ask, Listed};
use crate::parameters::{Asked, Id, PageParams, TimeParams};
use segun_ledger::query::{ClaimRow, Filter, OriginRow, ReportRow, StoryRow};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// Reports, newest first.
#[utoipa::path(
    get, path = "/reports", tag = "reports", params(TimeParams, PageParams),
    responses(
        (status = 200, description = "Reports", headers(("link" = String, description = "The address of the next page, of CSV and Arrow")), content(
            (Listed<ReportRow> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
        )),
        Refused
    )
)]
pub(crate) async fn list(ask: Ask, Asked((filter, page)): Asked<(TimeParams, PageParams)>) -> Answer {
    ask.pages(page, move |ledger, after, limit| {
        let filter = Filter { after, limit, ..filter.filter() };
        ledger.page_of_reports(&filter).map(Listed::from)
    })
    .await
}

/// A report with all that was read in it and all that follows from it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeReport {
    /// The report.
    report: ReportRow,
    /// All its versions, oldest first.
    versions: Vec<ReportRow>,
    /// What was read in it: the contract's JSON (`segun/1`).
    #[schema(value_type = Anything)]
    reading: Box<RawValue>,
    /// Its claims, in text order.
    claims: Vec<ClaimRow>,
    /// The origin that it shares.
    origin: Option<OriginRow>,
    /// The story that it is of.
    story: Option<StoryRow>,
}

/// One report, its text and reading included.
#[utoipa::path(
    get, path = "/reports/{id}", tag = "reports", params(("id" = i64, Path, minimum = 1)),
    responses((status = 200, description = "The report", body = WholeReport), Refused)
)]
pub(crate) async fn show(ask: Ask, Id(id): Id, Asked(()): Asked<()>) -> Answer {
    ask.one(move |ledger| {
        let report = ledger.report(id)?;
        let mut claims = ledger.claims(&Filter { report: Some(id), ..Filter::default() })?;
        claims.sort_by_key(|claim| claim.id);
        let reading = String::from_utf8_lossy(&ledger.reading_json(id)?).into_owned();
        Ok(WholeReport {
            versions: ledger.versions(id)?,
            reading: RawValue::from_string(reading).unwrap_or_default(),
            claims,
            origin: report.origin.map(|id| ledger.origin_row(id)).transpose()?,
            story: report.story.map(|id| ledger.story_row(id)).transpose()?,
            report,
        })
    })
    .await
}
