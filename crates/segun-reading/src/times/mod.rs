//! Time expressions and their TIMEX3 values.

use crate::Document;
use segun_language::Language;
use segun_report::Time;

/// The time grammar of one language.
#[derive(Debug)]
pub struct Grammar {}

impl Grammar {
    /// Reads the language's time files.
    pub fn load(_language: Language) -> Self {
        Self {}
    }
}

/// Finds the time expressions of `document`, in text order.
pub fn find(_document: &Document, _grammar: &Grammar) -> Vec<Time> {
    Vec::new()
}
