//! How what a source or an outlet said turned out.
//!
//! A claim is judged by later reports of other origins only, or by silence where its event's time passed. A
//! source or outlet that says the same of one event, as surely and in the same way, several times, counts
//! once, with the first time.

mod interval;

use crate::history::{History, StepKind, history};
use crate::{DatedClaim, Day};
pub use interval::Share;
use segun_report::{Certainty, Polarity, Stance, Status};
use std::collections::{BTreeMap, BTreeSet};

/// How a claim ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// Others reported later what it says.
    CameTrue,
    /// Others reported later the contrary.
    Denied,
    /// Its time passed without a report; of a claim that nothing will happen, this is its coming true.
    Lapsed,
    /// Not known yet.
    Open,
}

/// How surely, and in which way, something was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Manner {
    /// The contract's word for the certainty.
    pub certainty: &'static str,
    /// The contract's word for the stance; `None` in the author's own words.
    pub stance: Option<&'static str>,
    /// Whether it says that the event is, or that it is not: `+` or `-`.
    pub polarity: &'static str,
}

/// How many claims ended in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tallied {
    /// Others reported later what they say.
    pub came_true: usize,
    /// Others reported later the contrary.
    pub denied: usize,
    /// Their time passed without a report.
    pub lapsed: usize,
    /// Not known yet.
    pub open: usize,
}

impl Tallied {
    /// Claims whose end is known.
    pub fn resolved(&self) -> usize {
        self.came_true + self.denied + self.lapsed
    }

    /// Of these, the share that came true.
    pub fn share(&self) -> Share {
        Share::of(self.came_true, self.resolved())
    }

    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::CameTrue => self.came_true += 1,
            Outcome::Denied => self.denied += 1,
            Outcome::Lapsed => self.lapsed += 1,
            Outcome::Open => self.open += 1,
        }
    }
}

/// The track record of one source or outlet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrackRecord {
    /// All its claims.
    pub all: Tallied,
    /// By how they were said: "of what it called probable, n of m happened".
    pub by_manner: BTreeMap<Manner, Tallied>,
}

impl TrackRecord {
    /// All that was said with `certainty`, whatever the stance.
    pub fn with_certainty(&self, certainty: Certainty) -> Tallied {
        let mut sum = Tallied::default();
        for (_, part) in self.by_manner.iter().filter(|(m, _)| m.certainty == certainty.as_str()) {
            sum.came_true += part.came_true;
            sum.denied += part.denied;
            sum.lapsed += part.lapsed;
            sum.open += part.open;
        }
        sum
    }

    fn count(&mut self, manner: Manner, outcome: Outcome) {
        self.all.count(outcome);
        self.by_manner.entry(manner).or_default().count(outcome);
    }
}

/// The track records of all sources and outlets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrackRecords {
    /// By the source's key; sources without one are nobody in particular.
    pub sources: BTreeMap<String, TrackRecord>,
    /// By the outlet's name.
    pub outlets: BTreeMap<String, TrackRecord>,
}

/// The track records after all `threads`, as known at the end of `as_of`.
pub fn track_records<'a>(threads: impl IntoIterator<Item = &'a [DatedClaim]>, as_of: Day) -> TrackRecords {
    let mut records = TrackRecords::default();
    for claims in threads {
        let told = history(claims, as_of);
        let mut order: Vec<usize> = (0..claims.len()).collect();
        order.retain(|&n| claims[n].published.is_none_or(|p| p <= as_of));
        order.sort_by_key(|&n| (claims[n].published, n));
        let mut counted: BTreeSet<(bool, &str, Manner)> = BTreeSet::new();
        for n in order {
            let dated = &claims[n];
            let Some(outcome) = outcome(claims, n, &told) else { continue };
            let claim = &dated.claim;
            let manner = Manner {
                certainty: claim.certainty.as_str(),
                stance: claim.holder.as_ref().map(|h| h.stance.as_str()),
                polarity: claim.polarity.as_str(),
            };
            let source = claim.holder.as_ref().and_then(|h| h.key.as_ref()).map(crate::Key::as_str);
            if let Some(source) = source.filter(|s| counted.insert((true, s, manner))) {
                records.sources.entry(source.to_owned()).or_default().count(manner, outcome);
            }
            if let Some(outlet) = dated.outlet.as_deref().filter(|o| counted.insert((false, o, manner))) {
                records.outlets.entry(outlet.to_owned()).or_default().count(manner, outcome);
            }
        }
    }
    records
}

