//! How many claims threads have day by day.

use crate::store::{ToValue, values};
use crate::{Ledger, Result};
use segun_claims::Day;

impl Ledger {
    /// The last day of publication in the ledger.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn last_day(&self) -> Result<Option<Day>> {
        let day: Option<i32> = self.db.value("select max(day) from report", values![])?;
        Ok(day.map(Day))
    }

    /// The claims of each of `threads` on each of the `days` days that end with `last`, oldest first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn days_of(&self, threads: &[i64], last: Day, days: usize) -> Result<Vec<Vec<i64>>> {
        let span = i32::try_from(days).unwrap_or(i32::MAX);
        let first = last.0.saturating_sub(span).saturating_add(1);
        let mut all = vec![vec![0; days]; threads.len()];
        let sets: Vec<_> = threads
            .iter()
            .map(|thread| vec![thread.to_value(), first.to_value(), last.0.to_value()])
            .collect();
        self.db.query_each(
            "select day, count(*) from claim indexed by claim_thread
             where thread = ? and day >= ? and day <= ? group by day",
            &sets,
            &mut |n, row| {
                let at = usize::try_from(row.get::<i32>(0)? - first).unwrap_or(usize::MAX);
                if let Some(count) = all[n].get_mut(at) {
                    *count = row.get(1)?;
                }
                Ok(())
            },
        )?;
        Ok(all)
    }

    /// The days on which a thread has claims, with their number, oldest first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn thread_days(&self, id: i64) -> Result<Vec<(String, i64)>> {
        self.db.all(
            "select day, count(*) from claim indexed by claim_thread
             where thread = ? and day is not null group by day order by day",
            values![id],
            |row| Ok((Day(row.get(0)?).to_string(), row.get(1)?)),
        )
    }
}
