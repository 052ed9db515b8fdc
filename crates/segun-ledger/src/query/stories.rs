//! Stories, newest first.

use super::conditions::Conditions;
use super::order::Order;
use super::page::Listing;
use super::{Filter, Page, ReportRow, reports};
use crate::store::{Row, values};
use crate::{Ledger, LedgerError, Result};
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

const COLUMNS: &str = "s.id, coalesce(r.title, (select substr(sentence, 1, 120) from claim c where c.report = r.id order by c.id limit 1)),
    s.reports,
    (select count(distinct origin) from report x where x.story = s.id),
    (select count(distinct language) from report x where x.story = s.id),
    nullif(s.first_day, -1000000), nullif(s.last_day, -1000000)";

impl StoryRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            title: row.get(1)?,
            reports: row.get(2)?,
            origins: row.get(3)?,
            languages: row.get(4)?,
            first: super::day(row, 5)?,
            last: super::day(row, 6)?,
        })
    }
}

impl Ledger {
    /// Stories with news in the time of `filter`, those with the latest news first; `at_least` reports each.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn stories(&self, filter: &Filter, at_least: u32) -> Result<Vec<StoryRow>> {
        Ok(self.page_of_stories(filter, at_least)?.items)
    }

    /// One page of [`Ledger::stories`].
    ///
    /// # Errors
    /// As there.
    pub fn page_of_stories(&self, filter: &Filter, at_least: u32) -> Result<Page<StoryRow>> {
        let mut conditions = Conditions::default();
        conditions.and("s.reports >= ?", [i64::from(at_least).into()]);
        conditions.and_some("s.last_day >= ?", filter.since.map(|d| i64::from(d.0).into()));
        conditions.and_some("s.first_day <= ?", filter.until.map(|d| i64::from(d.0).into()));
        let listing = Listing {
            columns: COLUMNS,
            from: "story s indexed by story_day left join report r on r.id = s.report",
            conditions,
            order: Order::newest("s.last_day", "s.id"),
        };
        self.page(&listing, filter, StoryRow::from_row)
    }

    /// The story of a number.
    ///
    /// # Errors
    /// Where there is none.
    pub fn story_row(&self, id: i64) -> Result<StoryRow> {
        let sql =
            format!("select {COLUMNS} from story s left join report r on r.id = s.report where s.id = ?");
        self.db
            .first(&sql, values![id], StoryRow::from_row)?
            .ok_or_else(|| LedgerError::Unknown(format!("there is no story {id} in the ledger")))
    }

    /// One story with its reports, oldest first.
    ///
    /// # Errors
    /// Where there is none of this number.
    pub fn story(&self, id: i64) -> Result<(StoryRow, Vec<ReportRow>)> {
        let story = self.story_row(id)?;
        let sql = format!(
            "select {} from report r left join outlet o on o.id = r.outlet where r.story = ? order by r.day nulls first, r.id",
            reports::COLUMNS
        );
        Ok((story, self.db.all(&sql, values![id], ReportRow::from_row)?))
    }
}
