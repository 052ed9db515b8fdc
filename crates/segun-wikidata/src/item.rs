//! What is kept of an entity until it is known what the classes mean.

use crate::rules::Id;
use serde::{Deserialize, Serialize};

/// A name or title with the language that it is taken for; the empty one is all languages.
pub(crate) type Label = (String, String);

/// An item of the dump, with what an actor may need.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: Id,
    pub(crate) human: bool,
    pub(crate) woman: bool,
    /// Of what it is an instance (P31).
    pub(crate) classes: Vec<Id>,
    /// Of what it is a subclass (P279).
    pub(crate) parents: Vec<Id>,
    /// Countries: of citizenship (P27), or that it applies to or lies in (P1001, P17); the best first.
    pub(crate) countries: Vec<Id>,
    /// ISO 3166-1 alpha-3 of a country (P298).
    pub(crate) iso3: Option<String>,
    /// GeoNames id (P1566).
    pub(crate) geonames: Option<String>,
    /// Labels, then aliases and short names (P1813).
    pub(crate) names: Vec<Label>,
    /// Feminine forms of the label (P2521).
    pub(crate) feminine: Vec<Label>,
    /// P106.
    pub(crate) occupations: Vec<Id>,
    /// P39.
    pub(crate) offices: Vec<Held>,
    /// When somebody died (P570).
    pub(crate) died: Option<String>,
}

/// An office that somebody holds or held.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) office: Id,
    /// `2019`, `2019-05` or `2019-05-07`.
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    /// Whether it ended, nobody says when.
    pub(crate) ended: bool,
}
