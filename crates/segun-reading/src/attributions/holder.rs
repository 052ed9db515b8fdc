//! Who the source is: kind, entity, country.

use super::candidate::{Candidate, head_of};
use super::lexicon::Lexicon;
use crate::Document;
use crate::entities::Entities;
use rustc_hash::FxHashSet;
use segun_report::{EntityType, SourceKind};
use segun_syntax::{Feature, Range, Sentence, Upos};

/// What is known of a source.
#[derive(Clone, Debug)]
pub(super) struct Holder {
    pub kind: SourceKind,
    /// Index into `Entities::all`.
    pub entity: Option<usize>,
    pub affiliation: Option<String>,
}

/// How many sentences back a dropped subject may be looked for.
const REACH: usize = 8;

/// Reads the sources of `candidates`, in text order; a dropped subject takes up the last one before it.
pub(super) fn all(
    document: &Document,
    entities: &Entities,
    lexicon: &Lexicon,
    candidates: &[Candidate],
) -> Vec<Holder> {
    let mut holders: Vec<Holder> = Vec::with_capacity(candidates.len());
    // Nouns by which somebody unnamed was introduced ("an official"): "the official" is unnamed too.
    let mut unnamed: FxHashSet<&str> = FxHashSet::default();
    for (k, candidate) in candidates.iter().enumerate() {
        let sentence = document.sentence(candidate.sentence);
        let holder = match &candidate.source {
            Some(source) => {
                let mut holder = of_source(document, entities, lexicon, candidate, source);
                let head = head_of(sentence, source);
                let lemma = sentence.words[head].lemma.as_str();
                match holder.kind {
                    SourceKind::Anonymous => {
                        unnamed.insert(lemma);
                    }
                    SourceKind::Role if holder.entity.is_none() && unnamed.contains(lemma) => {
                        holder.kind = SourceKind::Anonymous;
                    }
                    _ => {}
                }
                holder
            }
            None if candidate.impersonal => {
                Holder { kind: SourceKind::Impersonal, entity: None, affiliation: None }
            }
            None => dropped(document, entities, candidate, &candidates[..k], &holders),
        };
        holders.push(holder);
    }
    holders
}

/// The holder of a cue without a subject: the last one before it that can speak, in the same number, and is not only named
/// aside in what another says.
fn dropped(
    document: &Document,
    entities: &Entities,
    candidate: &Candidate,
    before: &[Candidate],
    holders: &[Holder],
) -> Holder {
    let sentence = document.sentence(candidate.sentence);
    let verb = candidate.cue.clone().next_back().unwrap_or(candidate.cue.start);
    let plural = candidate.cue.clone().chain([verb]).any(|w| {
        sentence.words[w].features.is(Feature::Number, "Plur")
            && sentence.words[w].features.is(Feature::VerbForm, "Fin")
    });
    let found = before.iter().zip(holders).rev().find(|(other, holder)| {
        let near = candidate.sentence.saturating_sub(other.sentence) <= REACH;
        let speaks = !matches!(holder.kind, SourceKind::Impersonal | SourceKind::Document);
        let aside = other.sentence != candidate.sentence && is_aside(document, other, before);
        near && speaks && !aside && (!plural || holder.kind != SourceKind::Named)
    });
    match found {
        Some((_, holder)) => {
            let person =
                holder.entity.and_then(|e| entities.all.get(e)).is_some_and(|e| e.kind == EntityType::Person);
            let kind = if person { SourceKind::Named } else { holder.kind };
            Holder { kind, ..holder.clone() }
        }
        None => {
            // The person for whom the dropped subject stands.
            let person = |&&e: &&usize| entities.all[e].kind == EntityType::Person;
            let subject = entities.subject_of(candidate.sentence, verb).iter().find(person).copied();
            let kind = if subject.is_some() { SourceKind::Named } else { SourceKind::Anonymous };
            let affiliation = subject.and_then(|e| entities.all[e].country.clone());
            Holder { kind, entity: subject, affiliation }
        }
    }
}

/// Whether the cue stands in a clause of circumstance below another one's: "denied it, as the agency had reported".
fn is_aside(document: &Document, candidate: &Candidate, all: &[Candidate]) -> bool {
    let sentence = document.sentence(candidate.sentence);
    let cue = candidate.cue.start;
    let mut way = std::iter::once(cue).chain(sentence.ancestors(cue));
    way.find(|&w| matches!(sentence.words[w].relation.base(), "advcl" | "acl"))
        .and_then(|w| sentence.words[w].head)
        .is_some_and(|above| {
            let mut mains = std::iter::once(above).chain(sentence.ancestors(above));
            mains.any(|w| all.iter().any(|a| a.sentence == candidate.sentence && a.cue.contains(&w)))
        })
}

/// Reads one source.
fn of_source(
    document: &Document,
    entities: &Entities,
    lexicon: &Lexicon,
    candidate: &Candidate,
    source: &Range,
) -> Holder {
    let sentence = document.sentence(candidate.sentence);
    let head = head_of(sentence, source);
    let entity = entity_of(entities, candidate.sentence, sentence, source, head);
    let kind = kind_of(document, entities, lexicon, candidate.sentence, source, head, entity);
    let affiliation = affiliation(document, entities, lexicon, candidate.sentence, source, entity)
        .or_else(|| entities.country_of_phrase(candidate.sentence, head).map(str::to_owned));
    Holder { kind, entity, affiliation }
}

