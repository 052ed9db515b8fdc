//! To which origins a new report belongs.
//!
//! Likeness holds between two reports, an origin holds for many. Joining everything that is
//! alike would make one origin of all that a press review quotes. So an origin holds of a
//! report only the passages that it shares with the origin's other reports (a [`Membership`]):
//! a report that carries two texts one after the other belongs to both origins and does not
//! make them one, whereas two reports that share the *same* passages of a third have one
//! origin, even where they are too different to tell from each other alone. In the graph of
//! reports this joins links and not nodes (Ahn, Bagrow and Lehmann 2010, "Link communities
//! reveal multiscale complexity in networks"). The result does not depend on the order in which
//! reports come, except for the names of origins.
//!
//! **Credits.** A report that credits an agency as its text's source has that agency's text as
//! its origin, whether that text is known or not; [`Decision::wire`] says so. But an agency
//! sells many texts, on one topic too. So two reports that credit the same agency still have
//! one origin only where their texts are alike; less is enough than without credit, since what
//! they share is then no chance. Where they credit different agencies more is needed: two
//! agencies at one press conference write much alike.

use crate::{Credit, Fingerprint, Likeness, Region, compare};
use std::collections::BTreeMap;
use std::fmt;

/// The [`Likeness::score`] from which two reports have one origin.
pub const ALIKE: f32 = 0.5;
/// … where both credit the same agency.
pub const ALIKE_SAME_WIRE: f32 = 0.35;
/// … where they credit different agencies.
pub const ALIKE_OTHER_WIRE: f32 = 0.65;

/// The part of a report that belongs to an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The origin.
    pub origin: u64,
    /// The passages that the report shares with the origin's other reports; empty as long as it is the only one.
    pub region: Region,
}

/// A report as the decision sees it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Its number.
    pub report: u64,
    /// Its text's fingerprint.
    pub fingerprint: &'a Fingerprint,
    /// The agency whose text it is said to be ([`crate::Credits::wire`]): its [`Credit::source`].
    pub wire: Option<&'a str>,
    /// Its origins; empty for a new report.
    pub memberships: &'a [Membership],
}

/// Why a report belongs to its origin.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Nothing known is like it: it is an origin of its own.
    Alone,
    /// Nothing known is like it, but it credits an agency: the origin is a text of that agency.
    Credited {
        /// The agency's id.
        wire: String,
    },
    /// Its text is like that of another report.
    Text {
        /// The report that it is most like.
        report: u64,
        /// What the two share; the new report is the first.
        likeness: Likeness,
        /// The agency that both credit.
        wire: Option<String>,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alone => write!(f, "nothing known is like it"),
            Self::Credited { wire } => write!(f, "credits {wire}; nothing known is like it"),
            Self::Text { report, likeness, wire: None } => write!(f, "like report {report}: {likeness}"),
            Self::Text { report, likeness, wire: Some(wire) } => {
                write!(f, "like report {report}, which credits {wire} too: {likeness}")
            }
        }
    }
}

/// What follows from a new report.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Its origins, the one that holds most of it first; never empty.
    pub memberships: Vec<Membership>,
    /// Origins that turn out to be one: each pair is the one that stays and the one to be replaced by it.
    pub merged: Vec<(u64, u64)>,
    /// The passages of known reports that belong to an origin from now on, beside those that did before: report and
    /// membership. Where the report has that origin already (after `merged`), its region grows.
    pub extended: Vec<(u64, Membership)>,
    /// Every known report that it has an origin with, most alike first; the new report is the likeness' first.
    pub alike: Vec<(u64, Likeness)>,
    /// The agency whose text it is said to be.
    pub wire: Option<String>,
    /// Why it belongs to its first origin.
    pub reason: Reason,
}

impl Decision {
    /// The origin that holds most of the report.
    pub fn origin(&self) -> u64 {
        self.memberships[0].origin
    }
}

/// Whether two reports that share this much have one origin, given the agencies that they credit.
pub fn is_alike(likeness: &Likeness, wires: [Option<&str>; 2]) -> bool {
    let bar = match wires {
        [Some(a), Some(b)] if a == b => ALIKE_SAME_WIRE,
        [Some(_), Some(_)] => ALIKE_OTHER_WIRE,
        _ => ALIKE,
    };
    likeness.score >= bar
}

/// The id of a credit's agency where it says whose text the report is.
pub fn wire_of(credit: Option<&Credit>) -> Option<&str> {
    credit.filter(|c| c.is_wire()).map(|c| c.source.as_str())
}

