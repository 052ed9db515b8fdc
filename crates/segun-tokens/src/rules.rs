//! What a language's files say about its tokens.

use crate::clitics::Clitics;
use rustc_hash::{FxHashMap, FxHashSet};
use segun_language::{Language, table};

/// Whether the full stop of an abbreviation can also end a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// A word always follows: titles and the like.
    Inner,
    /// It can end a sentence.
    Final,
    /// Only before a number.
    Number,
}

/// A whole token that stands for several words.
#[derive(Debug)]
pub(crate) struct Contraction {
    pub(crate) words: Vec<String>,
    /// Words, and ends of words behind a hyphen, before which it is opened; always where there are none.
    before: Vec<String>,
}

impl Contraction {
    /// Whether the token is opened before `next`. Numbers, capitals, marks and the sentence's end never keep it whole.
    pub(crate) fn opens_before(&self, next: Option<&str>) -> bool {
        let Some(next) = next.filter(|_| !self.before.is_empty()) else { return true };
        !next.starts_with(char::is_lowercase)
            || self.before.iter().any(|word| match word.strip_prefix('-') {
                Some(end) => next.ends_with(end),
                None => next == word,
            })
    }
}

/// The end of a token that is made of words of its own.
#[derive(Debug)]
pub(crate) struct Ending {
    /// The end as it is written, in lower case.
    pub(crate) written: String,
    /// Its words.
    pub(crate) words: Vec<String>,
}

/// What a language's files say about its tokens.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    /// Hyphens cut compounds.
    pub(crate) cuts_hyphen: bool,
    /// Slashes cut between letters.
    pub(crate) cuts_slash: bool,
    /// The percent sign is a token of its own.
    pub(crate) cuts_percent: bool,
    /// A final apostrophe after this letter is a word of its own.
    pub(crate) final_apostrophe: Option<char>,
    /// Units cut from the number that they are glued to.
    pub(crate) units: FxHashSet<String>,
    /// Word parts that keep their hyphen where hyphens cut.
    pub(crate) prefixes: FxHashSet<String>,
    /// Second parts that keep their hyphen where hyphens cut.
    pub(crate) suffixes: FxHashSet<String>,
    /// Abbreviations in lower case, without the last full stop, and whether they need a capital.
    abbreviations: FxHashMap<String, (Abbreviation, bool)>,
    /// Words that often begin a sentence and seldom a name, in lower case.
    pub(crate) starters: FxHashSet<&'static str>,
    /// Whole tokens that stand for several words.
    pub(crate) contractions: FxHashMap<String, Contraction>,
    /// Ends of tokens that are words of their own, longest first.
    pub(crate) endings: Vec<Ending>,
    /// Verbs with pronouns attached.
    pub(crate) clitics: Clitics,
}

impl Rules {
    pub(crate) fn load(language: Language) -> Self {
        let mut rules = Self::default();
        for row in table::rows(language.file("tokens.tsv")) {
            let cuts = row.get(1) == "cut";
            match row.get(0) {
                "hyphen" => rules.cuts_hyphen = cuts,
                "slash" => rules.cuts_slash = cuts,
                "percent" => rules.cuts_percent = cuts,
                "final-apostrophe" => rules.final_apostrophe = row.get(1).chars().next(),
                "unit" => rules.units.extend(row.list(1).map(str::to_owned)),
                "prefix" => rules.prefixes.extend(row.list(1).map(str::to_owned)),
                "suffix" => rules.suffixes.extend(row.list(1).map(str::to_owned)),
                _ => {}
            }
        }
        for row in table::rows(language.file("abbreviations.tsv")) {
            let kind = match row.get(1) {
                "final" => Abbreviation::Final,
                "number" => Abbreviation::Number,
                _ => Abbreviation::Inner,
            };
            for entry in row.list(0) {
                let capital = entry.starts_with(char::is_uppercase);
                rules.abbreviations.insert(entry.trim_end_matches('.').to_lowercase(), (kind, capital));
            }
        }
        rules.starters.extend(language.starters());
        for row in table::rows(language.file("contractions.tsv")) {
            match row.get(0).strip_prefix('-') {
                Some(ending) => {
                    let words = row.get(1).split_whitespace().map(str::to_owned).collect();
                    rules.endings.push(Ending { written: ending.to_lowercase(), words });
                }
                None => {
                    let words = row.get(1).split_whitespace().map(str::to_owned).collect();
                    let before = row.list(2).map(str::to_owned).collect();
                    rules.contractions.insert(row.get(0).to_lowercase(), Contraction { words, before });
                }
            }
        }
        rules.endings.sort_by_key(|ending| std::cmp::Reverse(ending.written.len()));
        rules.clitics = Clitics::load(language);
        rules
    }

    /// The kind of abbreviation that `word`, without its last full stop, is.
    pub(crate) fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        let (kind, capital) = *self.abbreviations.get(&word.to_lowercase())?;
        (!capital || word.starts_with(char::is_uppercase)).then_some(kind)
    }
}
