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
//! [`participants`] is a network of its own that reads a whole report's mentions and events together, later.
//!
//! Everything here runs on the calling thread: parallelism is over reports.

mod alone;
mod attention;
mod encoder;
mod error;
mod forward;
mod heads;
mod kernels;
mod linear;
mod model_file;
mod participants;
mod pieces;
mod window;

pub use encoder::{Encoder, WordVectors};
pub use error::ModelError;
pub use participants::{Node, PAIR_FACTS, Participants, Shares, Whose};
