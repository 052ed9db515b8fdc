//! What can go wrong with an export, in words that say what to do.

use segun_ledger::LedgerError;
use std::io;
use std::path::PathBuf;

/// Why an export did not come about.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The ledger cannot be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Something has the name already.
    #[error("{0} is there already: choose another name, or replace it with --force")]
    Exists(PathBuf),
    /// A folder that is to be replaced holds something else.
    #[error("{0} holds other files than an export's, which are not deleted: choose another name")]
    NotOurs(PathBuf),
    /// The format is one file.
    #[error("{0} is a folder, and this format is one file: name a file")]
    IsFolder(PathBuf),
    /// The format is several files.
    #[error("this format is a folder with several files: name one with --output")]
    NeedsFolder,
    /// A file cannot be written.
    #[error("{path}: {cause}")]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// What a stream is written to does not take it.
    #[error("the rows cannot be written")]
    Io(#[from] io::Error),
    /// A row cannot be made JSON, which would be a fault of ours.
    #[error("a row cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    /// A row cannot be made comma-separated.
    #[error("a row cannot be written: {0}")]
    Csv(#[from] csv::Error),
    /// A table cannot be written.
    #[error("a table cannot be written: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// A table cannot be made.
    #[error("a table cannot be made: {0}")]
    Arrow(#[from] arrow_schema::ArrowError),
    /// Whoever watched broke off.
    #[error("broken off; nothing was written")]
    BrokenOff,
}

/// The result of whatever an export does.
pub type Result<T, E = ExportError> = std::result::Result<T, E>;
