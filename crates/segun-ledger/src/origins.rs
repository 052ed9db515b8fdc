//! Origins of reports and claims.
use crate::Result;
use crate::derive::Filed;
use rusqlite::{Transaction, params};

pub(crate) fn derive(change: &Transaction<'_>, filed: &Filed<'_>) -> Result<()> {
    change
        .prepare_cached("insert into origin (report, reports) values (?, 1)")?
        .execute(params![filed.report])?;
    let origin = change.last_insert_rowid();
    change
        .prepare_cached("update report set origin = ? where id = ?")?
        .execute(params![origin, filed.report])?;
    change
        .prepare_cached("update claim set origin = ? where report = ?")?
        .execute(params![origin, filed.report])?;
    Ok(())
}

pub(crate) fn forget(change: &Transaction<'_>, report: i64) -> Result<()> {
    change.prepare_cached("update report set origin = null where id = ?")?.execute([report])?;
    Ok(())
}
