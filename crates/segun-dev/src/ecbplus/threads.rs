//! The ledger's own linker on the same mentions: every claim that we read goes into a thread as it does in a ledger, one
//! document after the other, and a gold mention is in the thread of its claim.

use super::mentions::Readings;
use segun_claims::Threads;
use std::collections::BTreeMap;

/// The thread of each mention; one whose event has no type is no claim, and alone.
pub(super) fn of(readings: &Readings) -> Vec<usize> {
    let mut threads = Threads::new();
    let mut thread_of: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (document, claims) in readings.claims.iter().enumerate() {
        for (claim, thread) in claims.iter().zip(threads.add(claims)) {
            thread_of.insert((document, claim.claim.event.as_str()), thread);
        }
    }
    let alone = threads.all().len();
    let of = |(n, mention): (usize, &super::mentions::Mention)| {
        let event = mention.claim.as_ref().map(|c| c.claim.event.as_str());
        event.and_then(|e| thread_of.get(&(mention.document, e)).copied()).unwrap_or(alone + n)
    };
    readings.mentions.iter().enumerate().map(of).collect()
}

/// The mentions that are claims, by their numbers.
pub(super) fn claimed(readings: &Readings) -> Vec<usize> {
    (0..readings.mentions.len()).filter(|&n| readings.mentions[n].claim.is_some()).collect()
}
