//! Where the ledger is.

use super::arguments::PlaceArguments;
use crate::messages::note;
use crate::run::Outcome;
use anyhow::Context;
use etcetera::BaseStrategy;
use segun::ledger::Ledger;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of the ledger: the one asked for, else the platform's place for the data of programs.
pub(crate) fn folder(arguments: &PlaceArguments) -> anyhow::Result<PathBuf> {
    if let Some(folder) = &arguments.ledger {
        return Ok(folder.clone());
    }
    let places =
        etcetera::choose_base_strategy().context("there is no home folder: name a ledger with --ledger")?;
    Ok(places.data_dir().join("segun"))
}

/// Says so before a ledger of an older format is opened: that of a large one takes a while.
pub(super) fn note_if_older(folder: &Path) {
    if Ledger::is_older(folder) {
        note("the ledger is of an older format and is brought to this program's: a large one takes a minute");
    }
}

/// Opens the ledger, which must exist.
pub(super) fn open(arguments: &PlaceArguments) -> anyhow::Result<Ledger> {
    let folder = folder(arguments)?;
    note_if_older(&folder);
    let mut ledger = Ledger::open(&folder)?;
    // What a killed ingest left to be worked out; where the ledger may not be written to, it is shown as it is.
    match ledger.settle() {
        Ok(()) | Err(segun::ledger::LedgerError::ReadOnly | segun::ledger::LedgerError::Locked) => Ok(ledger),
        Err(error) => Err(error.into()),
    }
}

/// `segun ledger path`.
pub(super) fn run(arguments: &PlaceArguments) -> anyhow::Result<Outcome> {
    writeln!(std::io::stdout(), "{}", folder(arguments)?.display())?;
    Ok(Outcome::Done)
}
