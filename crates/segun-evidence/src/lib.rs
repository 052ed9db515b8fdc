//! What a reading shows to people: its claims in words, and its text with everything highlighted that they stand on.
//!
//! [`claims()`] says who, how sure, what, when and where. [`highlights`] lays the spans of a reading over its text, and
//! [`segments`] makes a row of them, for whatever draws it. [`part`] and [`fragment`] draw it as HTML.
//!
//! No I/O happens here.

mod article;
mod claims;
mod layers;

pub use article::{Part, escaped, fill, fragment, part, style};
pub use claims::{Claim, claims, how_sure, title};
pub use layers::{Highlight, Role, Segment, highlights, paragraphs, segments};
