//! `segun search`.

use super::arguments::SearchArguments;
use super::listing::Listed;
use super::{listing, place};
use crate::messages;
use crate::run::Outcome;
use segun::ledger::query::{ClaimRow, ReportRow};
use std::io::Write;

pub(super) fn run(arguments: &SearchArguments) -> anyhow::Result<Outcome> {
    let ledger = place::open(&arguments.place)?;
    let found = ledger.search(&arguments.words.join(" "), &arguments.span.filter(&arguments.limit))?;
    if found.reports.is_empty() && found.claims.is_empty() {
        messages::note("nothing in the ledger has these words");
        return Ok(Outcome::Done);
    }
    let mut out = std::io::BufWriter::new(anstream::AutoStream::auto(std::io::stdout().lock()));
    if arguments.format.json {
        for row in found.rows() {
            serde_json::to_writer(&mut out, &row)?;
            out.write_all(b"\n")?;
        }
    } else if arguments.format.csv {
        // Two tables do not fit into one file of values: the claims, which name their reports.
        listing::csv_of(&mut out, &found.claims)?;
    } else {
        if !found.reports.is_empty() {
            let rows = found.reports.iter().map(|r| r.report.short());
            writeln!(out, "{}\n", listing::table(ReportRow::HEADS, rows))?;
        }
        if !found.claims.is_empty() {
            writeln!(out, "{}", listing::table(ClaimRow::HEADS, found.claims.iter().map(Listed::short)))?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}
