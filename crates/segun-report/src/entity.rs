//! Things that a report names.

use crate::{Span, Why};

/// What kind of thing is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityType {
    /// A person.
    Person,
    /// An organisation, institution, company, party, armed group.
    Organisation,
    /// A place: country, city, region, sea, facility. A country's name that stands for its government stays a place.
    Location,
    /// Another name: named event, work, law.
    Other,
}

/// How a mention points at its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// By name.
    Name,
    /// By a common noun phrase.
    Nominal,
    /// By a pronoun.
    Pronoun,
}

/// One place in the text that points at an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// How.
    pub kind: MentionKind,
}

/// Identifiers in public registers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityIds {
    /// ISO 3166-1 alpha-3, for countries.
    pub iso3: Option<String>,
    /// GeoNames id, for places.
    pub geonames: Option<String>,
    /// Wikidata Q-number.
    pub wikidata: Option<String>,
    /// Key of its usual name in the list of actors ("sergey lavrov"), where the list has no Wikidata id of it.
    pub actor: Option<String>,
}

/// A person, organisation, place or other named thing, with all its mentions.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// `e1`, `e2`, … in order of first mention.
    pub id: String,
    /// Kind of thing.
    pub kind: EntityType,
    /// Its fullest name in the report.
    pub name: String,
    /// Register identifiers.
    pub ids: EntityIds,
    /// ISO 3166-1 alpha-3 of the country it belongs to.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Office or role, in the report's words.
    pub role: Option<String>,
    /// Title of the office held when the report was published, by the list of actors, in the report's language.
    pub office: Option<String>,
    /// Latitude in degrees, WGS 84.
    pub lat: Option<f64>,
    /// Longitude in degrees, WGS 84.
    pub lon: Option<f64>,
    /// Mentions in text order.
    pub mentions: Vec<Mention>,
    /// Probability that a mention by name is a name of this type, from its first to its last character.
    pub confidence: f32,
    /// Probability that the place meant is the one whose coordinates these are; `None` where there are none.
    pub place_confidence: Option<f32>,
    /// What decided.
    pub why: Vec<Why>,
}

impl Entity {
    /// What it is called by office: the report's words, where there are none the list's.
    pub fn title(&self) -> Option<&str> {
        self.role.as_deref().or(self.office.as_deref())
    }
}
