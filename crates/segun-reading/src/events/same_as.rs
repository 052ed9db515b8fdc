//! Which mentions are of the same event in the world.

use super::compatible_when;
use segun_report::Event;

/// Gives each event the participants that its own sentence does not name, from another mention of what seems
/// to be the same event: the last one before it, else the next one after it (a headline names few). Says who took what
/// from whom.
pub(super) fn complete(events: &mut [Event]) -> Vec<Taken> {
    let named: Vec<[Vec<String>; 2]> =
        events.iter().map(|e| [e.actor.clone(), e.recipient.clone()]).collect();
    let mut taken = Vec::new();
    for n in 0..events.len() {
        for side in [Side::Actor, Side::Recipient] {
            let (own, other_own) = (side as usize, 1 - side as usize);
            if !named[n][own].is_empty() {
                continue;
            }
            let gives = |&other: &usize| {
                let [mine, theirs] = [&named[n][other_own], &named[other][other_own]];
                let apart = |a: &[String], b: &[String]| !a.iter().any(|x| b.contains(x));
                events[other].kind.is_some()
                    && events[other].kind == events[n].kind
                    && compatible_mode(&events[other], &events[n])
                    && !named[other][own].is_empty()
                    && apart(&named[other][own], mine)
                    && (mine.is_empty() || theirs.is_empty() || !apart(mine, theirs))
            };
            let before = (0..n).rev().take(REACH).find(gives);
            let Some(from) = before.or_else(|| (n + 1..events.len()).take(REACH).find(gives)) else {
                continue;
            };
            let list = match side {
                Side::Actor => &mut events[n].actor,
                Side::Recipient => &mut events[n].recipient,
            };
            list.clone_from(&named[from][own]);
            taken.push(Taken { event: n, side, from });
        }
    }
    taken
}

/// How many mentions away the same event is looked for; keeps the work on endless texts in proportion.
const REACH: usize = 500;

/// What one mention of an event took from another.
#[derive(Debug)]
pub(super) struct Taken {
    /// Its number.
    pub(super) event: usize,
    /// Whom it took.
    pub(super) side: Side,
    /// The number of the other.
    pub(super) from: usize,
}

/// Those who act, or those who undergo.
#[derive(Clone, Copy, Debug)]
pub(super) enum Side {
    Actor,
    Recipient,
}

impl Side {
    /// As explanations have it.
    pub(super) fn aspect(self) -> &'static str {
        match self {
            Side::Actor => "actor",
            Side::Recipient => "recipient",
        }
    }
}

/// Those of `event` on one side.
pub(super) fn list(event: &Event, side: Side) -> &[String] {
    match side {
        Side::Actor => &event.actor,
        Side::Recipient => &event.recipient,
    }
}

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
