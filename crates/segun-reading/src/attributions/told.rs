//! What the network of attributions is told of a possible cue: plain facts about each word of its sentence, seen from the
//! cue.
//!
//! `training/attributor.py` learns from the same facts ([`crate::Reader::sayings`]): whoever changes one here trains anew.

use super::candidate::{head_of, is_quote_mark};
use super::head::{entry_in, merged, trim_cue};
use super::lexicon::{Class, Lexicon};
use super::quotes::Quotation;
use super::repair::cue_verb;
use crate::Document;
use segun_encoder::{CUE_FACTS, Saying, WORD_FACTS};
use segun_report::EntityType;
use segun_syntax::{Analysis, AttributionGuess, Feature, Range, Sentence};

/// Relations that are told apart, by their base; all others are one more.
const RELATIONS: [&str; 26] = [
    "nsubj",
    "obj",
    "iobj",
    "obl",
    "ccomp",
    "xcomp",
    "csubj",
    "advcl",
    "parataxis",
    "conj",
    "acl",
    "nmod",
    "appos",
    "amod",
    "advmod",
    "det",
    "case",
    "mark",
    "cc",
    "aux",
    "cop",
    "flat",
    "compound",
    "nummod",
    "punct",
    "root",
];

/// The same for what hangs on the cue.
const BELOW_CUE: [&str; 11] =
    ["nsubj", "obj", "iobj", "obl", "ccomp", "xcomp", "csubj", "advcl", "parataxis", "conj", "nmod"];

/// How many numbers a relation of what hangs on the cue takes.
const KINDS: u8 = BELOW_CUE.len() as u8 + 1;

/// Every cue that the cue head thinks possible, in text order: the number of its sentence, what the heads make of it, and
/// what the network is told.
pub(super) fn all(
    document: &Document,
    lexicon: &Lexicon,
    quotes: &[Quotation],
) -> Vec<(usize, AttributionGuess, Saying)> {
    let mut all = Vec::new();
    for (sentence, analysis) in document.sentences.iter().enumerate() {
        let guesses = merged(&analysis.attributions);
        let seen = Seen { document, lexicon, quotes, sentence, analysis };
        let sayings: Vec<Saying> = (0..guesses.len()).map(|n| seen.saying(&guesses, n)).collect();
        all.extend(guesses.into_iter().zip(sayings).map(|(guess, saying)| (sentence, guess, saying)));
    }
    all
}

/// What facts are taken from.
struct Seen<'a> {
    document: &'a Document,
    lexicon: &'a Lexicon,
    quotes: &'a [Quotation],
    sentence: usize,
    analysis: &'a Analysis,
}

impl Seen<'_> {
    /// What is told of guess number `n`.
    fn saying(&self, guesses: &[AttributionGuess], n: usize) -> Saying {
        let sentence = &self.analysis.sentence;
        let guess = &guesses[n];
        let cue = trim_cue(sentence, guess.cue.clone());
        let anchor = cue_verb(sentence, &cue).unwrap_or_else(|| head_of(sentence, &cue));
        let cue_span = self.document.span(self.sentence, &cue);
        let around: Vec<&Quotation> = self.quotes.iter().filter(|q| q.outer.contains(cue_span)).collect();
        let words = (0..sentence.words.len()).map(|w| {
            let word = &sentence.words[w];
            let mut facts = [0u8; WORD_FACTS];
            facts[0] = word.upos as u8;
            facts[1] = number(&RELATIONS, word.relation.base());
            facts[2] = if cue.contains(&w) { 0 } else { 1 + link(sentence, anchor, w) };
            facts[3] = distance(w, &cue);
            facts[4] = if is_quote_mark(sentence, w) {
                3
            } else {
                match self.quotes.iter().rev().find(|q| q.inner.contains(word.span)) {
                    Some(q) if around.iter().any(|a| a.outer == q.outer) => 1,
                    Some(_) => 2,
                    None => 0,
                }
            };
            let other = guesses.iter().enumerate().find(|(k, g)| *k != n && g.cue.contains(&w));
            facts[5] = other.map_or(0, |(_, g)| if g.cue_score >= 0.5 { 1 } else { 2 });
            facts[6] = punctuation(&word.form);
            let entity = self.analysis.entities.iter().find(|e| e.words.contains(&w));
            facts[7] = entity.map_or(0, |e| {
                let kind = match e.kind {
                    EntityType::Person => 1,
                    EntityType::Organisation => 3,
                    EntityType::Location => 5,
                    EntityType::Other => 7,
                };
                kind + u8::from(e.words.start != w)
            });
            facts[8] = match word.features.get(Feature::VerbForm) {
                None => 0,
                Some("Fin") => 1,
                Some("Inf") => 2,
                Some("Ger") => 3,
                Some(_) => 4,
            };
            let tagged = |parts: &[Range], begin: u8| {
                parts.iter().find(|r| r.contains(&w)).map(|r| begin + u8::from(r.start != w))
            };
            facts[9] = tagged(&guess.source, 1).or_else(|| tagged(&guess.content, 3)).unwrap_or(0);
            let end = sentence.words.len() - 1 - w;
            facts[10] = match (w, end) {
                (0, _) => 0,
                (1, _) => 1,
                (_, 0) => 2,
                (_, 1) => 3,
                (2, _) => 4,
                _ => 5,
            };
            facts[11] = self.lexical(w);
            facts
        });
        let words: Vec<_> = words.collect();
        let mut facts = [0u8; CUE_FACTS];
        facts[0] = bucket(guess.cue_score, &[0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9]);
        facts[1] = bucket(guess.role_score, &[0.01, 0.4, 0.55, 0.65, 0.75, 0.85, 0.95]);
        let entry = entry_in(sentence, self.lexicon, &cue).map(|e| self.lexicon.cue(e));
        facts[2] = entry.map_or(0, |e| match e.class {
            Class::Verb => 1 + u8::from(e.constructions.quote),
            Class::Noun => 3,
            Class::Adjective => 4,
            Class::Connective => 5,
            Class::Adverb => 6,
        });
        facts[3] = (cue.len().min(5) - 1) as u8;
        Saying { heads: sentence.words.iter().map(|w| w.head).collect(), cue, words, facts }
    }

    /// What the language's files say of a word.
    fn lexical(&self, w: usize) -> u8 {
        let sentence = &self.analysis.sentence;
        let word = &sentence.words[w];
        const CLASSES: [&str; 7] =
            ["conjunction", "question", "negation", "impersonal", "expletive", "relative_source", "modal"];
        if let Some(class) = CLASSES.iter().position(|class| self.lexicon.is(class, word)) {
            3 + class as u8
        } else if self.lexicon.source_noun(word).is_some() {
            2
        } else {
            u8::from(self.lexicon.cues_at(sentence, w, |c| c == Class::Verb).next().is_some())
        }
    }
}

