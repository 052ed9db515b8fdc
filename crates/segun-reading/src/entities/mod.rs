//! Who and what is named, and what points back at them.
//!
//! 1. [`names`]: name mentions, the encoder's tags joined with names known beforehand, those of places
//!    whole ([`toponyms`]), and each name taken the same way throughout ([`repeated`]);
//! 2. [`grouping`]: names of the same thing to one entity, as far as they are likely enough;
//! 3. [`places`]: places to coordinates, and organisations to the country in their name ([`belonging`]);
//! 4. [`phrases`]: countries, offices and roles from the noun phrases around names;
//! 5. [`actors`]: which known actors they are, by all that the report says of them;
//! 6. [`phrases`] again: which noun phrases, pronouns and adjectives stand for which entities;
//! 7. [`demonyms`]: adjectives of countries as mentions of them.

mod actors;
mod belonging;
mod demonyms;
mod grouping;
mod lexicon;
mod names;
mod phrases;
mod places;
mod repeated;
mod toponyms;

pub use lexicon::Lexicon;

use crate::Document;
use grouping::Grouped;
use rustc_hash::FxHashMap;
use segun_knowledge::actors::Actors;
use segun_report::Entity;

/// A word of a document: sentence number, word number.
type At = (usize, usize);

/// The entities of a document, and which words point at them.
#[derive(Debug, Default)]
pub struct Entities {
    /// The entities, in order of their first name; after them countries that only adjectives point at.
    pub all: Vec<Entity>,
    named: FxHashMap<At, usize>,
    denoted: FxHashMap<At, Vec<usize>>,
    subjects: FxHashMap<At, Vec<usize>>,
    countries: FxHashMap<At, String>,
}

impl Entities {
    /// The entities (indices into `all`) that the noun phrase headed by `word` stands for:
    /// its own name, the name in its apposition, the owner of a pronoun or of a nominal
    /// ("the official", "both countries": several), each part of a coordination.
    /// Empty where nothing named is meant.
    pub fn denoted(&self, sentence: usize, word: usize) -> &[usize] {
        self.denoted.get(&(sentence, word)).map_or(&[], Vec::as_slice)
    }

    /// The entities that the subject of the verb `verb` stands for, also where it is dropped.
    pub fn subject_of(&self, sentence: usize, verb: usize) -> &[usize] {
        self.subjects.get(&(sentence, verb)).map_or(&[], Vec::as_slice)
    }

    /// The entity of which `word` is part by name (a word inside a name mention).
    pub fn named(&self, sentence: usize, word: usize) -> Option<usize> {
        self.named.get(&(sentence, word)).copied()
    }

    /// The country (ISO 3166-1 alpha-3) to which the noun phrase headed by `word` belongs, by an
    /// adjective, a complement or the entity that it stands for.
    pub fn country_of_phrase(&self, sentence: usize, word: usize) -> Option<&str> {
        let own = self.countries.get(&(sentence, word)).map(String::as_str);
        own.or_else(|| self.denoted(sentence, word).first().and_then(|&e| self.all[e].country.as_deref()))
    }
}

/// Finds the entities of `document`; `actors` are those known beforehand.
pub fn find(document: &Document, lexicon: &Lexicon, actors: &Actors) -> Entities {
    let found = names::find(document, lexicon);
    let Grouped { names, entities: mut all, of } = grouping::group(document, lexicon, found);
    places::locate(document, &names, &of, &mut all, lexicon);
    belonging::give_countries(document, lexicon, &names, &of, &mut all);
    let mut entities = Entities { all, ..Entities::default() };
    for (name, &entity) in names.iter().zip(&of) {
        for word in name.words.clone() {
            entities.named.insert((name.sentence, word), entity);
        }
    }
    phrases::describe(document, lexicon, &mut entities);
    if actors::bind(document, lexicon, actors, &mut entities) {
        // The spokesman of somebody who is known is of that country too.
        phrases::describe(document, lexicon, &mut entities);
    }
    phrases::read(document, lexicon, &mut entities);
    demonyms::add(document, lexicon, &mut entities);
    entities
}
