//! What hangs on one word and says how sure it is, whether it is denied, and when: auxiliaries, adverbs, adjectives,
//! conjunctions, negated subjects and objects, mood.

use super::State;
use super::tense::{future_of_past, is_finite, is_going_on, tense, tense_above};
use crate::events::clause::Clause;
use crate::events::lexicon::{Keys, Marker, Place};
use segun_report::When;
use segun_syntax::{Feature, Upos};

/// Markers that hang on `word` itself, its tense and its mood; `from` is the word below it that the way comes from.
pub(super) fn local(clause: &Clause<'_>, word: usize, from: Option<usize>, state: &mut State) {
    let sentence = clause.sentence;
    let lexicon = clause.lexicon;
    let told = future_of_past(clause, word);
    let before = state.certainty;
    for child in sentence.children(word) {
        let Some(place) = place_of(sentence.words[child].relation.base()) else { continue };
        let found = marker_at(clause, word, child, place)
            .or_else(|| (from != Some(child)).then(|| denied_part(clause, word, child)).flatten());
        let Some((name, marker)) = found else { continue };
        if is_idle(clause, word, child, place, marker) {
            continue;
        }
        let inside = matches!(place, Place::Adverb | Place::Adjective);
        let agreeing = || {
            let article = || clause.children(child, &["det"]);
            clause.is("agreeing_negation", child)
                || article().iter().any(|&d| clause.is("agreeing_negation", d))
        };
        if marker.negative && inside && state.agrees(agreeing()) {
            continue;
        }
        if told && place == Place::Auxiliary && clause.is("future_of_past", child) {
            state.told_before();
        } else {
            state.take(clause, name, marker);
        }
    }
    // "will ... if ...": what hangs on a condition is not said to be.
    for clause_below in sentence.children_by(word, &["advcl"]) {
        let condition = sentence
            .children_by(clause_below, &["mark", "case", "advmod", "cc"])
            .find_map(|mark| condition_at(clause, clause_below, mark));
        let done = tense(clause, word) == Some(When::Past);
        if let (Some((name, marker)), None, false) = (condition, state.certainty, done) {
            // The condition's time is its own.
            state.take(clause, name, Marker { when: None, ..marker });
        }
    }
    // Mood of the verb or of its first auxiliary.
    let verbs = std::iter::once(word).chain(clause.children(word, &["aux"]));
    for verb in verbs {
        if let Some(mood) = sentence.words[verb].features.get(Feature::Mood) {
            let key = segun_language::forms::fold(mood);
            if told && mood == "Cnd" {
                state.told_before();
                continue;
            }
            if let Some((name, marker)) = lexicon.marker(Place::Mood, &[key].into_iter().collect()) {
                state.take(clause, name, marker);
            }
        }
    }
    state.plain |= state.certainty != before;
    if state.tense.is_none() {
        state.tense = tense(clause, word);
        state.going_on = is_going_on(clause, word);
    }
}

/// What only the auxiliaries of the verb `word` say of when its subject is, however sure that is to be: "the talks will deal
/// with the border". Where verbs have a form for the future, their tense says it.
pub(super) fn time_of_subject(clause: &Clause<'_>, word: usize, state: &mut State) {
    for child in clause.children(word, &["aux"]) {
        if let Some((name, marker)) = auxiliary(clause, word, child)
            && marker.certainty.is_none()
            && !marker.negative
        {
            state.take(clause, name, marker);
        }
    }
}

/// The negation that hangs on `word` itself.
pub(super) fn negation<'c>(clause: &'c Clause<'_>, word: usize) -> Option<(&'c str, Marker)> {
    let marker = |at: usize| clause.lexicon.marker(Place::Adverb, &clause.keys[at]);
    clause.children(word, &["advmod"]).into_iter().filter_map(marker).find(|(_, marker)| marker.negative)
}

/// Where a marker stands that hangs by `relation` on the event or its verb.
fn place_of(relation: &str) -> Option<Place> {
    match relation {
        "aux" => Some(Place::Auxiliary),
        "advmod" | "discourse" | "obl" | "parataxis" | "det" | "nsubj" | "obj" | "cc" => Some(Place::Adverb),
        "amod" | "nmod" => Some(Place::Adjective),
        "mark" | "case" => Some(Place::Mark),
        _ => None,
    }
}

