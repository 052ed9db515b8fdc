//! How sure, affirmed or not, and when: from the trigger up the tree to its holder.
//!
//! Each step up may bring a marker of the language's `certainty.tsv`: auxiliaries, adverbs,
//! adjectives, conjunctions, and governors of which the event is a complement. The least sure
//! marker counts, negations cancel each other (Saurí and Pustejovsky 2009, FactBank's axes). What is known to be there
//! whatever is said about it (`definite` and the classes after it in `event_words.tsv`) stays as sure as it is.
//!
//! 1. [`markers`]: what hangs on the trigger, and on the words above it that it shares a clause with;
//! 2. [`governors`]: what the words above say of what they govern, and how far that reaches;
//! 3. [`tense`]: when its clause is;
//! 4. [`decide`]: one reading of each axis, where the heads may know better.

mod decide;
mod governors;
mod markers;
mod tense;

use super::clause::Clause;
use super::lexicon::Marker;
use super::triggers::Trigger;
use crate::attributions::{is_negated, is_refusal};
use governors::{governor, is_complement, is_purpose, is_settled, is_which_one, predicate};
use markers::{local, negation, time_of_subject};
use segun_report::{Attribution, Certainty, EventType, Polarity, Stance, Time, When, Why};
use segun_syntax::Feature;
use tense::{is_finite, tense_above};

/// The three axes with their reasons.
#[derive(Debug)]
pub(super) struct Factuality {
    pub(super) certainty: Certainty,
    pub(super) polarity: Polarity,
    pub(super) when: When,
    /// Probability that the certainty is right.
    pub(super) confidence: f32,
    pub(super) why: Vec<Why>,
}

/// What has been met on the way up.
#[derive(Debug, Default)]
struct State {
    certainty: Option<Certainty>,
    /// Whether a word beside the event or its verb says how sure it is, not only one that governs it.
    plain: bool,
    negative: bool,
    when: Option<When>,
    tense: Option<When>,
    /// Whether the tense is the trigger's own.
    own_tense: bool,
    /// Whether the tense is that of a verb that says of itself that it goes on.
    going_on: bool,
    /// Whether the event is what something is done for.
    purpose: bool,
    /// Whether the way up left the clause through a noun: its verb's markers no longer apply.
    indirect: bool,
    /// Whether it is there whatever is done about it.
    settled: bool,
    /// Whether it is told in a clause of circumstance, beside what the holder says or denies.
    circumstance: bool,
    /// The negation of the clause that the way goes through, and whether it is one that agrees with others.
    negation: Option<bool>,
    why: Vec<Why>,
}

/// How the reasons begin that a holder's stance gives.
const STANCE: &str = "stance ";

/// How reasons end where a cue or governor says so by its own negation.
const OWN_NEGATION: &str = ", by its negation";

/// Whether a cue or governor leaves the event of these reasons open by its own negation, which heads and networks take for a
/// denial or do not see.
pub(super) fn is_left_open(why: &[Why]) -> bool {
    why.iter().any(|why| why.aspect == "certainty" && why.by.ends_with(OWN_NEGATION))
}

fn rank(certainty: Certainty) -> u8 {
    match certainty {
        Certainty::Certain => 0,
        Certainty::Probable => 1,
        Certainty::Possible => 2,
        Certainty::Uncommitted => 3,
    }
}

impl State {
    /// Whether a negation says once more what another one of its clause has said: in languages where they agree, "no
    /// hubo ningún viaje" has two words for one negation. `agreeing`: whether it is a word that does so.
    fn agrees(&mut self, agreeing: bool) -> bool {
        let agrees = self.negation.is_some_and(|before| before || agreeing);
        self.negation = self.negation.or(Some(agreeing));
        agrees
    }

    /// It was to come when it was told, and told as certain.
    fn told_before(&mut self) {
        self.when.get_or_insert(When::Future);
        self.known("future of the past");
    }

    /// What is found says that it is certain, for this `reason`.
    fn known(&mut self, reason: &'static str) {
        self.why.push(Why::rule("certainty", reason));
    }

