//! Words without their inflection (Snowball), so that those of one language meet.

use crate::folded;
use rust_stemmers::{Algorithm, Stemmer};

/// The stemmer of a language, where there is one.
pub fn stemmer(language: &str) -> Option<Stemmer> {
    let algorithm = match language.split(['-', '_']).next()? {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "no" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    };
    Some(Stemmer::create(algorithm))
}

/// `word` as its stem in lower case, without diacritics; whole where the language has no stemmer.
pub fn stem(word: &str, stemmer: Option<&Stemmer>) -> String {
    let lower = word.to_lowercase();
    match stemmer {
        Some(stemmer) => folded(&stemmer.stem(&lower)),
        None => folded(&lower),
    }
}
