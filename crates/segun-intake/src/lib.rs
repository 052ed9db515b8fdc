//! Bytes to reports: plain text, HTML pages, JSON lines, feeds and web archives, also gzipped, and Parquet
//! files, from paths, folders and standard input.
//!
//! [`open`] is the main path: it walks what it is given in order, tells formats apart
//! ([`Format`]), decodes ([`mod@decode`]), and hands out one [`Incoming`] after the other,
//! holding no more than one of them. Something that cannot be read is an [`IntakeError`] with its
//! name and cause in place of a report, and the rest goes on.

mod consumed;
pub mod decode;
mod error;
pub mod feed;
mod fragment;
mod html;
pub mod http;
mod language;
mod lines;
mod main_text;
mod page_metadata;
mod parquet;
mod sources;
pub mod table;
#[cfg(test)]
mod testing;
mod warc;

pub use consumed::Consumed;
pub use error::{Cause, IntakeError};
pub use html::{html, page};
pub use language::detect;
pub use lines::object;
pub use sources::{Format, open, size};
pub use warc::{Damage, warc};

use segun_report::{Moment, Report};

/// What is known of reports beforehand, for those that do not say it themselves.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// ISO 639-1 code; without it, the language is detected.
    pub language: Option<String>,
    /// When they were published.
    pub published: Option<Moment>,
    /// Counts the bytes of files that were read.
    pub consumed: Consumed,
}

/// A report with what its reader should know of how it was read.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The report.
    pub report: Report,
    /// What was lost or guessed, in plain words.
    pub warnings: Vec<String>,
}

/// A report of plain text, its language detected.
pub fn text(text: impl Into<String>, id: impl Into<String>) -> Report {
    let text = text.into();
    Report { id: id.into(), language: detect(&text), text, ..Report::default() }
}

/// Fills in what the report does not say itself.
fn complete(report: &mut Report, options: &Options) {
    report.published = report.published.or(options.published);
    if report.language.is_none() {
        report.language = options.language.clone().or_else(|| detect(&report.text));
    }
}