    /// What `marker` denies is denied itself: "did not rule out a summit".
    fn leave_open(&mut self, clause: &Clause<'_>, word: &str, marker: Marker) {
        let by = format!("{}{OWN_NEGATION}", clause.lexicon.marker_name(word, marker));
        if self.when.is_none() {
            self.when = Some(When::Future);
            self.why.push(Why::rule("when", by.clone()));
        }
        self.certainty =
            self.certainty.filter(|old| *old == Certainty::Uncommitted).or(Some(Certainty::Possible));
        self.why.push(Why::rule("certainty", by));
    }

    fn take(&mut self, clause: &Clause<'_>, word: &str, marker: Marker) {
        if let Some(certainty) = marker.certainty
            && self.certainty.is_none_or(|old| rank(certainty) > rank(old))
        {
            self.certainty = Some(certainty);
            self.why.push(Why::rule("certainty", clause.lexicon.marker_name(word, marker)));
        }
        if marker.negative {
            self.negative = !self.negative;
            self.why.push(Why::rule("polarity", clause.lexicon.marker_name(word, marker)));
        }
        if let (Some(when), None) = (marker.when, self.when) {
            self.when = Some(when);
            self.why.push(Why::rule("when", clause.lexicon.marker_name(word, marker)));
        }
    }
}

/// Reads the three axes of the event of `trigger`, as its `holder` has it.
pub(super) fn read(
    clause: &Clause<'_>,
    trigger: &Trigger<'_>,
    holder: Option<&Attribution>,
    time: Option<&Time>,
) -> Factuality {
    let mut state = State::default();
    let sentence = clause.sentence;
    let inside = |word: usize| {
        let span = sentence.words[word].span;
        holder.is_none_or(|h| h.content.iter().any(|c| c.contains(span)))
    };
    local(clause, trigger.head, None, &mut state);
    predicate(clause, trigger.head, &mut state);
    state.own_tense = state.tense.is_some();
    let mut at = trigger.head;
    for _ in 0..sentence.words.len() {
        let word = &sentence.words[at];
        let Some(above) = word.head else { break };
        let relation = word.relation.base();
        if !inside(above) {
            // "agreed to withdraw": the cue says of what it governs how sure it is.
            let denied = holder.is_some_and(|h| h.stance == Stance::Deny);
            if clause.is_verb(at) && !is_finite(clause, at) && !denied {
                let negative = state.negative;
                governor(clause, at, above, relation, &mut state);
                // "does not rule out sending it": what the cue denies, its own negation gives back.
                if state.negative != negative
                    && let Some((name, marker)) = negation(clause, above)
                {
                    state.take(clause, name, marker);
                }
            }
            // "denied the accusations": they were made, whatever is true of them.
            if denied && at == trigger.head && trigger.kind == Some(EventType::Accuse) && !clause.is_verb(at)
            {
                state.settled = true;
                state.why.push(Why::rule("polarity", "accusations stand"));
            }
            // "rejected the truce": it is there to be rejected.
            state.settled |= clause.is("standing", above) && is_settled(clause, at, above);
            // "was asked about the attack": it is no attack that is asked for.
            state.settled |= !clause.is_verb(at) && clause.case_is(at, "about");
            break;
        }
        // "after the vote", "despite the raids": it is there before what the clause says, whatever that is.
        if !clause.is_verb(at) && clause.case_is(at, "given") {
            state.indirect = true;
            state.tense.get_or_insert(When::Past);
            break;
        }
        let settled = is_settled(clause, at, above);
        // What stands around a copula hangs on its predicate.
        let carried = relation == "cop" || clause.light_verb(at) == Some(above);
        let aside = matches!(relation, "advcl" | "acl" | "obl" | "nmod");
        if is_which_one(clause, at) {
            state.known("which one");
        } else {
            state.purpose |= aside && clause.is_verb(at) && is_purpose(clause, at, above);
        }
        let governed = !settled
            && relation != "cop"
            && governor(clause, at, above, if carried { "light" } else { relation }, &mut state);
        // "support from those who had left him": what says which one it is is known.
        state.settled |= settled || relation == "acl" && clause.is_verb(at) && !is_complement(clause, at);
        if matches!(relation, "nmod" | "appos") && !governed && !carried {
            state.indirect = true;
        }
        let continues = carried
            || match relation {
                "xcomp" | "obj" | "nsubj" | "csubj" | "obl" | "nmod" | "conj" | "iobj" => true,
                "ccomp" => !is_finite(clause, at) || state.certainty.is_some(),
                "advcl" => !is_finite(clause, at),
                "acl" => word.features.is(Feature::VerbForm, "Inf"),
                _ => false,
            };
        let tensed_noun = !clause.is_verb(at)
            && matches!(relation, "nsubj" | "obj" | "obl" | "nmod" | "conj" | "appos" | "iobj");
        // "tried to enter and was arrested": what is finite after what is not, is no part of it.
        let anew = relation == "conj" && is_finite(clause, at) && !is_finite(clause, above);
        if anew || settled || !continues && !tensed_noun {
            state.circumstance = relation == "advcl" && !settled;
            if settled && relation == "nsubj" {
                time_of_subject(clause, above, &mut state);
            }
            // The tense of the clause above still dates a participle or a relative clause without its own.
            if state.tense.is_none() {
                state.tense = tense_above(clause, above);
            }
            break;
        }
        let scoped = !state.indirect
            && (carried
                || matches!(relation, "xcomp" | "advcl")
                || !clause.is_verb(at) && relation != "conj");
        if scoped {
            let (negative, negation, reasons) = (state.negative, state.negation, state.why.len());
            local(clause, above, Some(at), &mut state);
            // "will not sell after the merger": when, where and how are not what is denied.
            if !carried && matches!(relation, "obl" | "advcl") && state.negative != negative {
                (state.negative, state.negation) = (negative, negation);
                let first = state.why.split_off(reasons);
                state.why.extend(first.into_iter().filter(|w| w.aspect != "polarity"));
            }
        } else if state.tense.is_none() {
            state.tense = tense_above(clause, above);
        }
        if clause.is_verb(at) && !carried {
            state.negation = None;
        }
        at = above;
    }
    if let (Some(holder), false) = (holder, state.settled) {
        by_holder(holder, trigger.kind.is_some(), &mut state);
    }
    decide::decide(state, time, clause, trigger)
}

