//! Pieces, forward pass and heads: one pass a sentence, however many heads.
//!
//! [`Encoder::analyse`] takes tokenised sentences and gives each back tagged, attached
//! and with what the other heads found. The way of a batch:
//!
//! 1. [`pieces`]: word forms to pieces of the vocabulary (Unigram),
//! 2. [`window`]: sentences to windows that fit the model, windows to batches,
//! 3. [`forward`]: embedding and transformer layers over the packed rows of a batch,
//!    linear layers in int8 ([`linear`]), attention a window at a time ([`attention`]),
//! 4. [`heads`]: scores to tags, trees, spans and links.
//!
//! Two networks of their own read on, later: [`attributor`] the sentence of a possible cue, [`participants`] a whole
//! report's mentions and events.
//!
//! Everything here runs on the calling thread: parallelism is over reports.

mod alone;
mod attention;
mod attributor;
mod encoder;
mod error;
mod forward;
mod heads;
mod kernels;
mod linear;
mod model_file;
mod participants;
mod pieces;
mod small;
mod window;

pub use attributor::{Attributor, CUE_FACTS, Said, Saying, WORD_FACTS};
pub use encoder::{Encoder, WordVectors};
pub use error::ModelError;
pub use participants::{Answer, Node, PAIR_FACTS, Participants, Shares, Whose};
