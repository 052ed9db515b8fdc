//! Full-text search over reports and claims.

use super::{ClaimRow, Filter, ReportRow, asked, claims, reports};
use crate::{Ledger, Result};
use serde::Serialize;

/// The best of so many newest hits are listed: the cost of a question is bounded, however common its words are.
const RANKED: i64 = 1000;

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Found {
    /// Reports, best first.
    pub reports: Vec<FoundReport>,
    /// Claims, best first.
    pub claims: Vec<ClaimRow>,
}

impl Found {
    /// Reports and claims as rows of one list, each with what it is.
    pub fn rows(&self) -> impl Iterator<Item = FoundRow<'_>> {
        self.reports.iter().map(FoundRow::Report).chain(self.claims.iter().map(FoundRow::Claim))
    }
}

/// What was found, one kind or the other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum FoundRow<'a> {
    /// A report.
    Report(&'a FoundReport),
    /// A claim.
    Claim(&'a ClaimRow),
}

/// A report that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundReport {
    /// The report.
    #[serde(flatten)]
    pub report: ReportRow,
    /// How well it fits (BM25, larger is better).
    pub score: f64,
}

impl Ledger {
    /// The reports and claims with all words of `text`, in any of their forms; words in quotation marks have to
    /// stand together. Best first (BM25) among the newest thousand of each.
    ///
    /// # Errors
    /// Where `text` has no words, or the ledger cannot be read.
    pub fn search(&self, text: &str, filter: &Filter) -> Result<Found> {
        let question = asked::question(text)?;
        let since = filter.since.map(|d| d.0);
        let until = filter.until.map(|d| d.0);
        let mut statement = self.db.prepare_cached(&format!(
            "select {}, -f.score from
                 (select rowid, bm25(report_text) as score from report_text where body match ?1
                  order by rowid desc limit {RANKED}) f
             cross join report r on r.id = f.rowid left join outlet o on o.id = r.outlet
             where (?2 is null or r.day >= ?2) and (?3 is null or r.day <= ?3) and (?4 is null or r.language = ?4)
             order by f.score, r.id desc limit ?5",
            reports::COLUMNS
        ))?;
        let rows = statement
            .query_map(rusqlite::params![question, since, until, filter.language, filter.rows()], |row| {
                Ok(FoundReport { report: ReportRow::from_row(row)?, score: row.get(12)? })
            })?;
        let reports = rows.collect::<Result<_, _>>()?;
        let mut statement = self.db.prepare_cached(&format!(
            "select {} from
                 (select rowid, bm25(claim_text) as score from claim_text where body match ?1
                  order by rowid desc limit {RANKED}) f
             cross join claim c on c.id = f.rowid {}
             where (?2 is null or c.day >= ?2) and (?3 is null or c.day <= ?3) and (?4 is null or c.language = ?4)
             order by f.score, c.id desc limit ?5",
            claims::COLUMNS,
            claims::JOINED
        ))?;
        let rows = statement.query_map(
            rusqlite::params![question, since, until, filter.language, filter.rows()],
            ClaimRow::from_row,
        )?;
        Ok(Found { reports, claims: rows.collect::<Result<_, _>>()? })
    }
}
