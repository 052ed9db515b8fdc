//! The word that names an event: without its inflection, and what it means in any language.
//!
//! Forms stand in the language's `cue_forms.tsv` and `event_forms.tsv`, meanings in its `events.tsv`: all words of one type,
//! mode and CAMEO code have one sense, unless their frame gives them another (`sense:death`).

use crate::stem::{stem, stemmer};
use rust_stemmers::Stemmer;
use segun_language::forms::{VerbForms, fold};
use segun_language::{Language, table};
use segun_report::EventType;
use std::collections::BTreeMap;

/// The words of one language that name events.
pub(crate) struct EventWords {
    forms: VerbForms,
    stemmer: Option<Stemmer>,
    /// Senses by stem.
    senses: BTreeMap<String, Vec<(EventType, String)>>,
}

impl EventWords {
    /// Reads the language's files.
    pub(crate) fn load(language: Language) -> Self {
        let entries = entries(language);
        let irregular = ["cue_forms.tsv", "event_forms.tsv"]
            .into_iter()
            .flat_map(|file| table::rows(language.file(file)))
            .filter(|row| row.get(0) == "form");
        let first = |e: &Entry| e.words.split_whitespace().next().map(fold);
        let verbs: Vec<String> = entries
            .iter()
            .filter(|e| e.verb)
            .filter_map(first)
            .chain(irregular.map(|row| fold(row.get(1))))
            .collect();
        let mut all = Self {
            forms: VerbForms::load(language, verbs.iter().map(String::as_str)),
            stemmer: stemmer(language.code()),
            senses: BTreeMap::new(),
        };
        for Entry { kind, sense, words, .. } in entries {
            let senses = all.senses.entry(all.stem(&words)).or_default();
            if !senses.contains(&(kind, sense.clone())) {
                senses.push((kind, sense));
            }
        }
        all
    }

    /// The stems of the words of `text`, with spaces between them; those of verbs are of the infinitive.
    pub(crate) fn stem(&self, text: &str) -> String {
        let of = |word: &str| match self.forms.of(&fold(word)) {
            [infinitive] => stem(infinitive, self.stemmer.as_ref()),
            _ => stem(word, self.stemmer.as_ref()),
        };
        text.split_whitespace().map(of).collect::<Vec<_>>().join(" ")
    }

    /// The senses of the word with `stem` as an event of type `kind`; those of other types where it has none of that.
    pub(crate) fn senses(&self, stem: &str, kind: EventType) -> Vec<String> {
        let Some(all) = self.senses.get(stem) else { return Vec::new() };
        let own: Vec<String> = all.iter().filter(|(k, _)| *k == kind).map(|(_, s)| s.clone()).collect();
        if own.is_empty() { all.iter().map(|(_, s)| s.clone()).collect() } else { own }
    }
}

/// A word of `events.tsv`, or several in a row, with what it means.
struct Entry {
    kind: EventType,
    sense: String,
    /// The words that carry the event, without a reflexive pronoun.
    words: String,
    verb: bool,
}

fn entries(language: Language) -> Vec<Entry> {
    let reflexive: Vec<&str> = table::rows(language.file("event_words.tsv"))
        .filter(|row| row.get(0) == "reflexive")
        .flat_map(|row| row.list(1).collect::<Vec<_>>())
        .collect();
    let mut entries = Vec::new();
    for row in table::rows(language.file("events.tsv")) {
        let Some(kind) = EventType::from_name(row.get(0)) else { continue };
        let named = row.list(5).find_map(|part| part.strip_prefix("sense:"));
        let sense = named.map_or_else(|| row.fields[..3].join("/"), str::to_owned);
        let verb = row.get(3) == "verb";
        for phrase in row.list(4) {
            let marked = phrase.split_whitespace().find_map(|word| word.strip_suffix('*'));
            let whole = marked.unwrap_or(phrase);
            let bare = reflexive.iter().find_map(|pronoun| whole.strip_suffix(pronoun)).filter(|_| verb);
            let words = bare.map_or(whole, |bare| bare.trim_end_matches('-')).to_owned();
            entries.push(Entry { kind, sense: sense.clone(), words, verb });
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(code: &str) -> EventWords {
        EventWords::load(Language::by_code(code).unwrap())
    }

    #[test]
    fn forms_of_one_word_have_one_stem() {
        for (language, forms) in [
            ("en", ["shot", "shoots", "shooting"]),
            ("es", ["detuvo", "detienen", "detener"]),
            ("pt", ["morreu", "morrem", "morrer"]),
        ] {
            let words = words(language);
            let stems = forms.map(|form| words.stem(form));
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{stems:?}");
        }
    }

    #[test]
    fn words_of_one_meaning_meet_across_languages() {
        let (en, es, pt) = (words("en"), words("es"), words("pt"));
        let senses = |words: &EventWords, word: &str, kind| words.senses(&words.stem(word), kind);
        let death = senses(&en, "died", EventType::Assault);
        assert_eq!(death, ["death"]);
        assert_eq!(death, senses(&es, "muerte", EventType::Assault));
        assert_eq!(death, senses(&pt, "morreu", EventType::Assault));
        let meeting = senses(&en, "summit", EventType::Consult);
        assert_eq!(meeting, ["CONSULT/meet/040"]);
        assert_eq!(meeting, senses(&es, "reunirán", EventType::Consult));
        assert_eq!(
            senses(&es, "enfrentan", EventType::Assault),
            senses(&pt, "enfrentam", EventType::Assault)
        );
        assert_eq!(senses(&es, "enfrentan", EventType::Assault), ["ASSAULT/-/190"]);
        assert_ne!(senses(&en, "attack", EventType::Assault), death);
        assert!(senses(&en, "table", EventType::Consult).is_empty());
    }

    #[test]
    fn a_word_of_several_types_means_what_its_type_says() {
        let en = words("en");
        let of = |kind| en.senses(&en.stem("fired"), kind);
        assert_eq!(of(EventType::Sanction), ["SANCTION/expel/166"]);
        assert_eq!(of(EventType::Mobilize), ["MOBILIZE/weapons/155"]);
        assert_eq!(of(EventType::Assault).len(), 2);
    }
}
