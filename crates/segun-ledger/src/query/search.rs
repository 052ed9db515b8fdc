//! Full-text search over reports and claims.

use super::conditions::Conditions;
use super::{ClaimRow, Filter, ReportRow, asked, claims, reports};
use crate::store::{Value, refs};
use crate::{Ledger, Result};
use serde::Serialize;

/// The best of so many newest hits are listed: the cost of a question is bounded, however common its words are.
const RANKED: usize = 1000;

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
        let words = asked::question(text)?;
        let fits = |table: &str| {
            let mut fits = Conditions::default();
            fits.and_some(&format!("{table}.day >= ?"), filter.since.map(|day| i64::from(day.0).into()));
            fits.and_some(&format!("{table}.day <= ?"), filter.until.map(|day| i64::from(day.0).into()));
            fits.and_some(&format!("{table}.language = ?"), filter.language.clone().map(Into::into));
            fits
        };
        let limit = Value::from(filter.rows());
        let (hits, values) = self.db.hits("report_text", &words, RANKED)?;
        let fit = fits("r");
        let sql = format!(
            "select {}, -f.score from ({hits}) f
             cross join report r on r.id = f.rowid left join outlet o on o.id = r.outlet
             where true{} order by f.score, r.id desc limit ?",
            reports::COLUMNS,
            fit.sql
        );
        let values = refs(values.iter().chain(&fit.values).chain([&limit]));
        let reports = self.db.all(&sql, &values, |row| {
            Ok(FoundReport { report: ReportRow::from_row(row)?, score: row.get(12)? })
        })?;
        let (hits, values) = self.db.hits("claim_text", &words, RANKED)?;
        let fit = fits("c");
        let sql = format!(
            "select {} from ({hits}) f cross join claim c on c.id = f.rowid {}
             where true{} order by f.score, c.id desc limit ?",
            claims::COLUMNS,
            claims::JOINED,
            fit.sql
        );
        let values = refs(values.iter().chain(&fit.values).chain([&limit]));
        Ok(Found { reports, claims: self.db.all(&sql, &values, ClaimRow::from_row)? })
    }
}
