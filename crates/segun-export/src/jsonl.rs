//! JSON lines: one object a claim.

use crate::claims::ClaimRecord;
use crate::pipeline::Walk;
use crate::target::Stream;
use crate::{Exported, Result};
use std::ops::ControlFlow;

pub(crate) fn export<W: FnMut(u64) -> ControlFlow<()>>(
    mut walk: Walk<'_, W>,
    mut out: Stream,
) -> Result<Exported> {
    let render = |report| {
        let mut lines = Vec::new();
        for record in ClaimRecord::of(report)? {
            serde_json::to_writer(&mut lines, &record)?;
            lines.push(b'\n');
        }
        Ok(lines)
    };
    walk.run(Ok, render, |lines| out.write(&lines))?;
    out.finish()?;
    Ok(Exported { claims: walk.claims, rows: walk.claims })
}
