//! Rows of an answer: JSON for Python's own types, Arrow for tables.

use crate::errors::Failure;
use crate::many::stream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use segun::ledger::query::{Cell, ClaimRow, Found, FoundReport};
use segun_rows::{Column, Kind, batch, columns};
use serde::Serialize;
use serde_json::{Map, Value};

/// Rows with their columns.
#[pyclass(frozen, module = "segun._native")]
pub(crate) struct Rows {
    columns: Vec<Column>,
    rows: Vec<Value>,
}

impl Rows {
    /// Rows of a listing, its columns known.
    pub(crate) fn of<T: Serialize + segun_rows::ToSchema>(rows: &[T]) -> Result<Self, Failure> {
        Ok(Self { columns: columns::<T>(), rows: rows.iter().map(value).collect::<Result<_, _>>()? })
    }

    /// Rows of reports and claims: what each is, then the columns of both.
    pub(crate) fn of_found(found: &Found) -> Result<Self, Failure> {
        let mut all = vec![Column { name: "found".to_owned(), kind: Kind::Text }];
        for column in columns::<FoundReport>().into_iter().chain(columns::<ClaimRow>()) {
            if all.iter().all(|known| known.name != column.name) {
                all.push(column);
            }
        }
        Ok(Self { columns: all, rows: found.rows().map(|row| value(&row)).collect::<Result<_, _>>()? })
    }

    /// Rows of a statement of SQL, whose columns have the type of what they hold.
    pub(crate) fn of_cells(names: Vec<String>, cells: Vec<Vec<Cell>>) -> Self {
        let kind = |column: usize| {
            let held = |is: fn(&Cell) -> bool| cells.iter().any(|row| row.get(column).is_some_and(is));
            if held(|cell| matches!(cell, Cell::Text(_))) {
                Kind::Text
            } else if held(|cell| matches!(cell, Cell::Real(_))) {
                Kind::Number
            } else if held(|cell| matches!(cell, Cell::Integer(_))) {
                Kind::Integer
            } else {
                Kind::Text
            }
        };
        let columns = names.iter().enumerate();
        let columns: Vec<Column> =
            columns.map(|(n, name)| Column { name: name.clone(), kind: kind(n) }).collect();
        let rows = cells.into_iter().map(|row| {
            let cells = names.iter().cloned().zip(row.into_iter().map(|cell| serde_json::json!(cell)));
            Value::Object(cells.collect::<Map<_, _>>())
        });
        Self { rows: rows.collect(), columns }
    }

    fn batch(&self) -> Result<RecordBatch, Failure> {
        let mut rows = self.rows.clone();
        for row in &mut rows {
            for column in self.columns.iter().filter(|column| column.kind == Kind::Text) {
                // SQLite lets a column hold numbers beside texts, Arrow does not.
                if let Some(number @ Value::Number(_)) = row.get_mut(&column.name) {
                    *number = Value::String(number.to_string());
                }
            }
        }
        Ok(batch(&self.columns, rows)?)
    }
}

#[pymethods]
impl Rows {
    /// The rows as a list of JSON.
    fn json(&self, py: Python<'_>) -> PyResult<String> {
        let json = py.detach(|| serde_json::to_string(&self.rows).map_err(|e| Failure::Read(e.to_string())));
        Ok(json?)
    }

    /// Arrow's C stream of one batch.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let batch = py.detach(|| self.batch())?;
        let schema = batch.schema();
        stream(py, Box::new(RecordBatchIterator::new([Ok(batch)], schema)), requested_schema)
    }
}

fn value<T: Serialize>(row: &T) -> Result<Value, Failure> {
    serde_json::to_value(row).map_err(|error| Failure::Read(error.to_string()))
}
