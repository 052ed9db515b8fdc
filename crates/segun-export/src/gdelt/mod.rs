//! GDELT 2.0: `segun.export.CSV` (Events, 61 columns), `segun.mentions.CSV` (Mentions, 16 columns) and
//! `segun.provenance.tsv`, which leads from each event back to claims and spans.
//!
//! Columns, order and codes are those of GDELT's codebook 2.0 (2015): tab-separated without a head line, whatever the
//! files are called. An event is a thread of which some claim says that it happened, its id the thread's number; what is
//! announced, possible, wanted or denied is none ([`crate::standing`]). A mention is a claim of it that counts.

mod event;
mod mention;

use crate::events::{EventReport, Events};
use crate::pipeline::Walk;
use crate::reading::{Parts, Read};
use crate::standing::Standing;
use crate::table::Row;
use crate::target::Folder;
use crate::{Exported, Result, provenance};
use segun_report::CodePoints;
use std::io::Write;
use std::ops::ControlFlow;

pub use event::COLUMNS as EVENT_COLUMNS;
pub use mention::COLUMNS as MENTION_COLUMNS;

/// What a report adds to each file.
#[derive(Default)]
struct Lines {
    events: Vec<u8>,
    mentions: Vec<u8>,
    provenance: Vec<u8>,
    count: u64,
}

pub(crate) fn export<W: FnMut(u64) -> ControlFlow<()>>(
    mut walk: Walk<'_, W>,
    folder: Folder,
) -> Result<Exported> {
    let mut events = folder.file("segun.export.CSV")?;
    let mut mentions = folder.file("segun.mentions.CSV")?;
    let mut provenance = folder.file("segun.provenance.tsv")?;
    provenance.write_all(&provenance::head())?;
    let mut found = Events::new(walk.ledger, walk.filter, |_, standing| standing == Standing::Happened)?;
    let sentences = mention::Sentences::default();
    let mut rows = 0;
    walk.run(
        |report| report.map(|report| found.of(report)).transpose(),
        |report| lines(&report, &sentences),
        |lines: Lines| {
            rows += lines.count;
            events.write_all(&lines.events)?;
            mentions.write_all(&lines.mentions)?;
            Ok(provenance.write_all(&lines.provenance)?)
        },
    )?;
    for file in [&mut events, &mut mentions, &mut provenance] {
        file.flush()?;
    }
    folder.finish()?;
    Ok(Exported { claims: walk.claims, rows })
}

fn lines(found: &EventReport, sentences: &mention::Sentences) -> Result<Lines> {
    let mut lines = Lines::default();
    if found.counting.is_empty() {
        return Ok(lines);
    }
    let (claims, json) = (found.report.claims()?, found.report.json()?);
    let reading: Read<'_> = json.read()?;
    let points = CodePoints::new(&reading.text);
    let last = found.counting.iter().map(|counted| claims[counted.at].trigger_span.start).max();
    let language = found.report.language();
    let sentences = sentences.of(language, &reading.text, last.unwrap_or_default());
    let mut row = Row::default();
    for counted in &found.counting {
        let claim = &claims[counted.at];
        let Some(parts) = Parts::of(&reading, claim.event) else { continue };
        if let Some(support) = &counted.support {
            event::line(&mut row, (&found.report, &reading.text), claim, (counted, support), &parts);
            row.end(&mut lines.events);
            lines.count += 1;
        }
        mention::line(&mut row, found, (counted, claim), &parts, (&points, &sentences))?;
        row.end(&mut lines.mentions);
    }
    lines.provenance = provenance::lines(found, &claims, &points, |counted, row| {
        row.plain(counted.thread);
    });
    Ok(lines)
}
