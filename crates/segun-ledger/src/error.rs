//! What can go wrong with a ledger, in words that say what to do.

use crate::Place;
use rusqlite::ErrorCode;
use std::path::PathBuf;

/// Why a ledger could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is none.
    #[error("there is no ledger in {0}: `segun ingest` makes one")]
    Missing(Place),
    /// The file is something else.
    #[error("{0} is not a ledger of segun")]
    NotALedger(Place),
    /// A later version of the program made it.
    #[error(
        "the ledger was written by a newer segun (format {found}, this one knows up to {known}): upgrade segun"
    )]
    Newer {
        /// Its format.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// An earlier version of the program made it, and it was opened for reading only.
    #[error(
        "the ledger was written by an older segun (format {found}, this one reads {known}): bring it up to date with any command that writes to it, such as `segun ledger check`"
    )]
    Older {
        /// Its format.
        found: i64,
        /// The format that this program reads.
        known: i64,
    },
    /// Somebody else writes to it.
    #[error(
        "another program is writing to the ledger: wait until it is done, or use another one with --ledger"
    )]
    Locked,
    /// No room is left.
    #[error(
        "the disk is full: everything up to the last report is kept; make room and run the same command again"
    )]
    Full,
    /// The file, its folder or the server's tables may not be written to.
    #[error(
        "the ledger cannot be written to: check the permissions of its folder, or those of the user on its server"
    )]
    ReadOnly,
    /// The file is damaged.
    #[error(
        "the ledger is damaged ({0}): `segun ledger check` says what, `segun ledger repair` saves what it can"
    )]
    Damaged(String),
    /// A stored reading cannot be read back.
    #[error("report {report} of the ledger is damaged ({cause}): `segun ledger repair` saves the others")]
    Reading {
        /// The report's number.
        report: i64,
        /// What is wrong with it.
        cause: String,
    },
    /// What was asked for does not exist.
    #[error("{0}")]
    Unknown(String),
    /// Statements of users that are not SQL or would write.
    #[error("{0}")]
    Query(String),
    /// The folder cannot be made or read.
    #[error("{path}: {cause}")]
    Io {
        /// Which one.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The server of the ledger cannot be used.
    #[error("the ledger at {address} cannot be used: {cause}")]
    Server {
        /// Its address, without the password.
        address: String,
        /// Why, and what to do.
        cause: String,
    },
    /// Nobody waits for the answer any more ([`Ledger::break_off_when`](crate::Ledger::break_off_when)).
    #[error("the question was broken off")]
    BrokenOff,
    /// Anything else that the database says.
    #[error("the ledger cannot be used: {0}")]
    Sql(Box<dyn std::error::Error + Send + Sync>),
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            Some(ErrorCode::OperationInterrupted) => Self::BrokenOff,
            _ => match error {
                // Not the whole statement, which says nothing to users.
                rusqlite::Error::SqlInputError { msg, .. } => Self::Query(msg),
                error => Self::Sql(error.into()),
            },
        }
    }
}

/// The result of whatever a ledger does.
pub type Result<T, E = LedgerError> = std::result::Result<T, E>;