/// How claim `n` of a thread ended; `None` where it commits to nothing, so that nothing can bear it out.
pub fn outcome(claims: &[DatedClaim], n: usize, told: &History) -> Option<Outcome> {
    let claim = &claims[n].claim;
    let stance = claim.holder.as_ref().map(|h| h.stance);
    let denies = claim.polarity == Polarity::Negative;
    if matches!(stance, Some(Stance::Ask | Stance::Want | Stance::RefuseComment))
        || claim.certainty == Certainty::Uncommitted && !(denies && stance == Some(Stance::Deny))
    {
        return None;
    }
    let later =
        |c: &usize| claims[*c].published > claims[n].published && claims[*c].origin != claims[n].origin;
    let said_later = |kinds: &[StepKind]| {
        told.steps.iter().filter(|s| kinds.contains(&s.kind)).flat_map(|s| &s.claims).any(later)
    };
    let lapsed = told.steps.last().is_some_and(|s| s.kind == StepKind::Lapsed && s.day > claims[n].published);
    let ended = match told.status {
        // A fact said before, in the step of a denied status, counts once that status turned.
        Some(Status::Happened) if said_later(&[StepKind::Happened]) => Outcome::CameTrue,
        Some(Status::Denied) if said_later(&[StepKind::Denied, StepKind::Cancelled]) => Outcome::Denied,
        Some(Status::Lapsed) if lapsed => Outcome::Lapsed,
        _ => Outcome::Open,
    };
    Some(match (denies, ended) {
        (true, Outcome::CameTrue) => Outcome::Denied,
        (true, Outcome::Denied | Outcome::Lapsed) => Outcome::CameTrue,
        (_, ended) => ended,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{claim, country, date, plan};
    use crate::{Holder, Key};
    use segun_report::{EventType::Consult, SourceKind};

    fn said(published: &str, by: &str, certainty: Certainty, outlet: &str) -> DatedClaim {
        let both = [country("FRA"), country("CHL")];
        let mut dated = plan(Consult, published, &both, Some(("2024-06-03", "2024-06-04")));
        dated.claim.certainty = certainty;
        dated.claim.holder = Some(Holder {
            attribution: "a1".into(),
            key: Some(Key::of_name(by)),
            name: by.into(),
            kind: SourceKind::Named,
            stance: Stance::Assert,
            affiliation: None,
            cue: None,
        });
        dated.outlet = Some(outlet.into());
        dated
    }

    fn met(published: &str, outlet: &str) -> DatedClaim {
        let mut dated = claim(Consult, published, &[country("FRA"), country("CHL")]);
        dated.outlet = Some(outlet.into());
        dated
    }

    fn records(claims: &[DatedClaim]) -> TrackRecords {
        track_records([claims], date("2024-12-31").unwrap())
    }

    #[test]
    fn what_others_report_later_bears_out() {
        let claims = [
            said("2024-05-01", "Ana Rey", Certainty::Probable, "Alpha"),
            said("2024-05-02", "Ana Rey", Certainty::Probable, "Beta"),
            met("2024-06-04", "Beta"),
        ];
        let records = records(&claims);
        let ana = &records.sources["name:ana rey"];
        assert_eq!(ana.all, Tallied { came_true: 1, ..Tallied::default() });
        assert_eq!(ana.with_certainty(Certainty::Probable).share().seen, Some(1.0));
        assert_eq!(ana.with_certainty(Certainty::Possible).resolved(), 0);
        assert_eq!(records.outlets["Alpha"].all.came_true, 1);
        // Nobody else said later that they met: what Beta says of it in its own words is open.
        assert_eq!(records.outlets["Beta"].all, Tallied { came_true: 1, open: 1, ..Tallied::default() });
    }

    #[test]
    fn nobody_bears_out_itself() {
        let mut later = met("2024-06-04", "Alpha");
        later.origin = 7;
        let mut first = said("2024-05-01", "Ana Rey", Certainty::Certain, "Alpha");
        first.origin = 7;
        assert_eq!(records(&[first, later]).sources["name:ana rey"].all.open, 1);
    }

    #[test]
    fn silence_and_denials_count_against_what_was_said_and_for_who_denied() {
        let plan = said("2024-05-01", "Ana Rey", Certainty::Certain, "Alpha");
        assert_eq!(records(std::slice::from_ref(&plan)).sources["name:ana rey"].all.lapsed, 1);
        let mut denial = said("2024-05-03", "Luis Paz", Certainty::Certain, "Beta");
        denial.claim.polarity = Polarity::Negative;
        let mut echo = said("2024-05-09", "Eva Sol", Certainty::Certain, "Gamma");
        echo.claim.polarity = Polarity::Negative;
        let records = records(&[plan, denial, echo]);
        assert_eq!(records.sources["name:ana rey"].all.denied, 1);
        assert_eq!(records.sources["name:luis paz"].all.came_true, 1);
        assert_eq!(records.sources["name:eva sol"].all.open, 1);
    }
}
