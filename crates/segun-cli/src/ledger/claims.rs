//! `segun claims`.

use super::arguments::ListArguments;
use super::listing::{Listed, window};
use super::{listing, place};
use crate::run::Outcome;
use segun::ledger::query::ClaimRow;

impl Listed for ClaimRow {
    const HEADS: &'static [&'static str] =
        &["claim", "published", "who", "how sure", "what", "when", "evidence"];

    fn short(&self) -> Vec<String> {
        let published = [self.published.as_deref(), self.outlet.as_deref()];
        vec![
            format!("c{}", self.id),
            published.into_iter().flatten().collect::<Vec<_>>().join("\n"),
            who(self),
            how_sure(self),
            what(self),
            format!("{} {}", self.when, window(self.from.as_deref(), self.to.as_deref())).trim().to_owned(),
            self.sentence.clone(),
        ]
    }
}

/// Who says it, in words.
pub(super) fn who(claim: &ClaimRow) -> String {
    match (&claim.holder, &claim.holder_kind) {
        (Some(holder), _) if !holder.is_empty() => holder.clone(),
        (Some(_), Some(kind)) => kind.clone(),
        _ => "the report".to_owned(),
    }
}

/// How sure the holder is, in words.
pub(super) fn how_sure(claim: &ClaimRow) -> String {
    match (segun::Certainty::from_word(&claim.certainty), segun::Polarity::from_word(&claim.polarity)) {
        (Some(certainty), Some(polarity)) => segun_evidence::how_sure(certainty, polarity),
        _ => claim.certainty.clone(),
    }
}

/// The event in words.
pub(super) fn what(claim: &ClaimRow) -> String {
    let mut what = claim.r#type.clone();
    if let Some(mode) = &claim.mode {
        what.push_str(&format!(" ({mode})"));
    }
    if !claim.actors.is_empty() || !claim.recipients.is_empty() {
        what.push_str(": ");
        what.push_str(&claim.actors.join(", "));
        if !claim.recipients.is_empty() {
            what.push_str(" → ");
            what.push_str(&claim.recipients.join(", "));
        }
    }
    if !claim.places.is_empty() {
        what.push_str(&format!(" @ {}", claim.places.join(", ")));
    }
    what
}

pub(super) fn run(arguments: &ListArguments) -> anyhow::Result<Outcome> {
    let ledger = place::open(&arguments.place)?;
    listing::write(&ledger.claims(&arguments.filter()?)?, arguments.format)?;
    Ok(Outcome::Done)
}
