//! `/stories`: reports of the same happening.

use super::origins::Repeated;
use super::refused::Refused;
use super::threads::ListedThread;
use crate::answer::{Answer, Ask, Listed};
use crate::parameters::{Asked, Id, PageParams, SpanParams};
use segun_ledger::query::{Filter, ReportRow, StoryRow};
use serde::Serialize;
use utoipa::ToSchema;

/// Stories with the latest news first.
#[utoipa::path(
    get, path = "/stories", tag = "reports", params(Repeated, SpanParams, PageParams),
    responses(
        (status = 200, description = "Stories", headers(("link" = String, description = "The address of the next page, of CSV and Arrow")), content(
            (Listed<StoryRow> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
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
        ledger.page_of_stories(&filter, least.or(1)).map(Listed::from)
    })
    .await
}

/// Threads that a story is shown with.
const THREADS: usize = 12;

/// A story with what is claimed in it and its reports.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeStory {
    /// The story.
    story: StoryRow,
    /// The threads of its newest claims; `/threads?story=` has all.
    threads: Vec<ListedThread>,
    /// Its reports, oldest first.
    reports: Vec<ReportRow>,
}

/// One story: what is claimed in it, its reports.
#[utoipa::path(
    get, path = "/stories/{id}", tag = "reports", params(("id" = i64, Path, minimum = 1)),
    responses((status = 200, description = "The story", body = WholeStory), Refused)
)]
pub(crate) async fn show(ask: Ask, Id(id): Id, Asked(()): Asked<()>) -> Answer {
    ask.one(move |ledger| {
        let (story, reports) = ledger.story(id)?;
        let of_story = Filter { story: Some(id), limit: THREADS, ..Filter::default() };
        Ok(WholeStory { story, threads: ListedThread::page(ledger, &of_story)?.items, reports })
    })
    .await
}
