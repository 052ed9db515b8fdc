//! The names of places in a report, with what the report says around them.
//!
//! Beside the entities that are places: places inside other names ("Columbus Police Department"),
//! adjectives of countries, and where the outlet is. They support, and are not placed themselves.

use super::candidates;
use super::choice::Toponym;
use crate::Document;
use crate::entities::lexicon::Lexicon;
use crate::entities::names::Name;
use crate::entities::phrases::demonym_at;
use rustc_hash::FxHashMap;
use segun_knowledge::{Named, Place, PlaceKind, country, country_by_iso2, fold};
use segun_report::EntityType;

/// What a name says that is only part of another, or an adjective, beside a place that is named.
const ASIDE: f64 = 0.5;
/// What a country or division behind the name says for the places in it, after a comma or bracket and
/// after a preposition.
const BEHIND: f64 = 6.0;
const WITHIN: f64 = 3.0;
/// Logarithm of the people (3,000) from which a place of one word supports others from inside another name.
const LARGE_ENOUGH: f64 = 8.0;
/// Top-level domains that are sold to everybody.
const SOLD: [&str; 10] = ["ai", "cc", "fm", "io", "ly", "me", "sh", "to", "tv", "ws"];

/// The toponyms of a report, and which of them each entity is.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    pub(super) toponyms: Vec<Toponym>,
    by_name: FxHashMap<String, usize>,
    /// Toponym of each entity that is a place.
    pub(super) whole: FxHashMap<usize, usize>,
    /// Of entities without a place of their own, the toponym that their name begins with.
    pub(super) begins: FxHashMap<usize, usize>,
    /// Of organisations, the toponym that their name holds ("Columbus Police Department").
    pub(super) holds: FxHashMap<usize, usize>,
}

