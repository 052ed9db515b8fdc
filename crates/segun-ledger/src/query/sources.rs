//! Sources and outlets, with how what they said ended.

use crate::{Ledger, Result};
use rusqlite::params;
use segun_claims::Share;
use serde::Serialize;

/// A source or an outlet as it is listed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SourceRow {
    /// Its number.
    pub id: i64,
    /// What identifies it; an outlet's is its name.
    pub key: String,
    /// Name.
    pub name: String,
    /// What kind of source it is; `outlet` for outlets.
    pub kind: String,
    /// The country that it speaks for.
    pub affiliation: Option<String>,
    /// Claims.
    pub claims: i64,
    /// How they ended, by how sure it was.
    pub record: Vec<RecordRow>,
}

/// How what was said with one certainty ended; who says the same of one event again counts once.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordRow {
    /// How sure the holder was.
    pub certainty: String,
    /// Of which later reports of other origins tell how they ended.
    pub resolved: i64,
    /// That came true.
    pub came_true: i64,
    /// That were denied or did not come about.
    pub denied: i64,
    /// Whose time passed without any report.
    pub lapsed: i64,
    /// Not ended, or nobody else told.
    pub open: i64,
    /// Share that came true.
    pub share: Option<f64>,
    /// Where that share lies with 95 % (Wilson's interval).
    pub interval: Option<[f64; 2]>,
}

impl Ledger {
    /// The sources with most claims, or those called `name`, with their record.
    ///
    /// # Errors
    /// Where nobody is called `name`, or the ledger cannot be read.
    pub fn sources(&self, name: Option<&str>, limit: usize) -> Result<Vec<SourceRow>> {
        let columns = "select id, key, name, kind, affiliation, claims from source";
        let limit = if limit == 0 { -1 } else { i64::try_from(limit).unwrap_or(-1) };
        let mut rows = Vec::new();
        match name {
            Some(name) => {
                for id in self.sources_named(name)? {
                    rows.extend(self.source_rows(&format!("{columns} where id = ?1 limit ?2"), id, limit)?);
                }
            }
            None => {
                rows = self.source_rows(
                    &format!("{columns} where id > ?1 order by claims desc, id limit ?2"),
                    0,
                    limit,
                )?
            }
        }
        for row in &mut rows {
            row.record = self.record("source", row.id)?;
        }
        Ok(rows)
    }

    /// The outlets with most claims, with their record.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn outlets(&self, limit: usize) -> Result<Vec<SourceRow>> {
        let limit = if limit == 0 { -1 } else { i64::try_from(limit).unwrap_or(-1) };
        let sql = "select id, name, name, 'outlet', null, claims from outlet where id > ?1 order by claims desc, id limit ?2";
        let mut rows = self.source_rows(sql, 0, limit)?;
        for row in &mut rows {
            row.record = self.record("outlet", row.id)?;
        }
        Ok(rows)
    }

    fn source_rows(&self, sql: &str, id: i64, limit: i64) -> Result<Vec<SourceRow>> {
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(params![id, limit], |row| {
            Ok(SourceRow {
                id: row.get(0)?,
                key: row.get(1)?,
                name: row.get(2)?,
                kind: row.get(3)?,
                affiliation: row.get(4)?,
                claims: row.get(5)?,
                record: Vec::new(),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How the claims of one source or outlet ended.
    fn record(&self, column: &str, id: i64) -> Result<Vec<RecordRow>> {
        let mut statement = self.db.prepare_cached(&format!(
            "select certainty, sum(outcome = 'came_true'), sum(outcome = 'denied'), sum(outcome = 'lapsed'),
                    sum(outcome = 'open')
             from record where of = '{column}' and id = ? group by certainty
             order by case certainty when 'certain' then 0 when 'probable' then 1 when 'possible' then 2 else 3 end"
        ))?;
        let rows = statement.query_map([id], |row| {
            let count = |i: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(i)?.unwrap_or(0));
            let (came, denied, lapsed) = (count(1)?, count(2)?, count(3)?);
            let resolved = came + denied + lapsed;
            Ok(RecordRow {
                certainty: row.get(0)?,
                resolved,
                came_true: came,
                denied,
                lapsed,
                open: count(4)?,
                share: (resolved > 0).then(|| came as f64 / resolved as f64),
                interval: (resolved > 0).then(|| {
                    let share = Share::of(index(came), index(resolved));
                    [share.low, share.high]
                }),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// A count as Rust has it.
fn index(count: i64) -> usize {
    usize::try_from(count).unwrap_or(0)
}
