//! Tables as Arrow's record batches: a report a row.

use crate::lines::LIMIT;
use crate::{Cause, Options, complete, page_metadata};
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch, types};
use arrow_schema::{DataType, Fields, TimeUnit};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use segun_report::{Moment, Report};

/// Columns that are read.
const COLUMNS: &[&str] = &["text", "id", "language", "published", "title", "url", "publisher"];

/// The positions of the columns that are read in a table of `fields`; others are passed over.
///
/// # Errors
/// Where there is no column "text", or one of a type that is not read.
pub fn columns(fields: &Fields) -> Result<Vec<usize>, Cause> {
    let mut found = Vec::new();
    for column in COLUMNS {
        let Some(at) = position(fields, column) else { continue };
        check(column, fields[at].data_type())?;
        found.push(at);
    }
    if position(fields, "text").is_none() {
        let names: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
        return Err(Cause::NoTextColumn(names.join(", ")));
    }
    Ok(found)
}

/// The report of row `row` of `batch`, of which [`columns`] holds; `name` is its id where it has none.
///
/// # Errors
/// Where the row has no text, or a date that is none.
pub fn row(batch: &RecordBatch, row: usize, name: &str, options: &Options) -> Result<Report, Cause> {
    let column = |name: &str| position(batch.schema_ref().fields(), name).map(|i| batch.column(i));
    let some = |name: &str| column(name).and_then(|c| string(c, row)).filter(|text| !text.is_empty());
    let text = column("text").and_then(|c| string(c, row)).ok_or(Cause::NoText)?;
    if text.len() > LIMIT {
        return Err(Cause::TooLong(LIMIT));
    }
    let published = match column("published") {
        Some(column) => published(column, row)?,
        None => None,
    };
    let mut report = Report {
        id: some("id").unwrap_or_else(|| name.to_owned()),
        language: some("language"),
        published,
        title: some("title"),
        url: some("url"),
        publisher: some("publisher"),
        authors: Vec::new(),
        text,
    };
    complete(&mut report, options);
    Ok(report)
}

/// The column of this name, or else of this name in other letters' case.
fn position(fields: &Fields, name: &str) -> Option<usize> {
    let exact = fields.iter().position(|field| field.name() == name);
    exact.or_else(|| fields.iter().position(|field| field.name().eq_ignore_ascii_case(name)))
}

/// Whether a column is of a type that is read; one that holds nothing at all has no type.
fn check(column: &str, found: &DataType) -> Result<(), Cause> {
    let is_string = matches!(
        found,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Binary | DataType::BinaryView
    );
    let is_date = matches!(found, DataType::Date32 | DataType::Timestamp(..));
    let is_number = found.is_integer();
    let (fits, wanted) = match column {
        "published" => (is_string || is_date, "text, a date or a timestamp"),
        "id" => (is_string || is_number, "text or a whole number"),
        _ => (is_string, "text"),
    };
    if fits || *found == DataType::Null {
        return Ok(());
    }
    Err(Cause::ColumnType { column: column.to_owned(), found: found.to_string(), wanted })
}

fn string(column: &dyn Array, row: usize) -> Option<String> {
    if column.is_null(row) {
        return None;
    }
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match column.data_type() {
        DataType::Utf8 => Some(column.as_string::<i32>().value(row).to_owned()),
        DataType::LargeUtf8 => Some(column.as_string::<i64>().value(row).to_owned()),
        DataType::Utf8View => Some(column.as_string_view().value(row).to_owned()),
        DataType::Binary => Some(lossy(column.as_binary::<i32>().value(row))),
        DataType::BinaryView => Some(lossy(column.as_binary_view().value(row))),
        DataType::Int8 => Some(column.as_primitive::<types::Int8Type>().value(row).to_string()),
        DataType::Int16 => Some(column.as_primitive::<types::Int16Type>().value(row).to_string()),
        DataType::Int32 => Some(column.as_primitive::<types::Int32Type>().value(row).to_string()),
        DataType::Int64 => Some(column.as_primitive::<types::Int64Type>().value(row).to_string()),
        DataType::UInt8 => Some(column.as_primitive::<types::UInt8Type>().value(row).to_string()),
        DataType::UInt16 => Some(column.as_primitive::<types::UInt16Type>().value(row).to_string()),
        DataType::UInt32 => Some(column.as_primitive::<types::UInt32Type>().value(row).to_string()),
        DataType::UInt64 => Some(column.as_primitive::<types::UInt64Type>().value(row).to_string()),
        _ => None,
    }
}

/// When a row was published: timestamps at UTC, text as it is written.
fn published(column: &dyn Array, row: usize) -> Result<Option<Moment>, Cause> {
    if column.is_null(row) {
        return Ok(None);
    }
    let instant = |timestamp: Result<Timestamp, jiff::Error>| {
        timestamp.ok().map(|t| Moment { at: TimeZone::UTC.to_datetime(t), has_time: true })
    };
    let (number, moment) = match column.data_type() {
        DataType::Date32 => {
            let days = column.as_primitive::<types::Date32Type>().value(row);
            let days_after = Span::new().try_days(days).ok();
            let date: Option<Date> =
                days_after.and_then(|days| jiff::civil::date(1970, 1, 1).checked_add(days).ok());
            (i64::from(days), date.map(Into::into))
        }
        DataType::Timestamp(TimeUnit::Second, _) => {
            let value = column.as_primitive::<types::TimestampSecondType>().value(row);
            (value, instant(Timestamp::from_second(value)))
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            let value = column.as_primitive::<types::TimestampMillisecondType>().value(row);
            (value, instant(Timestamp::from_millisecond(value)))
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            let value = column.as_primitive::<types::TimestampMicrosecondType>().value(row);
            (value, instant(Timestamp::from_microsecond(value)))
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            let value = column.as_primitive::<types::TimestampNanosecondType>().value(row);
            (value, instant(Timestamp::from_nanosecond(value.into())))
        }
        _ => {
            let text = string(column, row).filter(|text| !text.trim().is_empty());
            return text.map(|text| page_metadata::moment(&text).ok_or(Cause::Published(text))).transpose();
        }
    };
    moment.map(Some).ok_or_else(|| Cause::Published(number.to_string()))
}
