//! How sure, affirmed or not, and when: from the trigger up the tree to its holder.
//!
//! Each step up may bring a marker of the language's `certainty.tsv`: auxiliaries, adverbs,
//! adjectives, conjunctions, and governors of which the event is a complement. The least sure
//! marker counts, negations cancel each other (Saurí and Pustejovsky 2009, FactBank's axes).

use super::clause::Clause;
use super::lexicon::{Marker, Place};
use super::triggers::Trigger;
use crate::confidence::{CERTAINTY_MARKED, CERTAINTY_UNMARKED};
use segun_report::{Attribution, Certainty, Polarity, Stance, Time, When, Why};
use segun_syntax::{Feature, Upos};

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
    /// The negation of the clause that the way goes through, and whether it is one that agrees with others.
    negation: Option<bool>,
    why: Vec<Why>,
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
    local(clause, trigger.head, &mut state);
    state.own_tense = state.tense.is_some();
    let mut at = trigger.head;
    for _ in 0..sentence.words.len() {
        let word = &sentence.words[at];
        let Some(above) = word.head else { break };
        if !inside(above) {
            break;
        }
        // "after the vote", "despite the raids": it is there before what the clause says, whatever that is.
        if !clause.is_verb(at) && clause.case_is(at, "given") {
            state.indirect = true;
            state.tense.get_or_insert(When::Past);
            break;
        }
        let relation = word.relation.base();
        // What stands around a copula hangs on its predicate.
        let carried = relation == "cop" || clause.light_verb(at) == Some(above);
        let aside = matches!(relation, "advcl" | "acl" | "obl" | "nmod");
        state.purpose |= aside && clause.is_verb(at) && purpose(clause, at);
        let governed = governor(clause, at, above, if carried { "light" } else { relation }, &mut state);
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
        if !continues && !tensed_noun {
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
            local(clause, above, &mut state);
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
    if let Some(holder) = holder {
        by_holder(holder, &mut state);
    }
    finish(state, time, clause, trigger)
}

/// Whether the verb or its auxiliary is finite.
fn is_finite(clause: &Clause<'_>, verb: usize) -> bool {
    let sentence = clause.sentence;
    sentence.words[verb].features.is(Feature::VerbForm, "Fin")
        || sentence
            .children_by(verb, &["aux", "cop"])
            .any(|a| sentence.words[a].features.is(Feature::VerbForm, "Fin"))
}

/// Markers that hang on `word` itself, its tense and its mood.
fn local(clause: &Clause<'_>, word: usize, state: &mut State) {
    let sentence = clause.sentence;
    let lexicon = clause.lexicon;
    for child in sentence.children(word) {
        let place = match sentence.words[child].relation.base() {
            "aux" => Place::Auxiliary,
            "advmod" | "discourse" | "obl" | "parataxis" => Place::Adverb,
            "amod" | "nmod" => Place::Adjective,
            "det" | "nsubj" | "obj" | "cc" => Place::Adverb,
            "mark" | "case" => Place::Mark,
            _ => continue,
        };
        let hit = match place {
            Place::Mark => condition_at(clause, word, child).or_else(|| phrase_over(clause, place, child)),
            Place::Adverb => phrase_over(clause, place, child),
            Place::Auxiliary if sentence.words[word].features.is(Feature::VerbForm, "Inf") => lexicon
                .marker(Place::InfinitiveAuxiliary, &clause.keys[child])
                .or_else(|| lexicon.marker(place, &clause.keys[child])),
            _ => lexicon.marker(place, &clause.keys[child]),
        };
        // A marker may have several words: "tener que".
        if let Some((name, marker)) = hit.or_else(|| lexicon.phrase(place, &clause.keys, child)) {
            let name = name.to_owned();
            if place == Place::Mark
                && sentence.words[child].relation.is("case")
                && clause.is("purpose", child)
            {
                continue;
            }
            let inside = matches!(place, Place::Adverb | Place::Adjective);
            if marker.negative && inside && state.agrees(clause.is("agreeing_negation", child)) {
                continue;
            }
            // "before it met": what has happened is not open because something came first.
            let ahead = place == Place::Mark && marker.when == Some(When::Future);
            if ahead && (!clause.is_verb(word) || tense(clause, word) == Some(When::Past)) {
                continue;
            }
            state.take(clause, &name, marker);
        }
    }
    // "will ... if ...": what hangs on a condition is not said to be.
    for clause_below in sentence.children_by(word, &["advcl"]) {
        let condition = sentence
            .children_by(clause_below, &["mark", "case", "advmod", "cc"])
            .find_map(|mark| condition_at(clause, clause_below, mark));
        if let (Some((name, marker)), None) = (condition, state.certainty) {
            let name = name.to_owned();
            // The condition's time is its own.
            state.take(clause, &name, Marker { when: None, ..marker });
        }
    }
    // Mood of the verb or of its first auxiliary.
    let verbs = std::iter::once(word).chain(clause.children(word, &["aux"]));
    for verb in verbs {
        if let Some(mood) = sentence.words[verb].features.get(Feature::Mood) {
            let key = segun_language::forms::fold(mood);
            if let Some((name, marker)) = lexicon.marker(Place::Mood, &[key].into_iter().collect()) {
                let name = name.to_owned();
                state.take(clause, &name, marker);
            }
        }
    }
    if state.tense.is_none() {
        state.tense = tense(clause, word);
        state.going_on = is_going_on(clause, word);
    }
}

/// Whether the verb `word` is a gerund with a finite auxiliary in the present ("está buscando", "is seeking"):
/// whatever is sought, it is going on.
fn is_going_on(clause: &Clause<'_>, word: usize) -> bool {
    let words = &clause.sentence.words;
    let features = &words[word].features;
    (features.is(Feature::VerbForm, "Ger") || is_present_participle(features))
        && clause.children(word, &["aux"]).iter().any(|&a| words[a].features.is(Feature::Tense, "Pres"))
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
    let infinitive = word.features.is(Feature::VerbForm, "Inf") && word.relation.is("advcl");
    phrase_over(clause, Place::Condition, mark)
        .or_else(|| infinitive.then(|| phrase_over(clause, Place::InfinitiveCondition, mark)).flatten())
}

/// What the word above says of an event that is its complement by `relation`; whether it says anything.
fn governor(clause: &Clause<'_>, at: usize, above: usize, relation: &str, state: &mut State) -> bool {
    let complement = matches!(
        relation,
        "xcomp" | "ccomp" | "obj" | "csubj" | "acl" | "advcl" | "nmod" | "obl" | "light" | "nsubj"
    );
    if !complement {
        return false;
    }
    let Some((name, marker)) = clause.lexicon.phrase(Place::Governor, &clause.keys, above) else {
        return false;
    };
    let noun = clause.sentence.words[above].upos.is_nominal();
    let fits = match relation {
        // A subject is governed only by an adjective or noun ("su visita es probable").
        "nsubj" => !clause.is_verb(above) || clause.is_passive(above),
        "nmod" | "acl" => noun || clause.sentence.words[above].upos == Upos::Adj,
        "advcl" => purpose(clause, at),
        "obl" => false,
        "light" => marker.certainty.is_some_and(|c| c != Certainty::Certain),
        _ => true,
    };
    if fits {
        let name = name.to_owned();
        state.take(clause, &name, marker);
    }
    fits
}

/// Whether the clause at `at` says what for.
fn purpose(clause: &Clause<'_>, at: usize) -> bool {
    clause.children(at, &["mark", "case"]).iter().any(|&m| clause.is("purpose", m))
}

/// What the stance of the holder does to what it holds.
fn by_holder(holder: &Attribution, state: &mut State) {
    let by = |aspect| Why::rule(aspect, format!("stance {} of {}", holder.stance.as_str(), holder.id));
    let indirect = state.indirect;
    let mut weaken = |certainty: Certainty| {
        if state.certainty.is_none_or(|old| rank(certainty) > rank(old)) {
            state.certainty = Some(certainty);
            state.why.push(by("certainty"));
        }
    };
    match holder.stance {
        Stance::Deny => {
            state.negative = !state.negative;
            state.why.push(by("polarity"));
        }
        Stance::Speculate => weaken(Certainty::Possible),
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

/// Time of the verb `word`, by its own or its auxiliary's tense.
fn tense(clause: &Clause<'_>, word: usize) -> Option<When> {
    let sentence = clause.sentence;
    let auxiliaries = clause.children(word, &["aux", "cop"]);
    let features = &sentence.words[word].features;
    let of = |f: &segun_syntax::Features| match f.get(Feature::Tense) {
        Some("Fut") => Some(When::Future),
        Some("Past" | "Imp" | "Pqp") => Some(When::Past),
        Some("Pres") => Some(When::Present),
        _ => None,
    };
    // "está siendo investigado": going on.
    let progressive = auxiliaries.iter().any(|a| sentence.words[*a].features.is(Feature::VerbForm, "Ger"));
    let present = is_present_participle(features);
    let perfect = features.is(Feature::VerbForm, "Part")
        && !present
        && !auxiliaries.is_empty()
        && !progressive
        && !clause.is_passive(word);
    if let Some(first) = auxiliaries.first() {
        let auxiliary = of(&sentence.words[*first].features);
        if perfect && auxiliary == Some(When::Present) {
            // "ha visitado": done.
            return Some(When::Past);
        }
        if perfect && sentence.words[*first].features.is(Feature::Mood, "Cnd") {
            return Some(When::Past);
        }
        if auxiliary.is_some() {
            return auxiliary;
        }
    }
    if features.is(Feature::VerbForm, "Part") && auxiliaries.is_empty() {
        // "officers guarding the bridge": at the time of the clause above.
        return if present { None } else { Some(When::Past) };
    }
    if clause.is_verb(word) { of(features) } else { None }
}

/// "is conducting": what some languages say with a gerund, others say with a participle of the present.
fn is_present_participle(features: &segun_syntax::Features) -> bool {
    features.is(Feature::VerbForm, "Part") && features.is(Feature::Tense, "Pres")
}

fn tense_above(clause: &Clause<'_>, word: usize) -> Option<When> {
    tense(clause, word).or_else(|| clause.sentence.ancestors(word).find_map(|a| tense(clause, a)))
}

/// Probability of the heads from which they count more than a reading without a marker.
const UNMARKED: f32 = 0.8;

/// Joins what was met on the way up with what the heads say of the trigger.
fn finish(state: State, time: Option<&Time>, clause: &Clause<'_>, trigger: &Trigger<'_>) -> Factuality {
    let mut ruled = by_rules(state, time, clause);
    let Some(guess) = trigger.guess(clause) else { return ruled };
    // Where words say it, they decide.
    let open = |aspect: &str| {
        let said = |w: &Why| w.aspect == aspect && !matches!(&*w.by, NO_MARKER | TENSE);
        !ruled.why.iter().any(said)
    };
    let (certainty, polarity, when) = (open("certainty"), open("polarity"), open("when"));
    if guess.certainty.0 != ruled.certainty && certainty && guess.certainty.1 >= UNMARKED {
        ruled.certainty = guess.certainty.0;
        ruled.why.push(Why::head("certainty", "certainty head", guess.certainty.1));
    }
    if guess.polarity.0 != ruled.polarity && polarity && guess.polarity.1 >= UNMARKED {
        ruled.polarity = guess.polarity.0;
        ruled.why.push(Why::head("polarity", "polarity head", guess.polarity.1));
    }
    if guess.when.0 != ruled.when && when && guess.when.1 >= UNMARKED {
        ruled.when = guess.when.0;
        ruled.why.push(Why::head("when", "time head", guess.when.1));
    }
    let (likeliest, share) = guess.certainty;
    // Where the words chose another one: half of what the head leaves, as the scales were fitted.
    let score = if ruled.certainty == likeliest { share } else { (1.0 - share) / 2.0 };
    ruled.confidence = (if certainty { CERTAINTY_UNMARKED } else { CERTAINTY_MARKED }).probability(score);
    ruled
}

/// Confidence in a certainty where no head says anything of the trigger.
const NO_GUESS: f32 = 0.5;

/// Reasons that others look at.
const NO_MARKER: &str = "no marker";
const TENSE: &str = "tense";
const GOING_ON: &str = "going on";
const ITS_TIME: &str = "its time";

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
        (Some(dated), _, _) if dated != When::Present => {
            why.push(Why::rule("when", ITS_TIME));
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
            why.push(Why::rule("when", if going_on { GOING_ON } else { TENSE }));
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

/// Whether the sentence is a headline: the report's first line, without a full stop. Its present tells what
/// has happened.
fn is_headline(clause: &Clause<'_>) -> bool {
    let text = clause.document.text();
    let span = clause.sentence.span;
    let first_line = text.find('\n').is_some_and(|end| span.end <= end);
    first_line && !span.of(text).ends_with('.')
}

/// Where a time lies against the publication.
fn by_time(time: &Time, clause: &Clause<'_>) -> Option<When> {
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
