//! Which mentions are of the same event in the world.

use super::compatible_when;
use segun_report::{Event, Why};

/// Gives each event the participants that its own sentence does not name, from another mention of what seems
/// to be the same event: the last one before it, else the next one after it (a headline names few).
pub(super) fn complete(events: &mut [Event]) {
    let named: Vec<[Vec<String>; 2]> =
        events.iter().map(|e| [e.actor.clone(), e.recipient.clone()]).collect();
    for n in 0..events.len() {
        for side in [ACTOR, RECIPIENT] {
            if !named[n][side].is_empty() {
                continue;
            }
            let gives = |&other: &usize| {
                let [own, theirs] = [&named[n][1 - side], &named[other][1 - side]];
                let apart = |a: &[String], b: &[String]| !a.iter().any(|x| b.contains(x));
                events[other].kind.is_some()
                    && events[other].kind == events[n].kind
                    && compatible_mode(&events[other], &events[n])
                    && !named[other][side].is_empty()
                    && apart(&named[other][side], own)
                    && (own.is_empty() || theirs.is_empty() || !apart(own, theirs))
            };
            let before = (0..n).rev().take(REACH).find(gives);
            let Some(other) = before.or_else(|| (n + 1..events.len()).take(REACH).find(gives)) else {
                continue;
            };
            let why = format!("taken from {}", events[other].id);
            let event = &mut events[n];
            let (list, aspect) =
                if side == ACTOR { (&mut event.actor, "actor") } else { (&mut event.recipient, "recipient") };
            list.clone_from(&named[other][side]);
            event.why.push(Why::rule(aspect, why));
        }
    }
}

/// How many mentions away the same event is looked for; keeps the work on endless texts in proportion.
const REACH: usize = 500;

const ACTOR: usize = 0;
const RECIPIENT: usize = 1;

/// Whether two modes can be those of one event; one found by the type head alone has none.
fn compatible_mode(a: &Event, b: &Event) -> bool {
    a.mode.is_none() || b.mode.is_none() || a.mode == b.mode
}

/// Sets `same_as`: the first mention of the same event.
pub(super) fn link(events: &mut [Event]) {
    for n in 0..events.len() {
        let (before, rest) = events.split_at(n);
        let event = &rest[0];
        let first =
            before.iter().rev().take(REACH).find(|old| same(old, event)).map(|old| old.same_as.clone());
        let own = event.id.clone();
        events[n].same_as = first.unwrap_or(own);
    }
}

fn same(a: &Event, b: &Event) -> bool {
    let Some(kind) = a.kind else { return false };
    if b.kind != Some(kind) || !compatible_mode(a, b) || !compatible_when(a.when, b.when) {
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
