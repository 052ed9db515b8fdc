//! Many reports: a stream of batches in, a stream of batches out.
//!
//! [`Batches`] takes some rows, reads them in several threads ([`pipeline`]), and gives them back as one batch, in their
//! order; then the next ones. So no more than that is in memory, whatever the table's size, and the result does not
//! depend on the number of threads. A row that cannot be read stays a row, with what is known of it and the cause in
//! column `error`: nothing is lost silently, and rows still stand beside those they came from.

use crate::errors::Failure;
use crate::interrupt::Interrupt;
use crate::reading::{known, reader};
use crate::source::{NoReport, Source};
use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchReader};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::PyRecordBatchReader;
use segun::{Options, Reader, Reading, Report, guarded, pipeline};
use segun_tables::Readings as Table;
use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::{Arc, LazyLock, Mutex};

/// Rows read between two batches, for each thread: many enough that no thread waits long for the last one.
const ROWS: usize = 64;

/// The schema of readings with what could not be read.
static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
    let readings = segun_tables::schema();
    let error = Arc::new(Field::new("error", DataType::Utf8, true));
    let fields: Vec<_> = readings.fields().iter().cloned().chain([error]).collect();
    Arc::new(Schema::new_with_metadata(fields, readings.metadata().clone()))
});

/// Readings of a stream of reports.
struct Batches {
    source: Source,
    reader: &'static Reader,
    options: Options,
    jobs: usize,
    interrupt: Interrupt,
    /// Batches that are ready: one was too long for one.
    ready: VecDeque<RecordBatch>,
    ended: bool,
}

impl Batches {
    /// Reads the next rows.
    fn read(&mut self) -> Result<(), Failure> {
        let Self { source, reader, options, jobs, interrupt, ready, ended } = self;
        let mut failed = None;
        let rows = std::iter::from_fn(|| match source.next() {
            Ok(row) => {
                *ended = row.is_none();
                row
            }
            Err(failure) => {
                failed = Some(failure);
                None
            }
        });
        let mut batch = Batch::default();
        let work = |row: Result<Report, NoReport>| match row {
            Ok(report) => {
                let kept = report.clone();
                let read = |report| reader.read(report, *options).map_err(|error| error.to_string());
                guarded(report, read).map_err(|cause| (Box::new(kept), cause))
            }
            Err(NoReport { name, cause }) => Err((Box::new(Report { id: name, ..Report::default() }), cause)),
        };
        pipeline::run(rows.take(*jobs * ROWS), *jobs, work, |done| {
            match done {
                Ok(reading) => batch.push(&reading, None),
                Err((report, cause)) => {
                    batch.push(&Reading { report: *report, ..Reading::default() }, Some(&cause));
                }
            }
            if batch.readings.is_full() {
                ready.push_back(batch.finish()?);
            }
            Ok::<_, Failure>(interrupt.look()?)
        })?;
        if let Some(failure) = failed {
            return Err(failure);
        }
        if !batch.readings.is_empty() {
            ready.push_back(batch.finish()?);
        }
        Ok(())
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && !self.ended {
            if let Err(failure) = self.read() {
                self.ended = true;
                return Some(Err(failure.into()));
            }
        }
        self.ready.pop_front().map(Ok)
    }
}

impl RecordBatchReader for Batches {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&SCHEMA)
    }
}

/// A batch in the making.
#[derive(Default)]
struct Batch {
    readings: Table,
    errors: StringBuilder,
}

impl Batch {
    fn push(&mut self, reading: &Reading, error: Option<&str>) {
        self.readings.push(reading);
        self.errors.append_option(error);
    }

    fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        let mut columns: Vec<ArrayRef> = self.readings.finish().columns().to_vec();
        columns.push(Arc::new(self.errors.finish()));
        RecordBatch::try_new(Arc::clone(&SCHEMA), columns)
    }
}