/// What follows from `new`, given the known reports that share a key with it. `fresh` gives numbers of origins not
/// yet used. Candidates may come in any order, and any that are not like it change nothing.
pub fn decide(new: Candidate<'_>, candidates: &[Candidate<'_>], mut fresh: impl FnMut() -> u64) -> Decision {
    let mut links: Vec<(&Candidate<'_>, Likeness)> = candidates
        .iter()
        .filter_map(|c| Some((c, compare(new.fingerprint, c.fingerprint)?)))
        .filter(|(c, likeness)| is_alike(likeness, [new.wire, c.wire]))
        .collect();
    links.sort_by(|(a, x), (b, y)| y.score.total_cmp(&x.score).then(a.report.cmp(&b.report)));
    let wire = new.wire.map(str::to_owned);
    let Some((first, likeness)) = links.first() else {
        return Decision {
            memberships: vec![Membership { origin: fresh(), region: Region::default() }],
            merged: Vec::new(),
            extended: Vec::new(),
            alike: Vec::new(),
            reason: wire.clone().map_or(Reason::Alone, |wire| Reason::Credited { wire }),
            wire,
        };
    };
    let both = wire.clone().filter(|_| first.wire == new.wire);
    let mut reason = Reason::Text { report: first.report, likeness: *likeness, wire: both };

    // Links that touch the same passages, here or at the known report, belong to one origin.
    let mut sets = Sets::new(links.len());
    let mut origins: BTreeMap<u64, usize> = BTreeMap::new();
    for (i, (candidate, likeness)) in links.iter().enumerate() {
        for (j, (_, before)) in links[..i].iter().enumerate() {
            if likeness.regions[0].overlaps(before.regions[0]) {
                sets.join(i, j);
            }
        }
        for membership in candidate.memberships {
            if membership.region.is_empty() || membership.region.overlaps(likeness.regions[1]) {
                match origins.get(&membership.origin) {
                    Some(&j) => sets.join(i, j),
                    None => drop(origins.insert(membership.origin, i)),
                }
            }
        }
    }
    let mut named: BTreeMap<usize, u64> = BTreeMap::new();
    let mut merged = Vec::new();
    for (&origin, &link) in &origins {
        match named.get(&sets.of(link)) {
            Some(&kept) => merged.push((kept, origin)),
            None => drop(named.insert(sets.of(link), origin)),
        }
    }
    let mut memberships: BTreeMap<u64, Region> = BTreeMap::new();
    let mut extended = Vec::new();
    for (i, (candidate, likeness)) in links.iter().enumerate() {
        let origin = *named.entry(sets.of(i)).or_insert_with(&mut fresh);
        let region = memberships.entry(origin).or_default();
        *region = region.with(likeness.regions[0]);
        extended.push((candidate.report, Membership { origin, region: likeness.regions[1] }));
    }
    let memberships = memberships.into_iter().map(|(origin, region)| Membership { origin, region });
    let memberships = by_size(memberships.collect(), new.fingerprint);
    let main = memberships[0].origin;
    if let Some(i) = (0..links.len()).find(|&i| named[&sets.of(i)] == main) {
        let (candidate, likeness) = &links[i];
        let both = wire.clone().filter(|_| candidate.wire == new.wire);
        reason = Reason::Text { report: candidate.report, likeness: *likeness, wire: both };
    }
    let alike = links.iter().map(|(c, likeness)| (c.report, *likeness)).collect();
    Decision { memberships, merged, extended, alike, wire, reason }
}

/// Memberships in the order of how much of the report they hold.
fn by_size(mut memberships: Vec<Membership>, of: &Fingerprint) -> Vec<Membership> {
    memberships.sort_by_key(|m| (std::cmp::Reverse(of.words_in(m.region)), m.region, m.origin));
    memberships
}

/// Disjoint sets of links (Tarjan 1975, "Efficiency of a Good But Not Linear Set Union Algorithm").
struct Sets(Vec<usize>);

impl Sets {
    fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    fn of(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    fn join(&mut self, i: usize, j: usize) {
        let (i, j) = (self.of(i), self.of(j));
        let (low, high) = (i.min(j), i.max(j));
        self.0[high] = low;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const FIRST: &str = "Ministers from eleven coastal countries agreed late yesterday on cheaper grain transport. \
        Harbour dues will fall sharply within three months, says their joint declaration. ";
    const SECOND: &str = "Rangers found seventeen young condors above the northern glacier last weekend. \
        Their nests had been thought empty since heavy storms destroyed several cliffs there. ";

    fn candidate<'a>(report: u64, of: &'a Fingerprint, memberships: &'a [Membership]) -> Candidate<'a> {
        Candidate { report, fingerprint: of, wire: None, memberships }
    }

    #[test]
    fn two_texts_in_one_report_do_not_become_one_origin() {
        let (first, second) = (Fingerprint::of(FIRST), Fingerprint::of(SECOND));
        let both = Fingerprint::of(&format!("{FIRST}\n{SECOND}"));
        let alone = |origin| [Membership { origin, region: Region::default() }];
        let (x, y) = (alone(0), alone(1));
        let known = [candidate(0, &first, &x), candidate(1, &second, &y)];
        let decision = decide(candidate(2, &both, &[]), &known, || 2);
        assert_eq!(
            decision.memberships.iter().map(|m| m.origin).collect::<BTreeSet<_>>(),
            BTreeSet::from([0, 1])
        );
        assert!(decision.merged.is_empty());

        let decision = decide(candidate(3, &first, &[]), &known, || 3);
        assert_eq!((decision.origin(), decision.memberships.len()), (0, 1));
        assert!(matches!(decision.reason, Reason::Text { report: 0, .. }));
    }

    #[test]
    fn a_credit_without_a_like_text_is_an_origin_of_that_agency() {
        let first = Fingerprint::of(FIRST);
        let new = Candidate { wire: Some("efe"), ..candidate(5, &first, &[]) };
        let decision = decide(new, &[], || 9);
        assert_eq!((decision.origin(), decision.wire.as_deref()), (9, Some("efe")));
        assert_eq!(decision.reason, Reason::Credited { wire: "efe".to_owned() });
    }

    #[test]
    fn the_credit_moves_the_bar() {
        let first = Fingerprint::of(FIRST);
        let mut likeness = compare(&first, &first).unwrap();
        likeness.score = 0.4;
        assert!(is_alike(&likeness, [Some("efe"), Some("efe")]));
        assert!(!is_alike(&likeness, [Some("efe"), None]));
        likeness.score = 0.6;
        assert!(!is_alike(&likeness, [Some("efe"), Some("afp")]));
    }
}
