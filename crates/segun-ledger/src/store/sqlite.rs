//! The store that everybody has: one file of SQLite.

use super::{Cells, Dialect, GivenUp, Row, Store, Take, TakeCells, Value, ValueRef};
use crate::query::{Cell, TABLES};
use crate::stem::Words;
use crate::{LedgerError, Result, schema};
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::{ToSqlOutput, ValueRef as Stored};
use rusqlite::{CachedStatement, Connection, OpenFlags, ToSql, params_from_iter};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Steps of SQLite's machine between two looks at whether anybody still waits for the answer: some tenths of a
/// millisecond.
const STRIDE: i32 = 10_000;

/// How long to wait for another writer.
const PATIENCE: Duration = Duration::from_secs(10);

/// A file of SQLite.
#[derive(Debug)]
pub(crate) struct Sqlite {
    pub(crate) db: Connection,
    path: PathBuf,
}

impl Sqlite {
    /// Opens the file for reading and writing, and brings it to the newest format; `create` makes one where there is none.
    pub(crate) fn open(path: &Path, create: bool) -> Result<Self> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
        flags.set(OpenFlags::SQLITE_OPEN_CREATE, create);
        let mut db = first_look(path, flags)?;
        // Readers and one writer at the same time; after a kill the file is whole without a repair.
        db.pragma_update(None, "journal_mode", "wal")?;
        db.pragma_update(None, "synchronous", "normal")?;
        db.pragma_update(None, "foreign_keys", true)?;
        // KiB where negative: pages kept in memory.
        db.pragma_update(None, "cache_size", -65_536)?;
        db.pragma_update(None, "mmap_size", 256 << 20)?;
        // Pages that many reports change are written to the file once for some hundred of them: most pages that a report
        // changes are those of its keys, which the larger a ledger is, the fewer reports share.
        db.pragma_update(None, "wal_autocheckpoint", 32_000)?;
        // While somebody reads one state for long (an export), the log grows by a megabyte or two a report; it gives the
        // room back once it begins anew.
        db.pragma_update(None, "journal_size_limit", 256 << 20)?;
        schema::migrate(&mut db, path)?;
        // Not before: a new format sorts whole tables.
        db.pragma_update(None, "temp_store", "memory")?;
        Self::ready(db, path)
    }

    /// Opens the file for reading only; `through`, where all of it is to be read.
    pub(crate) fn read_only(path: &Path, through: bool) -> Result<Self> {
        let db = first_look(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        if !schema::is_current(&db, path)? {
            return Err(match schema::format(&db)? {
                0 => LedgerError::NotALedger(path.into()),
                found => LedgerError::Older { found, known: schema::FORMAT },
            });
        }
        db.pragma_update(None, "query_only", true)?;
        db.pragma_update(None, "temp_store", "memory")?;
        // Less than a writer has: there may be many readers, which share what the system keeps of the file. Who reads all of
        // it is alone: there is room for the indexes along which all else is looked up, and little of a large file is read
        // twice, so that to have it mapped is of no use.
        let (kept, mapped) = if through { (65_536, 128) } else { (16_384, 256) };
        db.pragma_update(None, "cache_size", -kept)?;
        db.pragma_update(None, "mmap_size", mapped << 20)?;
        Self::ready(db, path)
    }

    /// Opens a file of which nothing need be whole.
    pub(crate) fn damaged(path: &Path) -> Result<Self> {
        // For writing, so that what a killed writer left in the log beside the file is read as well.
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        Ok(Self { db, path: path.to_owned() })
    }

    fn ready(db: Connection, path: &Path) -> Result<Self> {
        // Statements are planned once, whatever their values are.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        db.set_prepared_statement_cache_capacity(128);
        Ok(Self { db, path: path.to_owned() })
    }

    /// Folds the log into the file, and closes it.
    pub(crate) fn into_one_file(self) -> Result<()> {
        Ok(self.db.pragma_update(None, "journal_mode", "delete")?)
    }

    fn prepared(&self, sql: &str) -> Result<CachedStatement<'_>> {
        Ok(self.db.prepare_cached(sql)?)
    }
}

fn first_look(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(|error| match error.into() {
        LedgerError::Damaged(_) => LedgerError::NotALedger(path.into()),
        other => other,
    })?;
    db.busy_timeout(PATIENCE)?;
    // The first look at the file says whether it is one of SQLite at all.
    match schema::is_current(&db, path) {
        Err(LedgerError::Damaged(_)) => Err(LedgerError::NotALedger(path.into())),
        other => other.map(|_| db),
    }
}

impl ToSql for ValueRef<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            ValueRef::Null => Stored::Null,
            ValueRef::Integer(n) => Stored::Integer(n),
            ValueRef::Real(x) => Stored::Real(x),
            ValueRef::Text(text) => Stored::Text(text.as_bytes()),
            ValueRef::Blob(bytes) => Stored::Blob(bytes),
        }))
    }
}

impl Cells for rusqlite::Row<'_> {
    fn cell(&self, at: usize) -> Result<ValueRef<'_>> {
        Ok(match self.get_ref(at)? {
            Stored::Null => ValueRef::Null,
            Stored::Integer(n) => ValueRef::Integer(n),
            Stored::Real(x) => ValueRef::Real(x),
            Stored::Text(text) => {
                ValueRef::Text(std::str::from_utf8(text).map_err(|e| LedgerError::Damaged(e.to_string()))?)
            }
            Stored::Blob(bytes) => ValueRef::Blob(bytes),
        })
    }

    fn column(&self, name: &str) -> Result<usize> {
        Ok(self.as_ref().column_index(name)?)
    }
}

