//! Files that are no ledger, newer or damaged.

mod common;
mod stores;

use common::{bombing, meeting};
use segun_ledger::{Ledger, LedgerError};
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use stores::{Home, On, ledger};

fn filled(on: On) -> Home {
    let (home, mut ledger) = ledger(on);
    for n in 0..40 {
        ledger.add(&meeting(&format!("https://m{n}.example"), "La Voz", "2024-05-01").0, "m").unwrap();
        ledger.add(&bombing(&format!("https://b{n}.example"), "2024-05-02").0, "m").unwrap();
    }
    ledger.settle().unwrap();
    home
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
    let home = filled(On::Folder);
    let path = home.file().unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", 9999).unwrap();
    drop(db);
    let refused = Ledger::open(home.place());
    assert!(matches!(refused, Err(LedgerError::Newer { found: 9999, .. })), "{refused:?}");
}

fn a_damaged_reading_is_found_and_the_others_are_saved(on: On) {
    let home = filled(on);
    let nothing = if on == On::Folder { "x'00'" } else { "'\\x00'" };
    home.execute(&format!("update report set reading = {nothing} where id = 7"));
    let ledger = Ledger::open(home.place()).unwrap();
    let findings = ledger.check(|_, _| {}).unwrap().findings;
    assert!(findings.iter().any(|f| f.contains("report 7")), "{findings:?}");
    drop(ledger);
    let repaired = Ledger::repair(home.place(), |_| {}).unwrap();
    assert_eq!((repaired.reports, repaired.lost), (79, vec![7]));
    let ledger = Ledger::open(home.place()).unwrap();
    assert!(ledger.check(|_, _| {}).unwrap().findings.is_empty());
}

#[test]
fn damaged_pages_are_found_and_what_can_be_read_is_saved() {
    let home = filled(On::Folder);
    let path = home.file().unwrap();
    // Everything into the one file first.
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "wal_checkpoint", "truncate").unwrap();
    let length = fs::metadata(&path).unwrap().len();
    let mut file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.seek(SeekFrom::Start(length * 2 / 3 / 4096 * 4096)).unwrap();
    file.write_all(&vec![0x5A; 6 * 4096]).unwrap();
    drop(file);
    let found = match Ledger::open(home.place()) {
        Ok(ledger) => match ledger.check(|_, _| {}) {
            Ok(checked) => !checked.findings.is_empty(),
            Err(error) => matches!(error, LedgerError::Damaged(_) | LedgerError::Reading { .. }),
        },
        Err(error) => matches!(error, LedgerError::Damaged(_)),
    };
    assert!(found);
    let repaired = Ledger::repair(home.place(), |_| {}).unwrap();
    assert!(repaired.reports + repaired.lost.len() as u64 >= 60, "{repaired:?}");
    assert!(Ledger::open(home.place()).unwrap().check(|_, _| {}).unwrap().findings.is_empty());
}

on_both! {
    a_damaged_reading_is_found_and_the_others_are_saved,
}
