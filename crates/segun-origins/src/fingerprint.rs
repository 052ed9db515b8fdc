//! What is kept of a report's text to recognise it elsewhere.
//!
//! **Phrases.** Words of up to three letters are left out (in most languages they are the
//! grammatical ones, which editors change first), except numbers; a *phrase* is a run of the
//! remaining words within one sentence. So paragraphs may be cut, reordered and joined, and
//! headlines and boilerplate added, without touching the phrases of what stays.
//!
//! **Sketch.** Of all phrases the [`Fingerprint`] keeps those with the smallest hashes, at most
//! [`SKETCH`]. That is a bottom-k sketch (Broder 1997, "On the resemblance and containment of
//! documents"; Cohen and Kaplan 2007, "Summarizing data using bottom-k sketches"): two reports'
//! sketches, cut to the lower of their two ceilings, are the same random sample of both, so the
//! share of either report that is found in the other can be counted on it. A report of usual
//! length is kept whole.
//!
//! **Passages.** Each phrase remembers which passage (one or a few sentences) it stands in, so
//! that a comparison can say *where* two reports are the same, and a few reprinted paragraphs
//! differ from as many phrases scattered over a report, as two reports on one topic share them.
//!
//! **Keys.** See [`crate::keys()`].

use crate::Region;
use crate::words::{Piece, mix, pieces};
use segun_report::Span;

/// How many phrases a fingerprint keeps at most.
pub(crate) const SKETCH: usize = 512;
/// Words in a phrase.
const PHRASE: usize = 3;
/// Words in a phrase that makes a key.
const KEY_PHRASE: usize = 4;
/// Keys for the phrases with the smallest hashes of the whole report.
const GLOBAL_KEYS: usize = 32;
/// Keys for the phrase with the smallest hash of each of the longest passages.
const PASSAGE_KEYS: usize = 32;
/// Words that a passage has at least, except the last one of a report.
const PASSAGE: u16 = 12;

/// A phrase of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Phrase {
    /// The hash of its words.
    pub(crate) hash: u32,
    /// The passage that it stands in (first).
    pub(crate) passage: u8,
}

/// What is kept of a report's text to recognise it elsewhere: a few bytes a phrase, whatever the language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// How many different phrases the text has.
    pub(crate) all: u32,
    /// How many words each passage has.
    pub(crate) passages: Vec<u16>,
    /// The phrases with the smallest hashes, in the order of their hashes.
    pub(crate) phrases: Vec<Phrase>,
    /// Keys under which the report is found, rising.
    pub(crate) keys: Vec<u64>,
}

impl Fingerprint {
    /// The fingerprint of `text`.
    pub fn of(text: &str) -> Self {
        let parts = Parts::of(text);
        let group = parts.group();
        let mut passages = vec![0u16; parts.sizes.len().div_ceil(group)];
        for (i, size) in parts.sizes.iter().enumerate() {
            passages[i / group] = passages[i / group].saturating_add(*size);
        }
        let mut phrases: Vec<Phrase> = parts
            .phrases
            .iter()
            .map(|&(hash, passage)| Phrase { hash, passage: (passage as usize / group) as u8 })
            .collect();
        // By hash, then by passage: of a phrase that stands twice the first is kept.
        phrases.sort_unstable();
        phrases.dedup_by_key(|p| p.hash);
        let all = phrases.len() as u32;
        phrases.truncate(SKETCH);
        let keys = keys(parts.keys, group, &passages);
        Self { all, passages, phrases, keys }
    }

    /// Where the passages of `text` stand in it: number `n` of a [`Region`] of its fingerprint is the span `n`. So a
    /// span of the report, such as that of a claim, has the origins whose region holds its passage.
    pub fn passage_spans(text: &str) -> Vec<Span> {
        let parts = Parts::of(text);
        let mut start = 0;
        let span = |ends: &[usize]| {
            let end = ends.last().copied().unwrap_or(start);
            Span::new(std::mem::replace(&mut start, end), end)
        };
        parts.ends.chunks(parts.group()).map(span).collect()
    }

    /// How many passages the text has (at most [`Region::PASSAGES`]).
    pub fn passages(&self) -> usize {
        self.passages.len()
    }

    /// How many of the text's words lie in `region`, short ones not counted.
    pub fn words_in(&self, region: Region) -> usize {
        let of = |n: usize| self.passages.get(n).copied().unwrap_or_default();
        region.passages().map(|n| usize::from(of(n))).sum()
    }

    /// Whether the text is too short to say anything about its origin.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// The hash up to which the sketch is complete.
    pub(crate) fn ceiling(&self) -> u32 {
        match self.phrases.last() {
            Some(last) if (self.phrases.len() as u32) < self.all => last.hash,
            _ => u32::MAX,
        }
    }
}

