//! Rows as a table, JSON lines or comma-separated values.

use super::arguments::FormatArguments;
use crate::{messages, view};
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use serde_json::{Map, Value};
use std::io::Write;

/// What can be listed. Its serialised form is a JSON object: what JSON and CSV have.
pub(super) trait Listed: Serialize + Default {
    /// Heads of the columns on a terminal.
    const HEADS: &'static [&'static str];
    /// The values on a terminal.
    fn short(&self) -> Vec<String>;
}

/// Writes `rows` as `format` asks; where there are none, says so on standard error.
pub(super) fn write<R: Listed>(rows: &[R], format: FormatArguments) -> anyhow::Result<()> {
    if rows.is_empty() {
        messages::note("nothing in the ledger fits");
    }
    let mut out = std::io::BufWriter::new(anstream::AutoStream::auto(std::io::stdout().lock()));
    if format.json {
        for row in rows {
            serde_json::to_writer(&mut out, row)?;
            out.write_all(b"\n")?;
        }
    } else if format.csv {
        csv_of(&mut out, rows)?;
    } else if !rows.is_empty() {
        writeln!(out, "{}", table(R::HEADS, rows.iter().map(Listed::short)))?;
    }
    out.flush()?;
    Ok(())
}

/// The rows' JSON as comma-separated values, lists of texts in one cell; the head line is there without rows too.
pub(super) fn csv_of<R: Listed>(out: impl Write, rows: &[R]) -> anyhow::Result<()> {
    let columns: Vec<String> = object(&R::default())?.into_iter().map(|(name, _)| name).collect();
    let cells = rows.iter().map(|row| Ok(object(row)?.into_iter().map(|(_, value)| cell(&value)).collect()));
    csv(out, &columns, cells.collect::<anyhow::Result<Vec<_>>>()?.into_iter())
}

/// The keys and values of a row, in order.
fn object(row: &impl Serialize) -> anyhow::Result<Map<String, Value>> {
    match serde_json::to_value(row)? {
        Value::Object(object) => Ok(object),
        other => anyhow::bail!("{other} is no row"),
    }
}

/// A JSON value as a cell: texts as they are, lists of texts joined, all else as JSON.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) if list.iter().all(Value::is_string) => {
            list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// Rows of texts as comma-separated values (RFC 4180) with a head line.
pub(super) fn csv(
    out: impl Write,
    columns: &[impl AsRef<str>],
    rows: impl Iterator<Item = Vec<String>>,
) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns.iter().map(AsRef::as_ref))?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.flush()?;
    Ok(())
}

/// Rows of texts as a table that fits the terminal.
pub(super) fn table(heads: &[impl AsRef<str>], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table
        .load_preset(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(view::width()).unwrap_or(80))
        .set_header(heads.iter().map(AsRef::as_ref));
    for row in rows {
        table.add_row(row.iter().map(|cell| crate::wrap::printable(cell)));
    }
    table.to_string()
}

/// A value that may be missing.
pub(super) fn or_empty<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// From and to of a window in one cell, with its first and last day.
pub(super) fn window(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("before {to}"),
        (Some(from), Some(to)) => format!("{from} … {to}"),
    }
}
