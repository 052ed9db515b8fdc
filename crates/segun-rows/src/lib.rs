//! Rows of the ledger's listings as Arrow, without a schema of each: their columns are what the OpenAPI document says of
//! a row.
//!
//! ```
//! # use serde_json::json;
//! use segun_ledger::query::ThreadRow;
//!
//! let columns = segun_rows::columns::<ThreadRow>();
//! let batch = segun_rows::batch(&columns, vec![json!({ "id": 12, "about": "CONSULT" })]).unwrap();
//! assert_eq!((batch.num_rows(), batch.schema().field(0).name().as_str()), (1, "id"));
//! ```

mod batch;
mod columns;

pub use batch::batch;
pub use columns::{Column, Kind, columns};
pub use utoipa::ToSchema;
