//! The ledger as an API and in a browser: one server for one machine or one newsroom.
//!
//! The way of a request:
//!
//! 1. [`server`] takes the connection: at most so many at once, a head that comes in time.
//! 2. [`guard`] looks at who asks: the name by which the server is called (against DNS rebinding), the page that asks
//!    (none but our own), the token where there is one; it puts the headers that keep browsers safe on every answer.
//! 3. [`api`] has one file a resource. A handler says what it takes ([`parameters`]) and what it answers; the
//!    OpenAPI document is made of the same types.
//! 4. [`pool`] puts the question to one of a few read-only connections to the ledger, each with a thread of its own;
//!    what does not fit into its queue is refused with the time to wait. [`writer`] is the one connection that writes:
//!    it keeps alerts. [`readings`] reads texts, a few at a time.
//! 5. [`answer`] makes rows JSON, CSV or Arrow, with a tag that changes when the ledger does. Everything that goes
//!    wrong is a [`problem`].
//!
//! All other paths are [`pages`], built from `web/` and embedded. [`changes`] looks whether the ledger has changed, and
//! tells all who listen.

mod answer;
mod api;
mod changes;
mod desk;
mod error;
mod guard;
mod pages;
mod parameters;
mod pool;
mod problem;
mod readings;
mod server;
mod settings;
mod writer;

pub use error::DeskError;
pub use guard::Token;
pub use server::{Server, serve};
pub use settings::{Limits, Settings};

/// The OpenAPI document of the API, as it is served.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::described().1
}
