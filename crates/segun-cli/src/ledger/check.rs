//! `segun ledger check`.

use super::arguments::PlaceArguments;
use super::place::place;
use crate::progress::Progress;
use crate::run::Outcome;
use segun::ledger::Ledger;
use std::io::Write;

pub(super) fn run(arguments: &PlaceArguments) -> anyhow::Result<Outcome> {
    let ledger = Ledger::open(place(arguments)?)?;
    let mut progress = Progress::new(true);
    let checked = ledger.check(|_, _| progress.step())?;
    progress.finish();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} reports, {} claims in {}", checked.reports, checked.claims, ledger.place())?;
    if checked.findings.is_empty() {
        writeln!(out, "nothing is wrong")?;
        return Ok(Outcome::Done);
    }
    for finding in &checked.findings {
        writeln!(out, "{finding}")?;
    }
    crate::messages::error("the ledger is damaged: `segun ledger repair` makes it anew from its reports");
    Ok(Outcome::SomeFailed)
}
