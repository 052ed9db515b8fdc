//! What could not be read, and why.

use crate::warc::Damage;

/// What could not be read, and why.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {cause}")]
pub struct IntakeError {
    /// The input: a path, `path#number` of a line, item or row in it, `path@offset` of a record, or `-`.
    pub name: String,
    /// Why.
    pub cause: Cause,
}

/// Why an input could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    /// The system says no.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A line that is no JSON.
    #[error("not a JSON object: {0}")]
    Json(#[from] serde_json::Error),
    /// An object without the key that matters.
    #[error("the object has no \"text\" (a string); every line needs one")]
    NoText,
    /// A value that is not of its key's form.
    #[error("\"published\" is '{0}', which is no date such as 2026-03-02 or 2026-03-02T18:30")]
    Published(String),
    /// A line or page above the limit.
    #[error("longer than {} MiB; split it or leave it out", .0 >> 20)]
    TooLong(usize),
    /// A page nested deeper than any real one.
    #[error("its tags are nested more than {0} deep; this is no news page")]
    TooDeep(usize),
    /// A page in which no text was found.
    #[error("no main text found in the page")]
    NoMainText,
    /// The extraction failed in a way that it should not.
    #[error("it could not be taken apart")]
    Broken,
    /// A web archive that is broken at the place that the name tells, and where reading went on.
    #[error("{damage}; {}", .resumed.as_ref().map_or_else(|| "nothing readable follows".to_owned(), |at| format!("reading went on at {at}")))]
    Damaged {
        /// What is wrong.
        damage: Damage,
        /// Offset of the next record that was found.
        resumed: Option<String>,
    },
    /// A Parquet file that cannot be read, or not wholly.
    #[error("the Parquet file is broken: {0}")]
    Parquet(String),
    /// A Parquet file that is not on a disk.
    #[error("a Parquet file is read from its end; give its path, unpacked")]
    ParquetStream,
    /// A table without the column that matters.
    #[error("there is no column \"text\"; the columns are {0}")]
    NoTextColumn(String),
    /// A column of a type that is not read.
    #[error("column \"{column}\" is of type {found}; {wanted} is read")]
    ColumnType {
        /// Its name.
        column: String,
        /// Its type.
        found: String,
        /// The types that are read.
        wanted: &'static str,
    },
    /// XML that is no feed.
    #[error("this XML is {0}, no RSS or Atom feed")]
    NoFeed(String),
    /// A feed, or an item of one, that cannot be read.
    #[error("the feed is broken here: {0}")]
    Feed(String),
    /// An item of a feed that says nothing.
    #[error("the item has neither content nor a summary")]
    NoItemText,
}
