//! Rows as a stream of Arrow.

use super::{Content, Format};
use crate::problem::Problem;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::ArrowError;
use segun_rows::{Column, batch};
use serde::Serialize;
use serde_json::Value;

/// `rows` as one record batch.
///
/// # Errors
/// Where they cannot be written, which would be a fault of ours.
pub(crate) fn write<T: Serialize>(columns: &[Column], rows: &[T]) -> Result<Content, Problem> {
    let rows = rows.iter().map(serde_json::to_value).collect::<Result<Vec<_>, _>>()?;
    let body = stream(columns, rows).map_err(|error| Problem::broken(error.to_string()))?;
    Ok(Content { kind: Format::Arrow.media_type(), body, headers: Vec::new() })
}

fn stream(columns: &[Column], rows: Vec<Value>) -> Result<Vec<u8>, ArrowError> {
    let batch = batch(columns, rows)?;
    let mut out = StreamWriter::try_new(Vec::new(), &batch.schema())?;
    out.write(&batch)?;
    out.finish()?;
    out.into_inner()
}
