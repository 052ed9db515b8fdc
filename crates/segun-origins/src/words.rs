//! Text to words, in any language and script.
//!
//! A word is a run of letters and digits, folded: lower case, compatibility forms decomposed,
//! diacritics dropped. Scripts that are written without spaces give a word for each pair of
//! neighbouring characters. Words are not kept, only their hashes; these are stored in
//! fingerprints, so what this file computes must never change within one fingerprint version.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Words up to this long are taken to be grammatical.
const SHORT: usize = 3;

/// A piece of text as [`pieces`] hands it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A word: the hash of its folded form, and whether it is likely to be more than a grammatical one: longer
    /// than three letters, with a digit, or of a script without spaces.
    Word { hash: u64, content: bool },
    /// A sentence ends.
    Sentence,
    /// A paragraph ends (and with it a sentence).
    Paragraph,
}

/// Calls `each` for every piece of `text` in order, with the byte behind it.
pub(crate) fn pieces(text: &str, mut each: impl FnMut(usize, Piece)) {
    let mut word = Open::default();
    let mut last_unspaced: Option<char> = None;
    // A sentence mark counts once white space follows it, or a line feed somewhat later.
    let mut mark = false;
    let mut ended = false;
    let mut lines = 0;
    let mut spaced = true;
    for (at, c) in text.char_indices() {
        if c.is_ascii() {
            last_unspaced = None;
            let b = c as u8;
            if b.is_ascii_alphanumeric() {
                word.push(u32::from(b.to_ascii_lowercase()), b.is_ascii_digit());
                (mark, ended, lines, spaced) = (false, false, 0, false);
                continue;
            }
        } else if is_unspaced(c) {
            word.close(at, &mut each);
            let before = last_unspaced.map_or(0, |c| c as u64);
            each(at + c.len_utf8(), Piece::Word { hash: mix(before << 32 | c as u64), content: true });
            last_unspaced = Some(c);
            (mark, ended, lines, spaced) = (false, false, 0, false);
            continue;
        } else if word.push_folded(c) {
            (mark, ended, lines, spaced) = (false, false, 0, false);
            last_unspaced = None;
            continue;
        } else if is_combining_mark(c) {
            continue;
        }
        last_unspaced = None;
        word.close(at, &mut each);
        match c {
            '\n' => {
                lines += 1;
                // Text may be hard-wrapped: a line feed ends a paragraph after a mark or before an empty line.
                if (mark && lines == 1) || (!mark && lines == 2) {
                    each(at, Piece::Paragraph);
                }
                (ended, spaced) = (true, true);
            }
            '.' | '!' | '?' | '…' | '؟' | '।' | '։' => mark |= !spaced,
            '。' | '！' | '？' => {
                each(at + c.len_utf8(), Piece::Sentence);
                (mark, ended) = (true, true);
            }
            c if c.is_whitespace() => {
                if mark && !ended {
                    each(at, Piece::Sentence);
                    ended = true;
                }
                spaced = true;
            }
            // Quotes and brackets stand between a mark and its space.
            _ => {}
        }
    }
    word.close(text.len(), &mut each);
    each(text.len(), Piece::Paragraph);
}

/// The word that is being read.
#[derive(Default)]
struct Open {
    hash: u64,
    letters: usize,
    digits: usize,
}

impl Open {
    #[inline]
    fn push(&mut self, c: u32, digit: bool) {
        self.hash = (self.hash.rotate_left(5) ^ u64::from(c)).wrapping_mul(0x517c_c1b7_2722_0a95);
        self.letters += 1;
        self.digits += usize::from(digit);
    }

    /// Adds what folding makes of `c`; false where it is no part of a word.
    fn push_folded(&mut self, c: char) -> bool {
        if !c.is_alphanumeric() {
            return false;
        }
        for lower in c.to_lowercase() {
            decompose_compatible(lower, |part| {
                if part.is_alphanumeric() && !is_combining_mark(part) {
                    self.push(part as u32, part.is_numeric());
                }
            });
        }
        true
    }

    fn close(&mut self, at: usize, each: &mut impl FnMut(usize, Piece)) {
        if self.letters > 0 {
            let content = self.letters > SHORT || self.digits > 0;
            each(at, Piece::Word { hash: mix(self.hash), content });
            *self = Self::default();
        }
    }
}

/// The characters of scripts without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c as u32,
        0x0E00..=0x0EFF // Thai, Lao
        | 0x1000..=0x109F | 0x1780..=0x17FF // Myanmar, Khmer
        | 0x3041..=0x30FF | 0x31F0..=0x31FF // kana
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF) // ideographs
        && c.is_alphanumeric()
}

/// Spreads the bits of `x` (the finaliser of SplitMix64, Steele, Lea and Flood 2014, "Fast Splittable
/// Pseudorandom Number Generators").
#[inline]
pub(crate) fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The hashes of all words of `text`, for what needs no sentences.
pub(crate) fn word_hashes(text: &str) -> Vec<u64> {
    let mut all = Vec::new();
    pieces(text, |_, piece| {
        if let Piece::Word { hash, .. } = piece {
            all.push(hash);
        }
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        let mut out = String::new();
        pieces(text, |_, piece| match piece {
            Piece::Word { content: true, .. } => out.push('W'),
            Piece::Word { .. } => out.push('w'),
            Piece::Sentence => out.push('.'),
            Piece::Paragraph => out.push('|'),
        });
        out
    }

    #[test]
    fn sentences_and_paragraphs_end_where_readers_see_it() {
        assert_eq!(shape("One two. Three 4?\nFive"), "ww.WW|W|");
        assert_eq!(shape("hard wrapped\nlines go on\n\nnew one"), "WWWww|ww|");
        assert_eq!(shape("He said \"no.\" Then left."), "wWw.WW|");
        assert_eq!(shape("at 3.5 per cent"), "wWWwW|");
        assert_eq!(shape(""), "|");
    }

    #[test]
    fn folding_forgets_case_accents_and_width() {
        assert_eq!(word_hashes("MÉXICO"), word_hashes("mexico"));
        assert_eq!(word_hashes("e\u{301}l"), word_hashes("él"));
        assert_eq!(word_hashes("ＡＢＣ"), word_hashes("abc"));
        assert_ne!(word_hashes("casa"), word_hashes("caso"));
    }

    #[test]
    fn scripts_without_spaces_give_words() {
        assert_eq!(word_hashes("北京时间").len(), 4);
        assert_eq!(word_hashes("北京时间")[2], word_hashes("在京时间")[2]);
        assert_eq!(word_hashes("Москва — столица").len(), 2);
        assert_eq!(word_hashes("نيويورك تايمز").len(), 2);
    }
}
