//! `segun sources`.

use super::arguments::SourcesArguments;
use super::listing::{Listed, or_empty};
use super::{listing, place};
use crate::run::Outcome;
use segun::ledger::query::{RecordRow, SourceRow};

impl Listed for SourceRow {
    const HEADS: &'static [&'static str] = &["source", "kind", "for", "claims", "how they ended"];

    fn short(&self) -> Vec<String> {
        vec![
            self.name.clone(),
            self.kind.clone(),
            or_empty(&self.affiliation),
            self.claims.to_string(),
            self.record.iter().filter(|r| r.resolved > 0).map(record).collect::<Vec<_>>().join("\n"),
        ]
    }
}

/// How the claims of one certainty ended, in words.
fn record(row: &RecordRow) -> String {
    let mut words = format!("{}: {} of {} true", row.certainty, row.came_true, row.resolved);
    if let Some([low, high]) = row.interval {
        words.push_str(&format!(" ({:.0}–{:.0} %)", low * 100.0, high * 100.0));
    }
    words
}

pub(super) fn run(arguments: &SourcesArguments) -> anyhow::Result<Outcome> {
    let ledger = place::open(&arguments.place)?;
    let rows = if arguments.outlets {
        ledger.outlets(arguments.limit.limit)?
    } else {
        ledger.sources(arguments.holder.as_deref(), arguments.limit.limit)?
    };
    listing::write(&rows, arguments.format)?;
    Ok(Outcome::Done)
}
