//! What the places step knows of one language: names of regions, abbreviations, and words beside names.

use rustc_hash::{FxHashMap, FxHashSet};
use segun_knowledge::{Area, Place, fold, region};
use segun_language::{Language, table};

/// The language's `places.tsv`.
#[derive(Debug, Default)]
pub(in crate::entities) struct PlaceWords {
    regions: FxHashMap<String, Place>,
    /// By the written form, longest first within one first letter.
    divisions: FxHashMap<char, Vec<(String, Place)>>,
    short: FxHashMap<String, String>,
    /// GeoNames ids of cities by the name that they have in this language.
    cities: FxHashMap<String, u32>,
    inside: FxHashSet<String>,
    part: FxHashSet<String>,
    ordinary: FxHashSet<String>,
}

impl PlaceWords {
    pub(in crate::entities) fn load(language: Language) -> Self {
        let mut words = Self::default();
        for row in table::rows(language.file("places.tsv")) {
            let (class, key) = (row.get(0), row.get(1));
            match class {
                "region" => {
                    if let Some(place) = region(key).or_else(|| Area::by_code(key)?.place()) {
                        words.regions.extend(row.list(2).map(|name| (fold(name), place)));
                    }
                }
                "division" => {
                    if let Some(place) = Area::by_code(key).and_then(Area::place) {
                        for form in row.list(2) {
                            words.abbreviate(form.to_owned(), place);
                            words.abbreviate(form.to_uppercase(), place);
                        }
                    }
                }
                "short" => words.short.extend(row.list(2).map(|form| (fold(form), key.to_owned()))),
                "city" => {
                    let id = key.parse().ok();
                    words.cities.extend(row.list(2).filter_map(|name| Some((fold(name), id?))));
                }
                "inside" => words.inside.extend(row.list(2).map(fold)),
                "part" => words.part.extend(row.list(2).map(fold)),
                "ordinary" => words.ordinary.extend(row.list(2).map(fold)),
                _ => {}
            }
        }
        words
    }

    fn abbreviate(&mut self, form: String, place: Place) {
        let forms = self.divisions.entry(form.chars().next().unwrap_or_default()).or_default();
        let at = forms.partition_point(|(other, _)| other.len() >= form.len());
        forms.insert(at, (form, place));
    }

    /// The region, or the division above all else, with this folded name.
    pub(super) fn region(&self, folded: &str) -> Option<Place> {
        self.regions.get(folded).copied()
    }

    /// GeoNames id of the city that this language calls so.
    pub(super) fn city(&self, folded: &str) -> Option<u32> {
        self.cities.get(folded).copied()
    }

    /// The division whose abbreviation `text` begins with, and how long that is.
    pub(in crate::entities) fn division_at(&self, text: &str) -> Option<(usize, Place)> {
        let forms = self.divisions.get(&text.chars().next()?)?;
        forms
            .iter()
            .find(|(form, _)| {
                let rest = text.strip_prefix(form.as_str());
                rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            })
            .map(|(form, place)| (form.len(), *place))
    }

    /// The folded name with its abbreviated words written out; `None` where none is.
    pub(super) fn written_out(&self, folded: &str) -> Option<String> {
        let words: Vec<&str> = folded.split(' ').collect();
        let full: Vec<&str> = words.iter().map(|w| self.short.get(*w).map_or(*w, String::as_str)).collect();
        (full != words).then(|| full.join(" "))
    }

    /// Whether the folded word is a preposition between a place and what it lies in.
    pub(in crate::entities) fn is_inside(&self, folded: &str) -> bool {
        self.inside.contains(folded)
    }

    /// Whether the folded word before a name says that a part of the place is meant.
    pub(super) fn is_part(&self, folded: &str) -> bool {
        self.part.contains(folded)
    }

    /// Whether the folded word is no name of a place when it stands in a longer name.
    pub(in crate::entities) fn is_ordinary(&self, folded: &str) -> bool {
        self.ordinary.contains(folded)
    }
}
