//! Pieces, forward pass and heads: one pass a sentence.

use segun_syntax::{Analysis, Sentence};

/// A loaded model.
#[derive(Debug)]
pub struct Encoder {}

/// Why a model file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file is not a model of a known format.
    #[error("not a model file: {0}")]
    Format(String),
}

impl Encoder {
    /// Reads a model file's bytes.
    ///
    /// # Errors
    /// [`ModelError::Format`] where the bytes are no model, truncated or of an unknown format.
    pub fn from_bytes(_bytes: &[u8]) -> Result<Self, ModelError> {
        Err(ModelError::Format("empty".into()))
    }

    /// The model's version.
    pub fn version(&self) -> &str {
        ""
    }

    /// Analyses sentences; the answer has one item a sentence, in order.
    pub fn analyse(&self, _sentences: Vec<Sentence>) -> Vec<Analysis> {
        Vec::new()
    }
}
