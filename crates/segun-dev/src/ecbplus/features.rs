//! What two mentions have in common, as numbers.

use super::mentions::{Mention, Readings};
use super::terms::{cosine, spelling};
use segun_claims::{Aspect, ThreadProfile, link};
use std::collections::BTreeSet;

/// The names of the features, in the order of [`of_pair`].
pub(super) const NAMES: &[&str] = &[
    "one",
    "lemma equal",
    "lemma equal and rare",
    "lemma equal and near words alike",
    "lemma equal and sentences alike",
    "lemma equal and documents alike",
    "lemma spelt alike",
    "text spelt alike",
    "vectors alike",
    "vectors alike, squared",
    "vectors alike, lemma equal",
    "vectors alike, sentences alike",
    "sentences alike",
    "near words alike",
    "documents alike",
    "same document",
    "same document and lemma equal",
    "both verbs",
    "one verb",
    "participants shared",
    "participants apart",
    "place shared",
    "places apart",
    "time shared",
    "times apart",
    "type equal",
    "types differ",
    "link of threads",
    "lemma equal and participants shared",
    "lemma equal and participants apart",
];

/// The features of mentions `a` and `b`.
pub(super) fn of_pair(all: &Readings, a: usize, b: usize) -> Vec<f64> {
    let (a, b) = (&all.mentions[a], &all.mentions[b]);
    let is = |yes: bool| f64::from(u8::from(yes));
    let lemma = is(a.lemma == b.lemma);
    let (near, sentence) = (cosine(&a.near, &b.near), cosine(&a.sentence, &b.sentence));
    let document = all.alike[a.document][b.document];
    let same_document = is(a.document == b.document);
    let vector = vectors(&a.vector, &b.vector);
    let shares = |x: &BTreeSet<String>, y: &BTreeSet<String>| is(!x.is_disjoint(y));
    let apart =
        |x: &BTreeSet<String>, y: &BTreeSet<String>| is(!x.is_empty() && !y.is_empty() && x.is_disjoint(y));
    let both_times = a.time.is_some() && b.time.is_some();
    let both_kinds = a.kind.is_some() && b.kind.is_some();
    let who = (shares(&a.who, &b.who), apart(&a.who, &b.who));
    vec![
        1.0,
        lemma,
        lemma * all.rarity.weight(&a.lemma),
        lemma * near,
        lemma * sentence,
        lemma * document,
        spelling(&a.lemma, &b.lemma),
        spelling(&a.text, &b.text),
        vector,
        vector * vector,
        vector * lemma,
        vector * sentence,
        sentence,
        near,
        document,
        same_document,
        same_document * lemma,
        is(a.verb && b.verb),
        is(a.verb != b.verb),
        who.0,
        who.1,
        shares(&a.places, &b.places),
        apart(&a.places, &b.places),
        is(both_times && a.time == b.time),
        is(both_times && a.time != b.time),
        is(both_kinds && a.kind == b.kind),
        is(both_kinds && a.kind != b.kind),
        linked(a, b),
        lemma * who.0,
        lemma * who.1,
    ]
}

fn vectors(a: &[f32], b: &[f32]) -> f64 {
    let dot = |x: &[f32], y: &[f32]| x.iter().zip(y).map(|(p, q)| f64::from(*p) * f64::from(*q)).sum::<f64>();
    let length = (dot(a, a) * dot(b, b)).sqrt();
    if length > 0.0 { dot(a, b) / length } else { 0.0 }
}

/// The score by which claims across reports are linked, where both mentions are claims; that two stand in
/// one report, or are said there to be one event, is left out: it is another feature's.
fn linked(a: &Mention, b: &Mention) -> f64 {
    let (Some(a), Some(b)) = (&a.claim, &b.claim) else { return 0.0 };
    let mut other = b.clone();
    other.report = format!("beside {}", a.report);
    let mut profile = ThreadProfile::default();
    profile.absorb(&other);
    let score = link(a, &profile).map_or(0.0, |l| {
        let words =
            l.reasons.iter().filter(|r| matches!(r.aspect, Aspect::Word | Aspect::Context | Aspect::About));
        l.score - words.map(|r| r.points).sum::<f32>()
    });
    f64::from(score) / 10.0
}
