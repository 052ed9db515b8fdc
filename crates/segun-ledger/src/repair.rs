//! A new ledger from the reports of an old one, whatever is wrong with the rest of it.

#[cfg(feature = "postgres")]
use crate::Address;
use crate::ledger::FILE;
#[cfg(feature = "postgres")]
use crate::store::Postgres;
use crate::store::{Sqlite, Store, ToValue, Value, refs, values};
use crate::{Ledger, LedgerError, Place, Result, derive, pack};
use serde::Serialize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// What a repair saved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Repaired {
    /// Reports in the new ledger, all versions.
    pub reports: u64,
    /// Numbers of reports that could not be saved.
    pub lost: Vec<i64>,
    /// Where the old ledger is now.
    pub old: String,
}

/// Reports in one transaction.
const BATCH: usize = 200;

/// Numbers that may be missing in a row before the end of a damaged ledger is believed.
const GAP: i64 = 10_000;

/// Columns of a report that are not derived, with their number first.
const KEPT: &str =
    "id, key, version, current, hash, language, published, day, title, url, outlet, words, model, reading";

/// How many [`KEPT`] are.
const COLUMNS: usize = 14;

impl Ledger {
    /// Makes a new ledger out of all reports that can be read in the old one, and derives everything anew. The old
    /// file stays beside the new one. `step` is called with the number of reports done.
    ///
    /// # Errors
    /// Where there is no ledger, nothing of it can be read, or the new one cannot be written.
    pub fn repair(place: impl Into<Place>, mut step: impl FnMut(u64)) -> Result<Repaired> {
        match place.into() {
            Place::Folder(folder) => Self::repair_folder(&folder, &mut step),
            #[cfg(feature = "postgres")]
            Place::Server(address) => Self::repair_server(&address, &mut step),
            #[cfg(not(feature = "postgres"))]
            Place::Server(_) => Err(crate::ledger::no_servers()),
        }
    }

    /// The new ledger is made in a schema beside the old one, which then changes names with it. Nobody else writes meanwhile.
    #[cfg(feature = "postgres")]
    fn repair_server(address: &Address, step: &mut dyn FnMut(u64)) -> Result<Repaired> {
        let old = Postgres::open(address, false)?;
        let fresh = old.begin_repair()?;
        let mut new = Ledger::create(Place::Server(fresh.clone()))?;
        let mut repaired = Repaired { reports: 0, lost: Vec::new(), old: String::new() };
        fill(&old, &mut new, &mut repaired, step)?;
        drop(new);
        repaired.old = old.end_repair(&fresh)?.to_string();
        Ok(repaired)
    }

    fn repair_folder(folder: &Path, step: &mut dyn FnMut(u64)) -> Result<Repaired> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Err(LedgerError::Missing(folder.into()));
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
        let old = Sqlite::damaged(&path)?;
        let mut repaired = Repaired { reports: 0, lost: Vec::new(), old: String::new() };
        fill(&old, &mut new, &mut repaired, step)?;
        drop((new, old));
        Sqlite::open(&fresh.join(FILE), false)?.into_one_file()?;
        let aside = free_name(folder);
        std::fs::rename(&path, &aside).map_err(io(&path))?;
        for end in ["-wal", "-shm"] {
            let beside = folder.join(format!("{FILE}{end}"));
            if beside.exists() {
                let mut old = aside.clone().into_os_string();
                old.push(end);
                std::fs::rename(&beside, &old).map_err(io(&beside))?;
            }
        }
        std::fs::rename(fresh.join(FILE), &path).map_err(io(&path))?;
        std::fs::remove_dir_all(&fresh).map_err(io(&fresh))?;
        repaired.old = aside.display().to_string();
        Ok(repaired)
    }
}

/// A name for the old file that is not taken.
fn free_name(folder: &Path) -> PathBuf {
    let name = |n: u32| folder.join(format!("ledger.old-{n}.sqlite"));
    (1..).map(name).find(|p| !p.exists()).unwrap_or_else(|| name(0))
}

/// Everything of `old` that can be read into `new`.
fn fill(old: &dyn Store, new: &mut Ledger, repaired: &mut Repaired, step: &mut dyn FnMut(u64)) -> Result<()> {
    copy_outlets(old, &*new.db)?;
    copy_reports(old, new, repaired, step)?;
    if repaired.reports == 0 && !repaired.lost.is_empty() {
        return Err(LedgerError::Damaged("no report in it can be read".into()));
    }
    new.settle()
}

fn copy_outlets(old: &dyn Store, new: &dyn Store) -> Result<()> {
    let mut outlets: Vec<(i64, String)> = Vec::new();
    // Those behind a damaged page are lost; their reports are kept without an outlet.
    let _ = old.query("select id, name from outlet", values![], &mut |row| {
        outlets.push((row.get(0)?, row.get(1)?));
        Ok(ControlFlow::Continue(()))
    });
    let sets: Vec<_> = outlets.iter().map(|(id, name)| vec![id.to_value(), name.to_value()]).collect();
    let change = new.change()?;
    change.execute_each("insert into outlet (id, name) values (?, ?) on conflict do nothing", &sets)?;
    change.commit()
}

fn copy_reports(
    old: &dyn Store,
    new: &mut Ledger,
    repaired: &mut Repaired,
    step: &mut dyn FnMut(u64),
) -> Result<()> {
    let last: Option<i64> = old.value("select max(id) from report", values![]).ok().flatten();
    let (mut id, mut missing) = (0, 0);
    loop {
        let change = new.db.change()?;
        new.profiles.begin(&*change)?;
        for _ in 0..BATCH {
            id += 1;
            if last.is_some_and(|last| id > last) || missing > GAP {
                change.commit()?;
                new.profiles.committed();
                return Ok(());
            }
            let row = old.first(&format!("select {KEPT} from report where id = ?"), values![id], |row| {
                (0..COLUMNS).map(|at| row.get::<Value>(at)).collect::<Result<Vec<_>>>()
            });
            let mut row = match row {
                Ok(Some(row)) => row,
                Ok(None) => {
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
                let known: bool =
                    change.value("select exists (select 1 from outlet where id = ?)", values![outlet])?;
                if !known {
                    row[10] = Value::Null;
                }
            }
            let current = row[3] == Value::Integer(1);
            let marks = vec!["?"; row.len()].join(", ");
            change.execute(&format!("insert into report ({KEPT}) values ({marks})"), &refs(&row))?;
            if current {
                derive::derive(&*change, &new.extractor, &mut new.profiles, id, &reading)?;
            }
            repaired.reports += 1;
            step(repaired.reports);
        }
        change.commit()?;
        new.profiles.committed();
    }
}
