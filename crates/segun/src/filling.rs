//! Reports into a ledger: read by several threads, added by one, in input order.

use crate::ledger::{Added, Ledger, LedgerError};
use crate::{Options, Reader, Reading, Report, guarded, pipeline};
use std::cell::RefCell;
use std::io;

/// A ledger that is being filled.
#[derive(Debug)]
pub struct Filling<'a> {
    reader: &'a Reader,
    ledger: RefCell<Ledger>,
    summary: Summary,
}

/// What came of all reports so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Reports that were not there before.
    pub new: u64,
    /// New versions of reports that were.
    pub versions: u64,
    /// Reports that were there already.
    pub known: u64,
    /// Reports that could not be read.
    pub failed: u64,
    /// Of those added, the ones without a publication time.
    pub undated: u64,
    /// Claims of those added.
    pub claims: u64,
    /// Words of those added.
    pub words: u64,
}

/// What came of one report.
#[derive(Debug)]
pub enum Step<'a> {
    /// It is in the ledger from now on, or was already.
    Added(&'a Ledger, Added),
    /// It could not be read: its name and the cause.
    Failed(&'a str),
}

/// One input on its way to the threads that read.
enum Task {
    /// It is in the ledger already, under this number.
    Known(i64),
    /// It is to be read.
    Read(Box<Report>),
    /// It could not be opened.
    Failure(String),
}

/// What came of it.
enum Done {
    Known(i64),
    Read(Box<Reading>),
    Failure(String),
}

impl<'a> Filling<'a> {
    /// Fills `ledger` with what `reader` reads.
    pub fn new(reader: &'a Reader, ledger: Ledger) -> Self {
        Self { reader, ledger: RefCell::new(ledger), summary: Summary::default() }
    }

    /// Reads and adds `inputs`, reports or why there is none, in `jobs` threads; `step` is told what came of each, in
    /// their order.
    ///
    /// # Errors
    /// Where the ledger cannot be written to, and the errors of `step`.
    pub fn fill<E: From<LedgerError> + From<io::Error>>(
        &mut self,
        inputs: impl Iterator<Item = Result<Report, String>>,
        jobs: usize,
        mut step: impl FnMut(Step<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self { reader, ledger, summary } = self;
        let model = reader.model_version();
        let tasks = inputs.map(|input| match input {
            Err(cause) => Task::Failure(cause),
            // What is known already is not read again; where the ledger cannot be asked, adding it will say so.
            Ok(report) => match ledger.borrow().known(&report) {
                Ok(Some(number)) => Task::Known(number),
                _ => Task::Read(Box::new(report)),
            },
        });
        let read = |report| reader.read(report, Options::default()).map_err(|e| e.to_string());
        pipeline::run(
            tasks,
            jobs,
            |task| match task {
                Task::Known(number) => Done::Known(number),
                Task::Failure(cause) => Done::Failure(cause),
                Task::Read(report) => match guarded(*report, read) {
                    Ok(reading) => Done::Read(Box::new(reading)),
                    Err(cause) => Done::Failure(cause),
                },
            },
            |done| {
                let added = match done {
                    Done::Known(number) => {
                        summary.known += 1;
                        Added::Known(number)
                    }
                    Done::Read(reading) => summary.add(&mut ledger.borrow_mut(), &reading, model)?,
                    Done::Failure(cause) => {
                        summary.failed += 1;
                        return step(Step::Failed(&cause));
                    }
                };
                step(Step::Added(&ledger.borrow(), added))
            },
        )
    }

    /// Adds a reading that was made elsewhere.
    ///
    /// # Errors
    /// Where the ledger cannot be written to.
    pub fn add(&mut self, reading: &Reading) -> Result<Added, LedgerError> {
        self.summary.add(self.ledger.get_mut(), reading, self.reader.model_version())
    }

    /// Brings threads up to date.
    ///
    /// # Errors
    /// Where the ledger cannot be written to.
    pub fn settle(&mut self) -> Result<(), LedgerError> {
        self.ledger.get_mut().settle()
    }

    /// What came of all reports so far.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// The ledger.
    pub fn ledger(&self) -> std::cell::Ref<'_, Ledger> {
        self.ledger.borrow()
    }
}

impl Summary {
    /// Adds a reading to the ledger and counts it. What is known counts as known alone: whether it was read before that
    /// was seen depends on the threads.
    fn add(&mut self, ledger: &mut Ledger, reading: &Reading, model: &str) -> Result<Added, LedgerError> {
        let added = ledger.add(reading, model)?;
        match added {
            Added::New(_) => self.new += 1,
            Added::Version(_) => self.versions += 1,
            Added::Known(_) => {
                self.known += 1;
                return Ok(added);
            }
        }
        self.undated += u64::from(reading.report.published.is_none());
        self.claims += reading.events.iter().filter(|e| e.kind.is_some()).count() as u64;
        self.words += reading.report.text.split_whitespace().count() as u64;
        Ok(added)
    }
}
