//! To which thread the mentions of one event in one report belong.

use crate::DatedClaim;
use crate::link::{score, told};
use crate::reason::Link;
use crate::view::ProfileView;
use std::collections::BTreeMap;

/// The mentions of each event of one report: indices into `claims`, in text order. Mentions that the report says are one
/// event are compared apart where their words differ: what came of it ("killed") is often told in its place ("attack").
pub fn events_of_report(claims: &[DatedClaim]) -> Vec<Vec<usize>> {
    let mut events: Vec<Vec<usize>> = Vec::new();
    let mut of: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
    for (n, dated) in claims.iter().enumerate() {
        let word = dated.claim.context.stem.as_deref();
        let event = *of.entry((&dated.claim.same_as, word)).or_insert_with(|| {
            events.push(Vec::new());
            events.len() - 1
        });
        events[event].push(n);
    }
    events
}

/// What the report's `claims` say of `event`, one of [`events_of_report`]: its first mention, with what all other
/// mentions of the same event in the report add. `None` without any.
pub fn together(claims: &[DatedClaim], event: &[usize]) -> Option<DatedClaim> {
    let mut all = claims.get(*event.first()?)?.clone();
    let same_as = all.claim.same_as.clone();
    let others = (0..claims.len()).filter(|n| !event.contains(n));
    let rest = event.iter().skip(1).copied().chain(others).map(|n| &claims[n]);
    for mention in rest.filter(|c| c.claim.same_as == same_as) {
        let (own, other) = (&mut all.claim, &mention.claim);
        for (list, more) in [
            (&mut own.actors, &other.actors),
            (&mut own.recipients, &other.recipients),
            (&mut own.places, &other.places),
        ] {
            list.extend(more.iter().filter(|p| !list.contains(p)).cloned().collect::<Vec<_>>());
        }
        own.context.words.extend(other.context.words.iter().cloned());
        own.context.turn = own.context.turn.or(other.context.turn);
        own.mode = own.mode.take().or_else(|| other.mode.clone());
        let said = |w: crate::Window| w.from.is_some() && w.to.is_some();
        if said(other.window) && (!said(own.window) || other.when == own.when && narrower(other, own)) {
            own.window = other.window;
            own.when = other.when;
        }
    }
    all.claim.context.words.sort();
    all.claim.context.words.dedup();
    Some(all)
}

fn narrower(a: &crate::Claim, b: &crate::Claim) -> bool {
    let width = |c: &crate::Claim| match (c.window.from, c.window.to) {
        (Some(from), Some(to)) => to.0 - from.0,
        _ => i32::MAX,
    };
    width(a) < width(b)
}

/// The thread of `candidates` that the event belongs to, with why; `None` where it begins a new one. Of two equal
/// links the smaller id counts, so that the order of the candidates does not matter.
pub fn assign<'a, Id: Ord + Copy>(
    event: &DatedClaim,
    candidates: impl IntoIterator<Item = (Id, ProfileView<'a>)>,
) -> Option<(Id, Link)> {
    let scores = candidates.into_iter().filter_map(|(id, thread)| Some((score(event, &thread)?, id, thread)));
    let (_, id, thread) = scores.max_by(|(x, a, _), (y, b, _)| x.total_cmp(y).then(b.cmp(a)))?;
    Some((id, told(event, &thread)?))
}
