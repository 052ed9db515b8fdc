//! Polite polling of news feeds: new items as reports, at a pace that the sites allow.
//!
//! 1. [`subscriptions`] reads which feeds there are: OPML, or a plain list of addresses.
//! 2. [`Poller::new`] takes them, with the [`State`] that an earlier run left.
//! 3. [`Poller::poll_due`] asks those feeds whose time has come, one request to a host at most, and gives a
//!    [`FeedOutcome`] for each: new items, or why there are none. It never sleeps.
//! 4. [`Poller::next_due`] says when to call it again; [`Poller::run`] does, by a [`Clock`], until a [`Stop`].
//!
//! Every request first asks the host's robots.txt; feeds that have not changed are not sent again (ETag,
//! Last-Modified); hosts that ask for a pause get it (Retry-After, Crawl-delay), and failing ones are asked
//! less and less often. No public feed leads to addresses inside of the own network. What is remembered from run to run is the [`State`], which the caller stores.

mod clock;
mod error;
mod fetch;
mod list;
mod pace;
mod poller;
mod reach;
mod robots;
mod state;
mod webhook;

pub use clock::{Clock, Stop, SystemClock};
pub use error::WatchError;
pub use list::{ListError, Subscription, subscriptions};
pub use poller::{FeedOutcome, News, Options, Poller};
pub use state::{FeedState, PendingPage, State};
pub use webhook::Webhook;
