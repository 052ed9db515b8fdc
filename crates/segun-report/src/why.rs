//! The reason behind a decision.

/// What decided one aspect of a figure: a rule, a lexicon entry or a head.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// The aspect decided: `cue`, `source`, `stance`, `trigger`, `certainty`, `value`, …
    pub aspect: &'static str,
    /// The rule, entry or head, as `file:entry`, `rule name` or `head:label`.
    pub by: String,
    /// The probability that a head gave, or the share of belief that a choice left to what was chosen.
    pub score: Option<f32>,
}

impl Why {
    /// A decision by a rule or a lexicon entry.
    pub fn rule(aspect: &'static str, by: impl Into<String>) -> Self {
        Self { aspect, by: by.into(), score: None }
    }

    /// A decision by one of the encoder's heads, with its probability.
    pub fn head(aspect: &'static str, by: impl Into<String>, score: f32) -> Self {
        Self { aspect, by: by.into(), score: Some(score) }
    }
}
