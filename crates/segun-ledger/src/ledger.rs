//! A ledger on disk.

use crate::profiles::Profiles;
use crate::{LedgerError, Result, schema};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Row};
use segun_claims::Extractor;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file in a ledger's folder.
pub(crate) const FILE: &str = "ledger.sqlite";

/// Steps of SQLite's machine between two looks at whether anybody still waits for the answer: some tenths of a
/// millisecond.
const STRIDE: i32 = 10_000;

/// How long to wait for another writer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Many reports with all that was derived from them.
///
/// One file of SQLite in a folder. Every report goes in as one transaction, so that whatever happens, a report is
/// there with all its claims or not at all.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) db: Connection,
    pub(crate) extractor: Extractor,
    pub(crate) profiles: Profiles,
    path: PathBuf,
}

impl Ledger {
    /// Opens the ledger in `folder` for reading and writing; makes one where there is none, and brings one of an
    /// older format to the newest.
    ///
    /// # Errors
    /// Where the folder cannot be written to, or holds something else or something newer.
    pub fn create(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)
            .map_err(|cause| LedgerError::Io { path: folder.to_owned(), cause })?;
        Self::connect(folder, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens the ledger in `folder`, which must exist.
    ///
    /// # Errors
    /// As [`Ledger::create`], and where there is none.
    pub fn open(folder: &Path) -> Result<Self> {
        if !folder.join(FILE).exists() {
            return Err(LedgerError::Missing(folder.to_owned()));
        }
        Self::connect(folder, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// Whether the ledger in `folder` is of an older format. Opening it for writing brings it to the newest one, which
    /// takes a large one a while.
    pub fn is_older(folder: &Path) -> bool {
        matches!(Self::read_only(folder), Err(LedgerError::Older { .. }))
    }

    /// Opens the ledger in `folder` for reading only, beside whoever writes to it. [`Ledger::at_once`] shows one state of
    /// it to several questions.
    ///
    /// # Errors
    /// Where there is none, or it is something else, older or newer than this program's ledgers.
    pub fn read_only(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Err(LedgerError::Missing(folder.to_owned()));
        }
        let db = Self::first_look(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        if !schema::is_current(&db, &path)? {
            return Err(match schema::format(&db)? {
                0 => LedgerError::NotALedger(path),
                found => LedgerError::Older { found, known: schema::FORMAT },
            });
        }
        db.pragma_update(None, "query_only", true)?;
        db.pragma_update(None, "temp_store", "memory")?;
        // Less than a writer has: there may be many readers, which share what the system keeps of the file.
        db.pragma_update(None, "cache_size", -16_384)?;
        db.pragma_update(None, "mmap_size", 256 << 20)?;
        Self::ready(db, path)
    }

    fn first_look(path: &Path, flags: OpenFlags) -> Result<Connection> {
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags).map_err(|error| match error.into() {
            LedgerError::Damaged(_) => LedgerError::NotALedger(path.to_owned()),
            other => other,
        })?;
        db.busy_timeout(PATIENCE)?;
        // The first look at the file says whether it is one of SQLite at all.
        match schema::is_current(&db, path) {
            Err(LedgerError::Damaged(_)) => Err(LedgerError::NotALedger(path.to_owned())),
            other => other.map(|_| db),
        }
    }

    fn ready(db: Connection, path: PathBuf) -> Result<Self> {
        // Statements are planned once, whatever their values are.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        db.set_prepared_statement_cache_capacity(128);
        Ok(Self { db, extractor: Extractor::default(), profiles: Profiles::default(), path })
    }

    fn connect(folder: &Path, flags: OpenFlags) -> Result<Self> {
        let path = folder.join(FILE);
        let mut db = Self::first_look(&path, flags)?;
        // Readers and one writer at the same time; after a kill the file is whole without a repair.
        db.pragma_update(None, "journal_mode", "wal")?;
        db.pragma_update(None, "synchronous", "normal")?;
        db.pragma_update(None, "foreign_keys", true)?;
        // KiB where negative: pages kept in memory.
        db.pragma_update(None, "cache_size", -65_536)?;
        db.pragma_update(None, "mmap_size", 256 << 20)?;
        // Pages that every report changes are written to the file once for many reports.
        db.pragma_update(None, "wal_autocheckpoint", 8_000)?;
        schema::migrate(&mut db, &path)?;
        // Not before: a new format sorts whole tables.
        db.pragma_update(None, "temp_store", "memory")?;
        Self::ready(db, path)
    }

    /// Breaks off whatever is asked from now on as soon as `given_up` says so: it ends with an error, and what it had
    /// begun to write is undone.
    ///
    /// # Errors
    /// Where the ledger is in use.
    pub fn break_off_when(&mut self, given_up: impl FnMut() -> bool + Send + 'static) -> Result<()> {
        Ok(self.db.progress_handler(STRIDE, Some(given_up))?)
    }

    /// Puts several questions to the ledger as it stands at the first of them, whatever comes in meanwhile.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn at_once<T>(&self, questions: impl FnOnce(&Self) -> T) -> Result<T> {
        let _view = self.db.unchecked_transaction()?;
        Ok(questions(self))
    }

    /// How many reports (newest versions) and claims there are.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn counts(&self) -> Result<(u64, u64)> {
        let mut statement =
            self.db.prepare_cached("select ifnull(sum(reports), 0), ifnull(sum(claims), 0) from language")?;
        let count = |row: &Row<'_>, n| row.get::<_, i64>(n).map(i64::unsigned_abs);
        Ok(statement.query_row([], |row| Ok((count(row, 0)?, count(row, 1)?)))?)
    }

