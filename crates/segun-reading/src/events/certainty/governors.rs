//! What the words above an event say of it: who wants, expects or prevents it, what it is done for, and whether it is
//! there whatever is said about it.

use super::State;
use super::markers::negation;
use super::tense::tense;
use crate::events::clause::Clause;
use crate::events::lexicon::Place;
use segun_report::{Certainty, When};
use segun_syntax::{Feature, Upos};

/// Whether the noun at `at` names something known to be there, whatever is done about it: "rejects the proposal",
/// "wants to end their occupation", "the visit was no success", but not "wants the release", which is what is wanted.
pub(super) fn is_settled(clause: &Clause<'_>, at: usize, above: usize) -> bool {
    let words = &clause.sentence.words;
    let word = &words[at];
    let subject = word.relation.is("nsubj");
    let part = subject || word.relation.is("obj") || word.relation.is("obl");
    let named = word.upos.is_nominal() && !clause.is_verb(at);
    let said_of = clause.is_verb(above) || subject && !clause.children(above, &["cop"]).is_empty();
    if !named || !part || !said_of {
        return false;
    }
    let definite = clause
        .children(at, &["det", "nmod"])
        .into_iter()
        .any(|d| words[d].relation.as_str() == "nmod:poss" || clause.is("definite", d));
    let governed = || clause.lexicon.phrase(Place::Governor, &clause.keys, above).is_some();
    let touched = || {
        clause.light_verb(at).is_some()
            || clause.is("happening", above)
            || governed() && !clause.is("standing", above)
    };
    definite && !touched()
}

/// What the word above says of an event that is its complement by `relation`; whether it says anything.
pub(super) fn governor(
    clause: &Clause<'_>,
    at: usize,
    above: usize,
    relation: &str,
    state: &mut State,
) -> bool {
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
    let upos = clause.sentence.words[above].upos;
    // "a suspect in", "the forces": nouns that share their form with a verb.
    if upos.is_nominal() && !clause.is_verb(above) && clause.is("verb_only", above) {
        return false;
    }
    // "was forced to leave": it has been done.
    if clause.is("brings_about", above) && tense(clause, above) == Some(When::Past) {
        state.known("brought about");
        return true;
    }
    let word = &clause.sentence.words[at];
    let nominal = upos.is_nominal() || upos == Upos::Adj;
    let marked = |class: &str| clause.children(at, &["mark"]).iter().any(|&m| clause.is(class, m));
    let fits = match relation {
        // A subject is governed only by an adjective or noun ("su visita es probable").
        "nsubj" => (!clause.is_verb(above) || clause.is_passive(above)) && !clause.is("valuing", above),
        "acl" if word.relation.is("acl") && !is_complement(clause, at) => false,
        "nmod" => nominal && (clause.case_is(at, "of") || clause.case_is(at, "governing")),
        "acl" => nominal,
        "advcl" => purpose(clause, at) || marked("governing_mark"),
        "obl" => clause.case_is(at, "governing"),
        "light" => marker.certainty.is_some_and(|c| c != Certainty::Certain),
        _ => true,
    };
    if fits {
        let name = name.to_owned();
        if clause.is("left_open", above) && negation(clause, above).is_some() {
            state.leave_open(clause, &name, marker);
        }
        state.take(clause, &name, marker);
    }
    fits
}

/// Whether the clause at `at` under a noun says what the noun is of ("the offer to buy", "the risk that he leaves"),
/// not which one ("the offer that they made", "the offer made in May").
pub(super) fn is_complement(clause: &Clause<'_>, at: usize) -> bool {
    let word = &clause.sentence.words[at];
    word.relation.as_str() != "acl:relcl"
        && (word.features.is(Feature::VerbForm, "Inf") || !clause.children(at, &["mark", "case"]).is_empty())
}

/// What an infinitive that is the predicate of a noun has from it ("the aim is to free them").
pub(super) fn predicate(clause: &Clause<'_>, at: usize, state: &mut State) {
    let infinitive = clause.sentence.words[at].features.is(Feature::VerbForm, "Inf");
    if !infinitive || clause.children(at, &["cop"]).is_empty() {
        return;
    }
    let subjects = clause.children(at, &["nsubj"]);
    if !subjects.into_iter().any(|noun| governor(clause, at, noun, "acl", state)) {
        state.purpose |= purpose(clause, at);
    }
}

/// Whether the infinitive at `at` says which one of a row did something: "the first minister to resign".
pub(super) fn is_which_one(clause: &Clause<'_>, at: usize) -> bool {
    let words = &clause.sentence.words;
    let infinitive = words[at].relation.is("acl") && words[at].features.is(Feature::VerbForm, "Inf");
    let Some(noun) = words[at].head.filter(|_| infinitive) else { return false };
    let ordinal = |d: &usize| words[*d].features.is(Feature::NumType, "Ord") || clause.is("ordinal", *d);
    std::iter::once(noun).chain(clause.children(noun, &["amod", "nummod", "det"])).any(|d| ordinal(&d))
}

/// Whether the clause at `at` says what something is done for, and not what came of it.
pub(super) fn is_purpose(clause: &Clause<'_>, at: usize, above: usize) -> bool {
    purpose(clause, at) && !clause.is("means", above) && !clause.is("brings_about", above)
}

/// Whether the clause at `at` says what for.
fn purpose(clause: &Clause<'_>, at: usize) -> bool {
    clause.children(at, &["mark", "case"]).iter().any(|&m| clause.is("purpose", m))
}
