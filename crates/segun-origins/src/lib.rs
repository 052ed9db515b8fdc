//! Which reports share an origin.
//!
//! Ten newspapers that print one wire are one source, not ten. A report goes through four steps:
//!
//! 1. [`Fingerprint::of`] keeps of its text what recognises it elsewhere, cut and edited as it may be.
//! 2. [`keys()`] says under which keys it is kept and looked up.
//! 3. [`compare`] says what two reports share, and how sure it is that one text stands behind both.
//! 4. [`decide()`] joins a new report to the origins of those that it is like.
//!
//! [`Credits`] finds the agencies and outlets that a report credits, which makes less likeness
//! enough. [`quote_keys`] and [`same_quote`] find statements that reports share although their
//! texts differ. [`Grouping`] does all of it in memory; [`KeyGroup`] what can be done for each key alone, wherever it is.
//!
//! No I/O happens here, and no language is known here.

mod codec;
mod credit;
mod decide;
mod fingerprint;
mod grouping;
mod key_group;
mod keys;
mod likeness;
mod quotes;
mod region;
mod words;

pub use codec::FingerprintError;
pub use credit::{Credit, CreditKind, Credits};
pub use decide::{
    ALIKE, ALIKE_OTHER_WIRE, ALIKE_SAME_WIRE, Candidate, Decision, Membership, Reason, decide, is_alike,
    wire_of,
};
pub use fingerprint::Fingerprint;
pub use grouping::{Grouping, OriginDecision};
pub use key_group::KeyGroup;
pub use keys::{CROWDED, OF_A_KEY, keys};
pub use likeness::{Likeness, compare};
pub use quotes::{LEAST_WORDS, Quote, quote_keys, same_quote};
pub use region::Region;
