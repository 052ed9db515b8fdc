//! Who and what is named, and what points back at them.

use crate::Document;
use segun_language::Language;
use segun_report::Entity;

/// What the entity step knows of one language.
#[derive(Debug)]
pub struct Lexicon {}

impl Lexicon {
    /// Reads the language's files.
    pub fn load(_language: Language) -> Self {
        Self {}
    }
}

/// The entities of a document, and which words point at them.
#[derive(Debug, Default)]
pub struct Entities {
    /// The entities, in order of first mention.
    pub all: Vec<Entity>,
}

impl Entities {
    /// The entities (indices into `all`) that the noun phrase headed by `word` stands for:
    /// its own name, the name in its apposition, the owner of a pronoun or of a nominal
    /// ("the official", "both countries": several), each part of a coordination.
    /// Empty where nothing named is meant.
    pub fn denoted(&self, _sentence: usize, _word: usize) -> &[usize] {
        &[]
    }

    /// The entity of which `word` is part by name (a word inside a name mention).
    pub fn named(&self, _sentence: usize, _word: usize) -> Option<usize> {
        None
    }
}

/// Finds the entities of `document`.
pub fn find(_document: &Document, _lexicon: &Lexicon) -> Entities {
    Entities::default()
}
