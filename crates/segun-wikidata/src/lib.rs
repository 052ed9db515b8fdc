//! Actors from a Wikidata dump.
//!
//! A dump (<https://www.wikidata.org/wiki/Wikidata:Database_download>, the JSON one) is one array with an entity a line:
//! some 110 million of them, far more than memory holds. [`import()`] reads it once and keeps what [`Rules`] say:
//!
//! 1. [`source`]: the file as chunks of text, decompressed as they come; a bzip2 archive ([`blocks`]) by several threads;
//! 2. [`lines`]: chunks to batches of whole lines;
//! 3. [`entity`]: a line to an [`item`], if there may be use for it. Items go to a temporary file; in memory stay which
//!    class is a subclass of which, the countries, and which offices somebody holds;
//! 4. [`classes`]: what every class falls under;
//! 5. [`actor`]: items to actors, in the dump's order, packed into a table of `segun_knowledge::actors`.
//!
//! Lines that cannot be read are counted and passed over; where an archive breaks off, what came before is kept.

mod actor;
mod blocks;
mod classes;
mod entity;
mod import;
mod item;
mod lines;
mod rules;
mod source;
mod spill;

pub use import::{Damage, ImportError, Options, Progress, Summary, import};
pub use rules::{Rules, RulesError};
pub use source::{Source, SourceError};

/// Reads one line of a dump as the import does, for tests that throw anything at it; whether something was kept of it.
///
/// # Errors
/// Where the line is no entity.
pub fn read_line(line: &[u8], rules: &Rules) -> Result<bool, String> {
    entity::read(line, rules).map(|item| item.is_some()).map_err(|error| error.to_string())
}
