//! Threads: what is claimed to happen, and what became of it.

use super::asked::Asked;
use super::conditions::{Conditions, marks};
use super::order::Order;
use super::page::Listing;
use super::path::LOOKED_AT;
use super::{After, Filter, Page};
use crate::derive::NO_DAY;
use crate::store::{Row, Value, refs, values};
use crate::{Ledger, LedgerError, Result};
use segun_report::Status;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A thread as it is listed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThreadRow {
    /// Its number.
    pub id: i64,
    /// PLOVER type of most claims.
    pub r#type: String,
    /// What it is about, in the words of most claims.
    pub about: String,
    /// What became of it, as known on the ledger's last day; `None` where it was only wanted or conditional.
    pub status: Option<String>,
    /// End of the window in which it is still to happen.
    pub deadline: Option<String>,
    /// Day of the first report.
    pub first: Option<String>,
    /// Day of the last one.
    pub last: Option<String>,
    /// Independent origins of its claims.
    pub origins: i64,
    /// Reports.
    pub reports: i64,
    /// Claims.
    pub claims: i64,
}

/// A step of a thread's history.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepRow {
    /// When it was published; of a lapse, the day after which nothing more was to be expected.
    pub day: Option<String>,
    /// What changed.
    pub kind: String,
    /// How it contradicts what was said before.
    pub contradiction: Option<String>,
    /// The status after it.
    pub status: Option<String>,
    /// First day of the window that it gives.
    pub from: Option<String>,
    /// Day after its last one.
    pub to: Option<String>,
    /// Numbers of the claims that it rests on.
    pub claims: Vec<i64>,
    /// Their independent origins.
    pub origins: i64,
    /// Their reports.
    pub reports: i64,
}

/// Columns of a step `s`.
pub(super) const STEP_COLUMNS: &str =
    "s.day, s.kind, s.contradiction, s.status, s.from_day, s.to_day, s.claims, s.origins, s.reports";

impl StepRow {
    /// From a row of [`STEP_COLUMNS`].
    pub(super) fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            day: super::day(row, 0)?,
            kind: row.get(1)?,
            contradiction: row.get(2)?,
            status: row.get(3)?,
            from: super::day(row, 4)?,
            to: super::day(row, 5)?,
            claims: serde_json::from_str(&row.get::<String>(6)?).unwrap_or_default(),
            origins: row.get(7)?,
            reports: row.get(8)?,
        })
    }
}

/// The status of thread `t` on the ledger's last day.
pub(super) const STATUS: &str =
    "case when t.lapses < (select max(day) from report) then 'lapsed' else t.status end";

/// The columns of a thread `t`.
fn columns() -> String {
    format!(
        "t.id, t.type, t.about, {STATUS}, t.deadline, nullif(t.first_day, {NO_DAY}), nullif(t.last_day, {NO_DAY}),
         t.origins, t.reports, t.claims"
    )
}

impl ThreadRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            r#type: row.get(1)?,
            about: row.get(2)?,
            status: row.get(3)?,
            deadline: super::day(row, 4)?,
            first: super::day(row, 5)?,
            last: super::day(row, 6)?,
            origins: row.get(7)?,
            reports: row.get(8)?,
            claims: row.get(9)?,
        })
    }
}

impl Ledger {
    /// The threads with the latest news of which `filter` holds: its parties, country, holder, outlet, language, words
    /// and certainty of some claim; type, status, time and origins of the thread. Where it asks for claims, the latest
    /// news are those claims.
    ///
    /// # Errors
    /// Where it names somebody whom the ledger does not know, or the ledger cannot be read.
    pub fn threads(&self, filter: &Filter) -> Result<Vec<ThreadRow>> {
        let mut rows = Vec::new();
        let mut filter = filter.clone();
        let limit = filter.limit;
        loop {
            let page = self.page_of_threads(&filter)?;
            rows.extend(page.items);
            let left = limit.saturating_sub(rows.len());
            if page.next.is_none() || left == 0 {
                return Ok(rows);
            }
            (filter.after, filter.limit) = (page.next, left);
        }
    }

    /// One page of [`Ledger::threads`]. It may have fewer rows than the limit although others follow: each page looks
    /// at a bounded number of claims.
    ///
    /// # Errors
    /// As there.
    pub fn page_of_threads(&self, filter: &Filter) -> Result<Page<ThreadRow>> {
        if asks_for_claims(filter) {
            return self.threads_of_claims(filter);
        }
        let mut conditions = Conditions::default();
        let index = match (filter.status, filter.kind) {
            // A lapse is no stored status; every other is a stored one that has not lapsed.
            (Some(status), _) if status != Status::Lapsed => {
                conditions.and("t.status = ?", [status.as_str().to_owned().into()]);
                "thread_status"
            }
            (_, Some(_)) => "thread_type",
            _ => "thread_day",
        };
        conditions.add(of_thread(filter));
        let listing = Listing {
            columns: &columns(),
            from: &format!("thread t indexed by {index}"),
            conditions,
            order: Order::newest("t.last_day", "t.id"),
        };
        self.page(&listing, filter, ThreadRow::from_row)
    }

