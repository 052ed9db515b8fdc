//! A possible attribution, before the join, and how its parts are cut from words.

use super::lexicon::Lexicon;
use super::quotes::is_mark;
use crate::Document;
use segun_report::{Span, Why};
use segun_syntax::{Range, Sentence, Upos};

/// A possible attribution; its cue and source stand in one sentence.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Sentence of the cue.
    pub sentence: usize,
    /// Words of the cue.
    pub cue: Range,
    /// Entry of the cue in the lexicon.
    pub entry: Option<usize>,
    /// Words of the source.
    pub source: Option<Range>,
    /// What is said, in text order.
    pub content: Vec<Span>,
    /// Whether nobody is meant to speak.
    pub impersonal: bool,
    /// Line of the pattern of refusal.
    pub refusal: Option<usize>,
    /// Probability of being right, as far as is known.
    pub confidence: f32,
    /// What the heads say of it, where they found it.
    pub heads: Option<Heads>,
    /// Whether a rule found it.
    pub ruled: bool,
    /// Whether only a colon after the name hands the statement over.
    pub colon: bool,
    /// What decided.
    pub why: Vec<Why>,
}

/// The probabilities that the attribution heads give.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heads {
    /// That the cue is one.
    pub cue: f32,
    /// Of source and content, the mean over their words.
    pub role: f32,
    /// That it is one, as the network of attributions has it.
    pub likely: Option<f32>,
}

impl Candidate {
    /// The smallest span that holds all of what is said.
    pub(super) fn content_hull(&self) -> Option<Span> {
        self.content.iter().copied().reduce(Span::hull)
    }

    /// The smallest span that holds source, cue and what is said.
    pub(super) fn hull(&self, document: &Document) -> Span {
        let mut hull = document.span(self.sentence, &self.cue);
        if let Some(source) = &self.source {
            hull = hull.hull(document.span(self.sentence, source));
        }
        self.content.iter().fold(hull, |hull, &part| hull.hull(part))
    }
}

/// Whether a word is only punctuation.
pub(super) fn is_punctuation(sentence: &Sentence, word: usize) -> bool {
    sentence.words[word].upos == Upos::Punct
        || sentence.words[word].form.chars().all(|c| !c.is_alphanumeric())
}

/// Whether a word is a quotation mark.
pub(super) fn is_quote_mark(sentence: &Sentence, word: usize) -> bool {
    let form = &sentence.words[word].form;
    !form.is_empty() && form.chars().all(is_mark)
}

/// `words` without punctuation at its edges.
pub(super) fn trim(sentence: &Sentence, words: Range) -> Range {
    let (mut start, mut end) = (words.start, words.end.min(sentence.words.len()));
    while start < end && is_edge(sentence, start) {
        start += 1;
    }
    while end > start && is_edge(sentence, end - 1) {
        end -= 1;
    }
    start..end.max(start)
}

/// Punctuation that belongs to nothing at the edge of a span: all but brackets, signs and stars.
fn is_edge(sentence: &Sentence, word: usize) -> bool {
    let form = &sentence.words[word].form;
    !form.is_empty()
        && form.chars().all(|c| is_mark(c) || ".,;:…—–-¿?¡!".contains(c))
        && !form.chars().any(|c| "¿?¡!".contains(c))
}

/// `span` without quotation marks, white space, stops and commas at its edges.
pub(super) fn trim_span(text: &str, span: Span) -> Span {
    let mut span = span.trimmed(text);
    loop {
        let inner = span.of(text);
        let Some(last) = inner.chars().next_back() else { return span };
        let first = inner.chars().next().unwrap_or(last);
        if is_mark(last) && !apostrophe_at_end(inner) || ".,;:".contains(last) && !abbreviation_at_end(inner)
        {
            span = Span::new(span.start, span.end - last.len_utf8()).trimmed(text);
        } else if is_mark(first) || ".,;:".contains(first) {
            span = Span::new(span.start + first.len_utf8(), span.end).trimmed(text);
        } else {
            return span;
        }
    }
}

