//! What is claimed, across reports.
//!
//! An [`Extractor`] turns the reading of one report into [`Claim`]s: each says who holds which
//! event, how surely, in which window of time, and where that is written. Everything here is
//! a plain function of claims; where they are kept is the ledger's affair.

mod claim;
mod extract;
mod key;
mod window;

pub use claim::{Claim, Holder, Party};
pub use extract::Extractor;
pub use key::{Key, folded};
pub use window::{Day, Window};
