//! What a server says, in words that say what to do.

use crate::LedgerError;
use crate::place::Address;
use rustls::CertificateError;
use std::io;
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
        &SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            server(format!("it refuses the user or the password ({}): {PASSWORD}", said.message()))
        }
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
        // Not by us, who know of it: the server has a limit, or somebody there has ended it.
        &SqlState::QUERY_CANCELED => server(format!("it has broken off the question ({})", said.message())),
        &SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED => {
            LedgerError::Damaged(said.message().to_owned())
        }
        &SqlState::TOO_MANY_CONNECTIONS
        | &SqlState::CANNOT_CONNECT_NOW
        | &SqlState::ADMIN_SHUTDOWN
        | &SqlState::CRASH_SHUTDOWN
        | &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => {
            server(format!("{}: try again later", said.message()))
        }
        _ => LedgerError::Sql(said.message().to_owned().into()),
    }
}

/// What to do about a password.
const PASSWORD: &str =
    "write the user into the address, and the password into the variable PGPASSWORD or there";

/// Why there is no answer at all. The error's own words hold no password.
fn unreachable(error: &Error) -> String {
    let mut cause = error.to_string();
    let mut advice = "is the server running, and is this its address?";
    let mut source = std::error::Error::source(error);
    while let Some(deeper) = source {
        let words = deeper.to_string();
        match words.as_str() {
            "password missing" => return format!("it asks for a password: {PASSWORD}"),
            "server does not support TLS" => {
                return "it does not encrypt what is sent, as sslmode asks for: have `ssl` turned on there, or write \
                        sslmode=disable where the network is your own"
                    .to_owned();
            }
            _ => {}
        }
        if let Some(certificate) = refused(deeper) {
            return format!("its certificate is not trusted: {certificate}");
        }
        if !cause.contains(&words) {
            cause.push_str(": ");
            cause.push_str(&words);
        }
        source = deeper.source();
    }
    if error.is_closed() {
        advice = "it was lost on the way; the same command goes on where it stopped";
    }
    format!("{cause} ({advice})")
}

/// Why a certificate was refused, and what to do, where `error` is of that.
fn refused(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    let tls = error.downcast_ref::<io::Error>()?.get_ref()?.downcast_ref::<rustls::Error>()?;
    let rustls::Error::InvalidCertificate(cause) = tls else { return None };
    let advice = match cause {
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "write the host as it stands in there"
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "have it renewed",
        _ => "name a file with it or with that of its authority, sslrootcert=FILE",
    };
    Some(format!("{cause} ({advice})"))
}
