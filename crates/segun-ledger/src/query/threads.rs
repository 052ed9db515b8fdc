//! Threads: what is claimed to happen, and what became of it.

use super::Filter;
use super::conditions::{Conditions, marks};
use crate::derive::NO_DAY;
use crate::{Ledger, LedgerError, Result};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};
use segun_report::Status;
use serde::Serialize;

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

/// The status of thread `t` on the ledger's last day.
pub(super) const STATUS: &str =
    "case when t.lapses < (select max(day) from report) then 'lapsed' else t.status end";

/// The columns of a thread `t`.
fn columns() -> String {
    let day = |column: &str| format!("date(nullif({column}, {NO_DAY}) * 86400, 'unixepoch')");
    let (deadline, first, last) = (day("t.deadline"), day("t.first_day"), day("t.last_day"));
    format!("t.id, t.type, t.about, {STATUS}, {deadline}, {first}, {last}, t.origins, t.reports, t.claims")
}

impl ThreadRow {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            r#type: row.get(1)?,
            about: row.get(2)?,
            status: row.get(3)?,
            deadline: row.get(4)?,
            first: row.get(5)?,
            last: row.get(6)?,
            origins: row.get(7)?,
            reports: row.get(8)?,
            claims: row.get(9)?,
        })
    }
}

impl Ledger {
    /// The threads with the latest news of which `filter` holds: its parties, country, holder, outlet, language, words
    /// and certainty of some claim; type, status, time and origins of the thread.
    ///
    /// # Errors
    /// Where it names somebody whom the ledger does not know, or the ledger cannot be read.
    pub fn threads(&self, filter: &Filter) -> Result<Vec<ThreadRow>> {
        let by_claims = Filter {
            kind: None,
            since: None,
            until: None,
            status: None,
            origins: None,
            limit: 0,
            ..filter.clone()
        };
        if by_claims != Filter::default() {
            return self.threads_of_claims(filter);
        }
        let index = match (filter.status, filter.kind) {
            // A lapse is no stored status; every other is a stored one that has not lapsed.
            (Some(status), _) if status != Status::Lapsed => "indexed by thread_status",
            (_, Some(_)) => "indexed by thread_type",
            _ => "indexed by thread_day",
        };
        let Conditions { sql: conditions, values } = conditions(filter);
        let stored = match filter.status {
            Some(status) if status != Status::Lapsed => format!(" and t.status = '{}'", status.as_str()),
            _ => String::new(),
        };
        let sql = format!(
            "select {} from thread t {index} where 1{stored}{conditions} order by t.last_day desc, t.id desc limit ?",
            columns()
        );
        let values = values.into_iter().chain([Value::from(filter.rows())]);
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), ThreadRow::from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The threads of the newest claims that fit. Claims are taken in growing numbers until there are enough threads.
    fn threads_of_claims(&self, filter: &Filter) -> Result<Vec<ThreadRow>> {
        let wanted = if filter.limit == 0 { usize::MAX } else { filter.limit };
        let mut take = wanted.saturating_mul(8).clamp(400, 1_000_000);
        loop {
            // The thread's own conditions are asked of the thread: its type is that of most of its claims.
            let of_claims = Filter {
                kind: None,
                status: None,
                origins: None,
                since: None,
                until: None,
                limit: take,
                ..filter.clone()
            };
            let ids = self.thread_numbers(&of_claims)?;
            let all = ids.len() < take;
            let mut distinct = ids;
            distinct.sort_unstable();
            distinct.dedup();
            let mut rows = Vec::new();
            for part in distinct.chunks(500) {
                let Conditions { sql: conditions, values } = conditions(filter);
                let sql = format!(
                    "select {} from thread t where t.id in ({}){conditions}",
                    columns(),
                    marks(part.len())
                );
                let ids = part.iter().map(|&id| Value::from(id));
                let values = ids.chain(values);
                let mut statement = self.db.prepare(&sql)?;
                let found = statement.query_map(params_from_iter(values), ThreadRow::from_row)?;
                rows.extend(found.collect::<Result<Vec<_>, _>>()?);
            }
            if all || rows.len() >= wanted || take >= 20_000 {
                rows.sort_by(|a, b| b.last.cmp(&a.last).then(b.id.cmp(&a.id)));
                rows.truncate(wanted);
                return Ok(rows);
            }
            take = take.saturating_mul(8);
        }
    }

    /// One thread.
    ///
    /// # Errors
    /// Where there is none of this number.
    pub fn thread(&self, id: i64) -> Result<ThreadRow> {
        self.db
            .prepare_cached(&format!("select {} from thread t where t.id = ?", columns()))?
            .query_row([id], ThreadRow::from_row)
            .optional()?
            .ok_or_else(|| LedgerError::Unknown(format!("there is no thread {id} in the ledger")))
    }

    /// What became of a thread, step by step, its lapse included.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn steps(&self, id: i64) -> Result<Vec<StepRow>> {
        let mut statement = self.db.prepare_cached(
            "select date(day * 86400, 'unixepoch'), kind, contradiction, status, date(from_day * 86400, 'unixepoch'),
                    date(to_day * 86400, 'unixepoch'), claims, origins, reports
             from step where thread = ? order by number",
        )?;
        let rows = statement.query_map([id], |row| {
            Ok(StepRow {
                day: row.get(0)?,
                kind: row.get(1)?,
                contradiction: row.get(2)?,
                status: row.get(3)?,
                from: row.get(4)?,
                to: row.get(5)?,
                claims: serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default(),
                origins: row.get(7)?,
                reports: row.get(8)?,
            })
        })?;
        let mut steps: Vec<StepRow> = rows.collect::<Result<_, _>>()?;
        let lapsed: Option<String> = self
            .db
            .prepare_cached(
                "select date(lapses * 86400, 'unixepoch') from thread
                 where id = ? and lapses < (select max(day) from report)",
            )?
            .query_row([id], |row| row.get(0))
            .optional()?;
        if let Some(day) = lapsed {
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

/// What is asked of the thread itself.
fn conditions(filter: &Filter) -> Conditions {
    let mut all = Conditions::default();
    all.and_some("t.type = ?", filter.kind.map(|kind| kind.as_str().to_owned().into()));
    all.and_some(&format!("{STATUS} = ?"), filter.status.map(|status| status.as_str().to_owned().into()));
    all.and_some("t.origins >= ?", filter.origins.map(|origins| i64::from(origins).into()));
    all.and_some("t.last_day >= ?", filter.since.map(|day| i64::from(day.0).into()));
    all.and_some("t.first_day <= ?", filter.until.map(|day| i64::from(day.0).into()));
    all
}
