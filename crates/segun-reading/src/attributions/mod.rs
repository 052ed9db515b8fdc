//! Who says what.

use crate::Document;
use crate::entities::Entities;
use segun_language::Language;
use segun_report::{Attribution, Time};

/// Attribution cues and source nouns of one language.
#[derive(Debug)]
pub struct Lexicon {}

impl Lexicon {
    /// Reads the language's files.
    pub fn load(_language: Language) -> Self {
        Self {}
    }
}

/// Finds the attributions of `document`, in text order.
pub fn find(
    _document: &Document,
    _entities: &Entities,
    _times: &[Time],
    _lexicon: &Lexicon,
) -> Vec<Attribution> {
    Vec::new()
}
