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

/// Words to look for: all of them have to be found, each in any of its forms. A form is one stem, or several with a space
/// between them that have to stand together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Words {
    all: Vec<Vec<String>>,
}

impl Words {
    /// What `text` asks for: every word, in any of the stems it has in `languages`; words in quotation marks as a
    /// phrase. `None` where it has no words.
    pub(crate) fn of(text: &str, languages: &[&str]) -> Option<Self> {
        let mut all = Vec::new();
        for (i, part) in text.split('"').enumerate() {
            // Parts 1, 3, … stand in quotation marks.
            if i % 2 == 1 {
                all.extend(forms(part, languages));
            } else {
                all.extend(part.unicode_words().filter_map(|word| forms(word, languages)));
            }
        }
        (!all.is_empty()).then_some(Self { all })
    }

    /// The forms of each word or phrase.
    pub(crate) fn forms(&self) -> &[Vec<String>] {
        &self.all
    }

    /// It in FTS5's language.
    pub(crate) fn in_fts5(&self) -> String {
        let mut out = String::new();
        for forms in self.forms() {
            if !out.is_empty() {
                out.push_str(" AND ");
            }
            let quoted: Vec<String> = forms.iter().map(|f| format!("\"{f}\"")).collect();
            // FTS5 knows its operators in capitals only.
            let _ = write!(out, "({})", quoted.join(" OR "));
        }
        out
    }
}

/// The forms of one word or phrase in any language; `None` where it has none.
fn forms(text: &str, languages: &[&str]) -> Option<Vec<String>> {
    let mut forms: Vec<String> =
        languages.iter().map(|l| stems(text, Some(l))).chain([stems(text, None)]).collect();
    forms.sort();
    forms.dedup();
    forms.retain(|f| !f.is_empty());
    (!forms.is_empty()).then_some(forms)
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
        assert_eq!(Words::of("…", &["es"]), None);
        let one = Words::of("reuniones", &["en", "es"]).unwrap().in_fts5();
        assert!(one.contains("\"reunion\"") && one.contains(" OR "), "{one}");
        let two = Words::of("\"Casa Blanca\" niega", &["es"]).unwrap().in_fts5();
        assert!(two.contains("\"cas blanc\"") && two.contains(" AND "), "{two}");
        assert!(Words::of("\" or 1=1 --", &["es"]).unwrap().in_fts5().starts_with('('));
    }
}