/// How the tree links a word with the cue's own: 0 is that one; then, by relation, what hangs on it, itself or further
/// down; the words above it, the next one and others; by relation, what hangs on the next one above; the rest.
fn link(sentence: &Sentence, anchor: usize, word: usize) -> u8 {
    if word == anchor {
        return 0;
    }
    let above = |w: usize| sentence.words[w].head;
    let hanging =
        |head: usize| std::iter::once(word).chain(sentence.ancestors(word)).find(|&w| above(w) == Some(head));
    if let Some(child) = hanging(anchor) {
        return 1 + number(&BELOW_CUE, sentence.words[child].relation.base());
    }
    if sentence.is_below(anchor, word) {
        return 1 + KINDS + u8::from(above(anchor) != Some(word));
    }
    let Some(head) = above(anchor) else { return 3 + 2 * KINDS };
    match hanging(head) {
        Some(sibling) => 3 + KINDS + number(&BELOW_CUE, sentence.words[sibling].relation.base()),
        None => 3 + 2 * KINDS,
    }
}

/// How many words from the cue, in buckets: 0 inside it.
fn distance(word: usize, cue: &Range) -> u8 {
    const EDGES: [usize; 8] = [1, 2, 3, 4, 6, 9, 14, 21];
    let far = |apart: usize| EDGES.partition_point(|edge| *edge <= apart) as u8;
    if word < cue.start {
        far(cue.start - word)
    } else if word >= cue.end {
        EDGES.len() as u8 + far(word + 1 - cue.end)
    } else {
        0
    }
}

fn punctuation(form: &str) -> u8 {
    match form {
        "," => 1,
        ":" | ";" => 2,
        "-" | "–" | "—" => 3,
        "(" | "[" => 4,
        ")" | "]" => 5,
        "." | "…" | "..." => 6,
        "?" | "!" => 7,
        _ if form.chars().all(|c| !c.is_alphanumeric()) => 8,
        _ => 0,
    }
}

fn number(names: &[&str], name: &str) -> u8 {
    names.iter().position(|n| *n == name).unwrap_or(names.len()) as u8
}

/// How many of `edges` are at or below `value`.
fn bucket(value: f32, edges: &[f32]) -> u8 {
    edges.partition_point(|edge| *edge <= value) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use segun_syntax::{Relation, Word};

    /// "Ana said that Juan, who left, bought bread": heads and relations by hand.
    fn sentence() -> Sentence {
        let word = |(head, relation): (Option<usize>, &'static str)| Word {
            head,
            relation: Relation::new(relation),
            ..Word::default()
        };
        let words = [
            (Some(1), "nsubj"),
            (None, "root"),
            (Some(6), "mark"),
            (Some(6), "nsubj"),
            (Some(5), "nsubj"),
            (Some(3), "acl"),
            (Some(1), "ccomp"),
            (Some(6), "obj"),
        ];
        Sentence { words: words.map(word).into(), ..Sentence::default() }
    }

    #[test]
    fn links_are_told_by_what_hangs_on_the_cue() {
        let sentence = sentence();
        let from_said = |word| link(&sentence, 1, word);
        assert_eq!(from_said(1), 0);
        assert_eq!(from_said(0), 1 + number(&BELOW_CUE, "nsubj"));
        let clause = 1 + number(&BELOW_CUE, "ccomp");
        assert!([2, 3, 4, 5, 6, 7].iter().all(|&word| from_said(word) == clause));
        // From the verb inside: what it hangs on, further up, beside it, and what has nothing to do with it.
        assert_eq!([3, 6, 1].map(|word| link(&sentence, 5, word)), [1 + KINDS, 2 + KINDS, 2 + KINDS]);
        assert_eq!(link(&sentence, 6, 0), 3 + KINDS + number(&BELOW_CUE, "nsubj"));
        assert_eq!(link(&sentence, 5, 0), 3 + 2 * KINDS);
    }

    #[test]
    fn distances_grow_on_either_side_of_the_cue() {
        let cue = 3..5;
        assert_eq!([3, 4].map(|w| distance(w, &cue)), [0, 0]);
        assert_eq!([2, 1, 0].map(|w| distance(w, &cue)), [1, 2, 3]);
        assert_eq!([5, 6, 100].map(|w| distance(w, &cue)), [9, 10, 16]);
    }
}
