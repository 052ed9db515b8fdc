//! Whether the ledger has changed: looked at by one connection, told to all who listen.

use crate::DeskError;
use segun_ledger::{Ledger, LedgerError, Place};
use serde::Serialize;
use std::time::Duration;
use tokio::sync::watch;
use utoipa::ToSchema;

/// How the ledger stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub(crate) struct Change {
    /// Another string after every change.
    pub(crate) change: String,
    /// Reports, each in its newest version.
    pub(crate) reports: u64,
    /// Claims.
    pub(crate) claims: u64,
}

impl Change {
    /// How `ledger` stands now.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(crate) fn of(ledger: &Ledger) -> Result<Self, LedgerError> {
        let change = ledger.change()?;
        let (reports, claims) = ledger.counts()?;
        Ok(Self { change, reports, claims })
    }
}

/// Tells how the ledger stands.
#[derive(Clone, Debug)]
pub(crate) struct Changes(pub(crate) watch::Receiver<Change>);

impl Changes {
    /// Looks at the ledger in `place` now and again, on a thread of its own, until `stopped` says so.
    ///
    /// # Errors
    /// Where the ledger cannot be opened.
    pub(crate) fn watch(
        place: &Place,
        every: Duration,
        stopped: watch::Receiver<bool>,
    ) -> Result<Self, DeskError> {
        let ledger = Ledger::read_only(place)?;
        let (tell, told) = watch::channel(Change::of(&ledger)?);
        std::thread::Builder::new().name("desk-changes".into()).spawn(move || {
            while !*stopped.borrow() && !tell.is_closed() {
                std::thread::sleep(every);
                // A ledger that cannot be read for a moment is looked at again. Counting costs more than looking.
                let changed = ledger.change().is_ok_and(|change| change != tell.borrow().change);
                if changed && let Ok(now) = Change::of(&ledger) {
                    tell.send_replace(now);
                }
            }
        })?;
        Ok(Self(told))
    }
}
