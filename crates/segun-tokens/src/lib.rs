//! Text to sentences and syntactic words.

use segun_language::Language;
use segun_syntax::Sentence;

/// Splits text of one language into sentences and words.
#[derive(Debug)]
pub struct Tokenizer {}

impl Tokenizer {
    /// The tokenizer for `language`.
    pub fn new(_language: Language) -> Self {
        Self {}
    }

    /// The sentences of `text` in order; every character that is not white space
    /// belongs to exactly one surface token.
    pub fn sentences(&self, _text: &str) -> Vec<Sentence> {
        Vec::new()
    }
}