/// The phrases of a text, before any choice among them.
#[derive(Default)]
struct Parts {
    /// Words by passage.
    sizes: Vec<u16>,
    /// Where each passage ends.
    ends: Vec<usize>,
    /// Hash and passage.
    phrases: Vec<(u32, u32)>,
    /// Hash and passage of the longer phrases.
    keys: Vec<(u64, u32)>,
}

impl Parts {
    /// How many passages are counted as one, so that they are not too many.
    fn group(&self) -> usize {
        self.sizes.len().div_ceil(Region::PASSAGES).max(1)
    }

    fn of(text: &str) -> Self {
        let mut parts = Self::default();
        parts.phrases.reserve(text.len() / 8);
        parts.keys.reserve(text.len() / 8);
        let mut recent = [0u64; KEY_PHRASE];
        let mut run = 0; // words of this sentence so far
        let mut size = 0u16; // words of this passage so far
        pieces(text, |at, piece| match piece {
            Piece::Word { content: false, .. } => {}
            Piece::Word { hash, .. } => {
                recent.rotate_left(1);
                recent[KEY_PHRASE - 1] = hash;
                (run, size) = (run + 1, size.saturating_add(1));
                let passage = parts.sizes.len() as u32;
                if run >= PHRASE {
                    let phrase = joined(&recent[KEY_PHRASE - PHRASE..]);
                    parts.phrases.push(((phrase >> 32) as u32, passage));
                }
                if run >= KEY_PHRASE {
                    parts.keys.push((joined(&recent), passage));
                }
            }
            Piece::Sentence | Piece::Paragraph => {
                run = 0;
                if size >= PASSAGE {
                    parts.sizes.push(size);
                    parts.ends.push(at);
                    size = 0;
                }
            }
        });
        if size > 0 {
            parts.sizes.push(size);
            parts.ends.push(text.len());
        }
        parts
    }
}

fn joined(words: &[u64]) -> u64 {
    words.iter().fold(words.len() as u64, |hash, word| mix(hash.rotate_left(17) ^ word))
}

/// The keys: the smallest hashes of all, and the smallest of each of the longest passages.
fn keys(mut all: Vec<(u64, u32)>, group: usize, passages: &[u16]) -> Vec<u64> {
    let mut longest: Vec<usize> = (0..passages.len()).collect();
    longest.sort_by_key(|&n| (std::cmp::Reverse(passages[n]), n));
    longest.truncate(PASSAGE_KEYS);
    let mut least = vec![u64::MAX; passages.len()];
    for &(hash, passage) in &all {
        let slot = &mut least[passage as usize / group];
        *slot = hash.min(*slot);
    }
    // Only the smallest are wanted, a few more for those that stand twice.
    if all.len() > 4 * GLOBAL_KEYS {
        all.select_nth_unstable(3 * GLOBAL_KEYS);
        all.truncate(3 * GLOBAL_KEYS);
    }
    all.sort_unstable();
    all.dedup_by_key(|(hash, _)| *hash);
    let mut keys: Vec<u64> = all.iter().take(GLOBAL_KEYS).map(|(hash, _)| *hash).collect();
    keys.extend(longest.into_iter().map(|n| least[n]).filter(|&hash| hash != u64::MAX));
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_touch_first_does_not_change_phrases() {
        let a = Fingerprint::of("The ministers of eleven coastal countries agreed on cheaper transport.");
        let b = Fingerprint::of(
            "Ministers for eleven coastal countries agreed to a cheaper transport\n\nMore news",
        );
        assert!(a.phrases.iter().all(|p| b.phrases.iter().any(|q| p.hash == q.hash)));
        assert!(Fingerprint::of("Too short.").is_empty());
    }

    #[test]
    fn any_script_has_phrases() {
        for text in [
            "部长们昨晚就降低粮食运输费用达成一致。",
            "Министры одиннадцати прибрежных стран договорились удешевить перевозку зерна.",
            "اتفق وزراء إحدى عشرة دولة ساحلية على خفض تكلفة نقل الحبوب",
            "รัฐมนตรีสิบเอ็ดประเทศตกลงลดค่าขนส่งธัญพืช",
        ] {
            assert!(Fingerprint::of(text).phrases.len() >= 4, "{text}");
        }
    }

    #[test]
    fn passages_have_their_place() {
        let sentence = "Harbour dues will fall sharply within three months after twelve ministers signed another joint declaration there. ";
        let text = sentence.repeat(90);
        let spans = Fingerprint::passage_spans(&text);
        assert_eq!(spans.len(), Fingerprint::of(&text).passages());
        assert!(spans.len() <= Region::PASSAGES && spans.len() > 30);
        assert!(spans.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(spans.last().unwrap().end, text.trim_end().len().max(spans.last().unwrap().end));
        assert!(Fingerprint::passage_spans("").is_empty());
    }
}
