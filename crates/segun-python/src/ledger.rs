//! The ledger: the questions of the command line, with the same words and messages.

use crate::errors::Failure;
use crate::interrupt::Interrupt;
use crate::many::threads;
use crate::reading::{known, reader};
use crate::rows::Rows;
use crate::source::Source;
use crate::unpoisoned::unpoisoned;
use arrow_array::RecordBatchReader;
use arrow_json::LineDelimitedWriter;
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;
use segun::ledger::query::{Filter, Question};
use segun::ledger::{Ledger as Store, LedgerError};
use segun::{Filling, Reading, Report, Step, Summary, intake, json};
use serde::Deserialize;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// A ledger in a folder. It is opened by the first question, and made by the first report.
#[pyclass(frozen, module = "segun._native")]
pub(crate) struct Ledger {
    folder: PathBuf,
    store: Mutex<Option<Store>>,
    /// Held by whoever fills it, through a connection of its own: questions go on meanwhile, also those of the
    /// iterable that the reports come from.
    filled: Mutex<()>,
    /// The exception that broke a question off.
    broken_off: Arc<Mutex<Option<PyErr>>>,
}

/// What came of many reports, by its name in Python.
#[derive(IntoPyObject)]
pub(crate) struct Ingested {
    new: u64,
    versions: u64,
    known: u64,
    failed: u64,
    undated: u64,
    claims: u64,
    errors: Vec<String>,
}

/// Errors of reports that are told one by one; of all others only the number.
const TOLD: usize = 100;

/// Reports that could not be read.
#[derive(Default)]
struct Failures {
    count: u64,
    told: Vec<String>,
}

impl Failures {
    fn tell(&mut self, cause: String) {
        self.count += 1;
        if self.told.len() < TOLD {
            self.told.push(cause);
        }
    }
}

#[pymethods]
impl Ledger {
    #[new]
    fn new(folder: PathBuf) -> Self {
        Self { folder, store: Mutex::default(), filled: Mutex::default(), broken_off: Arc::default() }
    }

    /// Reads files, folders of them, into the ledger.
    #[pyo3(signature = (paths, jobs, published, language))]
    fn ingest_paths(
        &self,
        py: Python<'_>,
        paths: Vec<PathBuf>,
        jobs: Option<NonZero<u16>>,
        published: Option<&str>,
        language: Option<&str>,
    ) -> PyResult<Ingested> {
        let options = known(language, published)?;
        let inputs = || {
            intake::open(paths, options)
                .map(|item| Ok(item.map(|incoming| incoming.report).map_err(|error| error.to_string())))
        };
        Ok(py.detach(|| self.fill(|filling, failures| read(filling, failures, inputs(), jobs)))?)
    }

    /// Reads rows into the ledger.
    #[pyo3(signature = (rows, jobs, published, language))]
    fn ingest_rows(
        &self,
        py: Python<'_>,
        rows: &Bound<'_, PyAny>,
        jobs: Option<NonZero<u16>>,
        published: Option<&str>,
        language: Option<&str>,
    ) -> PyResult<Ingested> {
        let mut source = Source::new(rows, known(language, published)?)?;
        let inputs = std::iter::from_fn(move || {
            source.next().map(|row| row.map(|row| row.map_err(|row| row.cause))).transpose()
        });
        Ok(py.detach(|| self.fill(|filling, failures| read(filling, failures, inputs, jobs)))?)
    }

    /// Adds readings that were made elsewhere.
    fn add(&self, py: Python<'_>, readings: AnyRecordBatch) -> PyResult<Ingested> {
        let batches = readings.into_reader()?;
        Ok(py.detach(|| self.fill(|filling, failures| add(filling, failures, batches)))?)
    }

    fn claims(&self, py: Python<'_>, question: &str, limit: usize) -> PyResult<Rows> {
        self.ask(py, |ledger| Rows::of(&ledger.claims(&filter(question, limit)?)?))
    }

    fn threads(&self, py: Python<'_>, question: &str, limit: usize) -> PyResult<Rows> {
        self.ask(py, |ledger| Rows::of(&ledger.threads(&filter(question, limit)?)?))
    }

    fn origins(&self, py: Python<'_>, reports: u32, question: &str, limit: usize) -> PyResult<Rows> {
        self.ask(py, |ledger| Rows::of(&ledger.origins(&filter(question, limit)?, reports)?))
    }

    fn sources(&self, py: Python<'_>, holder: Option<&str>, limit: usize) -> PyResult<Rows> {
        self.ask(py, |ledger| Rows::of(&ledger.sources(holder, limit)?))
    }

    fn outlets(&self, py: Python<'_>, limit: usize) -> PyResult<Rows> {
        self.ask(py, |ledger| Rows::of(&ledger.outlets(limit)?))
    }

    fn stories(&self, py: Python<'_>, reports: u32, question: &str, limit: usize) -> PyResult<Rows> {
        self.ask(py, |ledger| Rows::of(&ledger.stories(&filter(question, limit)?, reports)?))
    }

    fn story(&self, py: Python<'_>, story: i64) -> PyResult<Rows> {
        self.ask(py, |ledger| Rows::of(&ledger.story(story)?.1))
    }

    fn search(&self, py: Python<'_>, words: &str, question: &str, limit: usize) -> PyResult<Rows> {
        self.ask(py, |ledger| Rows::of_found(&ledger.search(words, &filter(question, limit)?)?))
    }

    fn show(&self, py: Python<'_>, id: &str) -> PyResult<String> {
        self.ask(py, |ledger| {
            serde_json::to_string(&ledger.show(id, 0)?).map_err(|error| Failure::Read(error.to_string()))
        })
    }

