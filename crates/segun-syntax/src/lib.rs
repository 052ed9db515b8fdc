//! Sentences and words, and what the encoder says of them.
//!
//! Tokenisation fills [`Sentence`]s with [`Word`]s (syntactic words as in
//! Universal Dependencies); the encoder fills in tags and tree and adds what
//! its other heads found, giving an [`Analysis`] for each sentence.

mod analysis;
mod features;
mod labels;
mod sentence;
mod tree;

pub use analysis::{
    Analysis, ArgumentGuess, AttributionGuess, EntityGuess, EventGuess, Parts, Range, SpeechGuess,
};
pub use features::{Feature, Features};
pub use labels::{Relation, Upos};
pub use sentence::{Multiword, Sentence, Word};
