//! `/threads`: what is claimed to happen, and what became of it.

use super::refused::Refused;
use crate::answer::{Answer, Ask, Listed, NEXT};
use crate::parameters::{Asked, FilterParams, FormatParams, Id, LimitParams, PageParams};
use segun_ledger::query::{Evidence, Filter, StepRow, ThreadRow};
use serde::Serialize;
use utoipa::ToSchema;

/// Threads with the latest news first.
#[utoipa::path(
    get, path = "/threads", tag = "claims", params(FilterParams, PageParams),
    responses(
        (status = 200, description = "Threads", headers(("link" = String, description = NEXT)), content(
            (Listed<ThreadRow> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
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
        Ok(Listed::whole(ledger.threads(&filter)?))
    })
    .await
}

/// A thread with all that is known of it but the words.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeThread {
    /// The thread.
    thread: ThreadRow,
    /// What became of it, step by step.
    steps: Vec<StepRow>,
}

/// One thread: its history, its origins, its places.
#[utoipa::path(
    get, path = "/threads/{id}", tag = "claims", params(("id" = i64, Path, minimum = 1)),
    responses((status = 200, description = "The thread", body = WholeThread), Refused)
)]
pub(crate) async fn show(ask: Ask, Id(id): Id, Asked(()): Asked<()>) -> Answer {
    ask.one(move |ledger| Ok(WholeThread { thread: ledger.thread(id)?, steps: ledger.steps(id)? })).await
}

/// The claims of a thread with their words, oldest first.
#[utoipa::path(
    get, path = "/threads/{id}/claims", tag = "claims",
    params(("id" = i64, Path, minimum = 1), LimitParams, FormatParams),
    responses(
        (status = 200, description = "Claims", content(
            (Listed<Evidence> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
        )),
        Refused
    )
)]
pub(crate) async fn claims(
    ask: Ask,
    Id(id): Id,
    Asked((limit, format)): Asked<(LimitParams, FormatParams)>,
) -> Answer {
    ask.list(format.format(), move |ledger| Ok(Listed::whole(ledger.thread_evidence(id, limit.or(200))?))).await
}
