//! Reports as they are listed.

use super::asked::question;
use super::conditions::Conditions;
use super::order::Order;
use super::page::Listing;
use super::{Filter, Page};
use crate::store::{Row, values};
use crate::{Ledger, LedgerError, Result, pack};
use segun_report::Reading;
use serde::Serialize;

/// A report without its text.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportRow {
    /// Its number.
    pub id: i64,
    /// Its version: 1, 2, ….
    pub version: i64,
    /// Whether it is the newest version.
    pub current: bool,
    /// Language.
    pub language: Option<String>,
    /// Publication time.
    pub published: Option<String>,
    /// Title; the text's first line where it has none.
    pub title: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Words of its text.
    pub words: i64,
    /// Number of its origin.
    pub origin: Option<i64>,
    /// Number of its story.
    pub story: Option<i64>,
    /// What stays the same over its versions.
    pub key: String,
}

/// Columns of a report `r` with its outlet `o`.
pub(super) const COLUMNS: &str =
    "r.id, r.version, r.current, r.language, r.published, r.title, r.url, o.name, r.words,
    r.origin, r.story, r.key";

impl ReportRow {
    pub(super) fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            version: row.get(1)?,
            current: row.get(2)?,
            language: row.get(3)?,
            published: row.get(4)?,
            title: row.get(5)?,
            url: row.get(6)?,
            outlet: row.get(7)?,
            words: row.get(8)?,
            origin: row.get(9)?,
            story: row.get(10)?,
            key: row.get(11)?,
        })
    }
}

/// The tables that [`COLUMNS`] are of, without the reports themselves.
const JOINED: &str = "left join outlet o on o.id = r.outlet";

impl Ledger {
    /// The newest versions of reports of the outlet, language and time of `filter`, newest first. Where it has words,
    /// those come first that came in last.
    ///
    /// # Errors
    /// Where it names an outlet that the ledger does not know, its text has no words, or the ledger cannot be read.
    pub fn reports(&self, filter: &Filter) -> Result<Vec<ReportRow>> {
        Ok(self.page_of_reports(filter)?.items)
    }

    /// One page of [`Ledger::reports`].
    ///
    /// # Errors
    /// As there.
    pub fn page_of_reports(&self, filter: &Filter) -> Result<Page<ReportRow>> {
        let mut conditions = Conditions::default();
        let outlet = filter.outlet.as_deref().map(|name| self.outlet_named(name)).transpose()?;
        let (table, order) = if let Some(text) = &filter.text {
            let (on, values) = self.db.dialect().matching("f", &question(text)?);
            conditions.and(&on, values);
            ("report_text f cross join report r on r.id = f.rowid", Order::incoming("r.day", "f.rowid"))
        } else if outlet.is_some() {
            ("report r indexed by report_outlet", Order::dated("r.day", "r.id"))
        } else {
            ("report r indexed by report_day", Order::dated("r.day", "r.id"))
        };
        conditions.and("r.current", []);
        conditions.and_some("r.outlet = ?", outlet.map(Into::into));
        conditions.and_some("r.day >= ?", filter.since.map(|d| i64::from(d.0).into()));
        conditions.and_some("r.day <= ?", filter.until.map(|d| i64::from(d.0).into()));
        conditions.and_some("r.language = ?", filter.language.clone().map(Into::into));
        let from = format!("{table} {JOINED}");
        let listing = Listing { columns: COLUMNS, from: &from, conditions, order };
        self.page(&listing, filter, ReportRow::from_row)
    }

    /// The report of a number.
    ///
    /// # Errors
    /// Where there is none.
    pub fn report(&self, id: i64) -> Result<ReportRow> {
        let sql = format!("select {COLUMNS} from report r {JOINED} where r.id = ?");
        self.db
            .first(&sql, values![id], ReportRow::from_row)?
            .ok_or_else(|| LedgerError::Unknown(format!("there is no report {id} in the ledger")))
    }

    /// All versions of the report of a number, oldest first.
    ///
    /// # Errors
    /// Where there is none.
    pub fn versions(&self, id: i64) -> Result<Vec<ReportRow>> {
        let key = self.report(id)?.key;
        let sql = format!("select {COLUMNS} from report r {JOINED} where r.key = ? order by r.version");
        self.db.all(&sql, values![key], ReportRow::from_row)
    }

    /// What was read in a report.
    ///
    /// # Errors
    /// Where there is none, or it is damaged.
    pub fn reading(&self, id: i64) -> Result<Reading> {
        pack::unpack(id, &self.packed(id)?)
    }

    /// What was read in a report, as the JSON of the contract.
    ///
    /// # Errors
    /// Where there is none, or it is damaged.
    pub fn reading_json(&self, id: i64) -> Result<Vec<u8>> {
        pack::unpack_json(id, &self.packed(id)?)
    }

    fn packed(&self, id: i64) -> Result<Vec<u8>> {
        self.db
            .first("select reading from report where id = ?", values![id], |row| row.get(0))?
            .ok_or_else(|| LedgerError::Unknown(format!("there is no report {id} in the ledger")))
    }
}
