//! Countries, places, regions and [`actors`]: what is known of the world beside the report.
//!
//! The tables are embedded, made from the sources that `data/sources.toml` names. [`places()`] and actors are
//! found by binary search in the embedded bytes, so nothing is loaded at start.

pub mod actors;
mod countries;
mod located;
mod names;
mod places;
mod regions;
mod table;

pub use countries::{Country, country, country_by_iso2};
pub use located::located;
pub use names::fold;
pub use places::{Area, Named, Place, PlaceKind, place_by_geonames, places};
pub use regions::region;