/// The marker that word `child` of `word` is, or begins.
fn marker_at<'c>(
    clause: &'c Clause<'_>,
    word: usize,
    child: usize,
    place: Place,
) -> Option<(&'c str, Marker)> {
    let phrase = || clause.lexicon.phrase(place, &clause.keys, child);
    match place {
        Place::Auxiliary => auxiliary(clause, word, child),
        Place::Mark => condition_at(clause, word, child).or_else(|| phrase_over(clause, place, child)),
        Place::Adverb => phrase_over(clause, place, child).or_else(phrase),
        _ => clause.lexicon.marker(place, &clause.keys[child]).or_else(phrase),
    }
}

/// Whether `marker` at `child` says nothing of `word` after all.
fn is_idle(clause: &Clause<'_>, word: usize, child: usize, place: Place, marker: Marker) -> bool {
    let words = &clause.sentence.words;
    let has = |relation: &str| !clause.children(word, &[relation]).is_empty();
    match place {
        // "para la visita": what for is asked of verbs only.
        Place::Mark if words[child].relation.is("case") && clause.is("purpose", child) => true,
        // "before it met": what has happened is not open because something came first.
        Place::Mark if marker.when == Some(When::Future) => {
            let own = if is_finite(clause, word) { tense(clause, word) } else { tense_above(clause, word) };
            !clause.is_verb(word) || own == Some(When::Past)
        }
        // "pudo entrar": who could, once, has done it.
        Place::Auxiliary => clause.is("done_once", child) && words[child].features.is(Feature::Tense, "Past"),
        Place::Adverb | Place::Adjective if marker.negative && !clause.is_verb(word) => {
            // "una visita no oficial": it is the adjective that is denied; "was not at the summit": who was there.
            let next = words.get(child + 1);
            next.is_some_and(|w| w.upos == Upos::Adj && w.head == Some(word)) || has("cop") && has("case")
        }
        _ => false,
    }
}

/// What the auxiliary at `child` says of its verb `word`: by the words that begin there ("tener que", "would have"),
/// by its own form before the verb that it is a form of ("would" before "will").
fn auxiliary<'c>(clause: &'c Clause<'_>, word: usize, child: usize) -> Option<(&'c str, Marker)> {
    let (lexicon, keys) = (clause.lexicon, &clause.keys[child]);
    let form: Keys = keys.last().into_iter().cloned().collect();
    let infinitive = clause.sentence.words[word].features.is(Feature::VerbForm, "Inf");
    let plain = || {
        infinitive
            .then(|| lexicon.marker(Place::InfinitiveAuxiliary, keys))
            .flatten()
            .or_else(|| lexicon.marker(Place::Auxiliary, &form))
    };
    let several = lexicon.phrase(Place::Auxiliary, &clause.keys, child);
    let apart = |name: &str| name.contains(' ') && child + name.split(' ').count() <= word;
    several.filter(|(name, _)| apart(name)).or_else(plain).or_else(|| lexicon.marker(Place::Auxiliary, keys))
}

/// The negation that a subject or object has with it, which is the clause's: "gave no details".
fn denied_part<'c>(clause: &'c Clause<'_>, word: usize, child: usize) -> Option<(&'c str, Marker)> {
    let part = ["nsubj", "obj"].iter().any(|r| clause.sentence.words[child].relation.is(r));
    if !part || !clause.is_verb(word) {
        return None;
    }
    clause
        .children(child, &["det"])
        .into_iter()
        .find_map(|d| clause.lexicon.marker(Place::Adverb, &clause.keys[d]).filter(|(_, m)| m.negative))
}

/// The marker of the phrase that ends with, or goes over, word `child`, longest first.
fn phrase_over<'c>(clause: &'c Clause<'_>, place: Place, child: usize) -> Option<(&'c str, Marker)> {
    (0..=child).rev().take(3).find_map(|start| {
        clause
            .lexicon
            .phrase(place, &clause.keys, start)
            .filter(|(words, _)| start + words.split(' ').count() > child)
    })
}

/// The marker by which the conjunction `mark` makes the clause at `verb` a condition.
fn condition_at<'c>(clause: &'c Clause<'_>, verb: usize, mark: usize) -> Option<(&'c str, Marker)> {
    let word = &clause.sentence.words[verb];
    // Only in front: "de haber acuerdo, firmarán".
    let infinitive = word.features.is(Feature::VerbForm, "Inf")
        && word.relation.is("advcl")
        && word.head.is_some_and(|head| verb < head);
    phrase_over(clause, Place::Condition, mark)
        .or_else(|| infinitive.then(|| phrase_over(clause, Place::InfinitiveCondition, mark)).flatten())
}
