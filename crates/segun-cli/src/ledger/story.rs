//! `segun story`.

use super::arguments::StoryArguments;
use super::listing::{Listed, or_empty};
use super::{listing, place};
use crate::run::Outcome;
use segun::ledger::query::{ReportRow, StoryRow};

impl Listed for StoryRow {
    const HEADS: &'static [&'static str] = &["story", "title", "origins", "reports", "from", "to"];

    fn short(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            or_empty(&self.title),
            self.origins.to_string(),
            self.reports.to_string(),
            or_empty(&self.first),
            or_empty(&self.last),
        ]
    }
}

impl Listed for ReportRow {
    const HEADS: &'static [&'static str] = &["report", "published", "outlet", "title", "origin"];

    fn short(&self) -> Vec<String> {
        vec![
            format!("r{}", self.id),
            or_empty(&self.published),
            or_empty(&self.outlet),
            self.title.clone().unwrap_or_else(|| self.key.clone()),
            self.origin.map(|o| format!("o{o}")).unwrap_or_default(),
        ]
    }
}

pub(super) fn run(arguments: &StoryArguments) -> anyhow::Result<Outcome> {
    let ledger = place::open(&arguments.place)?;
    match arguments.story {
        Some(story) => listing::write(&ledger.story(story)?.1, arguments.format)?,
        None => listing::write(
            &ledger.stories(&arguments.span.filter(&arguments.limit), arguments.reports)?,
            arguments.format,
        )?,
    }
    Ok(Outcome::Done)
}
