//! JSON lines: one object a claim.

use crate::claims::each_record;
use crate::pipeline::Walk;
use crate::target::Stream;
use crate::{Exported, Result};
use segun_ledger::query::BulkReport;
use std::ops::ControlFlow;

/// Bytes of a line, about.
const LINE: usize = 1_500;

pub(crate) fn export<W: FnMut(u64) -> ControlFlow<()>>(
    mut walk: Walk<'_, W>,
    mut out: Stream,
) -> Result<Exported> {
    let render = |report: BulkReport| {
        let mut lines = Vec::with_capacity(LINE * report.claim_count());
        each_record(&report, |record| {
            record.json(&mut lines);
            lines.push(b'\n');
            Ok(())
        })?;
        Ok(lines)
    };
    walk.run(Ok, render, |lines| out.write(&lines))?;
    out.finish()?;
    Ok(Exported { claims: walk.claims, rows: walk.claims })
}