impl Evidence {
    /// Reads the names of `document`; `of` gives the entity of each.
    pub(super) fn collect(document: &Document, names: &[Name<'_>], of: &[usize], lexicon: &Lexicon) -> Self {
        let mut evidence = Self::default();
        for (name, &entity) in names.iter().zip(of) {
            let text = document.span(name.sentence, &name.words).of(document.text());
            match name.kind {
                EntityType::Location => evidence.location(text, entity, lexicon),
                EntityType::Organisation | EntityType::Other if name.known.is_none() => {
                    let toponym = evidence.aside(text, lexicon);
                    if let (EntityType::Organisation, Some(toponym)) = (name.kind, toponym) {
                        evidence.holds.entry(entity).or_insert(toponym);
                    }
                }
                EntityType::Organisation | EntityType::Other | EntityType::Person => {}
            }
        }
        evidence.adjectives(document, lexicon);
        evidence.outlet(document, lexicon);
        evidence.behind(document, names, of, lexicon);
        evidence
    }

    /// Adds `weight` to the toponym `name`.
    fn add(&mut self, name: &str, places: impl FnOnce() -> Vec<Named>, weight: f64) -> Option<usize> {
        let key = fold(name);
        let index = match self.by_name.get(&key) {
            Some(&index) => index,
            None => {
                let places = places();
                if places.is_empty() {
                    return None;
                }
                // "Oxford" and "north Oxford" may mean the same places, and are one.
                let same = self.toponyms.iter().position(|t| t.places == places);
                let index = same.unwrap_or(self.toponyms.len());
                if same.is_none() {
                    let said = vec![0.0; places.len()];
                    self.toponyms.push(Toponym { name: name.to_owned(), places, said, weight: 0.0 });
                }
                self.by_name.insert(key, index);
                index
            }
        };
        self.toponyms[index].weight += weight;
        Some(index)
    }

    fn location(&mut self, text: &str, entity: usize, lexicon: &Lexicon) {
        if let Some(index) = self.add(text, || candidates::of(text, lexicon), 1.0) {
            self.whole.entry(entity).or_insert(index);
            return;
        }
        for (at, name, places) in candidates::inside(text, lexicon) {
            if let Some(index) = self.add(name, || places, ASIDE)
                && (at == 0 || leads_in(&text[..at], lexicon))
            {
                self.begins.entry(entity).or_insert(index);
            }
        }
    }

    /// The places inside the name of something else; gives the first.
    fn aside(&mut self, text: &str, lexicon: &Lexicon) -> Option<usize> {
        let inside = candidates::inside(text, lexicon);
        if inside.is_empty() && text.contains(' ') {
            self.add(text, || candidates::of(text, lexicon), ASIDE);
        }
        let mut first = None;
        for (_, name, places) in inside {
            // A village whose name is a single word is rarely what an organisation is called after.
            if name.contains(' ') || places.iter().any(|n| n.place.size > LARGE_ENOUGH) {
                let added = self.add(name, || places, ASIDE);
                first = first.or(added);
            }
        }
        first
    }

    fn adjectives(&mut self, document: &Document, lexicon: &Lexicon) {
        for index in 0..document.sentences.len() {
            let sentence = document.sentence(index);
            for word in 0..sentence.words.len() {
                if let Some(iso3) = demonym_at(lexicon, sentence, word) {
                    self.country(iso3, lexicon);
                }
            }
        }
    }

    /// The country itself, whatever else its name may mean.
    fn country(&mut self, iso3: &str, lexicon: &Lexicon) {
        let place = country(iso3).and_then(|c| c.place());
        let alone = || place.map(|place| Named { place, usual: true }).into_iter().collect();
        if let Some(index) = self.add(iso3, alone, ASIDE)
            && let Some(name) = lexicon.country_name(iso3)
        {
            name.clone_into(&mut self.toponyms[index].name);
        }
    }

    /// The outlet's name ("The Paris News") and the country of its address.
    fn outlet(&mut self, document: &Document, lexicon: &Lexicon) {
        if let Some(publisher) = &document.report.publisher {
            self.aside(publisher, lexicon);
        }
        let host = document.report.url.as_deref().and_then(|url| url.split("//").nth(1)?.split('/').next());
        if let Some((_, domain)) = host.and_then(|host| host.rsplit_once('.')) {
            let domain = if domain.eq_ignore_ascii_case("uk") { "gb" } else { domain };
            if let Some(country) = country_by_iso2(domain).filter(|_| !SOLD.contains(&domain)) {
                self.country(country.iso3, lexicon);
            }
        }
    }

    /// "Paris, Texas", "Springfield (Ill.)", "Toledo in Spain": the second name says where the first lies.
    fn behind(&mut self, document: &Document, names: &[Name<'_>], of: &[usize], lexicon: &Lexicon) {
        for (pair, entities) in names.windows(2).zip(of.windows(2)) {
            let (Some(&inner), Some(&outer)) = (self.whole.get(&entities[0]), self.whole.get(&entities[1]))
            else {
                continue;
            };
            let spans = [&pair[0], &pair[1]].map(|n| document.span(n.sentence, &n.words));
            let between = document.text().get(spans[0].end..spans[1].start).unwrap_or_default();
            let kinds = [inner, outer].map(|t| self.toponyms[t].places[0].place.kind);
            let worth = match (worth_of(between, lexicon), kinds) {
                (Some(_), _) if inner == outer => continue,
                // "Peru, Brazil and Chile", "Oregon, Ohio": rather a list.
                (Some(_), [PlaceKind::Country, PlaceKind::Country]) => continue,
                (Some(worth), [PlaceKind::Division, PlaceKind::Division]) => worth.min(WITHIN),
                (Some(worth), _) => worth,
                (None, _) => continue,
            };
            let inside: Vec<Place> = self.toponyms[inner].places.iter().map(|n| n.place).collect();
            let around: Vec<Place> = self.toponyms[outer].places.iter().map(|n| n.place).collect();
            let mut fits = |toponym: usize, n: usize| {
                let said = &mut self.toponyms[toponym].said[n];
                *said = said.max(worth);
            };
            for (n, place) in inside.iter().enumerate() {
                if around.iter().any(|a| place.is_in(a)) {
                    fits(inner, n);
                }
            }
            for (n, area) in around.iter().enumerate() {
                if inside.iter().any(|p| p.is_in(area)) {
                    fits(outer, n);
                }
            }
        }
    }
}

/// What `between` two names says for the second to be around the first.
fn worth_of(between: &str, lexicon: &Lexicon) -> Option<f64> {
    let words = between.trim_matches([' ', ',', '(', '\u{a0}']);
    let marked = between.contains([',', '(']);
    match words {
        "" if marked => Some(BEHIND),
        _ if lexicon.places.is_inside(&fold(words)) => Some(WITHIN),
        _ => None,
    }
}

/// Whether the words before a name leave it the place that is meant: "north ", "east of ".
fn leads_in(before: &str, lexicon: &Lexicon) -> bool {
    before.split_whitespace().all(|word| {
        let folded = fold(word);
        ["region", "of", "small"].iter().any(|class| lexicon.has(class, &folded))
    })
}
