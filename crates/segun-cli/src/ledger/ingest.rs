//! `segun ingest`.

use super::arguments::IngestArguments;
use super::place;
use crate::inputs::{self, Input};
use crate::progress::Progress;
use crate::run::Outcome;
use crate::{batch, messages, pipeline};
use anyhow::Context;
use segun::ledger::{Added, Ledger};
use segun::{Options, Reading, Report};
use std::cell::RefCell;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Reports after which threads and their status are worked out, beside the end.
const SETTLE_EVERY: u64 = 500;

/// One input on its way to the threads that read.
enum Task {
    /// It is in the ledger already.
    Known,
    /// It is to be read.
    Read(Box<Report>),
    /// It could not be opened.
    Failure(String),
}

/// What came of it.
enum Done {
    Known,
    Read(Box<Reading>),
    Failure(String),
}

/// What the whole run did.
#[derive(Default)]
struct Summary {
    new: u64,
    versions: u64,
    known: u64,
    failed: u64,
    undated: u64,
    claims: u64,
    words: u64,
}

pub(super) fn run(arguments: &IngestArguments) -> anyhow::Result<Outcome> {
    let reader = segun::reader()?;
    let model = reader.model_version().to_owned();
    let folder = place::folder(&arguments.place)?;
    let ledger = RefCell::new(Ledger::create(&folder)?);
    let stop = stop_on_interrupt()?;
    let mut progress = Progress::new(true);
    let mut summary = Summary::default();
    let began = Instant::now();
    let inputs =
        inputs::open(&arguments.input).take_while(|_| !stop.load(Ordering::Relaxed)).map(
            |input| match input {
                Input::Failure(cause) => Task::Failure(cause),
                // What is known already is not read again; where the ledger cannot be asked, adding it will say so.
                Input::Report(report) => match ledger.borrow().known(&report) {
                    Ok(Some(_)) => Task::Known,
                    _ => Task::Read(report),
                },
            },
        );
    let ended = pipeline::run(
        inputs,
        inputs::jobs(&arguments.input),
        |task| match task {
            Task::Known => Done::Known,
            Task::Failure(cause) => Done::Failure(cause),
            Task::Read(report) => {
                match batch::guarded(*report, |r| {
                    reader.read(r, Options::default()).map_err(|e| e.to_string())
                }) {
                    Ok(reading) => Done::Read(Box::new(reading)),
                    Err(cause) => Done::Failure(cause),
                }
            }
        },
        |done| {
            match done {
                Done::Known => summary.known += 1,
                Done::Failure(cause) => {
                    summary.failed += 1;
                    progress.suspend(|| messages::error(&cause));
                }
                Done::Read(reading) => {
                    let mut ledger = ledger.borrow_mut();
                    match ledger.add(&reading, &model)? {
                        Added::New(_) => summary.new += 1,
                        Added::Version(_) => summary.versions += 1,
                        Added::Known(_) => summary.known += 1,
                    }
                    summary.undated += u64::from(reading.report.published.is_none());
                    summary.claims += reading.events.iter().filter(|e| e.kind.is_some()).count() as u64;
                    summary.words += reading.report.text.split_whitespace().count() as u64;
                    if (summary.new + summary.versions) % SETTLE_EVERY == 0 {
                        ledger.settle()?;
                    }
                }
            }
            progress.step();
            Ok(())
        },
    );
    progress.finish();
    // Whatever ended the run, what is in the ledger is whole; its threads are brought up to date.
    let settled = ledger.borrow_mut().settle();
    ended.and_then(|()| Ok(settled?)).with_context(|| format!("the ledger in {}", folder.display()))?;
    say(&summary, &folder, began.elapsed().as_secs_f64(), stop.load(Ordering::Relaxed))?;
    Ok(if summary.failed > 0 { Outcome::SomeFailed } else { Outcome::Done })
}

/// Ctrl-C ends the run after the reports that are being read; a second one ends it at once, and loses no more than
/// those.
fn stop_on_interrupt() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        messages::note("stopping after the reports at hand; Ctrl-C again stops at once");
    })?;
    Ok(stop)
}

fn say(summary: &Summary, folder: &std::path::Path, seconds: f64, stopped: bool) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let rate = if seconds > 0.0 { summary.words as f64 / seconds } else { 0.0 };
    writeln!(
        out,
        "{} new reports, {} new versions, {} known already, {} failed; {} claims; {rate:.0} words/s; ledger in {}",
        summary.new,
        summary.versions,
        summary.known,
        summary.failed,
        summary.claims,
        folder.display()
    )?;
    if summary.undated > 0 {
        messages::note(&format!(
            "{} reports have no publication time: their relative times stay unresolved (--published gives one)",
            summary.undated
        ));
    }
    if stopped {
        messages::note("stopped before the end: the same command goes on where it stopped");
    }
    Ok(())
}
