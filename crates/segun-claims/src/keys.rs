//! Blocking keys: numbers that two claims of one thread nearly always share.
//!
//! A key is made of a family of types, of who takes part (a pair of countries, one party, or a place; of a claim that
//! names none of them, a word of its sentence) and of a stretch of time. Stretches overlap by half, so that two days
//! closer than [`HALF`] always share one. A claim has keys for when it was published and for when its event
//! is due, so that plan and outcome meet in one of them. Where the report's story is known, it has keys for the story with
//! its family of types and with its words as well, without a time: a story ends after days of silence. Its words are keys
//! with the stories that the report is most like, too.

use crate::due::Due;
use crate::family::families;
use crate::profile::stem;
use crate::{DatedClaim, Day, Party, stable_hash};
use std::collections::BTreeSet;

/// How many keys a claim has at most.
pub const MOST_KEYS: usize = MOST_OF_DAYS + MOST_FAMILIES + 1 + MOST_NEAR;

/// How many of these are of a stretch of time.
const MOST_OF_DAYS: usize = 48;

/// Of how many of the stories that the report is like.
const MOST_NEAR: usize = 2;

/// How many families a type belongs to at most.
const MOST_FAMILIES: usize = 2;

/// How many threads of one key are worth looking at: the ones that last took up a claim. Keys of what
/// is always in the news are shared by more.
pub const THREADS_PER_KEY: usize = 64;

/// Days by which stretches of time are shifted.
const HALF: i32 = 30;

/// How many subjects (pairs, parties, places) are made keys of.
const MOST_SUBJECTS: usize = 6;

/// The keys of `claim`, sorted.
pub fn keys(claim: &DatedClaim) -> Vec<u64> {
    let mut keys = BTreeSet::new();
    let days = days(claim);
    for subject in subjects(claim) {
        for family in families(claim.claim.kind) {
            for &stretch in &days {
                keys.insert(stable_hash(&[&format!("{family:?}"), &subject, &stretch.to_string()]));
            }
        }
    }
    let mut keys: BTreeSet<u64> = keys.into_iter().take(MOST_OF_DAYS).collect();
    if let Some(story) = claim.story {
        let story = story.to_string();
        for family in families(claim.claim.kind) {
            keys.insert(stable_hash(&["story", &story, &format!("{family:?}")]));
        }
    }
    if let Some(stem) = stem(claim) {
        let near = claim.near_stories.iter().take(MOST_NEAR).map(|(story, _)| *story);
        for story in claim.story.into_iter().chain(near) {
            keys.insert(stable_hash(&["story", &story.to_string(), &stem]));
        }
    }
    keys.into_iter().collect()
}

/// The stretches of time in which the claim is to be found.
fn days(claim: &DatedClaim) -> Vec<i32> {
    let due = Due::of(claim);
    let middle = match (due.window.from, due.window.to) {
        (Some(from), Some(to)) if due.said => Some(Day(from.0 + (to.0 - from.0) / 2)),
        _ => None,
    };
    let mut stretches: Vec<i32> = [claim.published, middle]
        .into_iter()
        .flatten()
        .flat_map(|day| {
            let half = day.0.div_euclid(HALF);
            [half, half + 1]
        })
        .collect();
    stretches.sort_unstable();
    stretches.dedup();
    if stretches.is_empty() {
        stretches.push(i32::MIN);
    }
    stretches
}

/// Who or what the claim is about, the most telling first.
fn subjects(claim: &DatedClaim) -> Vec<String> {
    let unit = |p: &Party| p.country.clone().unwrap_or_else(|| last_word(p.key.as_str()).to_owned());
    let mut units: Vec<String> = claim.parties().map(unit).collect();
    units.sort();
    units.dedup();
    let mut subjects = Vec::new();
    'pairs: for (i, a) in units.iter().enumerate() {
        for b in &units[i + 1..] {
            if subjects.len() >= MOST_SUBJECTS / 2 {
                break 'pairs;
            }
            subjects.push(format!("{a}+{b}"));
        }
    }
    subjects.extend(units.into_iter().map(|u| format!("who {u}")));
    // A pair and its members are enough; where at most one party is named, the place counts as well.
    if subjects.len() <= 1 {
        let places = claim
            .claim
            .places
            .iter()
            .map(|p| format!("at {}", p.country.as_deref().unwrap_or(p.key.as_str())));
        subjects.extend(places);
    }
    if subjects.is_empty() {
        let mut words: Vec<&String> = claim.claim.context.words.iter().collect();
        words.sort_by_key(|w| (std::cmp::Reverse(w.chars().count()), w.as_str()));
        subjects.extend(words.into_iter().map(|w| format!("word {w}")));
    }
    subjects.truncate(MOST_SUBJECTS);
    subjects
}

/// The last word of a name: "Macron" and "Emmanuel Macron" must meet.
fn last_word(key: &str) -> &str {
    key.rsplit([' ', ':']).next().unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{claim, country, date};
    use segun_report::{EventType, When};

    fn share(a: &DatedClaim, b: &DatedClaim) -> bool {
        let b = keys(b);
        keys(a).iter().any(|k| b.contains(k))
    }

    #[test]
    fn plan_and_outcome_share_a_key() {
        let mut plan = claim(EventType::Consult, "2024-03-01", &[country("FRA"), country("CHL")]);
        plan.claim.when = When::Future;
        plan.claim.window = crate::Window { from: date("2024-06-10"), to: date("2024-06-12") };
        let outcome = claim(EventType::Consult, "2024-06-12", &[country("CHL")]);
        let other = claim(EventType::Consult, "2025-06-12", &[country("CHL"), country("FRA")]);
        assert!(share(&plan, &outcome));
        assert!(!share(&plan, &other));
        assert!(keys(&plan).len() <= MOST_KEYS);
    }
}