/// How many threads read: as many as there are cores, where nobody says it.
pub(crate) fn threads(jobs: Option<NonZero<u16>>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    jobs.map_or_else(cores, |jobs| usize::from(jobs.get()))
}

/// Reads `rows`; gives a stream of batches, each read when it is asked for.
#[pyfunction]
#[pyo3(signature = (rows, jobs, published, language, all_events))]
pub(crate) fn read_many(
    py: Python<'_>,
    rows: &Bound<'_, PyAny>,
    jobs: Option<NonZero<u16>>,
    published: Option<&str>,
    language: Option<&str>,
    all_events: bool,
) -> PyResult<Readings> {
    let source = Source::new(rows, known(language, published)?)?;
    let reader = py.detach(reader)?;
    let batches = Batches {
        source,
        reader,
        options: Options { all_events },
        jobs: threads(jobs),
        interrupt: Interrupt::new(),
        ready: VecDeque::new(),
        ended: false,
    };
    Ok(Readings(Mutex::new(State::Stream(Box::new(batches)))))
}

/// The schema of readings, for whoever takes Arrow's.
#[pyfunction]
pub(crate) fn schema() -> Readings {
    Readings(Mutex::new(State::Table(Vec::new())))
}

/// Readings: a stream until it is collected, then a table.
#[pyclass(frozen, module = "segun._native")]
pub(crate) struct Readings(Mutex<State>);

enum State {
    Stream(Box<Batches>),
    Table(Vec<RecordBatch>),
    /// A stream that somebody has taken.
    Taken,
}

#[pymethods]
impl Readings {
    /// Reads all there is. Gives the number of rows, how many of them could not be read, and why the first of these.
    fn collect(&self, py: Python<'_>) -> PyResult<(usize, usize, Option<String>)> {
        let counted = py.detach(|| {
            let mut state = self.0.lock().map_err(|_| taken())?;
            if let State::Stream(_) = *state
                && let State::Stream(stream) = std::mem::replace(&mut *state, State::Taken)
            {
                *state = State::Table(stream.collect::<Result<_, ArrowError>>()?);
            }
            let State::Table(batches) = &*state else { return Err(taken()) };
            Ok(count(batches))
        });
        Ok(counted?)
    }

    /// Arrow's C stream: of a table as often as it is asked for, of a stream once.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // Whoever holds the lock may be waiting for Python.
        let reader = py.detach(|| -> Result<Box<dyn RecordBatchReader + Send>, Failure> {
            let mut state = self.0.lock().map_err(|_| taken())?;
            match std::mem::replace(&mut *state, State::Taken) {
                State::Stream(stream) => Ok(stream),
                State::Table(batches) => {
                    *state = State::Table(batches.clone());
                    let schema = Arc::clone(&SCHEMA);
                    Ok(Box::new(RecordBatchIterator::new(batches.into_iter().map(Ok), schema)))
                }
                State::Taken => Err(taken()),
            }
        })?;
        stream(py, reader, requested_schema)
    }
}

/// A stream as Python's other libraries take it.
pub(crate) fn stream<'py>(
    py: Python<'py>,
    reader: Box<dyn RecordBatchReader + Send>,
    requested_schema: Option<Bound<'py, PyCapsule>>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let method = "__arrow_c_stream__";
    let reader = Bound::new(py, PyRecordBatchReader::new(reader))?;
    Ok(reader.call_method1(method, (requested_schema,))?.cast_into()?)
}

fn taken() -> Failure {
    Failure::Read(
        "the stream was read already; `segun.read_many` gives a table that can be read again".to_owned(),
    )
}

/// Rows, those of them with an error, and the first error.
fn count(batches: &[RecordBatch]) -> (usize, usize, Option<String>) {
    let rows = batches.iter().map(RecordBatch::num_rows).sum();
    let errors = || {
        let columns = batches.iter().filter_map(|batch| batch.column_by_name("error"));
        columns.flat_map(|column| column.as_string::<i32>().iter().flatten())
    };
    (rows, errors().count(), errors().next().map(str::to_owned))
}
