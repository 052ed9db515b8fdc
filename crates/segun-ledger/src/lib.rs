//! Many reports: what is claimed, by how many independent origins, and what became of it.
//!
//! A [`Ledger`] is a folder with one file of SQLite; all that it asks of that goes through `store/`. [`Ledger::add`] is the way of one report into it: its reading
//! is stored as the contract's JSON, and everything else is derived from it in the same transaction
//! (`derive.rs`): claims, words to search (`search_text.rs`), its origin (`origins.rs`), threads (`threads.rs`) and
//! its story (`stories.rs`). [`Ledger::repair`] derives all of it anew from the readings.
//!
//! [`query`] has the questions that can be put to it.

mod add;
mod alerts;
mod check;
mod derive;
mod error;
mod identity;
mod ledger;
mod origins;
mod pack;
mod parties;
mod place;
mod profiles;
pub mod query;
mod repair;
mod schema;
mod search_text;
mod stem;
mod store;
mod stories;
mod story;
mod threads;

pub use add::Added;
pub use check::Checked;
pub use error::{LedgerError, Result};
pub use ledger::Ledger;
pub use place::{Address, Place};
pub use repair::Repaired;
