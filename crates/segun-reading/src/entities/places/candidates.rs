//! What places a name may mean.

use super::choice::known_for;
use crate::entities::lexicon::Lexicon;
use segun_knowledge::{Named, Place, PlaceKind, country, fold, places};

/// Places kept for one name.
const MOST: usize = 40;
/// Kilometres within which a division and a settlement of one name are the same place to a reader.
const SAME: f64 = 40.0;
/// A settlement as small as this beside a division of its name does not stand for it (logarithm of the ratio).
const FRACTION: f64 = 1.6;

/// The places that `text` may name, likeliest first; none where it is no name of a place.
pub(super) fn of(text: &str, lexicon: &Lexicon) -> Vec<Named> {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let words = &lexicon.places;
    if text.contains('.')
        && let Some((length, place)) = words.division_at(text)
        && length == text.len()
    {
        return vec![Named { place, usual: true }];
    }
    let folded = fold(text);
    let key = strip(&folded, lexicon);
    if key.is_empty() || is_direction(key, lexicon) {
        return Vec::new();
    }
    let mut found = exactly(key, lexicon);
    if found.is_empty()
        && let Some(full) = words.written_out(key)
    {
        found = exactly(&full, lexicon);
    }
    if found.is_empty()
        && let Some((first, rest)) = key.split_once(' ')
        && (words.is_part(first) || is_direction(first, lexicon))
    {
        found = of(rest, lexicon);
    }
    // "Calif": the point may be missing, or be the sentence's.
    if found.is_empty() && !text.ends_with('.') {
        let form = format!("{text}.");
        let division = words.division_at(&form).filter(|(length, _)| *length == form.len());
        found.extend(division.map(|(_, place)| Named { place, usual: true }));
    }
    found
}

/// The places with exactly this folded name.
pub(super) fn exactly(folded: &str, lexicon: &Lexicon) -> Vec<Named> {
    if let Some(place) = lexicon.places.region(folded) {
        return vec![Named { place, usual: true }];
    }
    let known = lexicon.known(&folded.split(' ').map(str::to_owned).collect::<Vec<_>>());
    let own = known.filter(|k| k.is_country).and_then(|k| k.country.as_deref());
    let own = own.and_then(country).and_then(|c| c.place()).map(|place| Named { place, usual: true });
    if own.is_none() && lexicon.has("wide", folded) {
        return Vec::new();
    }
    let mut found: Vec<Named> = own.into_iter().chain(without_doubles(places(folded))).collect();
    if let Some(city) = lexicon.places.city(folded) {
        for named in found.iter_mut().filter(|n| n.place.geonames == Some(city)) {
            named.usual = true;
        }
    }
    found.sort_by(|a, b| known_for(b).total_cmp(&known_for(a)));
    found.truncate(MOST);
    found
}

/// Without counties and divisions that are one place with a settlement of the same name.
fn without_doubles(all: Vec<Named>) -> Vec<Named> {
    let doubled = |area: &Place| {
        all.iter().map(|n| &n.place).any(|p| {
            p.kind == PlaceKind::Settlement
                && p.country == area.country
                && p.size > area.size - FRACTION
                && p.kilometres(area) < SAME
        })
    };
    all.iter().filter(|n| n.place.kind == PlaceKind::Settlement || !doubled(&n.place)).copied().collect()
}

/// "the Bronx", "city of Rome": the name alone.
fn strip<'t>(folded: &'t str, lexicon: &Lexicon) -> &'t str {
    let mut rest = folded;
    if let Some((first, after)) = rest.split_once(' ')
        && lexicon.has("small", first)
        && exactly(rest, lexicon).is_empty()
    {
        rest = after;
    }
    let mut words = rest.splitn(3, ' ');
    match (words.next(), words.next(), words.next()) {
        (Some(city), Some(of), Some(name)) if lexicon.has("city", city) && lexicon.has("of", of) => name,
        _ => rest,
    }
}

/// "north", "the West": a direction is no place of that name.
fn is_direction(folded: &str, lexicon: &Lexicon) -> bool {
    lexicon.has("region", folded)
}

/// Names of places inside a longer name ("Columbus Police Department"), left to right, each with the byte
/// at which it begins.
pub(super) fn inside<'t>(text: &'t str, lexicon: &Lexicon) -> Vec<(usize, &'t str, Vec<Named>)> {
    const LONGEST: usize = 4;
    /// Letters from which a single word may be such a name.
    const LETTERS: usize = 4;
    let words: Vec<&str> = text.split_whitespace().collect();
    let offset = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let (mut found, mut at) = (Vec::new(), 0);
    while at < words.len() {
        let longest = (at + LONGEST).min(words.len());
        let hit = (at + 1..=longest).rev().find_map(|end| {
            if end - at == words.len() || !words[at].starts_with(char::is_uppercase) {
                return None;
            }
            let (first, last) = (words[at], words[end - 1]);
            let name = text[offset(first)..offset(last) + last.len()]
                .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.')
                .trim_end_matches("'s")
                .trim_end_matches("’s");
            let folded = fold(name);
            let ordinary =
                end - at == 1 && (lexicon.places.is_ordinary(&folded) || folded.chars().count() < LETTERS);
            let places = if ordinary { Vec::new() } else { of(name, lexicon) };
            (!places.is_empty()).then(|| (end, (offset(first), name, places)))
        });
        match hit {
            Some((end, name)) => {
                found.push(name);
                at = end;
            }
            None => at += 1,
        }
    }
    found
}
