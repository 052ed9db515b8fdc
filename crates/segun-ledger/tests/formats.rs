//! A ledger of every format that there ever was can be opened, asked and added to.
//!
//! `formats/N.sqlite` was made by the last program of format N: `segun ingest` of the folder `samples/` and of the
//! life cycle `crates/segun-claims/tests/lifecycles/01-*`, then folded into one file (`pragma journal_mode = delete`).

mod common;

use common::bombing;
use segun_ledger::query::Filter;
use segun_ledger::{Added, Ledger};
use std::path::Path;

#[test]
fn ledgers_of_every_format_are_read() {
    let formats = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut files: Vec<_> = std::fs::read_dir(formats).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(&file, folder.path().join("ledger.sqlite")).unwrap();
        let mut ledger = Ledger::open(folder.path()).unwrap();
        let (reports, claims) = ledger.counts().unwrap();
        assert!(reports >= 8 && claims >= 20, "{}: {reports} reports, {claims} claims", file.display());
        assert!(ledger.check(|_, _| {}).unwrap().findings.is_empty(), "{}", file.display());
        let all = Filter::default();
        assert_eq!(ledger.claims(&all).unwrap().len() as u64, claims);
        let threads = ledger.threads(&all).unwrap();
        assert!(threads.iter().any(|t| t.reports > 1), "{}", file.display());
        assert!(!ledger.stories(&all, 1).unwrap().is_empty());
        assert!(!ledger.search("presidente", &all).unwrap().reports.is_empty());
        for report in 1..=i64::try_from(reports).unwrap() {
            ledger.report_evidence(report).unwrap();
        }
        assert!(matches!(
            ledger.add(&bombing("https://new.example", "2030-01-01").0, "m").unwrap(),
            Added::New(_)
        ));
        ledger.settle().unwrap();
        assert!(ledger.check(|_, _| {}).unwrap().findings.is_empty());
    }
}
