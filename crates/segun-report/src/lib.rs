//! The contract: what Segun says of a report, and nothing else.
//!
//! A [`Report`] goes in; a [`Reading`] comes out: the report with its
//! [`Entity`]s, [`Time`]s, [`Attribution`]s, [`Event`]s and [`Thread`]s. Every
//! one of them points at characters by a [`Span`]. Inside the program spans are
//! UTF-8 byte offsets; the JSON written by [`json`] counts Unicode code points,
//! and [`CodePoints`] is the only place where one becomes the other.
//!
//! No I/O happens here, and no language is known here.

mod attribution;
mod entity;
mod event;
pub mod json;
mod json_read;
mod reading;
mod report;
mod span;
mod thread;
mod time;
mod why;

pub use attribution::{Attribution, Mode, SourceKind, Stance};
pub use entity::{Entity, EntityIds, EntityType, Mention, MentionKind};
pub use event::{Certainty, Event, EventType, Polarity, When};
pub use json_read::ParseError;
pub use reading::Reading;
pub use report::Report;
pub use span::{CodePoints, Span};
pub use thread::{Status, Thread};
pub use time::{Modifier, Moment, Time, TimeType};
pub use why::Why;
