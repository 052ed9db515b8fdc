//! Formats of the ledger file, and the way from each to the next.

#[cfg(feature = "postgres")]
pub(crate) mod postgres;

use crate::{LedgerError, Result};
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// What SQLite writes into the head of the file: "SEGU".
const APPLICATION: i64 = 0x5345_4755;

/// The statements that lead from each format to the next; the first makes a new ledger. A format that was ever
/// released is never edited.
const STEPS: &[&str] =
    &[include_str!("schema/1.sql"), include_str!("schema/2.sql"), include_str!("schema/3.sql")];

/// The views for `segun sql`, made anew with every format: to change them is to make a new format.
pub(crate) const VIEWS: &str = include_str!("schema/views.sql");

/// The newest format.
pub(crate) const FORMAT: i64 = STEPS.len() as i64;

fn pragma(db: &Connection, name: &str) -> Result<i64> {
    Ok(db.query_row(&format!("pragma {name}"), [], |row| row.get(0))?)
}

/// The format of `db`; 0 where it is none of ours.
pub(crate) fn format(db: &Connection) -> Result<i64> {
    pragma(db, "user_version")
}

/// Whether `db` is a ledger that this program can read as it is.
///
/// # Errors
/// Where it is something else or newer.
pub(crate) fn is_current(db: &Connection, path: &Path) -> Result<bool> {
    let format = pragma(db, "user_version")?;
    let tables: i64 = db.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
    if tables == 0 {
        return Ok(false);
    }
    if pragma(db, "application_id")? != APPLICATION {
        return Err(LedgerError::NotALedger(path.into()));
    }
    if format > FORMAT {
        return Err(LedgerError::Newer { found: format, known: FORMAT });
    }
    Ok(format == FORMAT)
}

/// Makes `db` a ledger of the newest format, from nothing or from an older one; all or nothing.
pub(crate) fn migrate(db: &mut Connection, path: &Path) -> Result<()> {
    if is_current(db, path)? {
        return Ok(());
    }
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let format = pragma(&change, "user_version")?;
    for step in &STEPS[usize::try_from(format).unwrap_or(0)..] {
        change.execute_batch(step)?;
    }
    change.execute_batch(VIEWS)?;
    change.pragma_update(None, "application_id", APPLICATION)?;
    change.pragma_update(None, "user_version", FORMAT)?;
    change.commit()?;
    Ok(())
}
