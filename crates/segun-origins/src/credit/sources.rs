//! Agencies and outlets, and where a text names them.

use super::text::Tokens;
use segun_language::table;
use std::collections::HashMap;

/// An agency or outlet of `data/agencies.tsv`.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) agency: bool,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Sources {
    pub(super) all: Vec<Source>,
    /// By first token: whole spelling as tokens, longest first, and number of the source.
    spellings: HashMap<String, Vec<(Vec<String>, usize)>>,
}

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Number of the source; `None` for an outlet that is not listed.
    pub(super) source: Option<usize>,
    /// Its first token.
    pub(super) first: usize,
    /// The token behind it.
    pub(super) end: usize,
}

impl Sources {
    pub(super) fn load() -> Self {
        let mut sources = Self { all: Vec::new(), spellings: HashMap::new() };
        for row in table::rows(include_str!("../../data/agencies.tsv")) {
            let number = sources.all.len();
            for spelling in row.list(3) {
                let tokens = Tokens::of(spelling);
                let words: Vec<String> = tokens.all.iter().map(|t| t.span.of(spelling).to_owned()).collect();
                if let Some(first) = words.first() {
                    sources.spellings.entry(first.clone()).or_default().push((words, number));
                }
            }
            sources.all.push(Source {
                id: row.get(0).to_owned(),
                name: row.get(2).to_owned(),
                agency: row.get(1) == "agency",
            });
        }
        // Every list is sorted for itself.
        #[allow(clippy::iter_over_hash_type)]
        for list in sources.spellings.values_mut() {
            list.sort_by_key(|(words, number)| (std::cmp::Reverse(words.len()), *number));
        }
        sources
    }

    /// The names in `tokens`, in text order, none inside another.
    pub(super) fn find(&self, tokens: &Tokens<'_>) -> Vec<Found> {
        let mut found = Vec::new();
        let mut i = 0;
        while i < tokens.all.len() {
            let written = tokens.all[i].span.of(tokens.text);
            let fits = self.spellings.get(written).and_then(|list| {
                list.iter().find(|(words, _)| stands_at(tokens, i, words)).map(|(words, n)| (words.len(), *n))
            });
            i += match fits {
                Some((length, number)) => {
                    found.push(Found { source: Some(number), first: i, end: i + length });
                    length
                }
                None => 1,
            };
        }
        found
    }
}

fn stands_at(tokens: &Tokens<'_>, at: usize, words: &[String]) -> bool {
    words.iter().enumerate().all(|(k, word)| {
        let Some(token) = tokens.all.get(at + k) else { return false };
        token.span.of(tokens.text) == word
            && (k == 0 || token.line == tokens.all[at].line && joins(tokens, at + k))
    })
}

/// Whether the gap before token `i` can stand inside a name.
fn joins(tokens: &Tokens<'_>, i: usize) -> bool {
    match tokens.gap_before(i) {
        " " | "-" | "." | "\u{a0}" => true,
        ". " => tokens.all[i - 1].lower.chars().count() == 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<String> {
        let sources = Sources::load();
        let found = sources.find(&Tokens::of(text));
        found.iter().map(|f| sources.all[f.source.unwrap()].id.clone()).collect()
    }

    #[test]
    fn names_are_found_as_they_are_spelt() {
        assert_eq!(ids("The New York Times and Folha de S. Paulo"), ["nyt", "folha"]);
        assert_eq!(ids("ITAR-TASS, Al-Jazeera"), ["tass", "aljazeera"]);
        assert!(ids("El país de la reforma, an ap, Reutersville").is_empty());
    }

    #[test]
    fn the_table_is_in_order() {
        let mut seen = std::collections::BTreeMap::new();
        for row in table::rows(include_str!("../../data/agencies.tsv")) {
            assert!(matches!(row.get(1), "agency" | "outlet"), "line {}", row.line);
            assert!(!row.get(2).is_empty(), "line {}", row.line);
            assert!(row.list(3).next().is_some(), "line {}", row.line);
            for spelling in row.list(3) {
                let other = seen.insert(spelling.to_owned(), row.line);
                assert_eq!(other, None, "line {}: '{spelling}' stands twice", row.line);
            }
        }
    }
}
