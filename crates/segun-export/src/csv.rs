//! Comma-separated values (RFC 4180), a line a claim, with a head line.
//!
//! Lists stand in one cell, their items joined by "; ", as `segun claims --csv` writes them.

use crate::claims::{each_record, schema};
use crate::pipeline::Walk;
use crate::target::Stream;
use crate::{Exported, Result};
use csv::Writer;
use segun_ledger::query::BulkReport;
use std::ops::ControlFlow;

/// Bytes of a line, about.
const LINE: usize = 1_000;

pub(crate) fn export<W: FnMut(u64) -> ControlFlow<()>>(
    mut walk: Walk<'_, W>,
    mut out: Stream,
) -> Result<Exported> {
    let mut head = Writer::from_writer(Vec::new());
    head.write_record(schema().fields().iter().map(|field| field.name()))?;
    out.write(&written(head)?)?;
    let render = |report: BulkReport| {
        let mut lines = Writer::from_writer(Vec::with_capacity(LINE * report.claim_count()));
        let mut cell = Vec::new();
        each_record(&report, |record| {
            record.cells(&mut cell, |cell| Ok(lines.write_field(cell)?))?;
            Ok(lines.write_record(None::<&[u8]>)?)
        })?;
        written(lines)
    };
    walk.run(Ok, render, |lines: Vec<u8>| out.write(&lines))?;
    out.finish()?;
    Ok(Exported { claims: walk.claims, rows: walk.claims })
}

fn written(lines: Writer<Vec<u8>>) -> Result<Vec<u8>> {
    Ok(lines.into_inner().map_err(|error| error.into_error())?)
}
