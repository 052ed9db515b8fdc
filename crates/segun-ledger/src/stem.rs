//! Text as it is searched: each word as its stem (Snowball) in the text's language, without diacritics.
//!
//! Questions are put in every language's stems, since nobody says in which language they ask.

use segun_claims::{stem, stemmer};
use std::fmt::Write;
use unicode_segmentation::UnicodeSegmentation;

/// `text` as stems with one space between them.
pub(crate) fn stems(text: &str, language: Option<&str>) -> String {
    let stemmer = language.and_then(stemmer);
    let mut out = String::with_capacity(text.len());
    for word in text.unicode_words() {
        let stem = stem(word, stemmer.as_ref());
        if !stem.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&stem);
        }
    }
    out
}

/// A question in FTS5's language: every word, in any of the stems it has in `languages`; words in quotation marks
/// as a phrase. `None` where the question has no words.
pub(crate) fn question(text: &str, languages: &[&str]) -> Option<String> {
    let mut out = String::new();
    for (i, part) in text.split('"').enumerate() {
        // Parts 1, 3, … stand in quotation marks.
        if i % 2 == 1 {
            term(&mut out, part, languages);
        } else {
            part.unicode_words().for_each(|word| term(&mut out, word, languages));
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Adds one word or phrase, which has to be found, in any language.
fn term(out: &mut String, text: &str, languages: &[&str]) {
    let mut forms: Vec<String> =
        languages.iter().map(|l| stems(text, Some(l))).chain([stems(text, None)]).collect();
    forms.sort();
    forms.dedup();
    forms.retain(|f| !f.is_empty());
    if forms.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push_str(" AND ");
    }
    let quoted: Vec<String> = forms.iter().map(|f| format!("\"{f}\"")).collect();
    // FTS5 knows its operators in capitals only.
    let _ = write!(out, "({})", quoted.join(" OR "));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_meet_in_their_stems() {
        assert_eq!(stems("Las sanciones", Some("es")), stems("las SANCIÓN", Some("es")));
        assert_eq!(stems("Meetings, 3 of them", Some("en")), "meet 3 of them");
        assert!(stems("会議 です", Some("ja")).contains(' '));
    }

    #[test]
    fn questions_ask_in_every_language() {
        assert_eq!(question("…", &["es"]), None);
        let one = question("reuniones", &["en", "es"]).unwrap();
        assert!(one.contains("\"reunion\"") && one.contains(" OR "), "{one}");
        let two = question("\"Casa Blanca\" niega", &["es"]).unwrap();
        assert!(two.contains("\"cas blanc\"") && two.contains(" AND "), "{two}");
        assert!(question("\" or 1=1 --", &["es"]).unwrap().starts_with('('));
    }
}
