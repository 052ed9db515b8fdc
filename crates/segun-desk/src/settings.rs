//! What the server is told when it starts.

use crate::{DeskError, Token};
use segun::actors::Actors;
use segun_ledger::Place;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

/// What to serve, where, and to whom.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the ledger is.
    pub ledger: Place,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Names by which the server may be called, beside those of loopback and the address that it listens at: `NAME` or
    /// `NAME:PORT`.
    pub hosts: Vec<String>,
    /// What those who ask have to show.
    pub token: Option<Token>,
    /// The actors known to whoever reads texts.
    pub actors: Actors,
    /// How much at once.
    pub limits: Limits,
}

impl Settings {
    /// Where a server listens that is told nothing.
    pub const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 7373);

    /// A server of the ledger in `ledger` for this machine alone.
    pub fn local(ledger: impl Into<Place>) -> Self {
        Self {
            ledger: ledger.into(),
            listen: Self::LISTEN,
            hosts: Vec::new(),
            token: None,
            actors: Actors::bundled(),
            limits: Limits::default(),
        }
    }

    /// # Errors
    /// Where others than this machine could ask without a token.
    pub(crate) fn check(&self) -> Result<(), DeskError> {
        if self.token.is_none() && !self.listen.ip().to_canonical().is_loopback() {
            return Err(DeskError::NoToken(self.listen));
        }
        Ok(())
    }
}

/// How much is done at once and how long it may take. What is beyond is refused, and says when to come again.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections open at once.
    pub connections: usize,
    /// Connections that listen for changes, of those.
    pub listeners: usize,
    /// Questions put to the ledger at once, each with a thread of its own.
    pub questions: usize,
    /// Questions that wait for their turn.
    pub waiting: usize,
    /// Texts read at once.
    pub readings: usize,
    /// Texts that wait for their turn.
    pub readings_waiting: usize,
    /// How long the head of a request may take to come.
    pub head: Duration,
    /// How long an answer may take.
    pub answer: Duration,
    /// How often the ledger is looked at for changes.
    pub look: Duration,
    /// How long open answers have when the server is told to stop.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            connections: 1024,
            listeners: 256,
            questions: cores.clamp(2, 8),
            waiting: 512,
            readings: (cores / 2).max(1),
            readings_waiting: 16,
            head: Duration::from_secs(10),
            answer: Duration::from_secs(30),
            look: Duration::from_millis(500),
            farewell: Duration::from_secs(5),
        }
    }
}
