//! From what words say and what the heads say to one reading of each axis.

use super::tense::{by_time, is_headline};
use super::{Factuality, STANCE, State, is_left_open};
use crate::confidence::{CERTAINTY_MARKED, CERTAINTY_UNMARKED};
use crate::events::clause::Clause;
use crate::events::triggers::Trigger;
use segun_report::{Certainty, Polarity, Time, When, Why};
use segun_syntax::EventGuess;

/// Probability of the heads from which they count more than a reading that no word gives, or only the stance of who
/// holds it.
const UNMARKED: f32 = 0.8;

/// The same against a reading that words of the text give.
const MARKED: f32 = 0.95;

/// Confidence in a certainty where no head says anything.
const NO_GUESS: f32 = 0.5;

/// Reasons that say of an axis no more than what is said of it where nothing is.
const NO_MARKER: &str = "no marker";
const TENSE: &str = "tense";

/// Joins what was met on the way up with what the heads say of the trigger.
pub(super) fn decide(
    state: State,
    time: Option<&Time>,
    clause: &Clause<'_>,
    trigger: &Trigger<'_>,
) -> Factuality {
    let plain = state.plain;
    let ruled = by_rules(state, time, clause);
    match trigger.guess(clause) {
        Some(guess) => with_heads(ruled, plain, guess),
        None => ruled,
    }
}

/// `ruled`, with what the heads know better, but for what words beside the event say in so many words (`plain`).
fn with_heads(mut ruled: Factuality, plain: bool, guess: &EventGuess) -> Factuality {
    let said = |aspect: &str| {
        let by = |w: &&Why| w.aspect == aspect && !matches!(&*w.by, NO_MARKER | TENSE);
        ruled.why.iter().filter(by).map(|w| w.by.starts_with(STANCE)).collect::<Vec<bool>>()
    };
    let (certainty, polarity, when) = (said("certainty"), said("polarity"), said("when"));
    let marked = !certainty.is_empty();
    let least = |marked: bool| if marked { MARKED } else { UNMARKED };

    let (likeliest, share) = likeliest(Certainty::ALL, &guess.certainty);
    // Where words say that it is unsure, the heads may only know better that it is not.
    let open = is_left_open(&ruled.why);
    let may = !marked || likeliest == Certainty::Certain && !plain && !open;
    let only_stance = certainty.iter().all(|&stance| stance);
    if likeliest != ruled.certainty && may && share >= least(!only_stance) {
        ruled.certainty = likeliest;
        ruled.why.push(Why::head("certainty", "certainty head", share));
    }
    let denied = ruled.polarity == Polarity::Negative;
    let other = if denied { 1.0 - guess.negative } else { guess.negative };
    if polarity.is_empty() && other >= UNMARKED {
        ruled.polarity = if denied { Polarity::Positive } else { Polarity::Negative };
        ruled.why.push(Why::head("polarity", "polarity head", other));
    }
    let (likeliest, share) = self::likeliest(When::ALL, &guess.when);
    if likeliest != ruled.when && !open && share >= least(!when.is_empty()) {
        ruled.when = likeliest;
        ruled.why.push(Why::head("when", "time head", share));
    }
    let scale = if marked { CERTAINTY_MARKED } else { CERTAINTY_UNMARKED };
    let chosen = Certainty::ALL.iter().position(|c| *c == ruled.certainty);
    ruled.confidence = scale.probability(chosen.map_or(0.0, |at| guess.certainty[at]));
    ruled
}

/// The likeliest of `all`, the first of equals, with its probability.
fn likeliest<T: Copy>(all: &[T], shares: &[f32; 4]) -> (T, f32) {
    let (mut at, mut most) = (0, shares[0]);
    for (i, &share) in shares.iter().enumerate() {
        if share > most {
            (at, most) = (i, share);
        }
    }
    (all[at], most)
}

/// What the words met on the way up say.
fn by_rules(state: State, time: Option<&Time>, clause: &Clause<'_>) -> Factuality {
    let State { certainty, negative, when, tense, own_tense, going_on, purpose, mut why, .. } = state;
    if purpose && certainty.is_none() {
        why.push(Why::rule("certainty", "a purpose"));
    }
    let certainty = certainty.or(purpose.then_some(Certainty::Uncommitted));
    // What somebody did something for has been done with it ("se reunió para acordar"), or not yet happened.
    let done = tense == Some(When::Past) && !own_tense;
    let when = when.or(purpose.then_some(if done { When::Past } else { When::Future }));
    let certainty = certainty.unwrap_or(Certainty::Certain);
    let polarity = if negative { Polarity::Negative } else { Polarity::Positive };
    let dated = time.and_then(|t| by_time(t, clause));
    let when = match (dated, when, tense) {
        // "had gathered ahead of next Tuesday's vote": what was done does not lie ahead.
        (Some(When::Future), None, Some(When::Past)) if own_tense => {
            why.push(Why::rule("when", TENSE));
            When::Past
        }
        // "called yesterday for a truce": the day is that of the call.
        (Some(When::Past), Some(When::Future), _) if !own_tense => When::Future,
        (Some(dated), _, _) if dated != When::Present => {
            why.push(Why::rule("when", "its time"));
            dated
        }
        // Done is done, however unsure: "could have met".
        (_, Some(When::Future), Some(When::Past)) if own_tense => When::Past,
        (_, Some(marked), _) => marked,
        (_, None, Some(When::Present)) if own_tense && is_headline(clause) => {
            why.push(Why::rule("when", "present of a headline"));
            When::Past
        }
        (_, None, Some(tense)) => {
            why.push(Why::rule("when", if going_on { "going on" } else { TENSE }));
            tense
        }
        (Some(dated), None, None) => dated,
        (None, None, None) => When::Past,
    };
    if why.iter().all(|w| w.aspect != "certainty") {
        why.push(Why::rule("certainty", NO_MARKER));
    }
    Factuality { certainty, polarity, when, confidence: NO_GUESS, why }
}
