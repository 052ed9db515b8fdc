//! Source and content of a cue: every word's role, seen from the cue's first word.

use super::Rows;
use super::seen_from::SeenFrom;
use super::softmax::probability;
use super::viterbi::{self, Span};
use segun_syntax::AttributionGuess;

/// The attribution whose cue is `cue`; `tags` are the head's role tags.
pub(super) fn read(head: &SeenFrom, rows: &Rows<'_>, cue: Span, tags: &[String]) -> AttributionGuess {
    let scores = head.scores(rows, cue.words.start);
    let mut guess = AttributionGuess {
        cue: cue.words,
        source: Vec::new(),
        content: Vec::new(),
        cue_score: cue.score,
        role_score: 0.0,
    };
    let path = viterbi::path(&scores, tags);
    let named: Vec<f32> = path
        .iter()
        .zip(&scores)
        .filter(|(tag, _)| tags[**tag] != "O")
        .map(|(tag, scores)| probability(scores, *tag))
        .collect();
    if !named.is_empty() {
        guess.role_score = named.iter().sum::<f32>() / named.len() as f32;
    }
    for span in viterbi::spans(&scores, tags) {
        match span.label.as_str() {
            "SOURCE" => guess.source.push(span.words),
            "CONTENT" => guess.content.push(span.words),
            _ => {}
        }
    }
    guess
}
