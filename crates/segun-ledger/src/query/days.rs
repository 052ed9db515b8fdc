//! How many claims threads have day by day.

use crate::{Ledger, Result};
use rusqlite::params;
use segun_claims::Day;

impl Ledger {
    /// The last day of publication in the ledger.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn last_day(&self) -> Result<Option<Day>> {
        let day: Option<i32> =
            self.db.prepare_cached("select max(day) from report")?.query_row([], |row| row.get(0))?;
        Ok(day.map(Day))
    }

    /// The claims of each of `threads` on each of the `days` days that end with `last`, oldest first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn days_of(&self, threads: &[i64], last: Day, days: usize) -> Result<Vec<Vec<i64>>> {
        let span = i32::try_from(days).unwrap_or(i32::MAX);
        let first = last.0.saturating_sub(span).saturating_add(1);
        let mut statement = self.db.prepare_cached(
            "select day, count(*) from claim indexed by claim_thread
             where thread = ? and day >= ? and day <= ? group by day",
        )?;
        let mut all = Vec::with_capacity(threads.len());
        for thread in threads {
            let mut counts = vec![0; days];
            let mut rows = statement.query(params![thread, first, last.0])?;
            while let Some(row) = rows.next()? {
                let at = usize::try_from(row.get::<_, i32>(0)? - first).unwrap_or(usize::MAX);
                if let Some(count) = counts.get_mut(at) {
                    *count = row.get(1)?;
                }
            }
            all.push(counts);
        }
        Ok(all)
    }

    /// The days on which a thread has claims, with their number, oldest first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn thread_days(&self, id: i64) -> Result<Vec<(String, i64)>> {
        let mut statement = self.db.prepare_cached(
            "select date(day * 86400, 'unixepoch'), count(*) from claim indexed by claim_thread
             where thread = ? and day is not null group by day order by day",
        )?;
        let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
