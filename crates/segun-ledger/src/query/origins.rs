//! Origins: what was reprinted, by whom.

use super::conditions::Conditions;
use super::order::Order;
use super::page::Listing;
use super::{Filter, Page, ReportRow, reports};
use crate::store::{Row, values};
use crate::{Ledger, LedgerError, Result};
use serde::Serialize;

/// An origin as it is listed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OriginRow {
    /// Its number.
    pub id: i64,
    /// The agency that its first report credits.
    pub wire: Option<String>,
    /// Title of its first report.
    pub title: Option<String>,
    /// Day on which that was published.
    pub first: Option<String>,
    /// Outlets that have it.
    pub outlets: i64,
    /// Reports that have it.
    pub reports: i64,
    /// Claims that have it, those inside shared quotations included.
    pub claims: i64,
}

/// A report of an origin.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OriginReport {
    /// The report.
    #[serde(flatten)]
    pub report: ReportRow,
    /// Why it is of this origin.
    pub reason: String,
    /// The agency that it credits.
    pub wire: Option<String>,
}

const COLUMNS: &str = "g.id, g.wire, coalesce(r.title, (select sentence from claim c where c.report = r.id order by c.id limit 1)),
    r.day,
    (select count(distinct x.outlet) from membership m join report x on x.id = m.report where m.origin = g.id),
    g.reports, (select count(*) from claim c where c.origin = g.id)";

impl OriginRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            wire: row.get(1)?,
            title: row.get(2)?,
            first: super::day(row, 3)?,
            outlets: row.get(4)?,
            reports: row.get(5)?,
            claims: row.get(6)?,
        })
    }
}

impl OriginReport {
    /// From a row of [`reports::COLUMNS`], the reason and the agency.
    pub(super) fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            report: ReportRow::from_row(row)?,
            reason: row.get::<Option<String>>(12)?.unwrap_or_default(),
            wire: row.get(13)?,
        })
    }
}

impl Ledger {
    /// The origins with most reports, at least `at_least` each, whose first report is of the time and language of
    /// `filter`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn origins(&self, filter: &Filter, at_least: u32) -> Result<Vec<OriginRow>> {
        Ok(self.page_of_origins(filter, at_least)?.items)
    }

    /// One page of [`Ledger::origins`].
    ///
    /// # Errors
    /// As there.
    pub fn page_of_origins(&self, filter: &Filter, at_least: u32) -> Result<Page<OriginRow>> {
        let mut conditions = Conditions::default();
        conditions.and("g.reports >= ?", [i64::from(at_least).into()]);
        conditions.and_some("r.day >= ?", filter.since.map(|d| i64::from(d.0).into()));
        conditions.and_some("r.day <= ?", filter.until.map(|d| i64::from(d.0).into()));
        conditions.and_some("r.language = ?", filter.language.clone().map(Into::into));
        let listing = Listing {
            columns: COLUMNS,
            from: "origin g indexed by origin_reports cross join report r on r.id = g.report",
            conditions,
            order: Order::newest("g.reports", "g.id"),
        };
        self.page(&listing, filter, OriginRow::from_row)
    }

    /// The origin of a number.
    ///
    /// # Errors
    /// Where there is none.
    pub fn origin_row(&self, id: i64) -> Result<OriginRow> {
        let sql =
            format!("select {COLUMNS} from origin g left join report r on r.id = g.report where g.id = ?");
        self.db
            .first(&sql, values![id], OriginRow::from_row)?
            .ok_or_else(|| LedgerError::Unknown(format!("there is no origin {id} in the ledger")))
    }

    /// One origin with its reports, oldest first.
    ///
    /// # Errors
    /// Where there is none of this number.
    pub fn origin(&self, id: i64) -> Result<(OriginRow, Vec<OriginReport>)> {
        let origin = self.origin_row(id)?;
        let sql = format!(
            "select {}, f.reason, f.wire from membership m join report r on r.id = m.report
             left join outlet o on o.id = r.outlet left join fingerprint f on f.report = r.id
             where m.origin = ? order by r.day nulls first, r.id",
            reports::COLUMNS
        );
        Ok((origin, self.db.all(&sql, values![id], OriginReport::from_row)?))
    }
}
