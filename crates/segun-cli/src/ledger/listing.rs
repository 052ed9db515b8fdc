//! Rows as a table, JSON lines or comma-separated values.

use super::arguments::FormatArguments;
use crate::{messages, view};
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use std::io::Write;

/// What can be listed.
pub(super) trait Listed: Serialize {
    /// Names of all columns, for CSV.
    const COLUMNS: &'static [&'static str];
    /// The values of all columns.
    fn cells(&self) -> Vec<String>;
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
        csv(&mut out, R::COLUMNS, rows.iter().map(Listed::cells))?;
    } else if !rows.is_empty() {
        writeln!(out, "{}", table(R::HEADS, rows.iter().map(Listed::short)))?;
    }
    out.flush()?;
    Ok(())
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

/// A list in one cell.
pub(super) fn joined(list: &[String]) -> String {
    list.join("; ")
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
