//! Questions that are kept, to be asked of every new report.
//!
//! The ledger keeps a question's name and its words as JSON ([`Question`]).

use crate::query::Question;
use crate::store::values;
use crate::{Ledger, LedgerError, Result};

impl Ledger {
    /// Keeps a question under `name`; one that had the name is replaced.
    ///
    /// # Errors
    /// Where one of its words is wrong, or the ledger cannot be written to.
    pub fn keep_alert(&mut self, name: &str, question: &Question) -> Result<()> {
        question.filter()?;
        let asked = serde_json::to_string(question).map_err(|e| LedgerError::Query(e.to_string()))?;
        self.db.execute(
            "insert into alert (name, asked) values (?1, ?2) on conflict (name) do update set asked = ?2",
            values![name, asked],
        )?;
        Ok(())
    }

    /// All kept questions with their names, by name; an error in place of one that cannot be understood.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn alerts(&self) -> Result<Vec<(String, Result<Question>)>> {
        self.db.all("select name, asked from alert order by name", values![], |row| {
            let (name, asked): (String, String) = (row.get(0)?, row.get(1)?);
            let question = serde_json::from_str(&asked).map_err(|error| {
                LedgerError::Query(format!("alert “{name}” cannot be understood ({error}): add it again"))
            });
            Ok((name, question))
        })
    }

    /// Forgets the question called `name`.
    ///
    /// # Errors
    /// Where there is none, or the ledger cannot be written to.
    pub fn forget_alert(&mut self, name: &str) -> Result<()> {
        match self.db.execute("delete from alert where name = ?", values![name])? {
            0 => Err(LedgerError::Unknown(format!("there is no alert called “{name}”"))),
            _ => Ok(()),
        }
    }
}
