//! From a report to its reading.
//!
//! [`Reader::read`] in `reading.rs` is the main path:
//!
//! 1. text to sentences and words (`segun-tokens`),
//! 2. one encoder pass a sentence (`segun-encoder`) gives a [`Document`],
//! 3. [`times`]: time expressions and their values,
//! 4. [`entities`]: who and what is named, and what points back at them,
//! 5. [`attributions`]: who says what,
//! 6. [`events`]: what happens, how surely, in whose view,
//! 7. [`threads`]: what is still open.
//!
//! Each step is a function of the document and of the steps before it.

pub mod attributions;
pub mod document;
pub mod entities;
pub mod events;
pub mod threads;
pub mod times;

mod confidence;
mod plurals;
mod reading;

pub use document::Document;
pub use reading::{Options, ReadError, Reader};
pub use segun_encoder::ModelError;
