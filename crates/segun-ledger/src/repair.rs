//! A new ledger from the reports of an old one, whatever is wrong with the rest of it.

use crate::ledger::FILE;
use crate::{Ledger, LedgerError, Result, derive, pack};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, TransactionBehavior, params_from_iter};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What a repair saved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Repaired {
    /// Reports in the new ledger, all versions.
    pub reports: u64,
    /// Numbers of reports that could not be saved.
    pub lost: Vec<i64>,
    /// Where the old file is now.
    pub old: PathBuf,
}

/// Reports in one transaction.
const BATCH: usize = 200;

/// Numbers that may be missing in a row before the end of a damaged ledger is believed.
const GAP: i64 = 10_000;

/// Columns of a report that are not derived, with their number first.
const KEPT: &str =
    "id, key, version, current, hash, language, published, day, title, url, outlet, words, model, reading";

impl Ledger {
    /// Makes a new ledger out of all reports that can be read in the old one, and derives everything anew. The old
    /// file stays beside the new one. `step` is called with the number of reports done.
    ///
    /// # Errors
    /// Where there is no ledger, nothing of it can be read, or the new one cannot be written.
    pub fn repair(folder: &Path, mut step: impl FnMut(u64)) -> Result<Repaired> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Err(LedgerError::Missing(folder.to_owned()));
        }
        let fresh = folder.join("repair");
        let io = |path: &Path| {
            let path = path.to_owned();
            move |cause| LedgerError::Io { path, cause }
        };
        if fresh.exists() {
            // What an interrupted repair left.
            std::fs::remove_dir_all(&fresh).map_err(io(&fresh))?;
        }
        let mut new = Ledger::create(&fresh)?;
        // Opened for writing, so that what a killed writer left in the log beside the file is read as well.
        let old = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let mut repaired = Repaired { reports: 0, lost: Vec::new(), old: PathBuf::new() };
        copy_outlets(&old, &new.db)?;
        copy_reports(&old, &mut new, &mut repaired, &mut step)?;
        if repaired.reports == 0 && !repaired.lost.is_empty() {
            return Err(LedgerError::Damaged("no report in it can be read".into()));
        }
        new.settle()?;
        // A ledger is one file once its log is folded in.
        new.db.pragma_update(None, "journal_mode", "delete")?;
        drop(new);
        let _ = old.close();
        repaired.old = free_name(folder);
        std::fs::rename(&path, &repaired.old).map_err(io(&path))?;
        for end in ["-wal", "-shm"] {
            let beside = folder.join(format!("{FILE}{end}"));
            if beside.exists() {
                let mut old = repaired.old.clone().into_os_string();
                old.push(end);
                std::fs::rename(&beside, &old).map_err(io(&beside))?;
            }
        }
        std::fs::rename(fresh.join(FILE), &path).map_err(io(&path))?;
        std::fs::remove_dir_all(&fresh).map_err(io(&fresh))?;
        Ok(repaired)
    }
}

/// A name for the old file that is not taken.
fn free_name(folder: &Path) -> PathBuf {
    let name = |n: u32| folder.join(format!("ledger.old-{n}.sqlite"));
    (1..).map(name).find(|p| !p.exists()).unwrap_or_else(|| name(0))
}

fn copy_outlets(old: &Connection, new: &Connection) -> Result<()> {
    let Ok(mut statement) = old.prepare("select id, name from outlet") else { return Ok(()) };
    let Ok(mut rows) = statement.query([]) else { return Ok(()) };
    // Those behind a damaged page are lost; their reports are kept without an outlet.
    while let Ok(Some(row)) = rows.next() {
        let (id, name): (i64, String) = (row.get(0)?, row.get(1)?);
        new.execute("insert or ignore into outlet (id, name) values (?, ?)", (id, name))?;
    }
    Ok(())
}

fn copy_reports(
    old: &Connection,
    new: &mut Ledger,
    repaired: &mut Repaired,
    step: &mut impl FnMut(u64),
) -> Result<()> {
    let last: Option<i64> = old.query_row("select max(id) from report", [], |row| row.get(0)).ok().flatten();
    let (mut id, mut missing) = (0, 0);
    loop {
        let change = new.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        new.profiles.begin(&change)?;
        for _ in 0..BATCH {
            id += 1;
            if last.is_some_and(|last| id > last) || missing > GAP {
                change.commit()?;
                new.profiles.committed();
                return Ok(());
            }
            let row =
                old.prepare_cached(&format!("select {KEPT} from report where id = ?")).and_then(|mut s| {
                    s.query_row([id], |row| {
                        (0..14).map(|i| row.get::<_, Value>(i)).collect::<Result<Vec<_>, _>>()
                    })
                });
            let mut row = match row {
                Ok(row) => row,
                Err(rusqlite::Error::QueryReturnedNoRows) => {
                    missing += 1;
                    continue;
                }
                Err(_) => {
                    missing += 1;
                    repaired.lost.push(id);
                    continue;
                }
            };
            missing = 0;
            let reading = match &row[13] {
                Value::Blob(packed) => pack::unpack(id, packed),
                _ => Err(LedgerError::Reading { report: id, cause: "it has no reading".into() }),
            };
            let Ok(reading) = reading else {
                repaired.lost.push(id);
                continue;
            };
            if let Value::Integer(outlet) = row[10] {
                let known: bool = change
                    .prepare_cached("select exists (select 1 from outlet where id = ?)")?
                    .query_row([outlet], |row| row.get(0))?;
                if !known {
                    row[10] = Value::Null;
                }
            }
            let current = row[3] == Value::Integer(1);
            let marks = vec!["?"; row.len()].join(", ");
            change
                .prepare_cached(&format!("insert into report ({KEPT}) values ({marks})"))?
                .execute(params_from_iter(row))?;
            if current {
                derive::derive(&change, &new.extractor, &mut new.profiles, id, &reading)?;
            }
            repaired.reports += 1;
            step(repaired.reports);
        }
        change.commit()?;
        new.profiles.committed();
    }
}