    /// The ledger's file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[cfg(test)]
#[path = "../tests/common/mod.rs"]
pub(crate) mod common;

#[cfg(test)]
mod tests {
    use super::common::{bombing, meeting};
    use super::*;

    #[test]
    fn somebody_else_writing_is_said_so() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::create(folder.path()).unwrap();
        ledger.add(&meeting("https://old.example", "La Voz", "2024-05-01").0, "m").unwrap();
        let db = Connection::open(ledger.path()).unwrap();
        db.execute_batch("begin immediate").unwrap();
        ledger.db.busy_timeout(Duration::from_millis(10)).unwrap();
        let refused = ledger.add(&meeting("https://new.example", "La Voz", "2024-05-03").0, "m");
        assert!(matches!(refused, Err(LedgerError::Locked)), "{refused:?}");
        db.execute_batch("rollback").unwrap();
        ledger.add(&meeting("https://new.example", "La Voz", "2024-05-03").0, "m").unwrap();
    }

    #[test]
    fn a_question_is_broken_off() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::create(folder.path()).unwrap();
        let long = "with recursive n (i) as (select 1 union all select i + 1 from n limit 1000000) select count(*) from n";
        let count = |ledger: &Ledger| ledger.db.query_row(long, [], |row| row.get::<_, i64>(0));
        ledger.break_off_when(|| false).unwrap();
        assert_eq!(count(&ledger).unwrap(), 1_000_000);
        ledger.break_off_when(|| true).unwrap();
        let broken = count(&ledger).unwrap_err();
        assert_eq!(broken.sqlite_error_code(), Some(rusqlite::ErrorCode::OperationInterrupted));
        assert_eq!(ledger.counts().unwrap(), (0, 0));
    }

    #[test]
    fn a_full_disk_is_said_so_and_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::create(folder.path()).unwrap();
        ledger.add(&meeting("https://old.example", "La Voz", "2024-05-01").0, "m").unwrap();
        let before = ledger.counts().unwrap();
        let pages: i64 = ledger.db.query_row("pragma page_count", [], |row| row.get(0)).unwrap();
        let limit = format!("pragma max_page_count = {}", pages + 40);
        ledger.db.query_row(&limit, [], |_| Ok(())).unwrap();
        let mut full = None;
        for n in 0..200 {
            if let Err(error) = ledger.add(&bombing(&format!("https://full{n}.example"), "2024-05-03").0, "m")
            {
                full = Some(error);
                break;
            }
        }
        assert!(matches!(full, Some(LedgerError::Full)), "{full:?}");
        assert!(ledger.counts().unwrap() >= before);
        assert!(ledger.check(|_, _| {}).unwrap().findings.is_empty());
    }
}
