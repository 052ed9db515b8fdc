//! A claim with where and when it was published.

use crate::{Claim, Day};

/// A claim with the report that makes it.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedClaim {
    /// What is claimed.
    pub claim: Claim,
    /// The report's id.
    pub report: String,
    /// When the report was published.
    pub published: Option<Day>,
    /// The report's language, ISO 639-1.
    pub language: Option<String>,
    /// The independent beginning that the report shares with its reprints.
    pub origin: u64,
    /// The story that the report tells, where that is known.
    pub story: Option<u64>,
    /// Other stories that the report is like, with how much (0 to 1: it is one story), the likest first.
    pub near_stories: Vec<(u64, f32)>,
    /// Who published it.
    pub outlet: Option<String>,
}

impl DatedClaim {
    /// Everybody who takes part: who acts, then who undergoes.
    pub fn parties(&self) -> impl Iterator<Item = &crate::Party> {
        self.claim.actors.iter().chain(&self.claim.recipients)
    }
}
