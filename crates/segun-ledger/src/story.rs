//! Whether a report tells of the same happening as others: who and what is named in both, weighed by how rare it is.
//!
//! Names count in every language (their keys are shared), words of the title and the first sentence within one
//! language only. Single-pass clustering with the cosine of tf-idf vectors, as in topic detection and tracking
//! (Allan et al. 1998).

use crate::stem::stems;
use segun_claims::{Key, stable_hash};
use segun_report::Reading;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A report joins a story from this likeness on; chosen with `segun-dev stories --tuning`'s sets.
pub(crate) const ALIKE: f64 = 0.26;
/// A report is like a story from this likeness on, which [`ALIKE`] makes one.
pub(crate) const NEAR: f64 = 0.1;
/// Days without news after which a story is over.
pub(crate) const OVER: i32 = 4;
/// Features kept of a report, and of a story.
const OF_REPORT: usize = 40;
const OF_STORY: usize = 80;
/// A story is looked for under so many of a report's rarest features.
pub(crate) const PROBES: usize = 8;
/// Words of the beginning that count.
const BEGINNING: usize = 40;

/// Weights of features by their hash.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Vector {
    /// Names.
    pub(crate) names: BTreeMap<i64, f64>,
    /// Words, with their language in the hash.
    pub(crate) words: BTreeMap<i64, f64>,
}

impl Vector {
    /// How often each feature stands in `reading`, on a logarithmic scale.
    pub(crate) fn of(reading: &Reading) -> Self {
        let mut names = BTreeMap::new();
        for entity in &reading.entities {
            *names.entry(feature(Key::of_entity(entity).as_str())).or_insert(0.0) +=
                entity.mentions.len() as f64;
        }
        let report = &reading.report;
        let language = report.language.as_deref();
        let beginning: Vec<&str> = report.text.split_whitespace().take(BEGINNING).collect();
        let text = format!("{} {}", report.title.as_deref().unwrap_or_default(), beginning.join(" "));
        let mut words = BTreeMap::new();
        for stem in stems(&text, language).split(' ').filter(|w| w.chars().count() > 2) {
            *words.entry(feature(&format!("{}:{stem}", language.unwrap_or_default()))).or_insert(0.0) += 1.0;
        }
        let damped =
            |counts: BTreeMap<i64, f64>| counts.into_iter().map(|(k, n)| (k, 1.0 + f64::ln(n.max(1.0))));
        Self { names: damped(names).collect(), words: damped(words).collect() }
    }

    /// All features.
    pub(crate) fn features(&self) -> impl Iterator<Item = i64> + '_ {
        self.names.keys().chain(self.words.keys()).copied()
    }

    /// Weighs each feature by `rarity`, and keeps the heaviest.
    pub(crate) fn weighed(mut self, rarity: impl Fn(i64) -> f64) -> Self {
        for side in [&mut self.names, &mut self.words] {
            side.iter_mut().for_each(|(key, weight)| *weight *= rarity(*key));
            side.retain(|_, weight| *weight > 0.0);
            keep(side, OF_REPORT);
            normalise(side);
        }
        self
    }

    /// The features to look for a story under: the heaviest names, then words.
    pub(crate) fn probes(&self) -> Vec<i64> {
        let heaviest = |side: &BTreeMap<i64, f64>| {
            let mut all: Vec<_> = side.iter().map(|(k, w)| (*k, *w)).collect();
            all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            all.into_iter().map(|(k, _)| k).take(PROBES / 2).collect::<Vec<_>>()
        };
        let mut probes = heaviest(&self.names);
        probes.extend(heaviest(&self.words));
        probes
    }

    /// 0 to 1: the cosine of the names, with that of the words where both have words of one language.
    pub(crate) fn likeness(&self, other: &Self) -> f64 {
        let names = cosine(&self.names, &other.names);
        let words = cosine(&self.words, &other.words);
        // Across languages there are no words in common, only names can tell.
        if words > 0.0 { 0.55 * names + 0.45 * words } else { 0.75 * names }
    }

    /// Adds a report's vector to a story's of `reports` reports.
    pub(crate) fn absorb(&mut self, report: &Self, reports: i64) {
        let share = 1.0 / (reports as f64 + 1.0);
        for (mine, its) in [(&mut self.names, &report.names), (&mut self.words, &report.words)] {
            mine.values_mut().for_each(|w| *w *= 1.0 - share);
            for (key, weight) in its {
                *mine.entry(*key).or_insert(0.0) += share * weight;
            }
            keep(mine, OF_STORY);
            normalise(mine);
        }
    }
}

fn cosine(a: &BTreeMap<i64, f64>, b: &BTreeMap<i64, f64>) -> f64 {
    a.iter().filter_map(|(key, weight)| Some(weight * b.get(key)?)).sum()
}

fn normalise(side: &mut BTreeMap<i64, f64>) {
    let norm = side.values().map(|w| w * w).sum::<f64>().sqrt();
    if norm > 0.0 {
        side.values_mut().for_each(|w| *w /= norm);
    }
}

/// Leaves the `most` heaviest.
fn keep(side: &mut BTreeMap<i64, f64>, most: usize) {
    if side.len() > most {
        let mut weights: Vec<f64> = side.values().copied().collect();
        weights.sort_by(|a, b| b.total_cmp(a));
        let least = weights[most - 1];
        side.retain(|_, w| *w >= least);
    }
}

/// A feature's number, as SQLite's signed integers.
fn feature(text: &str) -> i64 {
    stable_hash(&[text]).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(names: &[(&str, f64)], words: &[&str]) -> Vector {
        let names = names.iter().map(|(n, w)| (feature(n), *w)).collect();
        let words = words.iter().map(|w| (feature(w), 1.0)).collect();
        Vector { names, words }.weighed(|_| 1.0)
    }

    #[test]
    fn the_same_names_and_words_are_one_story() {
        let a = vector(&[("kim", 2.0), ("putin", 2.0), ("vladivostok", 1.0)], &["es:reunion", "es:cumbr"]);
        let b = vector(&[("kim", 2.0), ("putin", 1.0)], &["es:reunion", "es:arma"]);
        let other = vector(&[("putin", 1.0), ("kiev", 3.0)], &["es:bombarde", "es:centr"]);
        assert!(a.likeness(&b) > ALIKE);
        assert!(a.likeness(&other) < ALIKE);
        assert!((a.likeness(&a) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn names_alone_carry_a_story_into_another_language() {
        let names = [("kim", 2.0), ("putin", 2.0), ("vladivostok", 1.0)];
        let (es, en) = (vector(&names, &["es:reunion"]), vector(&names, &["en:meet"]));
        assert!(es.likeness(&en) > ALIKE);
    }

    #[test]
    fn a_story_stays_small() {
        let mut story = vector(&[("a", 1.0)], &[]);
        for i in 0..500 {
            story.absorb(&vector(&[(&format!("n{i}"), 1.0)], &[]), i);
        }
        assert!(story.names.len() <= OF_STORY + 1, "{}", story.names.len());
    }
}
