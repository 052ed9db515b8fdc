//! What the entity step knows of one language: names of countries and organisations, demonyms,
//! and the word classes of `entities.tsv`.

use super::places::PlaceWords;
use crate::plurals::Plurals;
use rustc_hash::{FxHashMap, FxHashSet};
use segun_knowledge::fold;
use segun_language::{Language, table};
use segun_report::EntityType;
use segun_syntax::Word;

/// A thing known by name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    pub(super) kind: EntityType,
    /// ISO 3166-1 alpha-3 of the country that it is or belongs to.
    pub(super) country: Option<String>,
    /// Whether it is that country.
    pub(super) is_country: bool,
    pub(super) sector: Option<String>,
    /// Its full name, the same for all its names.
    pub(super) name: String,
    /// File and line, for explanations.
    pub(super) from: String,
}

/// What the entity step knows of one language.
#[derive(Debug)]
pub struct Lexicon {
    known: Vec<Known>,
    /// Folded names: their words, and the index of what they name; by first word.
    names: FxHashMap<String, Vec<(Vec<String>, usize)>>,
    /// Country by folded demonym.
    demonyms: FxHashMap<String, String>,
    classes: FxHashMap<String, FxHashSet<String>>,
    plurals: Plurals,
    pub(super) places: PlaceWords,
}

impl Lexicon {
    /// Reads the language's files.
    pub fn load(language: Language) -> Self {
        let mut lexicon = Self {
            known: Vec::new(),
            names: FxHashMap::default(),
            demonyms: FxHashMap::default(),
            classes: FxHashMap::default(),
            plurals: Plurals::default(),
            places: PlaceWords::load(language),
        };
        // Names are matched on syntactic words, so contractions inside them are opened ("del": "de el").
        let contractions: FxHashMap<String, Vec<String>> = table::rows(language.file("contractions.tsv"))
            // By what is written: without its accent "à" would be "a".
            .map(|row| (row.get(0).to_lowercase(), fold(row.get(1)).split(' ').map(str::to_owned).collect()))
            .collect();
        for row in table::rows(language.file("countries.tsv")) {
            lexicon.add(
                Known {
                    kind: EntityType::Location,
                    country: Some(row.get(0).to_owned()),
                    is_country: true,
                    sector: None,
                    name: row.list(1).next().unwrap_or_default().to_owned(),
                    from: format!("{}/countries.tsv:{}", language.code(), row.line),
                },
                row.list(1),
                &contractions,
            );
        }
        for row in table::rows(language.file("organisations.tsv")) {
            let some = |text: &str| (text != "-").then(|| text.to_owned());
            lexicon.add(
                Known {
                    kind: EntityType::Organisation,
                    country: some(row.get(0)),
                    is_country: false,
                    sector: some(row.get(1)),
                    name: row.list(2).next().unwrap_or_default().to_owned(),
                    from: format!("{}/organisations.tsv:{}", language.code(), row.line),
                },
                row.list(2),
                &contractions,
            );
        }
        for row in table::rows(language.file("demonyms.tsv")) {
            for form in row.list(1) {
                lexicon.demonyms.entry(fold(form)).or_insert_with(|| row.get(0).to_owned());
            }
        }
        for row in table::rows(language.file("entities.tsv")) {
            if row.get(0) == "plural" {
                lexicon.plurals.extend(row.list(1).map(fold));
                continue;
            }
            lexicon.classes.entry(row.get(0).to_owned()).or_default().extend(row.list(1).map(fold));
        }
        lexicon
    }

    fn add<'a>(
        &mut self,
        known: Known,
        names: impl Iterator<Item = &'a str>,
        contractions: &FxHashMap<String, Vec<String>>,
    ) {
        let index = self.known.len();
        self.known.push(known);
        for name in names {
            let words: Vec<String> = name
                .split(' ')
                .flat_map(|w| contractions.get(&w.to_lowercase()).cloned().unwrap_or_else(|| vec![fold(w)]))
                .collect();
            if let Some(first) = words.first().cloned() {
                let names = self.names.entry(first).or_default();
                let at = names.partition_point(|(other, _)| other.len() >= words.len());
                names.insert(at, (words, index));
            }
        }
    }

    /// What the words that begin at the first of `folded` name, longest name first.
    pub(super) fn known_at(&self, folded: &[String]) -> Option<(usize, &Known)> {
        let names = self.names.get(folded.first()?)?;
        let (words, index) = names.iter().find(|(words, _)| folded.starts_with(words))?;
        Some((words.len(), &self.known[*index]))
    }

    /// What exactly these words name.
    pub(super) fn known(&self, folded: &[String]) -> Option<&Known> {
        self.known_at(folded).filter(|(length, _)| *length == folded.len()).map(|(_, known)| known)
    }

    /// The usual name of a country.
    pub(super) fn country_name(&self, iso3: &str) -> Option<&str> {
        let country = self.known.iter().find(|k| k.is_country && k.country.as_deref() == Some(iso3));
        country.map(|k| k.name.as_str())
    }

    /// The country of a demonym, by its folded form.
    pub(super) fn demonym(&self, folded: &str) -> Option<&str> {
        self.demonyms.get(folded).map(String::as_str)
    }

    /// Whether the folded word stands in class `name` as it is.
    pub(super) fn has(&self, name: &str, folded: &str) -> bool {
        self.classes.get(name).is_some_and(|class| class.contains(folded))
    }

    /// Whether `word` belongs to class `name`, by lemma, form, or form without a plural ending.
    pub(super) fn is(&self, name: &str, word: &Word) -> bool {
        let Some(class) = self.classes.get(name) else { return false };
        let form = fold(&word.form);
        class.contains(&form)
            || class.contains(&fold(&word.lemma))
            || self.plurals.singulars(&form).any(|singular| class.contains(&singular))
    }
}
