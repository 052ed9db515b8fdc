//! A word that changes with the ledger.

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
            where not lapsed and lapses is not null order by lapses, id limit 1),
           (select json_group_array(name || char(0) || asked) from alert)";

/// The columns of [`TRACES`].
const COLUMNS: usize = 12;

impl Ledger {
    /// A word that is another one whenever anything in the ledger has changed, and the same for all who read it, in
    /// whatever process. Costs the same in a small ledger and in a large one.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn change(&self) -> Result<String> {
        let mut traces: Vec<String> = Vec::with_capacity(COLUMNS + 3);
        for pragma in ["user_version", "page_count", "freelist_count"] {
            let count: i64 =
                self.db.prepare_cached(&format!("pragma {pragma}"))?.query_row([], |row| row.get(0))?;
            traces.push(count.to_string());
        }
        self.db.prepare_cached(TRACES)?.query_row([], |row| {
            for column in 0..COLUMNS {
                traces.push(format!("{:?}", row.get_ref(column)?));
            }
            Ok(())
        })?;
        let traces: Vec<&str> = traces.iter().map(String::as_str).collect();
        Ok(format!("{:016x}", stable_hash(&traces)))
    }
}
