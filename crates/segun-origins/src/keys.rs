//! Under which keys a report is looked up.
//!
//! Comparing a new report with all others would be slow, so each is kept under a few keys, and
//! only those that share one are compared. A key is the hash of a longer phrase. One half are
//! the smallest hashes of the whole report (the min-wise sample of Broder et al. 1998, "Min-Wise
//! Independent Permutations", as a band of one row): two reports that share a fifth of their
//! longer phrases miss all of these with a chance of about 0.1 %. The other half are the
//! smallest hash of each of the longest passages: they find a short piece of a long report.
//!
//! One row a band is enough since longer phrases are rare; more rows would lose the reprints
//! that share least. What many unrelated reports share (a publisher's boilerplate) is caught by
//! counting: see [`CROWDED`].

use crate::Fingerprint;

/// How many keys a report has at most.
pub(crate) const MOST: usize = 64;

/// A key under which reports of more than this many different origins are kept says nothing and is to be left out
/// of look-ups. Count origins, not reports: a wire is rightly found under the same keys hundreds of times.
pub const CROWDED: usize = 24;

/// Reports of one key that are looked at, the newest: more are of one origin anyway, or of a crowded key.
pub const OF_A_KEY: usize = 256;

/// The keys (at most 64, rising) under which the report of `fingerprint` is kept and looked up: two reports of one
/// origin nearly always share one.
pub fn keys(fingerprint: &Fingerprint) -> &[u64] {
    &fingerprint.keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_few_and_rising() {
        let text: String = (0..4000).map(|i| format!("palabra{} ", i * 7919 % 3001)).collect();
        let fingerprint = Fingerprint::of(&text.replace('7', "7. "));
        let keys = keys(&fingerprint);
        assert!(keys.len() <= MOST && keys.len() > 20);
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(fingerprint.passages() <= 64);
    }
}
