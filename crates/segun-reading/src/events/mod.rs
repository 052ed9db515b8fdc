//! What happens, how surely, in whose view.

use crate::Document;
use crate::entities::Entities;
use segun_language::Language;
use segun_report::{Attribution, Event, Time};

/// Event triggers with frames, certainty markers and the like, of one language.
#[derive(Debug)]
pub struct Lexicon {}

impl Lexicon {
    /// Reads the language's files.
    pub fn load(_language: Language) -> Self {
        Self {}
    }
}

/// Finds the events of `document`, in text order; with `all`, also those outside PLOVER's types.
pub fn find(
    _document: &Document,
    _entities: &Entities,
    _times: &[Time],
    _attributions: &[Attribution],
    _lexicon: &Lexicon,
    _all: bool,
) -> Vec<Event> {
    Vec::new()
}
