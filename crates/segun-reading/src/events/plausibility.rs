//! How likely a trigger names an event of its type, by all that is seen of it together.
//!
//! What the heads say, by which entry it was found, and how it stands in its sentence, weighed in [`EVENT`]; what
//! comes out is the event's confidence. A trigger below [`LEAST`] names no event of a type.

use super::clause::Clause;
use super::lexicon::Entry;
use super::triggers::Trigger;
use crate::confidence::{Plausibility, log_odds};
use segun_report::{Attribution, EventType, Why};
use segun_syntax::{Feature, Upos};

/// Probability below which a trigger is none. Far below a half, since both what is missed and what is invented count, and
/// who takes part is lost with it.
pub(super) const LEAST: f32 = 0.18;

/// Right where trigger and type are. The facts in the order of [`facts`].
const EVENT: Plausibility = Plausibility {
    numbers: &[("typed", 0.166), ("type", 0.135)],
    facts: &[
        ("head alone", -1.876),
        ("entry with conditions", -0.097),
        ("entry of several words", 0.033),
        ("head says another type", -0.295),
        ("noun", 0.232),
        ("adjective", 0.301),
        ("participle", 0.478),
        ("subject", -0.207),
        ("oblique", -0.141),
        ("attribute", -0.145),
        ("plural", 0.235),
        ("somebody takes part", 0.244),
        ("in the first sentence", 0.407),
        ("cue of an attribution", 0.497),
        ("beside another trigger", 0.331),
        ("ACCUSE", -0.205),
        ("AGREE", -0.387),
        ("AID", 0.562),
        ("ASSAULT", -0.591),
        ("COERCE", 0.450),
        ("CONCEDE", 0.636),
        ("CONSULT", -0.144),
        ("COOPERATE", 0.307),
        ("MOBILIZE", -0.055),
        ("PROTEST", -0.736),
        ("REJECT", 0.319),
        ("REQUEST", -0.114),
        ("RETREAT", -0.150),
        ("SANCTION", 0.364),
        ("SUPPORT", 0.082),
        ("THREATEN", -0.337),
    ],
    offset: -0.515,
};

/// Facts that are not of the type.
const SEEN: usize = 15;

/// The probability that `trigger`, one of `all` of its sentence, is right, and what it was made from.
pub(super) fn judge(
    clause: &Clause<'_>,
    attributions: &[Attribution],
    all: &[Trigger<'_>],
    trigger: &Trigger<'_>,
) -> (f32, Why) {
    let numbers = trigger.guess(clause).map_or([0.0; 2], |g| {
        let kind = if g.typed > 0.0 { g.kind_score / g.typed } else { 0.0 };
        [log_odds(g.typed), log_odds(kind)]
    });
    let mut facts = facts(clause, attributions, all, trigger).to_vec();
    facts.extend(
        EVENT.facts[SEEN..].iter().map(|(name, _)| trigger.kind.map(EventType::as_str) == Some(name)),
    );
    EVENT.judge(&numbers, &facts)
}

fn facts(
    clause: &Clause<'_>,
    attributions: &[Attribution],
    all: &[Trigger<'_>],
    trigger: &Trigger<'_>,
) -> [bool; SEEN] {
    let word = &clause.sentence.words[trigger.head];
    let entry = trigger.entry.filter(|e| !e.words.is_empty());
    let frame = |asks: fn(&Entry) -> bool| entry.is_some_and(asks);
    let is = |relation: &str| word.relation.is(relation);
    let span = trigger.span(clause);
    let near = ["nsubj", "obj", "iobj", "obl", "nmod", "nmod:poss", "compound"];
    let parts = clause.children(trigger.head, &near);
    [
        entry.is_none(),
        frame(|e| {
            e.frame.object.is_some() || e.frame.under.is_some() || e.frame.personal || e.frame.reflexive
        }),
        frame(|e| e.words.len() > 1),
        trigger.guess(clause).is_some_and(|g| g.kind != trigger.kind),
        word.upos == Upos::Noun,
        word.upos == Upos::Adj,
        word.features.is(Feature::VerbForm, "Part"),
        is("nsubj"),
        is("obl"),
        is("amod") || is("compound"),
        word.features.is(Feature::Number, "Plur"),
        parts.iter().any(|&c| !clause.denoted(c).is_empty()),
        clause.index == 0,
        attributions.iter().any(|a| a.cue.is_some_and(|cue| cue.overlaps(span))),
        all.iter().any(|other| other.head != trigger.head && other.kind.is_some()),
    ]
}
