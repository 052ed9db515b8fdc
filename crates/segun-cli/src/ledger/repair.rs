//! `segun ledger repair`.

use super::arguments::PlaceArguments;
use super::place::place;
use crate::progress::Progress;
use crate::run::Outcome;
use segun::ledger::Ledger;
use std::io::Write;

pub(super) fn run(arguments: &PlaceArguments) -> anyhow::Result<Outcome> {
    let mut progress = Progress::new(true);
    let repaired = Ledger::repair(place(arguments)?, |_| progress.step())?;
    progress.finish();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} reports in the new ledger; the old one is {}", repaired.reports, repaired.old)?;
    if repaired.lost.is_empty() {
        return Ok(Outcome::Done);
    }
    let numbers: Vec<String> = repaired.lost.iter().take(20).map(ToString::to_string).collect();
    let more = if repaired.lost.len() > numbers.len() { ", …" } else { "" };
    crate::messages::error(&format!(
        "{} reports could not be saved (numbers {}{more}): ingest them again",
        repaired.lost.len(),
        numbers.join(", ")
    ));
    Ok(Outcome::SomeFailed)
}
