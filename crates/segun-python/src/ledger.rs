//! The ledger: the questions of the command line, with the same words and messages.

use crate::errors::Failure;
use crate::interrupt::Interrupt;
use crate::reading::{known, reader};
use crate::rows::Rows;
use crate::source::Source;
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatchReader};
use arrow_json::LineDelimitedWriter;
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;
use segun::ledger::query::{Filter, Question, TABLES};
use segun::ledger::{Added, Ledger as Store, LedgerError};
use segun::{Filling, Report, Step, intake, json};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A ledger in a folder. It is opened by the first question, and made by the first report.
#[pyclass(frozen, module = "segun._native")]
pub(crate) struct Ledger {
    folder: PathBuf,
    store: Mutex<Option<Store>>,
    /// The exception that broke a question off.
    broken_off: Arc<Mutex<Option<PyErr>>>,
}

/// What came of many reports, by its name in Python.
#[derive(Default, IntoPyObject)]
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

#[pymethods]
impl Ledger {
    #[new]
    fn new(folder: PathBuf) -> Self {
        Self { folder, store: Mutex::new(None), broken_off: Arc::default() }
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
        Ok(py.detach(|| self.fill(inputs(), jobs))?)
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
        Ok(py.detach(|| self.fill(inputs, jobs))?)
    }

    /// Adds readings that were made elsewhere.
    fn add(&self, py: Python<'_>, readings: AnyRecordBatch) -> PyResult<Ingested> {
        let batches = readings.into_reader()?;
        Ok(py.detach(|| {
            let _store = self.lock();
            let mut store = Store::create(&self.folder)?;
            let mut done = Ingested::default();
            let added = add(&mut store, batches, &mut done);
            store.settle()?;
            added.map(|()| done)
        })?)
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
        self.ask(py, |ledger| Rows::of_any(ledger.search(words, &filter(question, limit)?)?.rows()))
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
            let (mut columns, mut rows) = (Vec::new(), Vec::new());
            ledger.sql(statement.unwrap_or(TABLES), self.pressed(), |names, cells| {
                if columns.is_empty() {
                    columns = names.to_vec();
                }
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
            let mut store = self.lock();
            if store.is_none() {
                let opened = store.insert(open(&self.folder)?);
                opened.break_off_when(self.pressed())?;
            }
            match &*store {
                Some(store) => question(store),
                None => Err(LedgerError::Missing(self.folder.clone()).into()),
            }
        });
        let broken_off = self.broken_off.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (answer, broken_off) {
            (Err(_), Some(pressed)) => Err(pressed),
            (answer, _) => Ok(answer?),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Store>> {
        // A question that panicked has changed nothing.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether Ctrl-C was pressed, for whoever can break off a question; its exception is kept for the answer.
    fn pressed(&self) -> impl FnMut() -> bool + Send + 'static {
        let broken_off = Arc::clone(&self.broken_off);
        let mut interrupt = Interrupt::new();
        move || match interrupt.look() {
            Ok(()) => false,
            Err(error) => {
                *broken_off.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                true
            }
        }
    }

    /// Reads reports into the ledger, which is made where there is none. What is in it at an error or Ctrl-C is whole,
    /// and its threads are brought up to date.
    fn fill(
        &self,
        inputs: impl Iterator<Item = Result<Result<Report, String>, Failure>>,
        jobs: Option<NonZero<u16>>,
    ) -> Result<Ingested, Failure> {
        // Held so long that no question of this object's waits for the file.
        let _store = self.lock();
        let jobs = jobs.map_or_else(crate::many::cores, |jobs| usize::from(jobs.get()));
        let mut filling = Filling::new(reader()?, Store::create(&self.folder)?);
        let (mut failed, mut errors) = (None, Vec::new());
        let mut interrupt = Interrupt::new();
        let inputs = inputs.map_while(|input| match input {
            Ok(report) => Some(report),
            Err(failure) => {
                failed = Some(failure);
                None
            }
        });
        let ended = filling.fill(inputs, jobs, |step| {
            if let Step::Failed(cause) = step
                && errors.len() < TOLD
            {
                errors.push(cause.to_owned());
            }
            Ok::<_, Failure>(interrupt.look()?)
        });
        let settled = filling.settle();
        ended?;
        settled?;
        if let Some(failure) = failed {
            return Err(failure);
        }
        let segun::Summary { new, versions, known, failed, undated, claims, .. } = *filling.summary();
        Ok(Ingested { new, versions, known, failed, undated, claims, errors })
    }
}

/// Adds each row of `batches`, a reading; those that say that they could not be read are told.
fn add(
    store: &mut Store,
    batches: Box<dyn RecordBatchReader + Send>,
    done: &mut Ingested,
) -> Result<(), Failure> {
    let model = reader()?.model_version();
    let mut interrupt = Interrupt::new();
    for batch in batches {
        let batch = batch?;
        let errors = batch.column_by_name("error").and_then(|column| column.as_string_opt::<i32>());
        let mut json = LineDelimitedWriter::new(Vec::new());
        json.write(&batch)?;
        json.finish()?;
        let lines = json.into_inner();
        for (row, line) in lines.split(|byte| *byte == b'\n').take(batch.num_rows()).enumerate() {
            let error =
                errors.filter(|errors| errors.is_valid(row)).map(|errors| errors.value(row).to_owned());
            let reading = match error {
                Some(error) => Err(error),
                None => json::from_slice(line).map_err(|error| format!("row {}: {error}", row + 1)),
            };
            match reading {
                Ok(reading) => {
                    done.undated += u64::from(reading.report.published.is_none());
                    done.claims += reading.events.iter().filter(|event| event.kind.is_some()).count() as u64;
                    match store.add(&reading, model)? {
                        Added::New(_) => done.new += 1,
                        Added::Version(_) => done.versions += 1,
                        Added::Known(_) => done.known += 1,
                    }
                }
                Err(error) => {
                    done.failed += 1;
                    if done.errors.len() < TOLD {
                        done.errors.push(error);
                    }
                }
            }
            interrupt.look()?;
        }
    }
    Ok(())
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
