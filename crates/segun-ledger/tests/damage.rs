//! Files that are no ledger, newer or damaged.

mod common;

use common::{bombing, meeting};
use segun_ledger::{Ledger, LedgerError};
use std::fs;
use std::io::{Seek, SeekFrom, Write};

fn filled() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::create(folder.path()).unwrap();
    for n in 0..40 {
        ledger.add(&meeting(&format!("https://m{n}.example"), "La Voz", "2024-05-01").0, "m").unwrap();
        ledger.add(&bombing(&format!("https://b{n}.example"), "2024-05-02").0, "m").unwrap();
    }
    ledger.settle().unwrap();
    folder
}

#[test]
fn what_is_no_ledger_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Ledger::open(folder.path()), Err(LedgerError::Missing(_))));
    fs::write(folder.path().join("ledger.sqlite"), vec![b'x'; 5000]).unwrap();
    let refused = Ledger::open(folder.path());
    assert!(matches!(refused, Err(LedgerError::NotALedger(_))), "{refused:?}");
    let other = tempfile::tempdir().unwrap();
    let db = rusqlite::Connection::open(other.path().join("ledger.sqlite")).unwrap();
    db.execute_batch("create table x (y)").unwrap();
    drop(db);
    assert!(matches!(Ledger::open(other.path()), Err(LedgerError::NotALedger(_))));
}

#[test]
fn a_newer_format_is_left_alone() {
    let folder = filled();
    let path = folder.path().join("ledger.sqlite");
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", 9999).unwrap();
    drop(db);
    let refused = Ledger::open(folder.path());
    assert!(matches!(refused, Err(LedgerError::Newer { found: 9999, .. })), "{refused:?}");
}

#[test]
fn a_damaged_reading_is_found_and_the_others_are_saved() {
    let folder = filled();
    let path = folder.path().join("ledger.sqlite");
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute("update report set reading = x'00' where id = 7", []).unwrap();
    drop(db);
    let ledger = Ledger::open(folder.path()).unwrap();
    let findings = ledger.check(|_, _| {}).unwrap().findings;
    assert!(findings.iter().any(|f| f.contains("report 7")), "{findings:?}");
    drop(ledger);
    let repaired = Ledger::repair(folder.path(), |_| {}).unwrap();
    assert_eq!((repaired.reports, repaired.lost), (79, vec![7]));
    let ledger = Ledger::open(folder.path()).unwrap();
    assert!(ledger.check(|_, _| {}).unwrap().findings.is_empty());
}

#[test]
fn damaged_pages_are_found_and_what_can_be_read_is_saved() {
    let folder = filled();
    let path = folder.path().join("ledger.sqlite");
    // Everything into the one file first.
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "wal_checkpoint", "truncate").unwrap();
    let length = fs::metadata(&path).unwrap().len();
    let mut file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.seek(SeekFrom::Start(length * 2 / 3 / 4096 * 4096)).unwrap();
    file.write_all(&vec![0x5A; 6 * 4096]).unwrap();
    drop(file);
    let found = match Ledger::open(folder.path()) {
        Ok(ledger) => match ledger.check(|_, _| {}) {
            Ok(checked) => !checked.findings.is_empty(),
            Err(error) => matches!(error, LedgerError::Damaged(_) | LedgerError::Reading { .. }),
        },
        Err(error) => matches!(error, LedgerError::Damaged(_)),
    };
    assert!(found);
    let repaired = Ledger::repair(folder.path(), |_| {}).unwrap();
    assert!(repaired.reports + repaired.lost.len() as u64 >= 60, "{repaired:?}");
    assert!(Ledger::open(folder.path()).unwrap().check(|_, _| {}).unwrap().findings.is_empty());
}
