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
    pub(crate) starters: FxHashSet<String>,
    /// Whole tokens that stand for several words.
    pub(crate) contractions: FxHashMap<String, Vec<String>>,
    /// Ends of tokens that are words of their own, longest first, with the number of
    /// characters at their start that belong to neither word (a hyphen).
    pub(crate) endings: Vec<(String, usize)>,
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
        for row in table::rows(language.file("starters.txt")) {
            rules.starters.extend(row.get(0).split_whitespace().map(str::to_lowercase));
        }
        for row in table::rows(language.file("contractions.tsv")) {
            match row.get(0).strip_prefix('-') {
                Some(ending) => {
                    let between = ending.chars().count().saturating_sub(row.get(1).chars().count());
                    rules.endings.push((ending.to_lowercase(), between));
                }
                None => {
                    let words = row.get(1).split_whitespace().map(str::to_owned).collect();
                    rules.contractions.insert(row.get(0).to_lowercase(), words);
                }
            }
        }
        rules.endings.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len()));
        rules.clitics = Clitics::load(language);
        rules
    }

    /// The kind of abbreviation that `word`, without its last full stop, is.
    pub(crate) fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        let (kind, capital) = *self.abbreviations.get(&word.to_lowercase())?;
        (!capital || word.starts_with(char::is_uppercase)).then_some(kind)
    }
}
