//! Whether a clause looks back or ahead, to tell which Monday is meant.
//!
//! Where the encoder has tagged the words, their features decide; `tenses.tsv` holds the
//! words and endings that decide where features are silent ("will", "is expected to").

use super::atoms::{Atom, Kind};
use crate::Document;
use rustc_hash::{FxHashMap, FxHashSet};
use segun_language::{Language, table};
use segun_report::Span;
use segun_syntax::{Feature, Upos, Word};

/// Where a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Past,
    Future,
    Unknown,
}

/// Words and endings that show a tense.
#[derive(Debug, Default)]
pub(crate) struct Tenses {
    words: FxHashMap<String, Direction>,
    /// Longest first; `Unknown` stands for an exception.
    endings: Vec<(String, Direction)>,
    /// Lemmas and forms of verbs whose infinitive lies ahead of them.
    ahead: FxHashSet<String>,
}

/// How many atoms away a verb may be.
const REACH: usize = 22;

impl Tenses {
    pub(crate) fn load(language: Language) -> Self {
        let mut tenses = Self::default();
        for row in table::rows(language.file("tenses.tsv")) {
            if row.get(0) == "ahead" {
                tenses.ahead.extend(row.list(2).map(str::to_owned));
                continue;
            }
            let direction = match row.get(0) {
                "past" => Direction::Past,
                "future" => Direction::Future,
                _ => Direction::Unknown,
            };
            for word in row.list(2) {
                if row.get(1) == "ending" {
                    tenses.endings.push((word.to_owned(), direction));
                } else {
                    tenses.words.insert(word.to_owned(), direction);
                }
            }
        }
        tenses.endings.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.0.cmp(&b.0)));
        tenses
    }

    /// The direction of the verb that atoms `from..to` hang on, or else of the one nearest to them.
    pub(crate) fn around(&self, at: &Place<'_>, from: usize, to: usize) -> Direction {
        let governing = self.governing(at, from, to);
        if governing != Direction::Unknown {
            return governing;
        }
        for distance in 1..=REACH {
            for i in [from.checked_sub(distance), Some(to + distance - 1)].into_iter().flatten() {
                let direction = self.of(at, i);
                if direction == Direction::Unknown {
                    continue;
                }
                // "will be opened", "será abierto": the auxiliary before a participle decides.
                let auxiliary =
                    || (1..=3).any(|back| i >= back && self.by_word(at, i - back) == Some(Direction::Future));
                let ahead = direction == Direction::Past && (auxiliary() || self.leads_ahead(at, i, from));
                return if ahead { Direction::Future } else { direction };
            }
        }
        Direction::Unknown
    }

    /// The direction of the predicate that the tree hangs atoms `from..to` on; where that has none, of the one above it.
    fn governing(&self, at: &Place<'_>, from: usize, to: usize) -> Direction {
        let Some(number) = at.sentence else { return Direction::Unknown };
        let sentence = &at.document.sentences[number].sentence;
        let words = &sentence.words;
        let span = Span::new(at.atoms[from].span.start, at.atoms[to - 1].span.end);
        let inside = at.document.words_in(number, span);
        let Some(head) = inside.clone().find(|&w| words[w].head.is_none_or(|h| !inside.contains(&h))) else {
            return Direction::Unknown;
        };
        let predicate =
            |&w: &usize| words[w].upos == Upos::Verb || sentence.children_by(w, &["cop"]).next().is_some();
        let mut below_it = false;
        for above in sentence.ancestors(head).filter(predicate) {
            let word = &words[above];
            if below_it && self.is_ahead(word) {
                return Direction::Future;
            }
            let said = |w: usize| self.by_form(words, w).unwrap_or_else(|| tagged(&words[w]));
            let mut all: Vec<Direction> = sentence.children_by(above, &["aux", "cop"]).map(said).collect();
            all.push(said(above));
            if let Some(found) = [Direction::Future, Direction::Past].into_iter().find(|d| all.contains(d)) {
                return found;
            }
            if word.features.is(Feature::VerbForm, "Fin") {
                break;
            }
            below_it = true;
        }
        Direction::Unknown
    }

    /// Whether an infinitive below the verb `word` lies ahead of it.
    fn is_ahead(&self, word: &Word) -> bool {
        self.ahead.contains(&word.lemma) || self.ahead.contains(&word.form.to_lowercase())
    }

    /// What the list of words says of word `at`, or of it and the next one.
    fn by_form(&self, words: &[Word], at: usize) -> Option<Direction> {
        let form = |at: usize| words.get(at).map(|w| w.form.to_lowercase());
        self.listed(form(at)?, form(at + 1))
    }

    /// What the list of words says of `first`, or of it and `second` behind it.
    fn listed(&self, first: String, second: Option<String>) -> Option<Direction> {
        let pair = second.and_then(|second| self.words.get(&format!("{first} {second}")));
        pair.or_else(|| self.words.get(&first)).copied()
    }

    /// Whether an infinitive that lies ahead of the verb at atom `i` stands before atom `end`: "agreed to meet on Monday".
    fn leads_ahead(&self, at: &Place<'_>, i: usize, end: usize) -> bool {
        let words = at.atoms.get(i..end).unwrap_or_default();
        let leads = words.first().and_then(|verb| at.word(verb)).is_some_and(|w| self.is_ahead(w));
        let infinitive = |atom: &Atom| at.word(atom).is_some_and(|w| w.features.is(Feature::VerbForm, "Inf"));
        leads && words[1..].iter().any(infinitive)
    }

    /// What the list of words says of the word at atom `i`, or of it and the next one.
    fn by_word(&self, at: &Place<'_>, i: usize) -> Option<Direction> {
        let surface = |i: usize| at.atoms.get(i).map(|a| a.span.of(at.document.text()).to_lowercase());
        self.listed(surface(i)?, surface(i + 1))
    }

    fn of(&self, at: &Place<'_>, i: usize) -> Direction {
        let Some(atom) = at.atoms.get(i) else { return Direction::Unknown };
        if atom.kind != Kind::Word {
            return Direction::Unknown;
        }
        if let Some(direction) = self.by_word(at, i) {
            return direction;
        }
        let surface = atom.span.of(at.document.text()).to_lowercase();
        match at.tagged(atom) {
            Some(direction) => direction,
            None if atom.capital && i > 0 => Direction::Unknown,
            None => self
                .endings
                .iter()
                .find(|(ending, _)| surface.len() > ending.len() + 1 && surface.ends_with(ending.as_str()))
                .map_or(Direction::Unknown, |(_, direction)| *direction),
        }
    }
}

