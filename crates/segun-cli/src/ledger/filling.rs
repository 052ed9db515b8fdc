//! Reports into the ledger: read by several threads, added by one, in input order.

use crate::inputs::Input;
use crate::progress::Progress;
use crate::run::Outcome;
use crate::{batch, messages, pipeline};
use segun::ledger::{Added, Ledger};
use segun::{Options, Reader, Reading, Report};
use std::cell::RefCell;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// A ledger that is being filled.
pub(super) struct Filling {
    reader: Reader,
    model: String,
    pub(super) ledger: RefCell<Ledger>,
    summary: Summary,
    began: Instant,
}

/// What came of all reports so far.
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

impl Filling {
    /// Fills the ledger in `folder`, which is made where there is none.
    pub(super) fn new(folder: &Path) -> anyhow::Result<Self> {
        let reader = segun::reader()?;
        super::place::note_if_older(folder);
        Ok(Self {
            model: reader.model_version().to_owned(),
            reader,
            ledger: RefCell::new(Ledger::create(folder)?),
            summary: Summary::default(),
            began: Instant::now(),
        })
    }

    /// Reads and adds `inputs`; `added` is called with the number of each report that was not there before.
    ///
    /// # Errors
    /// Where the ledger cannot be written to, and the errors of `added`.
    pub(super) fn fill(
        &mut self,
        inputs: impl Iterator<Item = Input>,
        jobs: usize,
        progress: &mut Progress,
        mut added: impl FnMut(&Ledger, i64) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let Self { reader, model, ledger, summary, .. } = self;
        let tasks = inputs.map(|input| match input {
            Input::Failure(cause) => Task::Failure(cause),
            // What is known already is not read again; where the ledger cannot be asked, adding it will say so.
            Input::Report(report) => match ledger.borrow().known(&report) {
                Ok(Some(_)) => Task::Known,
                _ => Task::Read(report),
            },
        });
        let read = |report| reader.read(report, Options::default()).map_err(|e| e.to_string());
        pipeline::run(
            tasks,
            jobs,
            |task| match task {
                Task::Known => Done::Known,
                Task::Failure(cause) => Done::Failure(cause),
                Task::Read(report) => match batch::guarded(*report, read) {
                    Ok(reading) => Done::Read(Box::new(reading)),
                    Err(cause) => Done::Failure(cause),
                },
            },
            |done| {
                match done {
                    Done::Known => summary.known += 1,
                    Done::Failure(cause) => {
                        summary.failed += 1;
                        progress.suspend(|| messages::error(&cause));
                    }
                    Done::Read(reading) => {
                        let result = ledger.borrow_mut().add(&reading, model)?;
                        summary.count(&reading, result);
                        if let Added::New(report) | Added::Version(report) = result {
                            added(&ledger.borrow(), report)?;
                        }
                    }
                }
                progress.step();
                Ok(())
            },
        )
    }

    /// Brings threads up to date.
    pub(super) fn settle(&self) -> anyhow::Result<()> {
        Ok(self.ledger.borrow_mut().settle()?)
    }

    /// Says what the whole run did; how it ended.
    pub(super) fn finish(&self, folder: &Path, stopped: bool) -> anyhow::Result<Outcome> {
        let summary = &self.summary;
        let seconds = self.began.elapsed().as_secs_f64();
        let rate = if seconds > 0.0 { summary.words as f64 / seconds } else { 0.0 };
        writeln!(
            std::io::stdout().lock(),
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
        Ok(if summary.failed > 0 { Outcome::SomeFailed } else { Outcome::Done })
    }
}

impl Summary {
    fn count(&mut self, reading: &Reading, result: Added) {
        match result {
            Added::New(_) => self.new += 1,
            Added::Version(_) => self.versions += 1,
            Added::Known(_) => self.known += 1,
        }
        self.undated += u64::from(reading.report.published.is_none());
        self.claims += reading.events.iter().filter(|e| e.kind.is_some()).count() as u64;
        self.words += reading.report.text.split_whitespace().count() as u64;
    }
}
