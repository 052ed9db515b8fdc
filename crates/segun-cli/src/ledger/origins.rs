//! `segun origins`.

use super::arguments::OriginsArguments;
use super::listing::{Listed, or_empty};
use super::{listing, place};
use crate::run::Outcome;
use segun::ledger::query::OriginRow;

impl Listed for OriginRow {
    const HEADS: &'static [&'static str] =
        &["origin", "first", "credits", "title", "reports", "outlets", "claims"];

    fn short(&self) -> Vec<String> {
        vec![
            format!("o{}", self.id),
            or_empty(&self.first),
            or_empty(&self.wire),
            or_empty(&self.title),
            self.reports.to_string(),
            self.outlets.to_string(),
            self.claims.to_string(),
        ]
    }
}

pub(super) fn run(arguments: &OriginsArguments) -> anyhow::Result<Outcome> {
    let ledger = place::open(&arguments.place)?;
    listing::write(
        &ledger.origins(&arguments.span.filter(&arguments.limit), arguments.reports)?,
        arguments.format,
    )?;
    Ok(Outcome::Done)
}
