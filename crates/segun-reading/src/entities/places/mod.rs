//! Places to coordinates.
//!
//! 1. [`words`]: what a language's `places.tsv` says;
//! 2. [`candidates`]: the places that a name may mean;
//! 3. [`evidence`]: the names of the report, and what it says around them;
//! 4. [`choice`]: which of its places each name means.

mod candidates;
mod choice;
mod evidence;
mod words;

pub(super) use words::PlaceWords;

use super::lexicon::Lexicon;
use super::names::Name;
use crate::Document;
use crate::confidence::{LISTED, PLACE};
use candidates::exactly;
use choice::known_for;
use evidence::Evidence;
use segun_knowledge::{PlaceKind, country, fold};
use segun_report::{Entity, EntityType, Why};

/// How well known a place must be to say where something named after it is, when nothing else does: about as
/// a city of 100,000.
const WELL_KNOWN: f64 = 5.2;

/// The share of belief that a place must have among those of its name to say where an organisation is that holds the
/// name; below it more are wrong than right.
const NO_OTHER: f64 = 0.78;

/// Gives the places among `entities` their coordinates, country and GeoNames id, and organisations that are named after
/// the place where they are its coordinates; `of` says which entity each of `names` is.
pub(super) fn locate(
    document: &Document,
    names: &[Name<'_>],
    of: &[usize],
    entities: &mut [Entity],
    lexicon: &Lexicon,
) {
    let evidence = Evidence::collect(document, names, of, lexicon);
    let chosen = choice::choose(&evidence.toponyms);
    for (index, entity) in entities.iter_mut().enumerate() {
        let whole = evidence.whole.get(&index);
        if whole.is_none() && locate_country(entity) {
            continue;
        }
        let part = match entity.kind {
            EntityType::Location => &evidence.begins,
            EntityType::Organisation => &evidence.holds,
            EntityType::Person | EntityType::Other => continue,
        };
        let whole = whole.filter(|_| entity.kind == EntityType::Location);
        let Some(&toponym) = whole.or_else(|| part.get(&index)) else { continue };
        let (chosen, toponym) = (&chosen[toponym], &evidence.toponyms[toponym]);
        let place = &toponym.places[chosen.place].place;
        if whole.is_none() && !chosen.supported && known_for(&toponym.places[chosen.place]) < WELL_KNOWN {
            continue;
        }
        if entity.kind == EntityType::Organisation && chosen.share < NO_OTHER {
            continue;
        }
        (entity.lat, entity.lon) = (Some(place.lat), Some(place.lon));
        entity.place_confidence = Some(PLACE.probability(chosen.share as f32));
        if let (Some(country), EntityType::Location) = (place.country, entity.kind) {
            entity.country = Some(country.to_owned());
        }
        let mut by = chosen.because.clone();
        if whole.is_some() {
            entity.ids.geonames = place.geonames.map(|id| id.to_string());
            // "Georgia" may be the state, "Lebanon" a town; England stands for its country.
            let is_country = place.kind == PlaceKind::Country || entity.ids.iso3.as_deref() == place.country;
            entity.ids.iso3 = place.country.filter(|_| is_country).map(str::to_owned);
        } else {
            by = format!("{} in its name: {by}", toponym.name);
        }
        entity.why.push(Why { aspect: "place", by, score: Some(chosen.share as f32) });
    }
}

/// Places a country whose name is in the languages' own lists only; whether `entity` is one.
fn locate_country(entity: &mut Entity) -> bool {
    let Some(known) = entity.ids.iso3.as_deref().and_then(country) else { return false };
    let place = known.place();
    (entity.lat, entity.lon) = (place.map(|p| p.lat), place.map(|p| p.lon));
    entity.place_confidence = place.map(|_| PLACE.probability(LISTED));
    entity.country = Some(known.iso3.to_owned());
    entity.ids.geonames = Some(known.geonames.to_owned());
    entity.why.push(Why::rule("place", "the country of this name"));
    true
}

/// Whether `text` is what some place is usually called.
pub(super) fn is_usual_name(text: &str, lexicon: &Lexicon) -> bool {
    let folded = fold(text);
    let full = lexicon.places.written_out(&folded);
    exactly(full.as_ref().unwrap_or(&folded), lexicon).iter().any(|named| named.usual)
}

/// The logarithm of the population of the largest settlement called `text`.
pub(super) fn largest_settlement(text: &str) -> Option<f64> {
    let settlements = segun_knowledge::places(text).into_iter().map(|n| n.place);
    settlements.filter(|p| p.kind == PlaceKind::Settlement).map(|p| p.size).reduce(f64::max)
}

/// Whether `text` is usually the name of a county and of no settlement: "Boone County".
pub(super) fn is_county(text: &str) -> bool {
    let places = segun_knowledge::places(text);
    let usual = |kind| places.iter().any(|n| n.usual && n.place.kind == kind);
    usual(PlaceKind::County) && !usual(PlaceKind::Settlement)
}
