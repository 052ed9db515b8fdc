//! How what a source or an outlet said turned out.
//!
//! A claim is judged by later reports of other origins only, or by silence where its event's time passed. A
//! source or outlet that says the same of one event, as surely and in the same way, several times, counts
//! once, with the first time.

mod interval;

use crate::history::{History, StepKind};
use crate::{DatedClaim, Key};
pub use interval::Share;
use segun_report::{Certainty, Polarity, Stance, Status};
use std::collections::BTreeSet;

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

impl Outcome {
    /// The outcome as a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CameTrue => "came_true",
            Self::Denied => "denied",
            Self::Lapsed => "lapsed",
            Self::Open => "open",
        }
    }
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

/// Whose record something counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose<'a> {
    /// A source's. Sources without a key are nobody in particular and have none.
    Source(&'a Key),
    /// An outlet's, as [`DatedClaim::outlet`] names it.
    Outlet(&'a str),
}

/// Something said of a thread's event that counts in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted<'a> {
    /// In whose record.
    pub whose: Whose<'a>,
    /// How it was said.
    pub manner: Manner,
    /// How it ended.
    pub outcome: Outcome,
}

/// What a thread counts in the records of its sources and outlets. `outcomes` are those of
/// its claims ([`outcome`]).
pub fn counted<'a>(claims: &'a [DatedClaim], outcomes: &[Option<Outcome>]) -> Vec<Counted<'a>> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|&n| (claims[n].published, n));
    let mut seen: BTreeSet<(Whose<'_>, Manner)> = BTreeSet::new();
    let mut counted = Vec::new();
    for n in order {
        let (dated, Some(outcome)) = (&claims[n], outcomes[n]) else { continue };
        let claim = &dated.claim;
        let manner = Manner {
            certainty: claim.certainty.as_str(),
            stance: claim.holder.as_ref().map(|h| h.stance.as_str()),
            polarity: claim.polarity.as_str(),
        };
        let source = claim.holder.as_ref().and_then(|h| h.key.as_ref()).map(Whose::Source);
        let outlet = dated.outlet.as_deref().map(Whose::Outlet);
        for whose in source.into_iter().chain(outlet) {
            if seen.insert((whose, manner)) {
                counted.push(Counted { whose, manner, outcome });
            }
        }
    }
    counted
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
    use crate::{Holder, history};
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

    /// The record of a source (by its name) or of an outlet after the claims: certainty and outcome of each.
    fn record(claims: &[DatedClaim], name: &str) -> Vec<(&'static str, Outcome)> {
        let told = history(claims, date("2024-12-31").unwrap());
        let outcomes: Vec<_> = (0..claims.len()).map(|n| outcome(claims, n, &told)).collect();
        let key = Key::of_name(name);
        counted(claims, &outcomes)
            .into_iter()
            .filter(|c| c.whose == Whose::Source(&key) || c.whose == Whose::Outlet(name))
            .map(|c| (c.manner.certainty, c.outcome))
            .collect()
    }

    #[test]
    fn what_others_report_later_bears_out() {
        let claims = [
            said("2024-05-01", "Ana Rey", Certainty::Probable, "Alpha"),
            said("2024-05-02", "Ana Rey", Certainty::Probable, "Beta"),
            met("2024-06-04", "Beta"),
        ];
        assert_eq!(record(&claims, "Ana Rey"), [("probable", Outcome::CameTrue)]);
        assert_eq!(record(&claims, "Alpha"), [("probable", Outcome::CameTrue)]);
        // Nobody else said later that they met: what Beta says of it in its own words is open.
        assert_eq!(record(&claims, "Beta"), [("probable", Outcome::CameTrue), ("certain", Outcome::Open)]);
    }

    #[test]
    fn nobody_bears_out_itself() {
        let mut later = met("2024-06-04", "Alpha");
        later.origin = 7;
        let mut first = said("2024-05-01", "Ana Rey", Certainty::Certain, "Alpha");
        first.origin = 7;
        assert_eq!(record(&[first, later], "Ana Rey"), [("certain", Outcome::Open)]);
    }

    #[test]
    fn silence_and_denials_count_against_what_was_said_and_for_who_denied() {
        let plan = said("2024-05-01", "Ana Rey", Certainty::Certain, "Alpha");
        assert_eq!(record(std::slice::from_ref(&plan), "Ana Rey"), [("certain", Outcome::Lapsed)]);
        let mut denial = said("2024-05-03", "Luis Paz", Certainty::Certain, "Beta");
        denial.claim.polarity = Polarity::Negative;
        let mut echo = said("2024-05-09", "Eva Sol", Certainty::Certain, "Gamma");
        echo.claim.polarity = Polarity::Negative;
        let claims = [plan, denial, echo];
        assert_eq!(record(&claims, "Ana Rey"), [("certain", Outcome::Denied)]);
        assert_eq!(record(&claims, "Luis Paz"), [("certain", Outcome::CameTrue)]);
        assert_eq!(record(&claims, "Eva Sol"), [("certain", Outcome::Open)]);
    }
}
