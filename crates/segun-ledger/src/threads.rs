//! Threads.
use crate::derive::Filed;
use crate::{Ledger, Result};
use rusqlite::Transaction;

pub(crate) fn derive(_change: &Transaction<'_>, _filed: &Filed<'_>) -> Result<()> {
    Ok(())
}

pub(crate) fn forget(_change: &Transaction<'_>, _report: i64) -> Result<()> {
    Ok(())
}

impl Ledger {
    /// Works out anew what is stale.
    ///
    /// # Errors
    /// Where the ledger cannot be written to.
    pub fn settle(&mut self) -> Result<()> {
        Ok(())
    }
}