    /// The threads of the newest claims that fit, each at its newest one. Claims are taken in growing numbers until
    /// there are enough threads, or so many were looked at that it is enough for one page.
    fn threads_of_claims(&self, filter: &Filter) -> Result<Page<ThreadRow>> {
        let of_claims = of_claims(filter);
        let asked = Asked::new(self, &of_claims)?;
        let wanted = filter.one_more().unwrap_or(usize::MAX);
        let mut take = wanted.saturating_mul(2).clamp(100, 2_000);
        let (mut items, mut seen) = (Vec::new(), BTreeSet::new());
        let (mut after, mut taken) = (filter.after, 0);
        loop {
            let walked =
                self.walk(&asked, after, (take, LOOKED_AT), "c.thread", |row| row.get::<Option<i64>>(0))?;
            let enough = walked.rows.len() < take;
            taken += walked.rows.len();
            let new: Vec<(After, i64)> = walked
                .rows
                .into_iter()
                .filter_map(|(at, thread)| Some((at, thread.filter(|t| seen.insert(*t))?)))
                .collect();
            let ids: Vec<i64> = new.iter().map(|(_, thread)| *thread).collect();
            let mut rows = self.threads_numbered(&ids, filter)?;
            for (at, thread) in new {
                let Some(row) = rows.remove(&thread) else { continue };
                // One that has a newer claim that fits was on an earlier page.
                if filter.after.is_some() && self.asks_for_thread(&asked, thread, filter.after)? {
                    continue;
                }
                items.push((at, row));
                if items.len() == wanted {
                    return Ok(Page::of(items, filter.limit));
                }
            }
            after = walked.reached;
            if after.is_none() || filter.limit > 0 && (enough || taken >= LOOKED_AT) {
                return Ok(Page { items: items.into_iter().map(|row| row.1).collect(), next: after });
            }
            take = take.saturating_mul(4).min(5_000);
        }
    }

    /// Those of the threads of these numbers of which `filter` holds, by number.
    pub(super) fn threads_numbered(&self, ids: &[i64], filter: &Filter) -> Result<BTreeMap<i64, ThreadRow>> {
        let mut rows = BTreeMap::new();
        for part in ids.chunks(500) {
            let Conditions { sql: conditions, values } = of_thread(filter);
            let sql = format!(
                "select {} from thread t where t.id in ({}){conditions}",
                columns(),
                marks(part.len())
            );
            let values: Vec<Value> = part.iter().map(|&id| Value::from(id)).chain(values).collect();
            let found = self.db.all(&sql, &refs(&values), ThreadRow::from_row)?;
            rows.extend(found.into_iter().map(|row| (row.id, row)));
        }
        Ok(rows)
    }

    /// One thread.
    ///
    /// # Errors
    /// Where there is none of this number.
    pub fn thread(&self, id: i64) -> Result<ThreadRow> {
        let sql = format!("select {} from thread t where t.id = ?", columns());
        self.db
            .first(&sql, values![id], ThreadRow::from_row)?
            .ok_or_else(|| LedgerError::Unknown(format!("there is no thread {id} in the ledger")))
    }

    /// What became of a thread, step by step, its lapse included.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn steps(&self, id: i64) -> Result<Vec<StepRow>> {
        let sql = format!("select {STEP_COLUMNS} from step s where s.thread = ? order by s.number");
        let mut steps: Vec<StepRow> = self.db.all(&sql, values![id], StepRow::from_row)?;
        let lapsed: Option<Option<String>> = self.db.first(
            "select lapses from thread where id = ? and lapses < (select max(day) from report)",
            values![id],
            |row| super::day(row, 0),
        )?;
        if let Some(day) = lapsed.flatten() {
            let status = Status::Lapsed.as_str().to_owned();
            steps.push(StepRow {
                day: Some(day),
                kind: status.clone(),
                contradiction: None,
                status: Some(status),
                from: None,
                to: None,
                claims: Vec::new(),
                origins: 0,
                reports: 0,
            });
        }
        Ok(steps)
    }
}

/// What `filter` asks of claims. The thread's own conditions are asked of the thread: its type is that of most of its
/// claims.
pub(super) fn of_claims(filter: &Filter) -> Filter {
    Filter {
        kind: None,
        status: None,
        origins: None,
        since: None,
        until: None,
        after: None,
        limit: 0,
        ..filter.clone()
    }
}

/// Whether `filter` asks for claims at all.
pub(super) fn asks_for_claims(filter: &Filter) -> bool {
    of_claims(filter) != Filter::default()
}

/// What is asked of the thread itself.
pub(super) fn of_thread(filter: &Filter) -> Conditions {
    let mut all = Conditions::default();
    all.and_some("t.type = ?", filter.kind.map(|kind| kind.as_str().to_owned().into()));
    all.and_some(&format!("{STATUS} = ?"), filter.status.map(|status| status.as_str().to_owned().into()));
    all.and_some("t.origins >= ?", filter.origins.map(|origins| i64::from(origins).into()));
    all.and_some("t.last_day >= ?", filter.since.map(|day| i64::from(day.0).into()));
    all.and_some("t.first_day <= ?", filter.until.map(|day| i64::from(day.0).into()));
    all
}
