//! Where reports come from: anything with Arrow's C interface, or an iterable of Python's.
//!
//! A table is taken as it is, without a copy of its columns; a row is copied only when its turn comes, as the text of
//! one report. Rows that are no reports (no text, a wrong date) are said with their name, and the rest goes on.

use crate::errors::Failure;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::Schema;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyString};
use pyo3_arrow::input::{AnyArray, AnyRecordBatch};
use segun::Report;
use segun::intake::{self, table};
use serde_json::{Map, Value};
use std::sync::Arc;

/// The keys of an object that are read.
const KEYS: &[&str] = &["text", "id", "language", "published", "title", "url", "publisher", "authors"];

/// A row that is no report: its name and why.
#[derive(Debug)]
pub(crate) struct NoReport {
    /// The row's name.
    pub(crate) name: String,
    /// Its name and why.
    pub(crate) cause: String,
}

/// A stream of reports.
pub(crate) struct Source {
    rows: Rows,
    options: intake::Options,
    /// Rows taken so far.
    taken: u64,
}

enum Rows {
    Table { reader: Box<dyn RecordBatchReader + Send>, batch: Option<RecordBatch>, next: usize },
    Items(Py<PyIterator>),
}

impl Source {
    /// The reports of `rows`; `options` are for those that do not say it themselves.
    ///
    /// # Errors
    /// Where it is nothing that rows can be taken from, or a table without a column of texts.
    pub(crate) fn new(rows: &Bound<'_, PyAny>, options: intake::Options) -> Result<Self, Failure> {
        Ok(Self { rows: Rows::of(rows)?, options, taken: 0 })
    }

    /// The next report; `None` at the end.
    ///
    /// # Errors
    /// Where the stream itself fails.
    pub(crate) fn next(&mut self) -> Result<Option<Result<Report, NoReport>>, Failure> {
        // As the command names rows of standard input.
        let name = format!("-#{}", self.taken + 1);
        let found = match &mut self.rows {
            Rows::Table { reader, batch, next } => {
                while batch.as_ref().is_none_or(|batch| *next >= batch.num_rows()) {
                    match reader.next().transpose()? {
                        Some(more) => (*batch, *next) = (Some(more), 0),
                        None => return Ok(None),
                    }
                }
                let Some(batch) = batch else { return Ok(None) };
                *next += 1;
                table::row(batch, *next - 1, &name, &self.options)
            }
            Rows::Items(items) => {
                let object = Python::attach(|py| match items.bind(py).clone().next().transpose()? {
                    Some(item) => object(&item, &name).map(Some),
                    None => Ok(None),
                })?;
                let Some(object) = object else { return Ok(None) };
                intake::object(&object, &name, &self.options)
            }
        };
        self.taken += 1;
        Ok(Some(found.map_err(|cause| NoReport { cause: format!("{name}: {cause}"), name })))
    }
}

impl Rows {
    fn of(rows: &Bound<'_, PyAny>) -> Result<Self, Failure> {
        if rows.hasattr("__arrow_c_stream__")? || rows.hasattr("__arrow_c_array__")? {
            return Self::of_arrow(rows);
        }
        if rows.is_instance_of::<PyString>() || rows.is_instance_of::<PyDict>() {
            return Err(wrong("one report is read by `segun.read`; here goes a list of them", rows));
        }
        match rows.try_iter() {
            Ok(items) => Ok(Self::Items(items.unbind())),
            Err(_) => Err(wrong("a table or an iterable of texts is needed", rows)),
        }
    }

    fn of_arrow(rows: &Bound<'_, PyAny>) -> Result<Self, Failure> {
        // A table is a column of structs: which of the two it is, its type says.
        let found = match rows.extract::<AnyRecordBatch>() {
            Ok(table) => table.into_reader()?,
            Err(error) => match rows.extract::<AnyArray>() {
                Ok(column) => Self::of_column(column)?,
                Err(_) => return Err(error.into()),
            },
        };
        table::columns(found.schema().fields()).map_err(|cause| Failure::Read(cause.to_string()))?;
        Ok(Self::Table { reader: found, batch: None, next: 0 })
    }

    /// A column alone is one of texts.
    fn of_column(column: AnyArray) -> Result<Box<dyn RecordBatchReader + Send>, Failure> {
        let texts = column.into_reader()?;
        let schema = Arc::new(Schema::new(vec![texts.field().as_ref().clone().with_name("text")]));
        let of = Arc::clone(&schema);
        let batches = texts.map(move |texts| RecordBatch::try_new(Arc::clone(&of), vec![texts?]));
        Ok(Box::new(arrow_array::RecordBatchIterator::new(batches, schema)))
    }
}

/// An item of an iterable as the object of JSON that the command would read.
fn object(item: &Bound<'_, PyAny>, name: &str) -> Result<Value, Failure> {
    if let Ok(text) = item.cast::<PyString>() {
        return Ok(serde_json::json!({ "text": text.to_string_lossy() }));
    }
    let mut object = Map::new();
    if item.hasattr("keys")? {
        for key in KEYS {
            // Whatever maps keys to values: dicts, rows of tables.
            let value = item.call_method1("get", (*key,)).or_else(|_| item.get_item(*key));
            if let Ok(value) = value
                && !is_missing(&value)
            {
                object.insert((*key).to_owned(), value_of(&value)?);
            }
        }
        return Ok(Value::Object(object));
    }
    Err(wrong(&format!("{name}: a text, or a dict with a \"text\", is read"), item))
}

/// Whether `value` stands for none: `None`, or what pandas has for it, which does not equal itself (NaN, NaT, NA).
fn is_missing(value: &Bound<'_, PyAny>) -> bool {
    value.is_none()
        || match value.eq(value) {
            Ok(equal) => !equal,
            Err(error) => error.is_instance_of::<PyTypeError>(value.py()),
        }
}

fn value_of(value: &Bound<'_, PyAny>) -> Result<Value, Failure> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Value::String(text.to_string_lossy().into_owned()));
    }
    // Dates and times.
    if value.hasattr("isoformat")? {
        return Ok(Value::String(value.call_method0("isoformat")?.extract()?));
    }
    if let Ok(number) = value.extract::<i64>() {
        return Ok(number.into());
    }
    if let Ok(names) = value.extract::<Vec<String>>() {
        return Ok(names.into());
    }
    Ok(Value::String(value.str()?.to_string_lossy().into_owned()))
}

fn wrong(what: &str, found: &Bound<'_, PyAny>) -> Failure {
    let kind = found.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string());
    Failure::Python(PyTypeError::new_err(format!("{what}, not {kind}")))
}
