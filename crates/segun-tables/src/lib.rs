//! The contract as Arrow tables: what the JSON says of a report ([`segun_report::json`]), key by key, without JSON.
//!
//! [`schema`] is the schema of readings, one row a report; its entities, times, attributions, events and threads are
//! lists of structs. [`Readings`] makes batches of it:
//!
//! ```
//! let mut readings = segun_tables::Readings::new();
//! readings.push(&segun_report::Reading::default());
//! let batch = readings.finish();
//! assert_eq!(batch.schema(), segun_tables::schema());
//! ```
//!
//! Text is `Utf8`, a whole number `Int64`, a number `Float64`; offsets count code points. What the contract lets be null
//! is nullable, everything else is not. Other tables are declared in the same way: a [`record!`](crate::record) of [`columns`].
//!
//! The version of the schema stands in its metadata under [`VERSION_KEY`]. It is the contract's: columns may be added
//! at the end of a struct under the same version; none is renamed, moved, retyped or changed in meaning.

pub mod columns;
mod readings;

pub use readings::{Readings, schema};

/// The key in a schema's metadata that holds its version.
pub const VERSION_KEY: &str = "segun.schema";
