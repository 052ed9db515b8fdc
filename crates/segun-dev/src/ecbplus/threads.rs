//! What a ledger makes of the same documents: they are added to a real one, and a gold mention is in the thread of its claim.

use super::mentions::Readings;
use crate::stories::filled;
use segun::ledger::query::Filter;
use std::collections::BTreeMap;

/// The thread of each mention in a ledger to which the documents were added in `order`; one whose event has no type is
/// no claim, and alone.
pub(super) fn of(readings: &Readings, order: &[usize]) -> anyhow::Result<Vec<usize>> {
    let (_folder, ledger) = filled(order.iter().map(|&n| &readings.documents[n]))?;
    let mut thread_of: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for claim in ledger.claims(&Filter::default())? {
        // Reports are numbered as they come in.
        let document = order[usize::try_from(claim.report)? - 1];
        let thread = claim.thread.map_or(Ok(0), usize::try_from)?;
        thread_of.insert((document, claim.event), thread);
    }
    let alone = thread_of.values().max().map_or(0, |last| last + 1);
    let of = |(n, mention): (usize, &super::mentions::Mention)| {
        let claim = mention.claim.as_ref().map(|c| (mention.document, c.claim.event.clone()));
        claim.and_then(|claim| thread_of.get(&claim).copied()).unwrap_or(alone + n)
    };
    Ok(readings.mentions.iter().enumerate().map(of).collect())
}

/// The mentions that are claims, by their numbers.
pub(super) fn claimed(readings: &Readings) -> Vec<usize> {
    (0..readings.mentions.len()).filter(|&n| readings.mentions[n].claim.is_some()).collect()
}
