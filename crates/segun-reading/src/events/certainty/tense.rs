//! When a clause is, by its verb's form and its auxiliaries, and when a time is.

use crate::events::clause::Clause;
use segun_report::{Time, When};
use segun_syntax::Feature;

/// Whether the verb or its auxiliary is finite.
pub(super) fn is_finite(clause: &Clause<'_>, verb: usize) -> bool {
    let sentence = clause.sentence;
    sentence.words[verb].features.is(Feature::VerbForm, "Fin")
        || sentence
            .children_by(verb, &["aux", "cop"])
            .any(|a| sentence.words[a].features.is(Feature::VerbForm, "Fin"))
}

/// Time of the verb `word`, by its own or its auxiliary's tense.
pub(super) fn tense(clause: &Clause<'_>, word: usize) -> Option<When> {
    let sentence = clause.sentence;
    let auxiliaries = clause.children(word, &["aux", "cop"]);
    let features = &sentence.words[word].features;
    let of = |f: &segun_syntax::Features| match f.get(Feature::Tense) {
        Some("Fut") => Some(When::Future),
        Some("Past" | "Imp" | "Pqp") => Some(When::Past),
        Some("Pres") => Some(When::Present),
        _ => None,
    };
    let perfect = is_perfect(clause, word);
    let present = is_present_participle(features);
    if let Some(first) = auxiliaries.first() {
        let auxiliary = of(&sentence.words[*first].features);
        if perfect && auxiliary == Some(When::Present) {
            // "ha visitado": done.
            return Some(When::Past);
        }
        // "could have met"; but "could be met" is yet to come.
        return auxiliary.or(perfect.then_some(When::Past));
    }
    if features.is(Feature::VerbForm, "Part") && auxiliaries.is_empty() {
        // "officers guarding the bridge": at the time of the clause above.
        return if present { None } else { Some(When::Past) };
    }
    // "pidió que se retirara", "teme que se retire": a subjunctive has the time of what governs it, or lies ahead.
    match (features.is(Feature::Mood, "Sub"), features.get(Feature::Tense)) {
        _ if !clause.is_verb(word) => None,
        (true, Some("Pres")) => Some(When::Future),
        (true, _) => None,
        (false, _) => of(features),
    }
}

/// Whether the verb `word` is a participle that says with its auxiliaries that it is done ("has met", "has been met",
/// but "is met", "podría ser detenido").
fn is_perfect(clause: &Clause<'_>, word: usize) -> bool {
    let words = &clause.sentence.words;
    let features = &words[word].features;
    let auxiliaries = clause.children(word, &["aux", "cop"]);
    features.is(Feature::VerbForm, "Part")
        && !is_present_participle(features)
        && auxiliaries.iter().any(|&a| clause.is("perfect", a))
        && !auxiliaries.iter().any(|&a| words[a].features.is(Feature::VerbForm, "Ger"))
}

/// Time of the nearest verb that has one, from `word` on upwards.
pub(super) fn tense_above(clause: &Clause<'_>, word: usize) -> Option<When> {
    tense(clause, word).or_else(|| clause.sentence.ancestors(word).find_map(|a| tense(clause, a)))
}

/// Whether the verb `word` is a gerund with a finite auxiliary in the present ("está buscando", "is seeking"):
/// whatever is sought, it is going on.
pub(super) fn is_going_on(clause: &Clause<'_>, word: usize) -> bool {
    let words = &clause.sentence.words;
    let features = &words[word].features;
    (features.is(Feature::VerbForm, "Ger") || is_present_participle(features))
        && clause.children(word, &["aux"]).iter().any(|&a| words[a].features.is(Feature::Tense, "Pres"))
}

/// "is conducting": what some languages say with a gerund, others say with a participle of the present.
fn is_present_participle(features: &segun_syntax::Features) -> bool {
    features.is(Feature::VerbForm, "Part") && features.is(Feature::Tense, "Pres")
}

/// Whether a conditional at `word` is the future of what was said in the past ("said that it would join").
pub(super) fn future_of_past(clause: &Clause<'_>, word: usize) -> bool {
    let words = &clause.sentence.words;
    let above = |w: usize, relation: &str| words[w].head.filter(|_| words[w].relation.is(relation));
    let first = above(word, "conj").unwrap_or(word);
    let told = above(first, "ccomp").is_some_and(|said| tense(clause, said) == Some(When::Past));
    told && !is_perfect(clause, word)
}

/// Whether the sentence is a headline: the report's first line, without a full stop. Its present tells what
/// has happened.
pub(super) fn is_headline(clause: &Clause<'_>) -> bool {
    let text = clause.document.text();
    let span = clause.sentence.span;
    let first_line = text.find('\n').is_some_and(|end| span.end <= end);
    first_line && !span.of(text).ends_with('.')
}

/// Where a time lies against the publication.
pub(super) fn by_time(time: &Time, clause: &Clause<'_>) -> Option<When> {
    match time.value.as_deref() {
        Some("FUTURE_REF") => return Some(When::Future),
        Some("PAST_REF") => return Some(When::Past),
        Some("PRESENT_REF") => return Some(When::Present),
        _ => {}
    }
    let published = clause.document.report.published?.date().to_string();
    let day = |t: &Option<String>| t.as_deref().and_then(|t| t.get(..10)).map(str::to_owned);
    if day(&time.from).is_some_and(|from| from > published) {
        return Some(When::Future);
    }
    if day(&time.to).is_some_and(|to| to <= published) {
        return Some(When::Past);
    }
    None
}
