//! Why a server cannot start or go on.

use std::net::SocketAddr;

/// Why a server cannot start or go on, in words that say what to do.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The ledger cannot be used.
    #[error(transparent)]
    Ledger(#[from] segun_ledger::LedgerError),
    /// Others than this machine could ask, and nothing keeps them out.
    #[error(
        "{0} can be reached from other machines, and the server has no token: write a long random one into a file and \
         name it with --token-file (or set SEGUN_TOKEN), or listen at 127.0.0.1"
    )]
    NoToken(SocketAddr),
    /// The token is easily guessed.
    #[error("the token is too short: take at least {least} characters, as `openssl rand -hex 24` makes them")]
    ShortToken {
        /// The fewest characters.
        least: usize,
    },
    /// The token cannot be sent in a header.
    #[error("the token may hold letters, digits and other characters of ASCII without spaces")]
    BadToken,
    /// A name is no name of a host.
    #[error("“{0}” is not the name of a host: write it as desk.example or desk.example:8080")]
    Host(String),
    /// Somebody else listens there, or it is not ours.
    #[error("cannot listen at {address}: {cause}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        cause: std::io::Error,
    },
    /// The system has no threads or signals for us.
    #[error("the server cannot be started: {0}")]
    System(#[from] std::io::Error),
}