impl Store for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn execute(&self, sql: &str, values: &[ValueRef<'_>]) -> Result<usize> {
        Ok(self.prepared(sql)?.execute(params_from_iter(values))?)
    }

    fn execute_each(&self, sql: &str, sets: &[Vec<ValueRef<'_>>]) -> Result<()> {
        let mut statement = self.prepared(sql)?;
        for values in sets {
            statement.execute(params_from_iter(values))?;
        }
        Ok(())
    }

    fn insert(&self, sql: &str, values: &[ValueRef<'_>]) -> Result<i64> {
        self.execute(sql, values)?;
        Ok(self.db.last_insert_rowid())
    }

    fn query(&self, sql: &str, values: &[ValueRef<'_>], take: &mut Take<'_>) -> Result<()> {
        let mut statement = self.prepared(sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            if take(&Row(row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn query_each(
        &self,
        sql: &str,
        sets: &[Vec<ValueRef<'_>>],
        take: &mut dyn FnMut(usize, &Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.prepared(sql)?;
        for (n, values) in sets.iter().enumerate() {
            let mut rows = statement.query(params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                take(n, &Row(row))?;
            }
        }
        Ok(())
    }

    fn stream(&self, sql: &str, values: &[ValueRef<'_>], take: &mut Take<'_>) -> Result<()> {
        self.query(sql, values, take)
    }

    fn begin(&self, write: bool) -> Result<()> {
        Ok(self.db.execute_batch(if write { "begin immediate" } else { "begin" })?)
    }

    fn commit(&self) -> Result<()> {
        Ok(self.db.execute_batch("commit")?)
    }

    fn roll_back(&self) {
        // Where the disk is full SQLite has undone it already.
        if !self.db.is_autocommit() {
            let _ = self.db.execute_batch("rollback");
        }
    }

    fn written_by_others(&self) -> Result<i64> {
        Ok(self.prepared("pragma data_version")?.query_row([], |row| row.get(0))?)
    }

    fn break_off_when(&mut self, given_up: GivenUp) -> Result<()> {
        Ok(self.db.progress_handler(STRIDE, Some(given_up))?)
    }

    fn format(&self) -> Result<i64> {
        schema::format(&self.db)
    }

    fn integrity(&self) -> Result<Vec<String>> {
        let mut statement = self.db.prepare("pragma integrity_check(20)")?;
        let mut rows = statement.query([])?;
        let mut wrong = Vec::new();
        while let Some(row) = rows.next()? {
            let said: String = row.get(0)?;
            if said != "ok" {
                wrong.push(format!("pages: {said}"));
            }
        }
        Ok(wrong)
    }

    fn hits(&self, table: &str, words: &Words, most: usize) -> Result<(String, Vec<Value>)> {
        let sql = format!(
            "select rowid, bm25({table}) as score from {table} where body match ? order by rowid desc limit {most}"
        );
        Ok((sql, vec![words.in_fts5().into()]))
    }

    fn sql(&self, statement: &str, stop: GivenUp, row: &mut TakeCells<'_>) -> Result<Vec<String>> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(&self.path, flags)?;
        db.busy_timeout(PATIENCE)?;
        db.pragma_update(None, "query_only", true)?;
        db.authorizer(Some(allowed))?;
        db.progress_handler(STRIDE, Some(stop))?;
        let said = |error: rusqlite::Error| match &error {
            rusqlite::Error::MultipleStatement => {
                LedgerError::Query("one statement at a time, please".into())
            }
            rusqlite::Error::SqlInputError { msg, .. } => LedgerError::Query(explained(msg)),
            rusqlite::Error::SqliteFailure(_, Some(message)) => LedgerError::Query(explained(message)),
            _ => error.into(),
        };
        let mut statement = db.prepare(statement).map_err(said)?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).map_err(said)?;
        while let Some(found) = rows.next().map_err(said)? {
            let cells = (0..columns.len()).map(|i| Ok(cell(found.get_ref(i)?))).collect::<Result<_>>()?;
            row(&columns, cells)?;
        }
        Ok(columns)
    }

    fn tables(&self) -> &'static str {
        TABLES
    }
}

/// What a reader of the ledger may do.
fn allowed(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => Authorization::Allow,
        // What columns a view has.
        AuthAction::Pragma { pragma_name: "table_info", .. } => Authorization::Allow,
        AuthAction::Function { function_name } if function_name != "load_extension" => Authorization::Allow,
        _ => Authorization::Deny,
    }
}

/// SQLite's words with the way on.
fn explained(message: &str) -> String {
    if message.contains("not authorized") {
        super::READ_ONLY.into()
    } else if message.contains("no such table") || message.contains("no such column") {
        format!("{message} ({})", super::TABLES_LISTED)
    } else {
        message.to_owned()
    }
}

fn cell(value: Stored<'_>) -> Cell {
    match value {
        Stored::Null => Cell::Null,
        Stored::Integer(i) => Cell::Integer(i),
        Stored::Real(r) => Cell::Real(r),
        Stored::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        Stored::Blob(bytes) => Cell::Text(bytes.iter().map(|b| format!("{b:02x}")).collect()),
    }
}