/// A sentence with its atoms.
pub(crate) struct Place<'a> {
    pub(crate) document: &'a Document,
    pub(crate) sentence: Option<usize>,
    pub(crate) atoms: &'a [Atom],
}

impl Place<'_> {
    /// The word at `atom`; `None` where none is tagged.
    fn word(&self, atom: &Atom) -> Option<&Word> {
        let sentence = self.sentence?;
        let range = self.document.words_in(sentence, atom.span);
        let word = self.document.sentences[sentence].sentence.words.get(range.start)?;
        (word.upos != Upos::X).then_some(word)
    }

    /// What the tags of the word at `atom` say; `None` where it has none.
    fn tagged(&self, atom: &Atom) -> Option<Direction> {
        self.word(atom).map(tagged)
    }
}

/// What the tags of `word` say.
fn tagged(word: &Word) -> Direction {
    if !matches!(word.upos, Upos::Verb | Upos::Aux) {
        return Direction::Unknown;
    }
    match word.features.get(Feature::Tense) {
        Some("Past" | "Imp" | "Pqp") => Direction::Past,
        Some("Fut") => Direction::Future,
        None if word.features.is(Feature::VerbForm, "Part") => Direction::Past,
        _ if word.features.is(Feature::Mood, "Cnd") => Direction::Future,
        _ => Direction::Unknown,
    }
}
