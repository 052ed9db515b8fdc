//! The independent beginnings of a thread, with who repeats each.

use super::{OriginReport, OriginRow, reports};
use crate::store::values;
use crate::{Ledger, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Origins of a thread that are listed.
const ORIGINS: usize = 200;

/// Reports of an origin that are listed.
const REPORTS: usize = 50;

/// An origin of a thread.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThreadOrigin {
    /// The origin.
    pub origin: OriginRow,
    /// The reports that have the thread's claims from it, oldest first; at most fifty.
    pub reports: Vec<OriginReport>,
    /// Numbers of the thread's claims that have it, oldest first.
    pub claims: Vec<i64>,
}

impl Ledger {
    /// The independent origins of a thread's claims, in the order in which they came to it; at most two hundred.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn thread_origins(&self, id: i64) -> Result<Vec<ThreadOrigin>> {
        let sql = "select origin, id, report from claim indexed by claim_thread
            where thread = ? and origin is not null order by day nulls first, id";
        // In the order of their first claims.
        let mut order: BTreeMap<i64, usize> = BTreeMap::new();
        let mut found: Vec<(i64, Vec<i64>, Vec<i64>)> = Vec::new();
        self.db.query(sql, values![id], &mut |row| {
            let (origin, claim, report): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let at = match order.get(&origin) {
                Some(at) => *at,
                None if found.len() == ORIGINS => return Ok(ControlFlow::Continue(())),
                None => {
                    order.insert(origin, found.len());
                    found.push((origin, Vec::new(), Vec::new()));
                    found.len() - 1
                }
            };
            let (_, claims, reports) = &mut found[at];
            claims.push(claim);
            if reports.len() < REPORTS && !reports.contains(&report) {
                reports.push(report);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let origin = |(origin, claims, reports): (i64, Vec<i64>, Vec<i64>)| -> Result<ThreadOrigin> {
            let reports = reports.into_iter().map(|report| self.origin_report(origin, report));
            Ok(ThreadOrigin {
                origin: self.origin_row(origin)?,
                reports: reports.collect::<Result<_>>()?,
                claims,
            })
        };
        found.into_iter().map(origin).collect()
    }

    /// A report with why it is of `origin`.
    fn origin_report(&self, origin: i64, report: i64) -> Result<OriginReport> {
        let sql = format!(
            "select {}, case when m.report is null then 'quotes what another report had first' else f.reason end, f.wire
             from report r left join outlet o on o.id = r.outlet left join fingerprint f on f.report = r.id
             left join membership m on m.report = r.id and m.origin = ?2 where r.id = ?1",
            reports::COLUMNS
        );
        self.db.one(&sql, values![report, origin], OriginReport::from_row)
    }
}
