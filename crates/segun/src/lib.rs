//! Reads news reports and gives back attributed claims.

mod filling;
mod guarded;
pub mod pipeline;

pub use filling::{Filling, Step, Summary};
pub use guarded::guarded;
pub use segun_claims as claims;
pub use segun_intake as intake;
pub use segun_knowledge::actors;
pub use segun_ledger as ledger;
pub use segun_reading::{Options, ReadError, Reader};
pub use segun_report::*;
pub use segun_watch as watch;

/// The model that comes with the program.
static MODEL: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/segun-base.safetensors"));

/// A reader with the model that comes with the program.
///
/// # Errors
/// Where the embedded model cannot be used, which a release build never shows.
pub fn reader() -> Result<Reader, segun_reading::ModelError> {
    Reader::from_model(MODEL)
}