/// "the workers'": a mark after a letter with no other mark before it.
fn apostrophe_at_end(inner: &str) -> bool {
    inner.ends_with(['\'', '’'])
        && inner.ends_with("s'") | inner.ends_with("s’")
        && !inner.starts_with(is_mark)
        && inner.matches(['\'', '‘', '’']).count() == 1
}

/// "EE. UU.", "U.S.", "Inc.": the stop of a word that has another stop, or of single letters.
fn abbreviation_at_end(inner: &str) -> bool {
    let last = inner.rsplit(char::is_whitespace).next().unwrap_or_default();
    let Some(body) = last.strip_suffix('.') else { return false };
    body.contains('.') && body.chars().all(|c| c == '.' || c.is_alphabetic())
        || body.chars().count() == 2 && body.chars().all(char::is_uppercase)
        || body.chars().count() == 1 && body.chars().all(char::is_uppercase)
}

/// The words at or below `top` that stand together with it, punctuation between them included.
pub(super) fn block(sentence: &Sentence, top: usize) -> Range {
    let below = sentence.subtree(top);
    let mut inside = vec![false; sentence.words.len()];
    for &w in &below {
        inside[w] = true;
    }
    let (mut start, mut end) = (top, top + 1);
    while start > 0
        && (inside[start - 1] || is_punctuation(sentence, start - 1) && start > 1 && inside[start - 2])
    {
        start -= 1;
    }
    while end < inside.len()
        && (inside[end] || is_punctuation(sentence, end) && inside.get(end + 1) == Some(&true))
    {
        end += 1;
    }
    start..end
}

/// The noun phrase headed by `head`: its block without a preposition in front and punctuation at its edges.
pub(super) fn noun_phrase(sentence: &Sentence, head: usize) -> Range {
    let mut range = block(sentence, head);
    // "Fue el presidente": the copula says it of something else.
    if let Some(copula) = sentence.children_by(head, &["cop"]).filter(|&c| c < head).last() {
        range.start = range.start.max(copula + 1);
    }
    while range.start < head
        && (matches!(sentence.words[range.start].upos, Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Punct)
            || sentence.words[range.start].head == Some(head)
                && ["advmod", "mark", "cc"].contains(&sentence.words[range.start].relation.base()))
    {
        range.start += 1;
    }
    // Clauses of circumstance that the parser hangs on the noun are no part of the source.
    for child in sentence.children_by(head, &["advcl", "parataxis"]) {
        if child > head {
            let first = block(sentence, child).start;
            range.end = range.end.min(first.max(head + 1));
        }
    }
    trim(sentence, range)
}

/// The word in `range` whose head lies outside: the head of the phrase.
pub(super) fn head_of(sentence: &Sentence, range: &Range) -> usize {
    let candidates = range.clone().filter(|&w| sentence.words[w].head.is_none_or(|h| !range.contains(&h)));
    let nominal = |w: &usize| {
        matches!(
            sentence.words[*w].upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Det | Upos::Adj
        )
    };
    candidates.clone().find(nominal).or_else(|| candidates.clone().next()).unwrap_or(range.start)
}

/// The verb group around `verb`: its auxiliaries, its negation, and what stands between them.
pub(super) fn verb_group(sentence: &Sentence, lexicon: &Lexicon, verb: usize) -> Range {
    let mut start = verb;
    let mut at = verb;
    while at > 0 {
        at -= 1;
        let word = &sentence.words[at];
        let hangs = word.head == Some(verb) || word.head.is_some_and(|h| h > at && h <= verb);
        if !hangs {
            break;
        }
        if word.relation.is("aux") || lexicon.is("negation", word) || lexicon.is("cue_adverb", word) {
            start = at;
        } else if !(word.relation.is("advmod") && word.upos == Upos::Adv
            || word.upos == Upos::Pron && word.relation.as_str() != "nsubj")
        {
            break;
        }
    }
    start..verb + 1
}
