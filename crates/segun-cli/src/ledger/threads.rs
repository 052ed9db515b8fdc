//! `segun threads`.

use super::arguments::ListArguments;
use super::listing::{Listed, or_empty};
use super::{listing, place};
use crate::run::Outcome;
use segun::ledger::query::ThreadRow;

impl Listed for ThreadRow {
    const HEADS: &'static [&'static str] =
        &["thread", "status", "about", "due by", "news", "origins", "reports"];

    fn short(&self) -> Vec<String> {
        vec![
            format!("t{}", self.id),
            self.status.clone().unwrap_or_else(|| "wanted".to_owned()),
            self.about.clone(),
            or_empty(&self.deadline),
            or_empty(&self.last),
            self.origins.to_string(),
            self.reports.to_string(),
        ]
    }
}

pub(super) fn run(arguments: &ListArguments) -> anyhow::Result<Outcome> {
    let ledger = place::open(&arguments.place)?;
    listing::write(&ledger.threads(&arguments.filter()?)?, arguments.format)?;
    Ok(Outcome::Done)
}
