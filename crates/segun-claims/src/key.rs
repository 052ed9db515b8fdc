//! What makes a party the same in two reports.

use segun_report::Entity;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What identifies somebody across reports and languages: a scheme and a value.
///
/// `iso3:FRA`, `geonames:2988507`, `wikidata:Q3052772`, `actor:sergey lavrov` where the list of actors has no other id, or
/// `name:emmanuel macron` where nothing better is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key(String);

impl Key {
    /// The key `scheme:value`.
    pub fn new(scheme: &str, value: &str) -> Self {
        Self(format!("{scheme}:{value}"))
    }

    /// What identifies `entity`: the surest of its ids, else its name.
    pub fn of_entity(entity: &Entity) -> Self {
        let ids = &entity.ids;
        // Places have a point by their GeoNames id, whether or not somebody knows their Wikidata id too.
        let known = [
            ("iso3", &ids.iso3),
            ("geonames", &ids.geonames),
            ("wikidata", &ids.wikidata),
            ("actor", &ids.actor),
        ];
        let surest = known.into_iter().find_map(|(scheme, id)| Some(Self::new(scheme, id.as_deref()?)));
        surest.unwrap_or_else(|| Self::of_name(&entity.name))
    }

    /// The key of something known by its name only.
    pub fn of_name(name: &str) -> Self {
        Self::new("name", &folded(name))
    }

    /// The key that [`Key::as_str`] wrote.
    pub fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// `scheme:value`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value, where the key is of `scheme`.
    pub fn value_in(&self, scheme: &str) -> Option<&str> {
        value_in(&self.0, scheme)
    }
}

/// The value of a key's text, where the key is of `scheme`.
pub(crate) fn value_in<'k>(key: &'k str, scheme: &str) -> Option<&'k str> {
    key.strip_prefix(scheme)?.strip_prefix(':')
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `text` in lower case, without diacritics and punctuation, its words one space apart.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_leaves_what_languages_share() {
        assert_eq!(folded("  Serguéi  SHOIGÚ "), "serguei shoigu");
        assert_eq!(folded("Kim Jong-un"), "kim jong un");
        assert_eq!(folded("«EE. UU.»"), "ee uu");
        assert_eq!(folded("…"), "");
    }
}
