//! What every request shares.

use crate::changes::Changes;
use crate::guard::Hosts;
use crate::pool::Pool;
use crate::readings::Readings;
use crate::{DeskError, Limits, Settings, Token, writer};
use segun_ledger::{Ledger, LedgerError};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::{Semaphore, watch};

/// What every request shares.
#[derive(Debug)]
pub(crate) struct Desk {
    /// Connections that read the ledger.
    pub(crate) pool: Pool,
    /// The connection that writes to it.
    pub(crate) writer: Pool,
    /// The reader of texts.
    pub(crate) readings: Readings,
    /// Whether the ledger has changed.
    pub(crate) changes: Changes,
    /// Who may listen for changes.
    pub(crate) listeners: Arc<Semaphore>,
    /// Whether the server stops.
    pub(crate) stopped: watch::Receiver<bool>,
    /// Our names.
    pub(crate) hosts: Hosts,
    /// What those who ask have to show.
    pub(crate) token: Option<Token>,
    /// How much at once.
    pub(crate) limits: Limits,
}

impl Desk {
    /// For a server that listens at `address` until `stopped` says so.
    ///
    /// # Errors
    /// Where the ledger cannot be opened.
    pub(crate) fn open(
        settings: &Settings,
        address: SocketAddr,
        stopped: watch::Receiver<bool>,
    ) -> Result<Self, DeskError> {
        let Settings { ledger, limits, .. } = settings;
        // What a killed ingest left to be worked out; where the ledger may not be written to, it is shown as it is.
        match Ledger::open(ledger)?.settle() {
            Ok(()) | Err(LedgerError::ReadOnly | LedgerError::Locked) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(Self {
            pool: Pool::open(
                "desk-reader",
                ledger,
                |place| Ledger::read_only(place),
                limits.questions,
                limits.waiting,
            )?,
            writer: writer::open(ledger)?,
            readings: Readings::new(limits, settings.actors.clone()),
            changes: Changes::watch(ledger, limits.look, stopped.clone())?,
            listeners: Arc::new(Semaphore::new(limits.listeners)),
            stopped,
            hosts: Hosts::new(settings, address)?,
            token: settings.token.clone(),
            limits: *limits,
        })
    }
}
