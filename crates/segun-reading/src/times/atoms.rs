//! Text to atoms: runs of letters, runs of digits, single signs.
//!
//! The time grammar matches atoms and not the tokenizer's words, because the forms of
//! dates and clock times ("2023-09-05", "8.15", "10-year", "p.m.") are split in different
//! ways by different treebanks. An atom knows its place, so words are found from it.

use rustc_hash::FxHashMap;
use segun_report::Span;

/// What an atom is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A run of letters.
    Word,
    /// A run of ASCII digits.
    Digits,
    /// Any other single character.
    Sign,
}

/// One atom of a sentence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom {
    /// Where it stands.
    pub(crate) span: Span,
    /// What it is made of.
    pub(crate) kind: Kind,
    /// Its number among the grammar's words; 0 where the grammar does not have it.
    pub(crate) id: u32,
    /// Whether it begins right where the atom before ends.
    pub(crate) glued: bool,
    /// Whether its first letter is upper case.
    pub(crate) capital: bool,
    /// Whether all its letters are upper case.
    pub(crate) capitals: bool,
    /// The number that its digits write; 0 for others, and for more than nine digits.
    pub(crate) number: u32,
}

/// The grammar's words, numbered from 1.
#[derive(Debug, Default)]
pub(crate) struct Words {
    ids: FxHashMap<String, u32>,
}

impl Words {
    /// The number of `word`, new where it has none yet.
    pub(crate) fn intern(&mut self, word: &str) -> u32 {
        let next = self.ids.len() as u32 + 1;
        *self.ids.entry(word.to_lowercase()).or_insert(next)
    }

    /// The number of the word `atom`, whatever its case; 0 where it has none.
    fn find(&self, atom: &str, buffer: &mut String) -> u32 {
        if atom.len() > 40 {
            return 0;
        }
        // One sign for the kinds of apostrophe and of hyphen.
        let atom = match atom {
            "’" | "ʼ" => "'",
            "–" | "‑" | "‐" => "-",
            other => other,
        };
        buffer.clear();
        if atom.is_ascii() {
            buffer.push_str(atom);
            buffer.make_ascii_lowercase();
        } else {
            buffer.extend(atom.chars().flat_map(char::to_lowercase));
        }
        self.ids.get(buffer.as_str()).copied().unwrap_or(0)
    }
}

/// Splits `text[span]` into atoms.
pub(crate) fn split(text: &str, span: Span, words: &Words) -> Vec<Atom> {
    let mut atoms = Vec::with_capacity(span.len() / 5);
    let mut buffer = String::new();
    let mut end_before = usize::MAX;
    let part = span.of(text);
    let mut chars = part.char_indices().peekable();
    while let Some((offset, first)) = chars.next() {
        if first.is_whitespace() {
            continue;
        }
        let class = class_of(first);
        let mut end = offset + first.len_utf8();
        if class != Kind::Sign {
            while let Some(&(next, c)) = chars.peek() {
                if class_of(c) != class && !is_combining(c) {
                    break;
                }
                end = next + c.len_utf8();
                chars.next();
            }
        }
        let surface = &part[offset..end];
        let start = span.start + offset;
        let number =
            if class == Kind::Digits && surface.len() <= 9 { surface.parse().unwrap_or(0) } else { 0 };
        atoms.push(Atom {
            span: Span::new(start, span.start + end),
            kind: class,
            id: words.find(surface, &mut buffer),
            glued: end_before == start,
            capital: first.is_uppercase(),
            capitals: first.is_uppercase() && surface.chars().all(char::is_uppercase),
            number,
        });
        end_before = span.start + end;
    }
    atoms
}

fn class_of(c: char) -> Kind {
    if c.is_ascii_digit() {
        Kind::Digits
    } else if c.is_alphabetic() {
        Kind::Word
    } else {
        Kind::Sign
    }
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_and_signs_part() {
        let text = "el 5 de Año, 8:15p.m.";
        let mut words = Words::default();
        words.intern("año");
        let atoms = split(text, Span::new(0, text.len()), &words);
        let surfaces: Vec<_> = atoms.iter().map(|a| a.span.of(text)).collect();
        assert_eq!(surfaces, ["el", "5", "de", "Año", ",", "8", ":", "15", "p", ".", "m", "."]);
        assert_eq!(atoms[3].id, 1);
        assert!(atoms[3].capital && !atoms[3].glued && atoms[4].glued);
        assert_eq!(atoms[7].number, 15);
    }
}
