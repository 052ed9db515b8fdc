//! What the source does with what is said.

use super::candidate::Candidate;
use super::lexicon::{self, Lexicon};
use crate::Document;
use segun_report::{Attribution, Stance, Why};
use segun_syntax::Sentence;

/// The stance of `candidate`, with the reason.
pub(super) fn of(document: &Document, lexicon: &Lexicon, candidate: &Candidate) -> (Stance, Why) {
    let sentence = document.sentence(candidate.sentence);
    let head = document.sentences[candidate.sentence].speech.get(candidate.cue.start).map(|s| s.stance);
    let ruled = by_rules(document, lexicon, candidate, sentence);
    // A plain statement may be a promise or a judgement by what it says; a telling cue says so itself; patterns of refusal
    // and negated cues hardly mean anything else.
    let least = match ruled.0 {
        _ if ruled.1.by.ends_with(NEGATED) => f32::INFINITY,
        Stance::Assert => PLAIN,
        Stance::RefuseComment => f32::INFINITY,
        _ => TELLING,
    };
    match head {
        Some((stance, score)) if stance != ruled.0 && score >= least && !candidate.colon => {
            (stance, Why::head("stance", "stance head", score))
        }
        _ => ruled,
    }
}

/// Probabilities of the stance head from which it counts more than a cue that only says that something is
/// said, and than one that says how.
const PLAIN: f32 = 0.98;
const TELLING: f32 = 0.985;

fn by_rules(
    document: &Document,
    lexicon: &Lexicon,
    candidate: &Candidate,
    sentence: &Sentence,
) -> (Stance, Why) {
    if let Some((line, place)) = refusal(document, lexicon, candidate, sentence) {
        return (
            Stance::RefuseComment,
            Why::rule("stance", format!("{}:{line} ({place})", lexicon::REFUSALS)),
        );
    }
    let Some(entry) = candidate.entry else {
        return (Stance::Assert, Why::rule("stance", "no entry: a plain statement"));
    };
    let cue = lexicon.cue(entry);
    let from = candidate.cue.start.saturating_sub(1);
    let negated = (from..candidate.cue.end).any(|w| lexicon.is("negation", &sentence.words[w]));
    let (stance, how) = match (negated, cue.negated, candidate.impersonal, cue.impersonal) {
        (true, Some(stance), ..) => (stance, NEGATED),
        (_, _, true, Some(stance)) => (stance, ""),
        _ => (cue.stance, ""),
    };
    (stance, Why::rule("stance", format!("{}:{}{how}", lexicon::CUES, cue.line)))
}

/// How the reason ends of a stance that a cue has where it is negated.
const NEGATED: &str = ", negated";

/// Whether the words of `attribution` are a known way to refuse to comment.
pub(crate) fn is_refusal(attribution: &Attribution) -> bool {
    attribution.why.iter().any(|why| why.aspect == "stance" && why.by.starts_with(lexicon::REFUSALS))
}

/// Whether the stance of `attribution` is that of its cue's own negation: "no descarta", "has not confirmed".
pub(crate) fn is_negated(attribution: &Attribution) -> bool {
    attribution.why.iter().any(|why| why.aspect == "stance" && why.by.ends_with(NEGATED))
}

/// The line of the pattern by which the source refuses to answer, and whether cue or content shows it.
fn refusal(
    document: &Document,
    lexicon: &Lexicon,
    candidate: &Candidate,
    sentence: &Sentence,
) -> Option<(usize, &'static str)> {
    if let Some(line) = candidate.refusal {
        return Some((line, "cue"));
    }
    let from = candidate.cue.start.saturating_sub(2);
    if let Some(line) = (from..candidate.cue.end).find_map(|w| lexicon.refusal_by_cue(&sentence.words, w)) {
        return Some((line, "cue"));
    }
    // Only what is short: a long answer that also leaves something open is an answer.
    let hull = candidate.content_hull()?;
    let i = document.sentence_at(hull.start)?;
    let words = document.words_in(i, hull);
    if words.len() > 16 || hull.end > document.sentence(i).span.end {
        return None;
    }
    lexicon.refusal_by_content(&document.sentence(i).words[words]).map(|line| (line, "content"))
}
