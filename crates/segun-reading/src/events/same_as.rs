//! Which mentions are of the same event in the world.

use super::clause::Clause;
use super::compatible_when;
use super::lexicon::Entry;
use super::roles::Parts;
use super::triggers::Trigger;
use segun_report::{Event, When, Why};
use segun_syntax::Feature;

/// Gives an event without parts those of the last mention that it takes up: one of the same
/// type and mode, where the noun is definite, possessive or demonstrative, or the mode symmetric.
pub(super) fn take_over(
    clause: &Clause<'_>,
    trigger: &Trigger<'_>,
    entry: &Entry,
    before: &[Event],
    when: When,
    parts: &mut Parts,
) {
    if entry.verb {
        return;
    }
    let sentence = clause.sentence;
    let taken_up = sentence.children_by(trigger.head, &["det", "amod"]).any(|d| {
        let features = &sentence.words[d].features;
        features.is(Feature::Definite, "Def")
            || features.is(Feature::Poss, "Yes")
            || features.is(Feature::PronType, "Dem")
            || features.is(Feature::PronType, "Prs")
    });
    if !(taken_up || entry.frame.symmetric) {
        return;
    }
    let found = before.iter().rev().find(|e| {
        e.kind == entry.kind && e.mode == entry.mode && !(e.actor.is_empty() && e.recipient.is_empty())
    });
    let Some(found) = found else { return };
    let owned = sentence
        .children_by(trigger.head, &["det"])
        .any(|d| sentence.words[d].features.is(Feature::Poss, "Yes"));
    if !owned && !compatible_when(found.when, when) {
        return;
    }
    let indices = |ids: &[String]| -> Vec<usize> {
        ids.iter().filter_map(|id| clause.entities.all.iter().position(|e| e.id == *id)).collect()
    };
    parts.actor = indices(&found.actor);
    parts.recipient = indices(&found.recipient);
    parts.why.push(Why::rule("actor", "taken up from the last mention"));
}

/// Sets `same_as`: the first mention of the same event.
pub(super) fn link(events: &mut [Event]) {
    for n in 0..events.len() {
        let (before, rest) = events.split_at(n);
        let event = &rest[0];
        let first = before.iter().rev().find(|old| same(old, event)).map(|old| old.same_as.clone());
        let own = event.id.clone();
        events[n].same_as = first.unwrap_or(own);
    }
}

fn same(a: &Event, b: &Event) -> bool {
    let Some(kind) = a.kind else { return false };
    if b.kind != Some(kind) || a.mode != b.mode || !compatible_when(a.when, b.when) {
        return false;
    }
    let people = |e: &Event| {
        let mut all: Vec<String> = e.actor.iter().chain(&e.recipient).cloned().collect();
        all.sort();
        all.dedup();
        all
    };
    let (x, y) = (people(a), people(b));
    let shared = x.iter().filter(|p| y.contains(p)).count();
    // One side's participants are among the other's.
    if x.is_empty() || y.is_empty() || shared < x.len().min(y.len()) {
        return false;
    }
    let apart = |p: &Option<String>, q: &Option<String>| matches!((p, q), (Some(p), Some(q)) if p > q);
    if apart(&a.from, &b.to) || apart(&b.from, &a.to) {
        return false;
    }
    a.place.is_empty() || b.place.is_empty() || a.place.iter().any(|p| b.place.contains(p))
}
