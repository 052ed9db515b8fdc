//! What a server says, in words that say what to do.

use crate::LedgerError;
use crate::place::Address;
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

/// `error` of the server at `address` as the ledger says it.
pub(super) fn said(address: &Address, error: &Error) -> LedgerError {
    let server = |cause: String| LedgerError::Server { address: address.to_string(), cause };
    let Some(said) = error.as_db_error() else {
        return server(unreachable(error));
    };
    let code = said.code();
    match code {
        &SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION => server(format!(
            "it refuses the user or the password ({}): write the user into the address, and the password there or into \
             the variable PGPASSWORD",
            said.message()
        )),
        &SqlState::INVALID_CATALOG_NAME => {
            server(format!("{}: make it with `createdb`, or name another one", said.message()))
        }
        &SqlState::UNDEFINED_TABLE | &SqlState::INVALID_SCHEMA_NAME => {
            server(format!("the schema {} holds no whole ledger ({})", address.schema(), said.message()))
        }
        &SqlState::INSUFFICIENT_PRIVILEGE | &SqlState::READ_ONLY_SQL_TRANSACTION => LedgerError::ReadOnly,
        &SqlState::LOCK_NOT_AVAILABLE
        | &SqlState::T_R_DEADLOCK_DETECTED
        | &SqlState::T_R_SERIALIZATION_FAILURE => LedgerError::Locked,
        &SqlState::DISK_FULL => LedgerError::Full,
        &SqlState::QUERY_CANCELED => LedgerError::BrokenOff,
        &SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED => {
            LedgerError::Damaged(said.message().to_owned())
        }
        &SqlState::TOO_MANY_CONNECTIONS
        | &SqlState::CANNOT_CONNECT_NOW
        | &SqlState::ADMIN_SHUTDOWN
        | &SqlState::CRASH_SHUTDOWN => server(format!("{}: try again later", said.message())),
        _ => LedgerError::Sql(said.message().to_owned().into()),
    }
}

/// Why there is no answer at all. The error's own words hold no password.
fn unreachable(error: &Error) -> String {
    let mut cause = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(deeper) = source {
        let words = deeper.to_string();
        if !cause.contains(&words) {
            cause.push_str(": ");
            cause.push_str(&words);
        }
        source = deeper.source();
    }
    if cause.contains("TLS") || cause.contains("tls") {
        return format!(
            "{cause}: this program does not encrypt what it sends; use a socket of this machine, a network of your own or \
             a tunnel (`ssh -L`)"
        );
    }
    format!("{cause} (is the server running, and is this its address?)")
}
