//! `segun sql`.

use super::arguments::SqlArguments;
use super::{listing, place};
use crate::run::Outcome;
use segun::ledger::query::Cell;
use std::io::Write;

pub(super) fn run(arguments: &SqlArguments) -> anyhow::Result<Outcome> {
    let ledger = place::open(&arguments.place)?;
    let statement =
        if arguments.tables { ledger.tables() } else { arguments.statement.as_deref().unwrap_or_default() };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut failed = None;
    // Ctrl-C ends the program; nothing is being written.
    let columns = ledger.sql(
        statement,
        || false,
        |names, cells| {
            if arguments.format.json {
                let object: serde_json::Map<String, serde_json::Value> =
                    names.iter().cloned().zip(cells.into_iter().map(|c| serde_json::json!(c))).collect();
                if failed.is_none() {
                    failed = serde_json::to_writer(&mut out, &object)
                        .map_err(std::io::Error::from)
                        .and_then(|()| out.write_all(b"\n"))
                        .err();
                }
            } else {
                rows.push(cells.iter().map(text).collect());
            }
            Ok(())
        },
    )?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    if arguments.format.csv {
        listing::csv(&mut out, &columns, rows.into_iter())?;
    } else if !arguments.format.json && !rows.is_empty() {
        writeln!(out, "{}", listing::table(&columns, rows.into_iter()))?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(i) => i.to_string(),
        Cell::Real(r) => r.to_string(),
        Cell::Text(text) => text.clone(),
    }
}