/// What the stance of the holder does to what it holds; `typed`: an event of a type, which no comment is.
fn by_holder(holder: &Attribution, typed: bool, state: &mut State) {
    let negated = is_negated(holder);
    let how = if negated { OWN_NEGATION } else { "" };
    let by = |aspect| Why::rule(aspect, format!("{STANCE}{} of {}{how}", holder.stance.as_str(), holder.id));
    let indirect = state.indirect;
    if negated || typed && is_refusal(holder) {
        // "has not confirmed the visit", "declined to comment on the visit": the negation is not the visit's.
        state.why.push(by("polarity"));
    }
    let mut weaken = |certainty: Certainty| {
        if state.certainty.is_none_or(|old| rank(certainty) > rank(old)) {
            state.certainty = Some(certainty);
            state.why.push(by("certainty"));
        }
    };
    match holder.stance {
        // "negó haber despedido a nadie" is one negation.
        Stance::Deny if state.negation == Some(true) => {}
        // "denied the attack as the talks began".
        Stance::Deny if state.circumstance => {}
        Stance::Deny => {
            state.negative = !state.negative;
            state.why.push(by("polarity"));
        }
        Stance::Speculate => weaken(Certainty::Possible),
        // "has not confirmed": not what the cue says where it says it.
        Stance::RefuseComment if negated => weaken(Certainty::Uncommitted),
        Stance::Estimate => weaken(Certainty::Probable),
        // What is asked for is unsure, what it has to do with is not.
        Stance::Ask | Stance::Want if !indirect => weaken(Certainty::Uncommitted),
        Stance::Promise | Stance::Threaten => weaken(Certainty::Probable),
        _ => {}
    }
    if matches!(holder.stance, Stance::Ask | Stance::Want | Stance::Promise | Stance::Threaten)
        && state.when.is_none()
        && !state.indirect
    {
        state.when = Some(When::Future);
        state.why.push(by("when"));
    }
}

#[cfg(test)]
mod tests {
    use super::State;

    #[test]
    fn negations_agree_where_one_of_them_only_repeats_the_other() {
        let met = |words: &[bool]| {
            let mut state = State::default();
            words.iter().map(|&agreeing| state.agrees(agreeing)).collect::<Vec<_>>()
        };
        assert_eq!(met(&[false, true]), [false, true], "no … ninguno");
        assert_eq!(met(&[true, false]), [false, true], "ninguno …, met before its no");
        assert_eq!(met(&[true, true]), [false, true], "nadie … nada");
        assert_eq!(met(&[false, false]), [false, false], "not … not");
    }
}
