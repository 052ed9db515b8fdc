//! A ledger, wherever it is.

use crate::place::scheme;
use crate::profiles::Profiles;
#[cfg(feature = "postgres")]
use crate::store::Postgres;
use crate::store::{Sqlite, Store, values};
use crate::{LedgerError, Place, Result};
use segun_claims::Extractor;

/// The file in a ledger's folder.
pub(crate) const FILE: &str = "ledger.sqlite";

/// Many reports with all that was derived from them.
///
/// One file of SQLite in a folder, or a schema of PostgreSQL. Every report goes in as one transaction, so that
/// whatever happens, a report is there with all its claims or not at all.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) db: Box<dyn Store>,
    pub(crate) extractor: Extractor,
    pub(crate) profiles: Profiles,
    place: Place,
}

impl Ledger {
    /// Opens the ledger in `place` for reading and writing; makes one where there is none, and brings one of an
    /// older format to the newest.
    ///
    /// # Errors
    /// Where the place cannot be written to, or holds something else or something newer.
    pub fn create(place: impl Into<Place>) -> Result<Self> {
        Self::at(place.into(), Access::Make)
    }

    /// Opens the ledger in `place`, which must exist.
    ///
    /// # Errors
    /// As [`Ledger::create`], and where there is none.
    pub fn open(place: impl Into<Place>) -> Result<Self> {
        Self::at(place.into(), Access::Write)
    }

    /// Whether the ledger in `place` is of an older format. Opening it for writing brings it to the newest one, which
    /// takes a large one a while.
    pub fn is_older(place: impl Into<Place>) -> bool {
        matches!(Self::read_only(place), Err(LedgerError::Older { .. }))
    }

    /// Opens the ledger in `place` for reading only, beside whoever writes to it. [`Ledger::at_once`] shows one state of
    /// it to several questions.
    ///
    /// # Errors
    /// Where there is none, or it is something else, older or newer than this program's ledgers.
    pub fn read_only(place: impl Into<Place>) -> Result<Self> {
        Self::at(place.into(), Access::Read)
    }

    /// The same for who reads all of it: an export.
    ///
    /// # Errors
    /// As [`Ledger::read_only`].
    pub fn read_through(place: impl Into<Place>) -> Result<Self> {
        Self::at(place.into(), Access::ReadThrough)
    }

    fn at(place: Place, access: Access) -> Result<Self> {
        let db: Box<dyn Store> = match &place {
            Place::Folder(folder) if scheme(folder).is_some() => {
                let why = "a ledger is in a folder, or at postgres://user@host/database?schema=name";
                return Err(LedgerError::Query(why.into()));
            }
            Place::Folder(folder) => {
                let file = folder.join(FILE);
                if access == Access::Make {
                    std::fs::create_dir_all(folder)
                        .map_err(|cause| LedgerError::Io { path: folder.clone(), cause })?;
                } else if !file.exists() {
                    return Err(LedgerError::Missing(place));
                }
                Box::new(match access {
                    Access::Read => Sqlite::read_only(&file, false)?,
                    Access::ReadThrough => Sqlite::read_only(&file, true)?,
                    access => Sqlite::open(&file, access == Access::Make)?,
                })
            }
            #[cfg(feature = "postgres")]
            Place::Server(address) => Box::new(match access {
                Access::Read | Access::ReadThrough => Postgres::read_only(address)?,
                access => Postgres::open(address, access == Access::Make)?,
            }),
            #[cfg(not(feature = "postgres"))]
            Place::Server(_) => return Err(no_servers()),
        };
        Ok(Self { db, extractor: Extractor::default(), profiles: Profiles::default(), place })
    }

    /// Breaks off whatever is asked from now on as soon as `given_up` says so: it ends with an error, and what it had
    /// begun to write is undone.
    ///
    /// # Errors
    /// Where the ledger is in use.
    pub fn break_off_when(&mut self, given_up: impl FnMut() -> bool + Send + 'static) -> Result<()> {
        self.db.break_off_when(Box::new(given_up))
    }

    /// Puts several questions to the ledger as it stands at the first of them, whatever comes in meanwhile.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn at_once<T>(&self, questions: impl FnOnce(&Self) -> T) -> Result<T> {
        let _view = self.db.view()?;
        Ok(questions(self))
    }

    /// How many reports (newest versions) and claims there are.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn counts(&self) -> Result<(u64, u64)> {
        self.db.one(
            "select cast(coalesce(sum(reports), 0) as bigint), cast(coalesce(sum(claims), 0) as bigint) from language",
            values![],
            |row| Ok((row.get::<i64>(0)?.unsigned_abs(), row.get::<i64>(1)?.unsigned_abs())),
        )
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }
}

/// What a ledger is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    /// To be written to, and made where there is none.
    Make,
    /// To be written to.
    Write,
    /// To be read beside whoever writes.
    Read,
    /// The same, from one end to the other.
    ReadThrough,
}

/// What is said where this program cannot speak to servers.
#[cfg(not(feature = "postgres"))]
pub(crate) fn no_servers() -> LedgerError {
    LedgerError::Query("this segun was built without PostgreSQL: name a folder".into())
}

#[cfg(test)]
#[path = "../tests/common/mod.rs"]
pub(crate) mod common;

#[cfg(test)]
mod tests {
    use super::common::{bombing, meeting};
    use super::*;
    use rusqlite::Connection;
    use std::path::Path;
    use std::time::Duration;

    /// A ledger whose file the test can speak to.
    fn ledger(folder: &Path) -> Ledger {
        Ledger::create(folder).unwrap()
    }

    fn file(folder: &Path) -> Sqlite {
        Sqlite::open(&folder.join(FILE), false).unwrap()
    }

    #[test]
    fn somebody_else_writing_is_said_so() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = ledger(folder.path());
        ledger.add(&meeting("https://old.example", "La Voz", "2024-05-01").0, "m").unwrap();
        let store = file(folder.path());
        store.db.busy_timeout(Duration::from_millis(10)).unwrap();
        ledger.db = Box::new(store);
        let db = Connection::open(folder.path().join(FILE)).unwrap();
        db.execute_batch("begin immediate").unwrap();
        let refused = ledger.add(&meeting("https://new.example", "La Voz", "2024-05-03").0, "m");
        assert!(matches!(refused, Err(LedgerError::Locked)), "{refused:?}");
        db.execute_batch("rollback").unwrap();
        ledger.add(&meeting("https://new.example", "La Voz", "2024-05-03").0, "m").unwrap();
    }

    #[test]
    fn a_question_is_broken_off() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = ledger(folder.path());
        let long = "with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000000) select count(*) from n";
        let count = |ledger: &Ledger| ledger.db.value::<i64>(long, values![]);
        ledger.break_off_when(|| false).unwrap();
        assert_eq!(count(&ledger).unwrap(), 1_000_000);
        ledger.break_off_when(|| true).unwrap();
        assert!(matches!(count(&ledger), Err(LedgerError::BrokenOff)));
        ledger.break_off_when(|| false).unwrap();
        assert_eq!(ledger.counts().unwrap(), (0, 0));
    }

    #[test]
    fn a_full_disk_is_said_so_and_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = ledger(folder.path());
        ledger.add(&meeting("https://old.example", "La Voz", "2024-05-01").0, "m").unwrap();
        let before = ledger.counts().unwrap();
        let store = file(folder.path());
        let pages: i64 = store.db.query_row("pragma page_count", [], |row| row.get(0)).unwrap();
        let limit = format!("pragma max_page_count = {}", pages + 40);
        store.db.query_row(&limit, [], |_| Ok(())).unwrap();
        ledger.db = Box::new(store);
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
