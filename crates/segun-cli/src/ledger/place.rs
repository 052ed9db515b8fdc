//! Where the ledger is.

use super::arguments::PlaceArguments;
use crate::messages::note;
use crate::run::Outcome;
use anyhow::Context;
use etcetera::BaseStrategy;
use segun::ledger::{Ledger, Place};
use std::io::Write;
use std::path::PathBuf;

/// Where the ledger is: where the arguments say, else in the platform's folder for the data of programs.
pub(crate) fn place(arguments: &PlaceArguments) -> anyhow::Result<Place> {
    match &arguments.ledger {
        Some(place) => Ok(place.into()),
        None => Ok(Place::Folder(data()?)),
    }
}

/// The platform's folder for the data of this program.
pub(super) fn data() -> anyhow::Result<PathBuf> {
    let places =
        etcetera::choose_base_strategy().context("there is no home folder: name a ledger with --ledger")?;
    Ok(places.data_dir().join("segun"))
}

/// Says so before a ledger of an older format is opened: that of a large one takes a while.
pub(super) fn note_if_older(place: &Place) {
    if Ledger::is_older(place) {
        note("the ledger is of an older format and is brought to this program's: a large one takes a minute");
    }
}

/// Opens the ledger, which must exist.
pub(super) fn open(arguments: &PlaceArguments) -> anyhow::Result<Ledger> {
    let place = place(arguments)?;
    note_if_older(&place);
    let mut ledger = Ledger::open(place)?;
    // What a killed ingest left to be worked out; where the ledger may not be written to, it is shown as it is.
    match ledger.settle() {
        Ok(()) | Err(segun::ledger::LedgerError::ReadOnly | segun::ledger::LedgerError::Locked) => Ok(ledger),
        Err(error) => Err(error.into()),
    }
}

/// `segun ledger path`.
pub(super) fn run(arguments: &PlaceArguments) -> anyhow::Result<Outcome> {
    writeln!(std::io::stdout(), "{}", place(arguments)?)?;
    Ok(Outcome::Done)
}
