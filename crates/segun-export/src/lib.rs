//! The claims of a ledger in the formats of others.
//!
//! [`export`] walks through the claims that a filter asks for, report by report and day by day
//! ([`segun_ledger::Ledger::each_report`]), in one state of the ledger. `pipeline.rs` hands the reports to the processor's
//! cores in small batches and has what they make of them written in order, so that memory stays the same however many
//! claims there are. Each format is one file:
//!
//! - `jsonl.rs`, `csv.rs`, `parquet.rs`: a row a claim, all the same columns (`claims.rs`);
//! - `jsonld.rs`: a node a claim, in words of schema.org, PROV and Web Annotation;
//! - `gdelt/`, `polecat.rs`: a row an event in the world. `standing.rs` alone says which claims may count as events there
//!   (nothing that is denied, hypothetical or wanted), `events.rs` which claims make one event, `plover.rs` what PLOVER
//!   has future events recoded to; `reading.rs` what they need of a report's reading;
//!   `provenance.rs` writes the file that leads from each row back to claims and spans.
//!
//! What is written gets its name only when it is whole (`target.rs`).

mod claims;
mod codes;
mod csv;
mod error;
mod events;
mod gdelt;
mod json;
mod jsonl;
mod jsonld;
mod parquet;
mod pipeline;
mod places;
mod plover;
mod polecat;
mod provenance;
mod reading;
mod standing;
mod table;
mod target;

pub use claims::schema;
pub use error::{ExportError, Result};
pub use gdelt::{EVENT_COLUMNS, MENTION_COLUMNS};
pub use plover::{coded_type, of_cameo};
pub use polecat::COLUMNS as POLECAT_COLUMNS;
pub use target::Target;

use segun_ledger::Ledger;
use segun_ledger::query::Filter;
use std::ops::ControlFlow;

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A row a claim; a folder with one file a day of publication.
    Parquet,
    /// A row a claim, one JSON object a line.
    Jsonl,
    /// A row a claim, comma-separated.
    Csv,
    /// GDELT 2.0: a folder with Events, Mentions and where each comes from.
    Gdelt,
    /// POLECAT: a folder with events and where each comes from.
    Polecat,
    /// One graph in words of schema.org, PROV and Web Annotation.
    Jsonld,
}

impl Format {
    /// Whether it is several files, for which a folder is needed.
    pub fn is_folder(self) -> bool {
        matches!(self, Self::Parquet | Self::Gdelt | Self::Polecat)
    }
}

/// What was exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Claims that the filter asked for.
    pub claims: u64,
    /// Rows that were written: claims, or events in formats of events.
    pub rows: u64,
}

/// Writes the claims of which `filter` holds to `target` as `format`. `watch` is told how many claims were looked at so
/// far, and may break off; then, as after an error, nothing is left of a file or folder.
///
/// # Errors
/// Where the ledger cannot be read or the target not be written, and [`ExportError::BrokenOff`] where `watch` says so.
pub fn export(
    ledger: &Ledger,
    filter: &Filter,
    format: Format,
    target: Target,
    watch: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<Exported> {
    let walk = pipeline::Walk { ledger, filter, watch, claims: 0 };
    ledger.at_once(|_| match format {
        Format::Parquet => parquet::export(walk, target.folder()?),
        Format::Jsonl => jsonl::export(walk, target.stream()?),
        Format::Csv => csv::export(walk, target.stream()?),
        Format::Gdelt => gdelt::export(walk, target.folder()?),
        Format::Polecat => polecat::export(walk, target.folder()?),
        Format::Jsonld => jsonld::export(walk, target.stream()?),
    })?
}
