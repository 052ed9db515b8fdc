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

#[cfg(test)]
mod tests {
    use arrow_schema::{DataType, Field};
    use segun_ledger::query::ClaimRow;
    use std::sync::Arc;

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
        let here = segun_rows::batch(&segun_rows::columns::<ClaimRow>(), Vec::new()).unwrap().schema();
        let exported = segun_export::schema();
        assert!(exported.fields().len() > here.fields().len());
        for (here, exported) in here.fields().iter().zip(exported.fields()) {
            assert_eq!(of(here), of(exported));
        }
    }
}
