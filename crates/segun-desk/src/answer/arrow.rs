//! Rows as a stream of Arrow: text is Utf8, whole numbers are Int64, numbers Float64; lists and structs are theirs.

use super::columns::{Column, Kind};
use super::{Content, Format};
use crate::problem::Problem;
use arrow_array::RecordBatch;
use arrow_ipc::writer::StreamWriter;
use arrow_json::ReaderBuilder;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// `rows` as one record batch.
///
/// # Errors
/// Where they cannot be written, which would be a fault of ours.
pub(crate) fn write<T: Serialize>(columns: &[Column], rows: &[T]) -> Result<Content, Problem> {
    let rows = rows.iter().map(serde_json::to_value).collect::<Result<Vec<_>, _>>()?;
    let body = stream(columns, rows).map_err(|error| Problem::broken(error.to_string()))?;
    Ok(Content { kind: Format::Arrow.media_type(), body, headers: Vec::new() })
}

fn stream(columns: &[Column], mut rows: Vec<Value>) -> Result<Vec<u8>, ArrowError> {
    let schema = Arc::new(Schema::new(fields(columns)));
    for row in &mut rows {
        shapeless(columns, row);
    }
    let mut decoder =
        ReaderBuilder::new(Arc::clone(&schema)).with_batch_size(rows.len().max(1)).build_decoder()?;
    decoder.serialize(&rows)?;
    let batch = decoder.flush()?.unwrap_or_else(|| RecordBatch::new_empty(Arc::clone(&schema)));
    let mut out = StreamWriter::try_new(Vec::new(), &schema)?;
    out.write(&batch)?;
    out.finish()?;
    out.into_inner()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::columns;
    use segun_ledger::query::ClaimRow;

    /// Name and type, whatever may be null.
    fn of(field: &Field) -> (String, DataType) {
        let of = match field.data_type() {
            DataType::List(item) => {
                DataType::List(Arc::new(Field::new_list_field(item.data_type().clone(), true)))
            }
            other => other.clone(),
        };
        (field.name().clone(), of)
    }

    #[test]
    fn claims_begin_as_they_are_exported() {
        let here = fields(&columns::of::<ClaimRow>());
        let exported = segun_export::schema();
        assert!(exported.fields().len() > here.len());
        for (here, exported) in here.iter().zip(exported.fields()) {
            assert_eq!(of(here), of(exported));
        }
    }
}
