//! How likely a trigger names an event of its type, by all that is seen of it together.
//!
//! What the heads say, by which entry it was found, and how it stands in its sentence, weighed together; what
//! comes out is the event's confidence, where no network judges it once more from the whole report. A trigger below [`LEAST`]
//! (with a network, [`LEAST_TO_JUDGE`]) names no event of a type.

use super::clause::Clause;
use super::lexicon::Entry;
use super::triggers::Trigger;
use crate::confidence::{Plausibility, log_odds};
use segun_report::{Attribution, EventType, Why};
use segun_syntax::{Feature, Upos};

/// Probability below which a trigger is none. Far below a half, since both what is missed and what is invented count, and
/// who takes part is lost with it.
pub(super) const LEAST: f32 = 0.18;

/// The same where a network judges it once more, seen from the whole report.
pub(super) const LEAST_TO_JUDGE: f32 = 0.08;

/// How likely `trigger`, one of `all` of its sentence, and its type `kind` are right.
pub(super) fn judge(
    clause: &Clause<'_>,
    attributions: &[Attribution],
    all: &[Trigger<'_>],
    trigger: &Trigger<'_>,
    kind: EventType,
) -> (f32, Why) {
    let word = &clause.sentence.words[trigger.head];
    let is = |relation: &str| word.relation.is(relation);
    let span = trigger.span(clause);

    let mut seen = Plausibility::new(-0.515);
    if let Some(guess) = trigger.typed_guess(clause) {
        seen.number("typed", 0.166, log_odds(guess.typed));
        let share = if guess.typed > 0.0 { guess.kind_score / guess.typed } else { 0.0 };
        seen.number("type", 0.135, log_odds(share));
        seen.fact("head says another type", -0.295, guess.kind != Some(kind));
    }
    match trigger.entry.filter(|e| !e.words.is_empty()) {
        Some(Entry { frame, words, .. }) => {
            let asks = frame.object.is_some() || frame.under.is_some() || frame.personal || frame.reflexive;
            seen.fact("entry with conditions", -0.097, asks);
            seen.fact("entry of several words", 0.033, words.len() > 1);
        }
        None => seen.fact("head alone", -1.876, true),
    }
    seen.fact("noun", 0.232, word.upos == Upos::Noun);
    seen.fact("adjective", 0.301, word.upos == Upos::Adj);
    seen.fact("participle", 0.478, word.features.is(Feature::VerbForm, "Part"));
    seen.fact("plural", 0.235, word.features.is(Feature::Number, "Plur"));
    seen.fact("subject", -0.207, is("nsubj"));
    seen.fact("oblique", -0.141, is("obl"));
    seen.fact("attribute", -0.145, is("amod") || is("compound"));
    let parts = clause.children(trigger.head, &["nsubj", "obj", "iobj", "obl", "nmod", "compound"]);
    let somebody = parts.into_iter().any(|part| !clause.denoted(part).is_empty());
    seen.fact("somebody takes part", 0.244, somebody);
    seen.fact("in the first sentence", 0.407, clause.index == 0);
    let cue = attributions.iter().any(|a| a.cue.is_some_and(|cue| cue.overlaps(span)));
    seen.fact("cue of an attribution", 0.497, cue);
    let beside = all.iter().any(|other| other.head != trigger.head && other.kind.is_some());
    seen.fact("beside another trigger", 0.331, beside);
    seen.fact(kind.as_str(), of_type(kind), true);
    seen.judged()
}

/// What a type is worth: how often words that are taken for one of it are.
fn of_type(kind: EventType) -> f32 {
    match kind {
        EventType::Accuse => -0.205,
        EventType::Agree => -0.387,
        EventType::Aid => 0.562,
        EventType::Assault => -0.591,
        EventType::Coerce => 0.450,
        EventType::Concede => 0.636,
        EventType::Consult => -0.144,
        EventType::Cooperate => 0.307,
        EventType::Mobilize => -0.055,
        EventType::Protest => -0.736,
        EventType::Reject => 0.319,
        EventType::Request => -0.114,
        EventType::Retreat => -0.150,
        EventType::Sanction => 0.364,
        EventType::Support => 0.082,
        EventType::Threaten => -0.337,
    }
}
