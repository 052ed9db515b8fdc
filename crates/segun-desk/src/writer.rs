//! The one connection that writes: it keeps alerts.

use crate::DeskError;
use crate::pool::Pool;
use segun_ledger::{Ledger, Place};

/// Alerts that wait to be kept.
const WAITING: usize = 16;

/// Opens it.
///
/// # Errors
/// Where the ledger cannot be opened.
pub(crate) fn open(place: &Place) -> Result<Pool, DeskError> {
    Pool::open("desk-writer", place, |place| Ledger::open(place), 1, WAITING)
}