    fn reading(&self, py: Python<'_>, report: i64) -> PyResult<String> {
        let json = self.ask(py, |ledger| Ok(ledger.reading_json(report)?))?;
        Ok(String::from_utf8(json).map_err(|error| Failure::Read(error.to_string()))?)
    }

    /// The answer to a statement of SQL; without one, the tables that there are.
    #[pyo3(signature = (statement))]
    fn sql(&self, py: Python<'_>, statement: Option<&str>) -> PyResult<Rows> {
        self.ask(py, |ledger| {
            let mut rows = Vec::new();
            let columns =
                ledger.sql(statement.unwrap_or_else(|| ledger.tables()), self.pressed(), |_, cells| {
                    rows.push(cells);
                    Ok(())
                })?;
            Ok(Rows::of_cells(columns, rows))
        })
    }
}

impl Ledger {
    /// Puts a question to the ledger, which must exist.
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        question: impl FnOnce(&Store) -> Result<T, Failure> + Send,
    ) -> PyResult<T> {
        let answer = py.detach(|| {
            let mut held = unpoisoned(&self.store);
            let store = match &mut *held {
                Some(store) => store,
                none => {
                    let mut opened = open(&self.folder)?;
                    opened.break_off_when(self.pressed())?;
                    none.insert(opened)
                }
            };
            question(store)
        });
        let broken_off = unpoisoned(&self.broken_off).take();
        match (answer, broken_off) {
            (Err(_), Some(pressed)) => Err(pressed),
            (answer, _) => Ok(answer?),
        }
    }

    /// Whether Ctrl-C was pressed, for whoever can break off a question; its exception is kept for the answer.
    fn pressed(&self) -> impl FnMut() -> bool + Send + 'static {
        let broken_off = Arc::clone(&self.broken_off);
        let mut interrupt = Interrupt::new();
        move || match interrupt.look() {
            Ok(()) => false,
            Err(error) => {
                *unpoisoned(&broken_off) = Some(error);
                true
            }
        }
    }

    /// Fills the ledger, which is made where there is none, by `work`. What is in it at an error or Ctrl-C is whole, and
    /// its threads are brought up to date.
    fn fill(
        &self,
        work: impl FnOnce(&mut Filling<'_>, &mut Failures) -> Result<(), Failure>,
    ) -> Result<Ingested, Failure> {
        let _filled = unpoisoned(&self.filled);
        let mut filling = Filling::new(reader()?, Store::create(&self.folder)?);
        let mut failures = Failures::default();
        let ended = work(&mut filling, &mut failures);
        let settled = filling.settle();
        ended?;
        settled?;
        let Summary { new, versions, known, undated, claims, .. } = *filling.summary();
        let Failures { count: failed, told: errors } = failures;
        Ok(Ingested { new, versions, known, failed, undated, claims, errors })
    }
}

/// Reads reports in several threads and adds them.
fn read(
    filling: &mut Filling<'_>,
    failures: &mut Failures,
    inputs: impl Iterator<Item = Result<Result<Report, String>, Failure>>,
    jobs: Option<NonZero<u16>>,
) -> Result<(), Failure> {
    let mut failed = None;
    let mut interrupt = Interrupt::new();
    let inputs = inputs.map_while(|input| match input {
        Ok(report) => Some(report),
        Err(failure) => {
            failed = Some(failure);
            None
        }
    });
    filling.fill(inputs, threads(jobs), |step| {
        if let Step::Failed(cause) = step {
            failures.tell(cause.to_owned());
        }
        Ok::<_, Failure>(interrupt.look()?)
    })?;
    failed.map_or(Ok(()), Err)
}

/// Adds each row of `batches`, a reading; those that say that they could not be read are told.
fn add(
    filling: &mut Filling<'_>,
    failures: &mut Failures,
    batches: Box<dyn RecordBatchReader + Send>,
) -> Result<(), Failure> {
    let mut interrupt = Interrupt::new();
    let mut row = 0;
    for batch in batches {
        let batch = batch?;
        let mut json = LineDelimitedWriter::new(Vec::new());
        json.write(&batch)?;
        json.finish()?;
        let lines = json.into_inner();
        for line in lines.split(|byte| *byte == b'\n').take(batch.num_rows()) {
            row += 1;
            match reading(line, row) {
                Ok(reading) => {
                    filling.add(&reading)?;
                }
                Err(cause) => failures.tell(cause),
            }
            interrupt.look()?;
        }
    }
    Ok(())
}

/// What a row has beside the keys of the contract.
#[derive(Deserialize)]
struct Unread {
    /// Why the report could not be read.
    error: Option<String>,
}

/// The reading in a row's JSON, or why there is none.
fn reading(line: &[u8], row: u64) -> Result<Reading, String> {
    match serde_json::from_slice(line) {
        Ok(Unread { error: Some(error) }) => Err(error),
        _ => json::from_slice(line).map_err(|error| format!("row {row}: {error}")),
    }
}

/// Opens a ledger that must exist, as the command does: what a killed ingest left is worked out; where the ledger may
/// not be written to, it is shown as it is.
fn open(folder: &std::path::Path) -> Result<Store, Failure> {
    let mut store = Store::open(folder)?;
    match store.settle() {
        Ok(()) | Err(LedgerError::ReadOnly | LedgerError::Locked) => Ok(store),
        Err(error) => Err(error.into()),
    }
}

/// The conditions of `question`, an object of JSON.
fn filter(question: &str, limit: usize) -> Result<Filter, Failure> {
    let question: Question =
        serde_json::from_str(question).map_err(|error| LedgerError::Query(error.to_string()))?;
    Ok(Filter { limit, ..question.filter()? })
}
