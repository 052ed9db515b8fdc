//! Words that turn the course of an event: put off, called off, corrected.
//!
//! They stand in each language's `turns.tsv`; a turn belongs to the nearest event of its sentence.

use crate::folded;
use segun_language::{Language, table};
use serde::{Deserialize, Serialize};

/// What the sentence says of the course of the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Turn {
    /// Put off to a later time, or to no time.
    Postponed,
    /// Called off.
    Cancelled,
    /// Said wrongly before.
    Corrected,
}

impl Turn {
    /// `postponed`, `cancelled`, `corrected`.
    pub fn as_str(self) -> &'static str {
        match self {
            Turn::Postponed => "postponed",
            Turn::Cancelled => "cancelled",
            Turn::Corrected => "corrected",
        }
    }

    /// The turn that [`Turn::as_str`] writes as `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        [Turn::Postponed, Turn::Cancelled, Turn::Corrected].into_iter().find(|t| t.as_str() == word)
    }
}

/// The turns of one language.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    /// What each phrase says, and its words; a word that ends in `*` is the begin of words.
    phrases: Vec<(Turn, Vec<String>)>,
    /// Words that undo a turn right behind them.
    negations: Vec<String>,
}

/// How many words before a turn may hold its negation.
const NEGATION_REACH: usize = 3;

impl Turns {
    pub(crate) fn load(language: Language) -> Self {
        let mut turns = Self::default();
        for row in table::rows(language.file("turns.tsv")) {
            let words = row.list(1).map(|phrase| {
                let word = |word: &str| match word.strip_suffix('*') {
                    Some(begin) => folded(begin) + "*",
                    None => folded(word),
                };
                phrase.split_whitespace().map(word).collect::<Vec<_>>()
            });
            match Turn::from_word(row.get(0)) {
                Some(turn) => turns.phrases.extend(words.map(|w| (turn, w))),
                None => turns.negations.extend(words.flatten()),
            }
        }
        turns
    }

    /// The turns among `words` (folded): what, and the indices of the words, `end` exclusive. In text order.
    pub(crate) fn find(&self, words: &[&str]) -> Vec<(Turn, usize, usize)> {
        let is = |pattern: &str, word: &str| match pattern.strip_suffix('*') {
            Some(begin) => word.starts_with(begin),
            None => word == pattern,
        };
        let mut found = Vec::new();
        for start in 0..words.len() {
            let here = |phrase: &Vec<String>| {
                let rest = &words[start..];
                phrase.len() <= rest.len() && phrase.iter().zip(rest).all(|(pattern, word)| is(pattern, word))
            };
            let Some((turn, phrase)) = self.phrases.iter().find(|(_, phrase)| here(phrase)) else { continue };
            let before = &words[start.saturating_sub(NEGATION_REACH)..start];
            if !before.iter().any(|word| self.negations.iter().any(|n| n == word)) {
                found.push((*turn, start, start + phrase.len()));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_found_unless_negated() {
        let find = |code: &str, text: &str| -> Vec<Turn> {
            let turns = Turns::load(Language::by_code(code).unwrap());
            let folded = folded(text);
            let words: Vec<&str> = folded.split(' ').collect();
            turns.find(&words).into_iter().map(|t| t.0).collect()
        };
        assert_eq!(find("es", "La cumbre fue aplazada hasta septiembre"), [Turn::Postponed]);
        assert_eq!(find("es", "La cumbre no se ha aplazado"), []);
        assert_eq!(find("en", "The summit has been put off until September"), [Turn::Postponed]);
        assert_eq!(find("en", "They called off the talks"), [Turn::Cancelled]);
        assert_eq!(find("pt", "A visita foi adiada para setembro"), [Turn::Postponed]);
    }
}
