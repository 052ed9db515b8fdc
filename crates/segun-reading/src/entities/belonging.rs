//! Organisations that carry their country in their name: "Gobierno de Nicaragua", "Brazilian Army".

use super::lexicon::Lexicon;
use super::names::Name;
use crate::Document;
use segun_knowledge::fold;
use segun_report::{Entity, EntityType, Why};

/// Gives the organisations of `all` without a country the one that one of their names ends with, or an adjective
/// of which it holds; `of` says which entity each name is of.
pub(super) fn give_countries(
    document: &Document,
    lexicon: &Lexicon,
    names: &[Name<'_>],
    of: &[usize],
    all: &mut [Entity],
) {
    for (name, &entity) in names.iter().zip(of) {
        let entity = &mut all[entity];
        if entity.kind != EntityType::Organisation || entity.country.is_some() || name.words.len() < 2 {
            continue;
        }
        let words = &document.sentence(name.sentence).words[name.words.clone()];
        let folded: Vec<String> = words.iter().map(|w| fold(&w.form)).collect();
        let last = (1..folded.len()).find_map(|at| lexicon.known(&folded[at..]).filter(|k| k.is_country));
        let country = last.and_then(|k| k.country.clone());
        let country = country.or_else(|| folded.iter().find_map(|w| lexicon.demonym(w)).map(str::to_owned));
        if country.is_some() {
            entity.country = country;
            entity.why.push(Why::rule("country", "the country in its name"));
        }
    }
}