/// The entity that speaks: what the head denotes; a person named in the phrase before any other.
fn entity_of(
    entities: &Entities,
    i: usize,
    sentence: &Sentence,
    source: &Range,
    head: usize,
) -> Option<usize> {
    let denoted = entities.denoted(i, head);
    let is_person = |&e: &usize| entities.all.get(e).is_some_and(|e| e.kind == EntityType::Person);
    if let Some(person) = denoted.iter().copied().find(is_person) {
        return Some(person);
    }
    // "el portavoz del presidente, Dmitri Peskov": a person's name that stands beside the head.
    let beside = source.clone().filter(|&w| w != head).find_map(|w| {
        let word = &sentence.words[w];
        let apposed = word.head == Some(head) && ["appos", "flat"].contains(&word.relation.base());
        entities.named(i, w).filter(|e| apposed && is_person(e))
    });
    beside.or_else(|| denoted.first().copied()).or_else(|| entities.named(i, head))
}

fn kind_of(
    document: &Document,
    entities: &Entities,
    lexicon: &Lexicon,
    i: usize,
    source: &Range,
    head: usize,
    entity: Option<usize>,
) -> SourceKind {
    let analysis = &document.sentences[i];
    let sentence = &analysis.sentence;
    let word = &sentence.words[head];
    let noun = lexicon.source_noun(word);
    if noun == Some(SourceKind::Document) && word.upos != Upos::Propn {
        return SourceKind::Document;
    }
    // A name at the head or beside it.
    let named_here = analysis.entities.iter().find(|guess| {
        guess.words.contains(&head)
            || source.start <= guess.words.start
                && guess.words.end <= source.end
                && guess.kind == EntityType::Person
                && {
                    let top = head_of(sentence, &guess.words);
                    sentence.words[top].head == Some(head)
                        && ["appos", "flat", "compound", "parataxis"]
                            .contains(&sentence.words[top].relation.base())
                }
    });
    if let Some(guess) = named_here {
        return match guess.kind {
            EntityType::Person => SourceKind::Named,
            EntityType::Organisation | EntityType::Location => SourceKind::Organisation,
            EntityType::Other => noun.unwrap_or(SourceKind::Document),
        };
    }
    let capitals = word.form.chars().filter(|c| c.is_alphabetic()).count() > 1
        && word.form.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    // "el Gobierno": tagged a name, and still the noun.
    let common = noun.is_some() && entity.is_none();
    if word.upos == Upos::Propn && !common || capitals && noun.is_none() {
        if capitals && entity.is_none() && source.len() == 1 {
            return SourceKind::Organisation;
        }
        return match entity.and_then(|e| entities.all.get(e)).map(|e| e.kind) {
            Some(EntityType::Organisation | EntityType::Location) => SourceKind::Organisation,
            _ => SourceKind::Named,
        };
    }
    if word.upos == Upos::Pron || word.upos == Upos::Det {
        return match entity.and_then(|e| entities.all.get(e)).map(|e| e.kind) {
            Some(EntityType::Person) => SourceKind::Named,
            Some(EntityType::Organisation | EntityType::Location) => SourceKind::Organisation,
            Some(EntityType::Other) => SourceKind::Document,
            None => SourceKind::Anonymous,
        };
    }
    match noun {
        Some(SourceKind::Role) if is_open(sentence, head) => SourceKind::Anonymous,
        Some(kind) => kind,
        None => match entity.and_then(|e| entities.all.get(e)).map(|e| e.kind) {
            Some(EntityType::Organisation | EntityType::Location) => SourceKind::Organisation,
            Some(EntityType::Person) if !is_open(sentence, head) => SourceKind::Role,
            _ if is_open(sentence, head) => SourceKind::Anonymous,
            _ => SourceKind::Role,
        },
    }
}

/// Whether a noun has an indefinite article or is a bare or plural noun: one of many. "The official"
/// who takes up an indefinite one is told by the caller.
fn is_open(sentence: &Sentence, head: usize) -> bool {
    let determiners: Vec<usize> = sentence.children_by(head, &["det", "nummod"]).collect();
    if determiners.iter().any(|&d| {
        sentence.words[d].features.is(Feature::Definite, "Ind")
            || sentence.words[d].features.is(Feature::PronType, "Ind")
    }) {
        return true;
    }
    sentence.words[head].features.is(Feature::Number, "Plur")
}

/// The country that the source belongs to: its entity's, or that of the body or country that the
/// phrase says it belongs to ("la ministra de Salud de Chile", "a spokesman of NATO"). An adjective
/// of a country ("el Gobierno español") counts where neither is known.
fn affiliation(
    document: &Document,
    entities: &Entities,
    lexicon: &Lexicon,
    i: usize,
    source: &Range,
    entity: Option<usize>,
) -> Option<String> {
    let country = |e: usize| entities.all.get(e).and_then(|e| e.country.clone());
    if let Some(own) = entity.and_then(country) {
        return Some(own);
    }
    let sentence = document.sentence(i);
    source.clone().find_map(|w| {
        let named = entities.named(i, w)?;
        let belongs = sentence.children_by(w, &["case"]).any(|c| lexicon.is("belonging", &sentence.words[c]))
            || sentence.words[w].relation.as_str() == "nmod:poss"
            || sentence.words[w].relation.is("compound");
        if belongs { country(named) } else { None }
    })
}
