//! Quotations that several reports share.
//!
//! Two reports may be written by different hands and still hand on the same statement: what
//! somebody said once. Claims inside the same quotation have one origin then, even though the
//! reports have two.
//!
//! A quotation is known by a few hashes of runs of its words, the smallest ones, so that a
//! shortened quotation still shares some with the whole (winnowing by a global minimum;
//! Schleimer, Wilkerson and Aiken 2003, "Winnowing: Local Algorithms for Document
//! Fingerprinting").

use crate::words::{mix, word_hashes};

/// Words that a quotation has at least to be anything but a turn of phrase.
pub const LEAST_WORDS: usize = 6;
/// Words in a run that makes a key.
const RUN: usize = 5;
/// Keys a quotation has at most.
const KEYS: usize = 6;
/// The share of the shorter quotation's runs of three words that the other must have.
const SHARE: f32 = 0.5;
/// Words in a row that two quotations must share where their speakers are said to differ.
const OTHER_SPEAKER: usize = 10;

/// A direct quotation: what is between the marks, and who says it.
#[derive(Clone, Copy, Debug)]
pub struct Quote<'a> {
    /// The words.
    pub text: &'a str,
    /// What identifies the speaker across reports, where that is known.
    pub holder_key: Option<&'a str>,
}

/// The keys under which the quotations are kept: of each quotation of six words or more, up to six. Rising.
pub fn quote_keys(quotes: &[Quote<'_>]) -> Vec<u64> {
    let mut keys: Vec<u64> = quotes.iter().flat_map(|quote| keys_of(&word_hashes(quote.text))).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn keys_of(words: &[u64]) -> Vec<u64> {
    if words.len() < LEAST_WORDS {
        return Vec::new();
    }
    let mut keys: Vec<u64> = words.windows(RUN).map(joined).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.truncate(KEYS);
    keys
}

fn joined(words: &[u64]) -> u64 {
    words.iter().fold(0x71, |hash, word| mix(hash.rotate_left(23) ^ word))
}

/// Whether the two quotations hand on the same statement, shortened or cut in the middle as they may be.
///
/// Six words in a row must be the same, and half of the shorter one must stand in the other. Where two different
/// speakers are named ten words in a row must be the same: one person may have two keys, but short sentences are
/// said by many.
pub fn same_quote(a: Quote<'_>, b: Quote<'_>) -> bool {
    let (x, y) = (word_hashes(a.text), word_hashes(b.text));
    if x.len().min(y.len()) < LEAST_WORDS {
        return false;
    }
    let differ = matches!((a.holder_key, b.holder_key), (Some(a), Some(b)) if a != b);
    let row = if differ { OTHER_SPEAKER } else { LEAST_WORDS };
    longest_shared_run(&x, &y) >= row && share_of_runs(&x, &y) >= SHARE
}

/// Most words in a row that both have: quadratic, but quotations are short.
fn longest_shared_run(x: &[u64], y: &[u64]) -> usize {
    let mut ends = vec![0usize; y.len() + 1];
    let mut longest = 0;
    for word in x {
        // From the right, so that `ends[j]` is still that of the word before.
        for j in (0..y.len()).rev() {
            ends[j + 1] = if y[j] == *word { ends[j] + 1 } else { 0 };
            longest = longest.max(ends[j + 1]);
        }
    }
    longest
}

/// The share of the shorter one's runs of three words that the longer one has.
fn share_of_runs(x: &[u64], y: &[u64]) -> f32 {
    let runs = |words: &[u64]| {
        let mut runs: Vec<u64> = words.windows(3).map(joined).collect();
        runs.sort_unstable();
        runs.dedup();
        runs
    };
    let (x, y) = (runs(x), runs(y));
    let shared = x.iter().filter(|run| y.binary_search(run).is_ok()).count();
    shared as f32 / x.len().min(y.len()).max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WHOLE: &str = "We will not sign anything this week, and whoever says so has not read the draft that lies on our table";

    fn quote(text: &str) -> Quote<'_> {
        Quote { text, holder_key: None }
    }

    #[test]
    fn a_cut_quotation_is_the_same_one() {
        for cut in [
            "whoever says so has not read the draft that lies on our table",
            "WE WILL NOT SIGN ANYTHING THIS WEEK",
            "We will not sign anything this week (…) has not read the draft that lies on our table",
        ] {
            assert!(same_quote(quote(WHOLE), quote(cut)), "{cut}");
            let keys = quote_keys(&[quote(WHOLE)]);
            let shared = quote_keys(&[quote(cut)]).iter().any(|key| keys.contains(key));
            assert!(shared || cut.len() < 40, "{cut}");
        }
    }

    #[test]
    fn other_words_are_another_quotation() {
        assert!(!same_quote(
            quote(WHOLE),
            quote("We will sign it next week and the draft is ready to be read by all")
        ));
        assert!(!same_quote(quote("not this week"), quote("not this week")));
        assert!(quote_keys(&[quote("too short to be one")]).is_empty());
    }

    #[test]
    fn another_speaker_needs_more_of_the_same_words() {
        let text = "it is a matter of great concern";
        let by = |holder_key| Quote { text, holder_key };
        assert!(same_quote(by(Some("name:a")), by(Some("name:a"))));
        assert!(same_quote(by(Some("name:a")), by(None)));
        assert!(!same_quote(by(Some("name:a")), by(Some("name:b"))));
    }

    proptest! {
        #[test]
        fn it_does_not_matter_which_comes_first(a in "([ab] ){0,20}", b in "([ab] ){0,20}") {
            prop_assert_eq!(same_quote(quote(&a), quote(&b)), same_quote(quote(&b), quote(&a)));
        }
    }
}
