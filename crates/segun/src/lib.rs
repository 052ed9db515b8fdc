//! Reads news reports and gives back attributed claims.
pub use segun_intake as intake;
pub use segun_reading::{Options, ReadError, Reader};
pub use segun_report::*;
