//! A word that changes with the ledger.

use crate::store::values;
use crate::{Ledger, Result};
use segun_claims::stable_hash;

/// What every change leaves a trace in, each found at the end of an index. A report that comes in has a new number; a
/// thread that is settled or lapses is no longer the first that waits for it.
const TRACES: &str = "
    select (select max(id) from report), (select max(id) from claim), (select max(id) from thread),
           (select max(id) from origin), (select max(id) from story), (select max(id) from party),
           (select max(id) from source), (select max(id) from outlet), (select max(id) from quote),
           (select min(id) from thread where stale),
           (select lapses || '.' || id from thread indexed by thread_lapses
            where not lapsed and lapses is not null order by lapses, id limit 1)";

/// The columns of [`TRACES`].
const COLUMNS: usize = 11;

impl Ledger {
    /// A word that is another one whenever a report has come in or anything that follows from reports has changed,
    /// and the same for all who read it, in whatever process. Costs the same in a small ledger and in a large one.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn change(&self) -> Result<String> {
        let mut traces: Vec<String> = Vec::with_capacity(COLUMNS + 1);
        traces.push(self.db.format()?.to_string());
        self.db.one(TRACES, values![], |row| {
            for column in 0..COLUMNS {
                traces.push(format!("{:?}", row.get_ref(column)?));
            }
            Ok(())
        })?;
        let traces: Vec<&str> = traces.iter().map(String::as_str).collect();
        Ok(format!("{:016x}", stable_hash(&traces)))
    }

    /// The same for the kept questions, which are no news of the world.
    ///
    /// # Errors
    /// As [`Ledger::change`].
    pub fn alerts_change(&self) -> Result<String> {
        let kept: Vec<[String; 2]> =
            self.db.all("select name, asked from alert order by name", values![], |row| {
                Ok([row.get(0)?, row.get(1)?])
            })?;
        let kept: Vec<&str> = kept.iter().flatten().map(String::as_str).collect();
        Ok(format!("{:016x}", stable_hash(&kept)))
    }
}
