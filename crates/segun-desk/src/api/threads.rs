//! `/threads`: what is claimed to happen, and what became of it.

use super::refused::Refused;
use crate::answer::{Answer, Ask, Listed};
use crate::parameters::{Asked, FilterParams, Id, PageParams};
use segun_ledger::query::{Evidence, Filter, Page, PlaceRow, StepRow, ThreadOrigin, ThreadRow};
use segun_ledger::{Ledger, Result};
use serde::Serialize;
use utoipa::ToSchema;

/// Days of claims that each thread is listed with.
const DAYS: usize = 14;

/// A thread as it is listed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListedThread {
    #[serde(flatten)]
    thread: ThreadRow,
    /// Its claims on each of the fourteen days that end with the last day of the ledger, oldest first.
    days: Vec<i64>,
}

impl ListedThread {
    /// A page of the threads that are asked for.
    ///
    /// # Errors
    /// As [`Ledger::page_of_threads`].
    pub(crate) fn page(ledger: &Ledger, filter: &Filter) -> Result<Page<Self>> {
        let Page { items, next } = ledger.page_of_threads(filter)?;
        let ids: Vec<i64> = items.iter().map(|thread| thread.id).collect();
        let days = match ledger.last_day()? {
            Some(last) => ledger.days_of(&ids, last, DAYS)?,
            None => vec![Vec::new(); ids.len()],
        };
        let items = items.into_iter().zip(days).map(|(thread, days)| Self { thread, days });
        Ok(Page { items: items.collect(), next })
    }
}

/// Threads with the latest news first.
#[utoipa::path(
    get, path = "/threads", tag = "claims", params(FilterParams, PageParams),
    responses(
        (status = 200, description = "Threads", headers(("link" = String, description = "The address of the next page, of CSV and Arrow")), content(
            (Listed<ListedThread> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
        )),
        Refused
    )
)]
pub(crate) async fn list(ask: Ask, Asked((filter, page)): Asked<(FilterParams, PageParams)>) -> Answer {
    let filter = filter.filter()?;
    ask.pages(page, move |ledger, after, limit| {
        ListedThread::page(ledger, &Filter { after, limit, ..filter }).map(Listed::from)
    })
    .await
}

/// A thread with all that is known of it but the words.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeThread {
    /// The thread.
    thread: ThreadRow,
    /// Days with their claims, oldest first.
    days: Vec<(String, i64)>,
    /// What became of it, step by step.
    steps: Vec<StepRow>,
    /// The independent origins of its claims, with who repeats each, in the order in which they came to it.
    origins: Vec<ThreadOrigin>,
    /// Where its claims take place, the most frequent first.
    places: Vec<PlaceRow>,
}

/// One thread: its history, its origins, its places.
#[utoipa::path(
    get, path = "/threads/{id}", tag = "claims", params(("id" = i64, Path, minimum = 1)),
    responses((status = 200, description = "The thread", body = WholeThread), Refused)
)]
pub(crate) async fn show(ask: Ask, Id(id): Id, Asked(()): Asked<()>) -> Answer {
    ask.one(move |ledger| {
        Ok(WholeThread {
            thread: ledger.thread(id)?,
            days: ledger.thread_days(id)?,
            steps: ledger.steps(id)?,
            origins: ledger.thread_origins(id)?,
            places: ledger.thread_places(id)?,
        })
    })
    .await
}

/// The claims of a thread with their words, oldest first.
#[utoipa::path(
    get, path = "/threads/{id}/claims", tag = "claims",
    params(("id" = i64, Path, minimum = 1), PageParams),
    responses(
        (status = 200, description = "Claims", content(
            (Listed<Evidence> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
        )),
        Refused
    )
)]
pub(crate) async fn claims(ask: Ask, Id(id): Id, Asked((page,)): Asked<(PageParams,)>) -> Answer {
    let (after, limit) = (page.after()?, page.limit());
    ask.list(page.format(), move |ledger| {
        ledger.thread(id)?;
        Ok(Listed::from(ledger.page_of_thread_evidence(id, after, limit)?))
    })
    .await
}
