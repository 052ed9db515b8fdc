//! Candidates from the encoder's attribution heads.

use super::candidate::{Candidate, is_punctuation, trim};
use super::lexicon::{Class, Lexicon};
use crate::Document;
use segun_report::Why;
use segun_syntax::{AttributionGuess, Range, Sentence, Upos};

/// The candidates of sentence number `i`.
pub(super) fn candidates(document: &Document, lexicon: &Lexicon, i: usize, out: &mut Vec<Candidate>) {
    let analysis = &document.sentences[i];
    for guess in &analysis.attributions {
        if let Some(candidate) = candidate(document, lexicon, i, &analysis.sentence, guess) {
            out.push(candidate);
        }
    }
}

fn candidate(
    document: &Document,
    lexicon: &Lexicon,
    i: usize,
    sentence: &Sentence,
    guess: &AttributionGuess,
) -> Option<Candidate> {
    let cue = trim_cue(sentence, guess.cue.clone());
    if cue.is_empty() {
        return None;
    }
    let source = source_of(sentence, lexicon, guess);
    let content = guess
        .content
        .iter()
        .map(|range| trim(sentence, range.clone()))
        .filter(|range| !range.is_empty())
        .map(|range| document.span(i, &range))
        .collect();
    let entry = entry_in(sentence, lexicon, &cue);
    let words: Vec<&str> = sentence.words[cue.clone()].iter().map(|w| w.form.as_str()).collect();
    Some(Candidate {
        sentence: i,
        entry,
        source,
        content,
        impersonal: false,
        refusal: None,
        confidence: guess.cue_score * (0.5 + 0.5 * guess.role_score),
        from_head: true,
        why: vec![
            Why::head("cue", format!("cue head:{}", words.join(" ")), guess.cue_score),
            Why::head("content", "role head", guess.role_score),
        ],
        cue,
    })
}

/// A cue without punctuation at its edges; a colon alone is a cue.
fn trim_cue(sentence: &Sentence, cue: Range) -> Range {
    let inner = trim(sentence, cue.clone());
    if inner.is_empty() { cue } else { inner }
}

/// The entry that the cue's words hold; a verb before a noun, an earlier word before a later one.
pub(super) fn entry_in(sentence: &Sentence, lexicon: &Lexicon, cue: &Range) -> Option<usize> {
    let at = |class: fn(Class) -> bool| {
        cue.clone().find_map(|w| {
            lexicon.cues_at(sentence, w, class).find(|&(_, end)| end <= cue.end + 2).map(|(e, _)| e)
        })
    };
    at(|c| c == Class::Connective).or_else(|| at(|c| c == Class::Verb)).or_else(|| at(|_| true))
}

/// The source's words: the longest of the parts, without a preposition in front.
fn source_of(sentence: &Sentence, lexicon: &Lexicon, guess: &AttributionGuess) -> Option<Range> {
    let longest = guess.source.iter().max_by_key(|r| r.len())?;
    let mut range = trim(sentence, longest.clone());
    while range.len() > 1
        && sentence.words[range.start].upos == Upos::Adp
        && !lexicon.is("keeps_preposition", &sentence.words[range.start])
    {
        range.start += 1;
    }
    let range = trim(sentence, range);
    (!range.is_empty() && range.clone().any(|w| !is_punctuation(sentence, w))).then_some(range)
}
