//! Rows as comma-separated values: one column a key, lists and structs as JSON.

use super::{Content, Format};
use crate::problem::Problem;
use segun_rows::Column;
use serde::Serialize;
use serde_json::Value;

/// `rows` with a head line.
///
/// # Errors
/// Where they cannot be written, which would be a fault of ours.
pub(crate) fn write<T: Serialize>(columns: &[Column], rows: &[T]) -> Result<Content, Problem> {
    let broken = |error: csv::Error| Problem::broken(error.to_string());
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(columns.iter().map(|column| &column.name)).map_err(broken)?;
    for row in rows {
        let row = serde_json::to_value(row)?;
        out.write_record(columns.iter().map(|column| cell(&row[&column.name]))).map_err(broken)?;
    }
    let body = out.into_inner().map_err(|error| Problem::broken(error.to_string()))?;
    Ok(Content { kind: Format::Csv.media_type(), body, headers: Vec::new() })
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
