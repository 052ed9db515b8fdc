//! Adjectives and nouns of countries ("Russian", "the French") as mentions of the countries.

use super::Entities;
use super::lexicon::Lexicon;
use super::phrases::demonym_at;
use crate::Document;
use crate::confidence::{LISTED, NAME, PLACE};
use segun_knowledge::{country, fold};
use segun_report::{Entity, EntityIds, EntityType, Mention, MentionKind, Span, Why};

/// Adds the mentions; countries that nothing else names become entities at the end.
pub(super) fn add(document: &Document, lexicon: &Lexicon, entities: &mut Entities) {
    let mut changed = Vec::new();
    for index in 0..document.sentences.len() {
        let sentence = document.sentence(index);
        for word in 0..sentence.words.len() {
            let Some(iso3) = demonym_at(lexicon, sentence, word) else { continue };
            if entities.named(index, word).is_some() {
                continue;
            }
            // "South Korean": where the word alone is of another country or of none, both are the mention.
            let alone = lexicon.demonym(&fold(&sentence.words[word].form)) == Some(iso3);
            let first = if alone { word } else { word - 1 };
            let span = Span::new(sentence.words[first].span.start, sentence.words[word].span.end);
            let entity = entity_of(iso3, lexicon, entities);
            let mentions = &mut entities.all[entity].mentions;
            if mentions.iter().all(|m| m.span != span) {
                mentions.push(Mention { span, kind: MentionKind::Nominal });
                changed.push(entity);
            }
        }
    }
    for entity in changed {
        entities.all[entity].mentions.sort_by_key(|m| m.span);
    }
}

/// The country's entity, a new one where there is none.
fn entity_of(iso3: &str, lexicon: &Lexicon, entities: &mut Entities) -> usize {
    let known = entities.all.iter().position(|e| e.ids.iso3.as_deref() == Some(iso3));
    known.unwrap_or_else(|| {
        let place = country(iso3).and_then(|c| c.place());
        let id = entities.all.len() + 1;
        entities.all.push(Entity {
            id: format!("e{id}"),
            kind: EntityType::Location,
            name: lexicon.country_name(iso3).unwrap_or(iso3).to_owned(),
            ids: EntityIds {
                iso3: Some(iso3.to_owned()),
                geonames: country(iso3).map(|c| c.geonames.to_owned()),
                ..EntityIds::default()
            },
            country: Some(iso3.to_owned()),
            sector: None,
            role: None,
            office: None,
            lat: place.map(|p| p.lat),
            lon: place.map(|p| p.lon),
            mentions: Vec::new(),
            confidence: NAME.probability(LISTED),
            place_confidence: place.map(|_| PLACE.probability(LISTED)),
            why: vec![Why::rule("name", "an adjective of the country")],
        });
        entities.all.len() - 1
    })
}
