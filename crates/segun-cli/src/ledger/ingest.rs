//! `segun ingest`.

use super::arguments::IngestArguments;
use super::filling::Filling;
use super::place;
use crate::inputs;
use crate::run::Outcome;
use anyhow::Context;
use segun::intake::Consumed;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub(super) fn run(arguments: &IngestArguments) -> anyhow::Result<Outcome> {
    if let Some(address) = arguments.input.path.iter().find_map(|p| p.to_str().filter(|p| p.contains("://")))
    {
        anyhow::bail!(
            "{address} is an address: `segun watch {address} --once` reads a feed from the network"
        );
    }
    let place = place::place(&arguments.place)?;
    let reader = arguments.actors.reader()?;
    let mut filling = Filling::new(&reader, &place)?;
    let stop = Arc::new(AtomicBool::new(false));
    on_interrupt({
        let stop = Arc::clone(&stop);
        move || stop.swap(true, Ordering::Relaxed)
    })?;
    let consumed = Consumed::default();
    let mut progress = inputs::progress(&arguments.input, true, consumed.clone());
    let inputs = inputs::open(&arguments.input, consumed).take_while(|_| !stop.load(Ordering::Relaxed));
    let ended = filling.fill(inputs, inputs::jobs(arguments.input.jobs), &mut progress, |_, _| Ok(()));
    progress.finish();
    // Whatever ended the run, what is in the ledger is whole; its threads are brought up to date.
    let settled = filling.settle();
    ended.and(settled).with_context(|| format!("the ledger in {place}"))?;
    filling.finish(&place, stop.load(Ordering::Relaxed))
}

/// Ctrl-C ends a run after the reports that are being read; a second one ends it at once, and loses no more than
/// those. `stop` says whether it was asked before.
pub(super) fn on_interrupt(stop: impl Fn() -> bool + Send + 'static) -> anyhow::Result<()> {
    ctrlc::set_handler(move || {
        if stop() {
            std::process::exit(130);
        }
        crate::messages::note("stopping after the reports at hand; Ctrl-C again stops at once");
    })?;
    Ok(())
}
