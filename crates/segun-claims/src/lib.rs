//! What is claimed, across reports.
//!
//! 1. An [`Extractor`] turns the reading of one report into [`Claim`]s: each says who holds which
//!    event, how surely, in which window of time, and where that is written. With its report, a claim is a
//!    [`DatedClaim`].
//! 2. Claims about one event in the world make a thread: [`keys()`] finds the threads that come into question, [`link()`]
//!    compares a claim with a [`ThreadProfile`] and says why, [`assign()`] decides. [`Threads`] does it in memory.
//! 3. [`history()`] tells what became of a thread's event, step by step.
//! 4. [`outcome`] tells how each claim turned out, [`counted`] what of that counts in the records of sources and outlets.
//!
//! Everything here is a plain function of claims; where they are kept is the ledger's affair.

mod assign;
mod claim;
mod codes;
mod context;
mod dated;
mod due;
mod extract;
mod family;
mod hash;
mod history;
mod key;
mod keys;
mod link;
mod packed;
mod parties;
mod points;
mod profile;
#[cfg(test)]
mod properties;
mod reason;
mod record;
#[cfg(test)]
mod samples;
mod stem;
mod tally;
mod threads;
mod turn;
mod view;
mod window;
mod words;

pub use assign::{assign, events_of_report, together};
pub use claim::{Claim, Holder, Party};
pub use context::Context;
pub use dated::DatedClaim;
pub use extract::Extractor;
pub use hash::stable_hash;
pub use history::{Contradiction, History, Step, StepKind, history};
pub use key::{Key, folded};
pub use keys::{MOST_KEYS, THREADS_PER_KEY, keys};
pub use link::{THRESHOLD, link};
pub use packed::PackedProfile;
pub use profile::ThreadProfile;
pub use reason::{Aspect, Link, Reason, link_confidence};
pub use record::{Counted, Manner, Outcome, Share, Whose, counted, outcome};
pub use stem::{stem, stemmer};
pub use threads::{Thread, Threads};
pub use turn::Turn;
pub use view::ProfileView;
pub use window::{Day, Window};
