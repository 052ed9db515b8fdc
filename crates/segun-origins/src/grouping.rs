//! Reports and their origins in memory.

use crate::decide::wire_of;
use crate::{
    CROWDED, Candidate, Credit, Decision, Fingerprint, Membership, OF_A_KEY, Reason, Region, decide, keys,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Reports grouped by origin: what the ledger does in its store, without a store.
///
/// Which reports share an origin does not depend on the order of insertion, unless keys are
/// [crowded](CROWDED).
#[derive(Debug, Default)]
pub struct Grouping {
    reports: Vec<Entry>,
    numbers: HashMap<String, u64>,
    /// Reports by key.
    index: HashMap<u64, Vec<u64>>,
    /// Reports by origin.
    members: BTreeMap<u64, BTreeSet<u64>>,
    next_origin: u64,
    compared: u64,
}

#[derive(Debug)]
struct Entry {
    id: String,
    fingerprint: Fingerprint,
    wire: Option<String>,
    /// The origin that held most of it when it came; it stays the first one whatever passages others add.
    main: u64,
    memberships: Vec<Membership>,
}

/// What [`Grouping::insert`] says.
#[derive(Clone, Debug, PartialEq)]
pub struct OriginDecision {
    /// The number of the origin that holds most of the report. A later report may make two origins one.
    pub origin: u64,
    /// The id of the report that it is most like within that origin.
    pub like: Option<String>,
    /// Why.
    pub reason: Reason,
}

impl Grouping {
    /// Adds the report `id` and says where it belongs. A report that is already there stays as it is.
    pub fn insert(&mut self, id: &str, fingerprint: Fingerprint, credit: Option<&Credit>) -> OriginDecision {
        if let Some(&number) = self.numbers.get(id) {
            let origin = self.reports[number as usize].main;
            return OriginDecision { origin, like: None, reason: Reason::Alone };
        }
        let candidates = self.candidates(&fingerprint);
        let decision = self.join(id, fingerprint, wire_of(credit), &candidates);
        let number = self.reports.len() as u64 - 1;
        for &key in keys(&self.reports[number as usize].fingerprint) {
            self.index.entry(key).or_default().push(number);
        }
        let like = match &decision.reason {
            Reason::Text { report, .. } => Some(self.reports[*report as usize].id.clone()),
            _ => None,
        };
        OriginDecision { origin: decision.origin(), like, reason: decision.reason }
    }

    /// Adds the report `id`, which was not there before, given the numbers of those that come into question (any more
    /// change nothing). Reports are numbered from 0 in the order in which they were added.
    pub fn join(
        &mut self,
        id: &str,
        fingerprint: Fingerprint,
        wire: Option<&str>,
        candidates: &[u64],
    ) -> Decision {
        let number = self.reports.len() as u64;
        self.compared += candidates.len() as u64;
        let mut next = self.next_origin;
        let new = Candidate { report: number, fingerprint: &fingerprint, wire, memberships: &[] };
        let known: Vec<Candidate<'_>> = candidates.iter().map(|&n| self.candidate(n)).collect();
        let decision = decide(new, &known, || {
            next += 1;
            next - 1
        });
        self.next_origin = next;
        self.numbers.insert(id.to_owned(), number);
        self.reports.push(Entry {
            id: id.to_owned(),
            fingerprint,
            wire: wire.map(str::to_owned),
            main: decision.origin(),
            memberships: Vec::new(),
        });
        self.apply(number, &decision);
        decision
    }

    fn candidate(&self, number: u64) -> Candidate<'_> {
        let entry = &self.reports[number as usize];
        Candidate {
            report: number,
            fingerprint: &entry.fingerprint,
            wire: entry.wire.as_deref(),
            memberships: &entry.memberships,
        }
    }

    /// The reports that share a key with `fingerprint`, rising; crowded keys are left out.
    fn candidates(&self, fingerprint: &Fingerprint) -> Vec<u64> {
        let mut found = Vec::new();
        for key in keys(fingerprint) {
            let reports = self.index.get(key).map_or(&[][..], Vec::as_slice);
            found.extend_from_slice(self.looked_at(reports));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Those of a key's `reports`, in the order in which they came, that are looked at: the newest ones, none where the
    /// key is crowded.
    pub(crate) fn looked_at<'a>(&self, reports: &'a [u64]) -> &'a [u64] {
        let newest = &reports[reports.len().saturating_sub(OF_A_KEY)..];
        if newest.len() > CROWDED {
            let origins: BTreeSet<u64> = newest.iter().map(|&n| self.reports[n as usize].main).collect();
            if origins.len() > CROWDED {
                return &[];
            }
        }
        newest
    }

    fn apply(&mut self, number: u64, decision: &Decision) {
        for &(kept, gone) in &decision.merged {
            for report in self.members.remove(&gone).unwrap_or_default() {
                if self.reports[report as usize].main == gone {
                    self.reports[report as usize].main = kept;
                }
                for membership in &mut self.reports[report as usize].memberships {
                    if membership.origin == gone {
                        membership.origin = kept;
                    }
                }
                self.members.entry(kept).or_default().insert(report);
                self.tidy(report);
            }
        }
        for &(report, membership) in &decision.extended {
            self.add(report, membership);
        }
        for &membership in &decision.memberships {
            self.add(number, membership);
        }
    }

    fn add(&mut self, report: u64, membership: Membership) {
        self.members.entry(membership.origin).or_default().insert(report);
        self.reports[report as usize].memberships.push(membership);
        self.tidy(report);
    }

    /// One membership an origin, the main one first.
    fn tidy(&mut self, report: u64) {
        let entry = &mut self.reports[report as usize];
        let mut regions: BTreeMap<u64, Region> = BTreeMap::new();
        for membership in entry.memberships.drain(..) {
            let region = regions.entry(membership.origin).or_default();
            *region = region.with(membership.region);
        }
        let all = regions.into_iter().map(|(origin, region)| Membership { origin, region });
        entry.memberships = all.collect();
        entry.memberships.sort_by_key(|m| (m.origin != entry.main, m.origin));
    }

    /// Whether the two reports have an origin in common.
    pub fn share_origin(&self, a: &str, b: &str) -> bool {
        let origins = |id| -> BTreeSet<u64> { self.origins(id).iter().map(|m| m.origin).collect() };
        !origins(a).is_disjoint(&origins(b))
    }

    /// The origins of report `id`, the one that held most of it when it came first; empty for an unknown report.
    pub fn origins(&self, id: &str) -> &[Membership] {
        let entry = self.numbers.get(id).map(|&n| &self.reports[n as usize]);
        entry.map_or(&[], |entry| &entry.memberships)
    }

    /// The reports of every origin. A report of two origins stands in both; ids and groups are in order.
    pub fn groups(&self) -> Vec<Vec<&str>> {
        let ids = |numbers: &BTreeSet<u64>| {
            let mut ids: Vec<&str> = numbers.iter().map(|&n| self.reports[n as usize].id.as_str()).collect();
            ids.sort_unstable();
            ids
        };
        let mut groups: Vec<_> = self.members.values().map(ids).collect();
        groups.sort();
        groups
    }

    /// The number of the first report of `origin`; `None` where there is none.
    pub fn first(&self, origin: u64) -> Option<u64> {
        self.members.get(&origin)?.first().copied()
    }

    /// How many pairs of reports have been compared so far.
    pub fn compared(&self) -> u64 {
        self.compared
    }

    /// How many reports it has.
    pub fn len(&self) -> usize {
        self.reports.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sentences without a word in common.
    fn sentence(n: usize) -> String {
        let word = |k: usize| format!("w{}x{k}", n * 31);
        (0..14).map(word).collect::<Vec<_>>().join(" ") + ". "
    }

    fn text(sentences: &[usize]) -> String {
        sentences.iter().map(|&n| sentence(n)).collect()
    }

    fn groups(reports: &[(usize, Vec<usize>)]) -> Vec<Vec<String>> {
        let mut grouping = Grouping::default();
        for (id, sentences) in reports {
            grouping.insert(&format!("r{id}"), Fingerprint::of(&text(sentences)), None);
        }
        let owned = |group: Vec<&str>| group.into_iter().map(str::to_owned).collect();
        grouping.groups().into_iter().map(owned).collect()
    }

    #[test]
    fn cuts_of_one_wire_have_one_origin() {
        let all = [(0, vec![1, 2, 3, 4]), (1, vec![1, 2]), (2, vec![9, 4, 3, 2]), (3, vec![7, 8])];
        assert_eq!(groups(&all), [vec!["r0", "r1", "r2"], vec!["r3"]]);
    }

    #[test]
    fn a_review_of_two_reports_stands_in_both_origins() {
        let all = [(0, vec![1, 2, 5, 6]), (1, vec![1, 2]), (2, vec![5, 6])];
        assert_eq!(groups(&all), [vec!["r0", "r1"], vec!["r0", "r2"]]);
    }

    #[test]
    fn a_decision_names_the_report_that_it_is_like() {
        let mut grouping = Grouping::default();
        let first = grouping.insert("a", Fingerprint::of(&text(&[1, 2])), None);
        assert_eq!((first.like, first.reason), (None, Reason::Alone));
        let second = grouping.insert("b", Fingerprint::of(&text(&[2, 1])), None);
        assert_eq!((second.origin, second.like.as_deref()), (first.origin, Some("a")));
        assert!(grouping.share_origin("a", "b") && !grouping.share_origin("a", "c"));
        assert_eq!((grouping.len(), grouping.compared(), grouping.is_empty()), (2, 1, false));
    }

    proptest! {
        #[test]
        fn order_does_not_matter(
            reports in prop::collection::vec(prop::collection::vec(0usize..12, 1..6), 1..10),
            order in Just((0..10).collect::<Vec<usize>>()).prop_shuffle(),
        ) {
            let reports: Vec<_> = reports.into_iter().enumerate().collect();
            let shuffled: Vec<_> = order.iter().filter_map(|&i| reports.get(i).cloned()).collect();
            prop_assert_eq!(groups(&reports), groups(&shuffled));
        }
    }
}
