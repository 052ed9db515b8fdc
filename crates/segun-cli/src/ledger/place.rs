//! Where the ledger is.

use super::arguments::PlaceArguments;
use crate::run::Outcome;
use anyhow::Context;
use etcetera::BaseStrategy;
use segun::ledger::Ledger;
use std::io::Write;
use std::path::PathBuf;

/// The folder of the ledger: the one asked for, else the platform's place for the data of programs.
pub(crate) fn folder(arguments: &PlaceArguments) -> anyhow::Result<PathBuf> {
    if let Some(folder) = &arguments.ledger {
        return Ok(folder.clone());
    }
    let places =
        etcetera::choose_base_strategy().context("there is no home folder: name a ledger with --ledger")?;
    Ok(places.data_dir().join("segun"))
}

/// Opens the ledger, which must exist.
pub(super) fn open(arguments: &PlaceArguments) -> anyhow::Result<Ledger> {
    let mut ledger = Ledger::open(&folder(arguments)?)?;
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
