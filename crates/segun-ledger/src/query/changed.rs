//! What is new: threads whose history got a step.

use super::asked::Asked;
use super::conditions::Conditions;
use super::threads::{STEP_COLUMNS, asks_for_claims, of_claims, of_thread};
use super::{Filter, StepRow, ThreadRow};
use crate::store::{Value, refs};
use crate::{Ledger, Result};
use segun_claims::{Day, StepKind};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Threads with the latest news that are looked at.
const THREADS: i64 = 5_000;

/// Days of claims that each thread is listed with.
const DAYS: usize = 14;

/// What is new.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct News {
    /// From which day on.
    pub since: Option<String>,
    /// The last day of the ledger.
    pub day: Option<String>,
    /// Threads, those first that are contradicted.
    pub items: Vec<Changed>,
}

/// A thread with its news.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changed {
    /// The thread.
    #[serde(flatten)]
    pub thread: ThreadRow,
    /// The step that says most of what changed.
    pub step: Option<StepRow>,
    /// Whether nothing was known of it before.
    pub new: bool,
    /// Its claims on each of the fourteen days that end with the last day of the ledger, oldest first.
    pub days: Vec<i64>,
}

/// How much a step says: contradictions first, then what was confirmed or happened, then the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Contradicts,
    Firm,
    Other,
}

impl Weight {
    fn of(step: &StepRow) -> Self {
        let is = |kinds: &[StepKind]| kinds.iter().any(|kind| kind.as_str() == step.kind);
        if step.contradiction.is_some()
            || is(&[StepKind::Denied, StepKind::Cancelled, StepKind::Disputed, StepKind::Corrected])
        {
            Self::Contradicts
        } else if is(&[StepKind::Confirmed, StepKind::Happened]) {
            Self::Firm
        } else {
            Self::Other
        }
    }
}

/// A thread that comes into question.
struct Candidate {
    weight: Weight,
    step: StepRow,
    origins: i64,
    last: i32,
}

impl Ledger {
    /// Threads of which `filter` holds and whose history got a step on `since` (by default the last day of the ledger)
    /// or later, among the five thousand with the latest news. Contradicted ones come first, then those confirmed or
    /// happened, then the others; among each, those with most origins. A lapse is no news: nobody reports it.
    ///
    /// # Errors
    /// Where the filter names somebody whom the ledger does not know, or the ledger cannot be read.
    pub fn changed(&self, since: Option<Day>, filter: &Filter, limit: usize) -> Result<News> {
        let claims = of_claims(filter);
        let asked = if asks_for_claims(filter) { Some(Asked::new(self, &claims)?) } else { None };
        let Some(last) = self.last_day()? else { return Ok(News::default()) };
        let since = since.or(filter.since).unwrap_or(last);
        let mut order: Vec<(i64, Candidate)> = self.candidates(since, filter)?.into_iter().collect();
        order.sort_by_key(|(id, c)| (c.weight, Reverse(c.origins), Reverse(c.last), Reverse(*id)));
        let mut items = Vec::new();
        for (id, candidate) in order {
            if items.len() == limit {
                break;
            }
            if let Some(asked) = &asked
                && !self.asks_for_thread(asked, id, None)?
            {
                continue;
            }
            let thread = self.thread(id)?;
            let new = thread.first.as_ref().is_some_and(|first| *first >= since.to_string());
            items.push(Changed { thread, step: Some(candidate.step), new, days: Vec::new() });
        }
        let ids: Vec<i64> = items.iter().map(|item| item.thread.id).collect();
        for (item, days) in items.iter_mut().zip(self.days_of(&ids, last, DAYS)?) {
            item.days = days;
        }
        Ok(News { since: Some(since.to_string()), day: Some(last.to_string()), items })
    }

    /// Threads with a step on `since` or later, each with the step that says most, the latest of them.
    fn candidates(&self, since: Day, filter: &Filter) -> Result<BTreeMap<i64, Candidate>> {
        let Conditions { sql, values } = of_thread(&Filter { since: Some(since), ..filter.clone() });
        let sql = format!(
            "select {STEP_COLUMNS}, t.id as id, t.origins as thread_origins, t.last_day as last_day from
                 (select t.id, t.origins, t.last_day from thread t indexed by thread_day where true{sql}
                  order by t.last_day desc, t.id desc limit {THREADS}) t
             cross join step s on s.thread = t.id where s.day >= ? order by t.id, s.number"
        );
        let since = Value::from(i64::from(since.0));
        let mut found: BTreeMap<i64, Candidate> = BTreeMap::new();
        self.db.query(&sql, &refs(values.iter().chain([&since])), &mut |row| {
            let step = StepRow::from_row(row)?;
            let (id, origins, last) =
                (row.named("id")?, row.named("thread_origins")?, row.named("last_day")?);
            let weight = Weight::of(&step);
            if found.get(&id).is_none_or(|best| weight <= best.weight) {
                found.insert(id, Candidate { weight, step, origins, last });
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }
}
