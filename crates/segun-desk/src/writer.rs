//! The one connection that writes: it keeps alerts.

use crate::DeskError;
use crate::pool::Pool;
use segun_ledger::Ledger;
use std::path::Path;

/// Alerts that wait to be kept.
const WAITING: usize = 16;

/// Opens it.
///
/// # Errors
/// Where the ledger cannot be opened.
pub(crate) fn open(folder: &Path) -> Result<Pool, DeskError> {
    Pool::open("desk-writer", folder, Ledger::open, 1, WAITING)
}
