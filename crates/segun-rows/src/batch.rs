//! Rows as a record batch.

use crate::{Column, Kind};
use arrow_array::RecordBatch;
use arrow_json::ReaderBuilder;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};
use serde_json::Value;
use std::sync::Arc;

/// `rows`, objects of JSON, as one record batch of `columns`: text is Utf8, whole numbers are Int64, numbers Float64;
/// lists and structs are theirs, and what has no fixed shape is JSON as text.
///
/// # Errors
/// Where a row does not fit the columns, which would be a fault of ours.
pub fn batch(columns: &[Column], mut rows: Vec<Value>) -> Result<RecordBatch, ArrowError> {
    let schema = Arc::new(Schema::new(fields(columns)));
    for row in &mut rows {
        shapeless(columns, row);
    }
    let mut decoder =
        ReaderBuilder::new(Arc::clone(&schema)).with_batch_size(rows.len().max(1)).build_decoder()?;
    decoder.serialize(&rows)?;
    Ok(decoder.flush()?.unwrap_or_else(|| RecordBatch::new_empty(schema)))
}

fn fields(columns: &[Column]) -> Fields {
    columns.iter().map(|column| Field::new(&column.name, data_type(&column.kind), true)).collect()
}

fn data_type(kind: &Kind) -> DataType {
    match kind {
        Kind::Text | Kind::Json => DataType::Utf8,
        Kind::Integer => DataType::Int64,
        Kind::Number => DataType::Float64,
        Kind::Boolean => DataType::Boolean,
        Kind::List(of) => DataType::List(Arc::new(Field::new_list_field(data_type(of), true))),
        Kind::Struct(columns) => DataType::Struct(fields(columns)),
    }
}

/// Writes what has no fixed shape as text.
fn shapeless(columns: &[Column], row: &mut Value) {
    for column in columns {
        let Some(value) = row.get_mut(&column.name) else { continue };
        match &column.kind {
            Kind::Json if !value.is_null() => *value = Value::String(value.to_string()),
            Kind::Struct(columns) => shapeless(columns, value),
            Kind::List(of) => {
                let values = value.as_array_mut().into_iter().flatten();
                match &**of {
                    Kind::Struct(columns) => values.for_each(|value| shapeless(columns, value)),
                    Kind::Json => values.for_each(|value| *value = Value::String(value.to_string())),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
