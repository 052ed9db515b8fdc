//! Countries and places: what is known of the world beside the report.
//!
//! Both tables are embedded text, made by `data/build.py` from the sources that
//! `data/sources.toml` names. Places are found by binary search in the text itself, so nothing
//! is loaded at start.

mod countries;
mod names;
mod places;

pub use countries::{Country, country};
pub use names::fold;
pub use places::{Place, choose, places};
