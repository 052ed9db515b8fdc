//! Inflected verbs back to their infinitives, for verbs that the language's files name.
//!
//! The tagger's lemma is right most of the time; this covers the rest. Endings and
//! irregular forms stand in the language's `cue_forms.tsv`, further irregular ones in its `event_forms.tsv`.

use crate::{Language, table};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents, so that "reúne" and "reune" are one.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Infinitives by folded form.
#[derive(Debug, Default)]
pub struct VerbForms {
    by_form: FxHashMap<String, SmallVec<[String; 1]>>,
}

impl VerbForms {
    /// The forms of `verbs` (folded infinitives; words that are no infinitives do no harm).
    pub fn load<'a>(language: Language, verbs: impl Iterator<Item = &'a str>) -> Self {
        let known: FxHashSet<&str> = verbs.filter(|v| !v.contains(' ')).collect();
        let mut verbs: Vec<&str> = known.iter().copied().collect();
        verbs.sort_unstable();
        let mut all = Self::default();
        let mut irregular: FxHashSet<String> = FxHashSet::default();
        for file in ["cue_forms.tsv", "event_forms.tsv"] {
            for row in table::rows(language.file(file)) {
                if row.get(0) == "form" && known.contains(fold(row.get(1)).as_str()) {
                    irregular.insert(fold(row.get(1)));
                    for form in row.list(2) {
                        all.add(fold(form), &fold(row.get(1)));
                    }
                }
            }
        }
        for row in table::rows(language.file("cue_forms.tsv")) {
            if row.get(0) != "ending" {
                continue;
            }
            let end = fold(row.get(1));
            for verb in &verbs {
                if let Some(stem) = verb.strip_suffix(end.as_str()) {
                    if stem.len() < 2 {
                        continue;
                    }
                    for ending in row.list(2) {
                        all.add(format!("{stem}{}", fold(ending)), verb);
                    }
                }
            }
        }
        all
    }

    fn add(&mut self, form: String, verb: &str) {
        let list = self.by_form.entry(form).or_default();
        if !list.iter().any(|v| v == verb) {
            list.push(verb.to_owned());
        }
    }

    /// The infinitives of a folded form.
    pub fn of(&self, form: &str) -> &[String] {
        self.by_form.get(form).map_or(&[], |list| list)
    }
}
