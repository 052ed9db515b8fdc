//! `/today`: what is new.

use super::refused::Refused;
use crate::answer::{Answer, Ask, Rows};
use crate::parameters::{Asked, FilterParams, FormatParams, LimitParams};
use segun_ledger::query::{Changed, News};
use serde::Serialize;
use utoipa::ToSchema;

/// Threads where nothing is said of their number.
const THREADS: usize = 60;

/// What is new.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct Today {
    /// From which day on.
    since: Option<String>,
    /// The last day of the ledger.
    day: Option<String>,
    /// Threads, those first that are contradicted.
    items: Vec<Changed>,
    /// Always null: there are no further pages.
    next: Option<String>,
    /// Whom or what the ledger does not know; then nothing is listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<String>,
}

impl Rows for Today {
    type Row = Changed;

    fn rows(&self) -> &[Changed] {
        &self.items
    }

    fn unknown(reason: String) -> Self {
        Self { unknown: Some(reason), ..Self::default() }
    }
}

/// Threads whose history got a step since a day (the ledger's last one, if nothing is said): contradictions first, then
/// what was confirmed or happened, then the others, those with most origins first.
#[utoipa::path(
    get, path = "/today", tag = "ledger", params(FilterParams, LimitParams, FormatParams),
    responses(
        (status = 200, description = "What is new", content(
            (Today = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
        )),
        Refused
    )
)]
pub(crate) async fn list(
    ask: Ask,
    Asked((filter, limit, format)): Asked<(FilterParams, LimitParams, FormatParams)>,
) -> Answer {
    let filter = filter.filter()?;
    ask.filtered(format.format(), move |ledger| {
        let News { since, day, items } = ledger.changed(filter.since, &filter, limit.or(THREADS))?;
        Ok(Today { since, day, items, ..Today::default() })
    })
    .await
}
