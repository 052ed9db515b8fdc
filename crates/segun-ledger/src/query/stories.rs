//! Stories, newest first.

use super::{Filter, ReportRow, reports};
use crate::{Ledger, LedgerError, Result};
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

/// A story as it is listed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoryRow {
    /// Its number.
    pub id: i64,
    /// Title of its first report.
    pub title: Option<String>,
    /// Reports.
    pub reports: i64,
    /// Independent origins of them.
    pub origins: i64,
    /// Their languages.
    pub languages: i64,
    /// Day of the first report.
    pub first: Option<String>,
    /// Day of the last one.
    pub last: Option<String>,
}

const COLUMNS: &str = "s.id, coalesce(r.title, (select substr(sentence, 1, 120) from claim c where c.report = r.id limit 1)),
    s.reports,
    (select count(distinct origin) from report x where x.story = s.id),
    (select count(distinct language) from report x where x.story = s.id),
    date(nullif(s.first_day, -1000000) * 86400, 'unixepoch'), date(nullif(s.last_day, -1000000) * 86400, 'unixepoch')";

impl StoryRow {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            title: row.get(1)?,
            reports: row.get(2)?,
            origins: row.get(3)?,
            languages: row.get(4)?,
            first: row.get(5)?,
            last: row.get(6)?,
        })
    }
}

impl Ledger {
    /// Stories with news in the time of `filter`, those with the latest news first; `at_least` reports each.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn stories(&self, filter: &Filter, at_least: u32) -> Result<Vec<StoryRow>> {
        let mut statement = self.db.prepare_cached(&format!(
            "select {COLUMNS} from story s left join report r on r.id = s.report
             where s.reports >= ?1 and (?2 is null or s.last_day >= ?2) and (?3 is null or s.first_day <= ?3)
             order by s.last_day desc, s.id desc limit ?4"
        ))?;
        let rows = statement.query_map(
            params![at_least, filter.since.map(|d| d.0), filter.until.map(|d| d.0), filter.rows()],
            StoryRow::from_row,
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One story with its reports, oldest first.
    ///
    /// # Errors
    /// Where there is none of this number.
    pub fn story(&self, id: i64) -> Result<(StoryRow, Vec<ReportRow>)> {
        let story = self
            .db
            .prepare_cached(&format!(
                "select {COLUMNS} from story s left join report r on r.id = s.report where s.id = ?"
            ))?
            .query_row([id], StoryRow::from_row)
            .optional()?
            .ok_or_else(|| LedgerError::Unknown(format!("there is no story {id} in the ledger")))?;
        let mut statement = self.db.prepare_cached(&format!(
            "select {} from report r left join outlet o on o.id = r.outlet where r.story = ? order by r.day, r.id",
            reports::COLUMNS
        ))?;
        let rows = statement.query_map([id], ReportRow::from_row)?;
        Ok((story, rows.collect::<Result<_, _>>()?))
    }
}
