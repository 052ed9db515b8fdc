//! What to list.

use super::After;
use segun_claims::Day;
use segun_report::{Certainty, EventType, Polarity, Status, When};

/// The part that somebody plays in a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Acts.
    Actor,
    /// Undergoes or receives.
    Recipient,
    /// Is where it happens.
    Place,
}

impl Role {
    /// The word in the ledger's tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Recipient => "recipient",
            Self::Place => "place",
        }
    }
}

/// Conditions that all have to hold; those left out say nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Names or keys (`iso3:FRA`) of those who take part, each in the given part or in any.
    pub parties: Vec<(Option<Role>, String)>,
    /// Country of anybody who takes part or of the place: ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER type.
    pub kind: Option<EventType>,
    /// How sure the holder is.
    pub certainty: Option<Certainty>,
    /// Affirmed or denied.
    pub polarity: Option<Polarity>,
    /// Against the publication.
    pub when: Option<When>,
    /// Name or key of who says it.
    pub holder: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// Language of the report.
    pub language: Option<String>,
    /// Published on this day or later.
    pub since: Option<Day>,
    /// Published on this day or before.
    pub until: Option<Day>,
    /// What became of the thread.
    pub status: Option<Status>,
    /// At least so many independent origins.
    pub origins: Option<u32>,
    /// Words of the sentence, the holder or the parties.
    pub text: Option<String>,
    /// Only claims that have the origin of this number.
    pub origin: Option<i64>,
    /// Only claims of reports of the story of this number.
    pub story: Option<i64>,
    /// Only claims of the report of this number.
    pub report: Option<i64>,
    /// Only rows after this place of the listing.
    pub after: Option<After>,
    /// At most so many rows; 0 is all.
    pub limit: usize,
}

impl Filter {
    /// The limit as databases take it.
    pub(crate) fn rows(&self) -> i64 {
        if self.limit == 0 { i64::MAX } else { i64::try_from(self.limit).unwrap_or(i64::MAX) }
    }

    /// One more than the limit, which says whether there are more; `None` is all.
    pub(super) fn one_more(&self) -> Option<usize> {
        (self.limit > 0).then(|| self.limit.saturating_add(1))
    }
}
