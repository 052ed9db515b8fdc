//! Questions that are kept, to be asked of every new report.
//!
//! What a question is, the asking program knows; the ledger keeps its name and words.

use crate::{Ledger, LedgerError, Result};

impl Ledger {
    /// Keeps a question under `name`; one that had the name is replaced.
    ///
    /// # Errors
    /// Where the ledger cannot be written to.
    pub fn keep_alert(&mut self, name: &str, asked: &str) -> Result<()> {
        self.db.execute(
            "insert into alert (name, asked) values (?1, ?2) on conflict (name) do update set asked = ?2",
            [name, asked],
        )?;
        Ok(())
    }

    /// All kept questions with their names, by name.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn alerts(&self) -> Result<Vec<(String, String)>> {
        let mut statement = self.db.prepare_cached("select name, asked from alert order by name")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets the question called `name`.
    ///
    /// # Errors
    /// Where there is none, or the ledger cannot be written to.
    pub fn forget_alert(&mut self, name: &str) -> Result<()> {
        match self.db.execute("delete from alert where name = ?", [name])? {
            0 => Err(LedgerError::Unknown(format!("there is no alert called “{name}”"))),
            _ => Ok(()),
        }
    }
}
