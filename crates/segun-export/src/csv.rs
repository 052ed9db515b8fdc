//! Comma-separated values (RFC 4180), a line a claim, with a head line.
//!
//! Lists stand in one cell, their items joined by "; ", as `segun claims --csv` writes them.

use crate::claims::{ClaimRecord, schema};
use crate::pipeline::Walk;
use crate::target::Stream;
use crate::{Exported, Result};
use csv::Writer;
use serde_json::Value;
use std::ops::ControlFlow;

pub(crate) fn export<W: FnMut(u64) -> ControlFlow<()>>(
    mut walk: Walk<'_, W>,
    mut out: Stream,
) -> Result<Exported> {
    let mut head = Writer::from_writer(Vec::new());
    head.write_record(schema().fields().iter().map(|field| field.name()))?;
    out.write(&written(head)?)?;
    let render = |report| {
        let mut lines = Writer::from_writer(Vec::new());
        for record in ClaimRecord::of(report)? {
            for (_, value) in serde_json::to_value(&record)?.as_object().into_iter().flatten() {
                lines.write_field(cell(value))?;
            }
            lines.write_record(None::<&[u8]>)?;
        }
        written(lines)
    };
    walk.run(Ok, render, |lines: Vec<u8>| out.write(&lines))?;
    out.finish()?;
    Ok(Exported { claims: walk.claims, rows: walk.claims })
}

fn written(lines: Writer<Vec<u8>>) -> Result<Vec<u8>> {
    Ok(lines.into_inner().map_err(|error| error.into_error())?)
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}
