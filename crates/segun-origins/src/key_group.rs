//! The reports of one key, without all others: which of them are alike.
//!
//! Likeness is an affair of two reports, so it can be found for each key apart, on as many machines as there are; what
//! follows from it for origins is decided afterwards, for all reports that links hold together
//! ([`Grouping::join`], which any further candidates would not change).
//!
//! Only whether a key is [crowded](crate::CROWDED) is more than its own affair: it is counted here by the origins that
//! its own links make. They are never fewer than those that all links make, so that no link is found that
//! [`Grouping::insert`] would not find. One could be missed where more than [`CROWDED`](crate::CROWDED) reports of a
//! key are of fewer origins only through reports that have not that key.

use crate::{Fingerprint, Grouping};

/// The reports of one key, as they come.
#[derive(Debug, Default)]
pub struct KeyGroup {
    grouping: Grouping,
    reports: Vec<u64>,
}

impl KeyGroup {
    /// Adds the next report; gives those before it that it is alike, by their numbers from 0 in this group.
    pub fn add(&mut self, fingerprint: Fingerprint, wire: Option<&str>) -> Vec<u64> {
        let number = self.reports.len() as u64;
        let candidates = self.grouping.looked_at(&self.reports).to_vec();
        let decision = self.grouping.join(&number.to_string(), fingerprint, wire, &candidates);
        self.reports.push(number);
        decision.alike.into_iter().map(|(report, _)| report).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn text(sentences: &[usize]) -> String {
        let word = |n: usize, k: usize| format!("w{}x{k}", n * 31);
        let sentence = |&n: &usize| (0..14).map(|k| word(n, k)).collect::<Vec<_>>().join(" ") + ". ";
        sentences.iter().map(sentence).collect()
    }

    /// Origins found key by key, then link by link, as on many machines.
    fn apart(texts: &[String]) -> Grouping {
        let prints: Vec<Fingerprint> = texts.iter().map(|text| Fingerprint::of(text)).collect();
        let mut groups: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (n, print) in prints.iter().enumerate() {
            keys(print).iter().for_each(|key| groups.entry(*key).or_default().push(n));
        }
        let mut links: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
        for reports in groups.values() {
            let mut group = KeyGroup::default();
            for &n in reports {
                let alike = group.add(prints[n].clone(), None);
                links.entry(n).or_default().extend(alike.iter().map(|&of| reports[of as usize] as u64));
            }
        }
        let mut grouping = Grouping::default();
        for (n, print) in prints.into_iter().enumerate() {
            let alike: Vec<u64> = links.remove(&n).unwrap_or_default().into_iter().collect();
            grouping.join(&format!("r{n}"), print, None, &alike);
        }
        grouping
    }

    proptest! {
        #[test]
        fn keys_apart_give_the_origins_of_all_together(
            reports in prop::collection::vec(prop::collection::vec(0usize..12, 1..6), 1..40),
        ) {
            let texts: Vec<String> = reports.iter().map(|sentences| text(sentences)).collect();
            let apart = apart(&texts);
            let mut together = Grouping::default();
            for (n, text) in texts.iter().enumerate() {
                together.insert(&format!("r{n}"), Fingerprint::of(text), None);
            }
            for n in 0..texts.len() {
                let id = format!("r{n}");
                prop_assert_eq!(apart.origins(&id), together.origins(&id), "{}", id);
            }
        }
    }
}
