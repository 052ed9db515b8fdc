//! Which language a text is in.

use segun_language::Language;
use std::collections::HashSet;
use std::sync::LazyLock;
use whatlang::{Detector, Lang};

/// Characters looked at: enough to be sure.
const ENOUGH: usize = 4000;

/// ISO 639-3 codes of the detector and ISO 639-1 codes of ours, for languages of news.
const CODES: &[(&str, &str)] = &[
    ("spa", "es"),
    ("eng", "en"),
    ("por", "pt"),
    ("fra", "fr"),
    ("ita", "it"),
    ("deu", "de"),
    ("cat", "ca"),
    ("nld", "nl"),
    ("rus", "ru"),
    ("ukr", "uk"),
    ("pol", "pl"),
    ("ces", "cs"),
    ("slk", "sk"),
    ("ron", "ro"),
    ("hun", "hu"),
    ("bul", "bg"),
    ("srp", "sr"),
    ("hrv", "hr"),
    ("slv", "sl"),
    ("ell", "el"),
    ("tur", "tr"),
    ("ara", "ar"),
    ("heb", "he"),
    ("pes", "fa"),
    ("urd", "ur"),
    ("hin", "hi"),
    ("ben", "bn"),
    ("cmn", "zh"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("vie", "vi"),
    ("tha", "th"),
    ("ind", "id"),
    ("swe", "sv"),
    ("nob", "no"),
    ("dan", "da"),
    ("fin", "fi"),
    ("est", "et"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("bel", "be"),
    ("kat", "ka"),
    ("hye", "hy"),
    ("aze", "az"),
    ("uzb", "uz"),
    ("mkd", "mk"),
    ("afr", "af"),
    ("lat", "la"),
];

/// Words of few letters that every text of a served language is full of.
static COMMON_WORDS: LazyLock<Vec<(Language, HashSet<&'static str>)>> = LazyLock::new(|| {
    Language::all().into_iter().map(|language| (language, language.starters().collect())).collect()
});

/// ISO 639-1 code of the language of `text`; `None` where there is nothing to go by.
///
/// A sure detection stands, also of a language that is not served; an unsure one (a headline)
/// is decided among the served languages: by their common words, else by the detector.
pub fn detect(text: &str) -> Option<String> {
    let end = text.char_indices().nth(ENOUGH).map_or(text.len(), |(i, _)| i);
    let head = &text[..end];
    let code =
        |lang: Lang| CODES.iter().find(|(three, _)| *three == lang.code()).map(|(_, two)| (*two).to_owned());
    let first = whatlang::detect(head)?;
    if first.is_reliable() {
        return code(first.lang());
    }
    let likely = by_common_words(head);
    if let [only] = likely[..] {
        return Some(only.code().to_owned());
    }
    let detected = likely
        .iter()
        .filter_map(|l| {
            CODES.iter().find(|(_, two)| *two == l.code()).and_then(|(three, _)| Lang::from_code(*three))
        })
        .collect();
    Detector::with_allowlist(detected).detect(head).and_then(|info| code(info.lang()))
}

/// The served languages of whose common words `text` has the most.
fn by_common_words(text: &str) -> Vec<Language> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).collect();
    let count = |common: &HashSet<&str>| words.iter().filter(|word| common.contains(*word)).count();
    let counts: Vec<usize> = COMMON_WORDS.iter().map(|(_, common)| count(common)).collect();
    let most = counts.iter().max();
    COMMON_WORDS.iter().zip(&counts).filter(|(_, count)| Some(*count) == most).map(|((l, _), _)| *l).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_news() {
        let of = |text: &str| detect(text);
        assert_eq!(
            of("El ministro de Exteriores viajará el lunes a la capital vecina.").as_deref(),
            Some("es")
        );
        assert_eq!(
            of("The foreign minister will travel to the neighbouring capital on Monday.").as_deref(),
            Some("en")
        );
        assert_eq!(
            of("O ministro das Relações Exteriores não viajará à capital vizinha na segunda-feira.")
                .as_deref(),
            Some("pt")
        );
        assert_eq!(
            of("Министр иностранных дел прибудет в столицу в понедельник утром.").as_deref(),
            Some("ru")
        );
        // The detector alone takes this for Portuguese.
        let short =
            "Kenia no descarta enviar policías a Haití. El presidente no descartó un acuerdo con Rusia.";
        assert_eq!(of(short).as_deref(), Some("es"));
        assert_eq!(of(""), None);
        assert_eq!(of("123 -- 456"), None);
    }
}
