//! Events still open when the report was published.

/// What became of an event so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the contract's own words
pub enum Status {
    Rumoured,
    Announced,
    Confirmed,
    Happened,
    Denied,
    Postponed,
    Lapsed,
}

/// All claims of the report about one open event.
#[derive(Clone, Debug, PartialEq)]
pub struct Thread {
    /// `h1`, `h2`, … in text order.
    pub id: String,
    /// What it is about, in the contract's neutral words: type, actors, recipients, place.
    pub about: String,
    /// Status.
    pub status: Status,
    /// Event ids, in text order.
    pub events: Vec<String>,
    /// The last day on which it is due, ISO 8601 date.
    pub deadline: Option<String>,
    /// Attribution ids of those who speak of it.
    pub sources: Vec<String>,
}
