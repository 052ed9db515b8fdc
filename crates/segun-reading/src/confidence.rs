//! From scores of heads and rules to probabilities that mean what they say.
//!
//! Platt scaling (Platt 1999, "Probabilistic Outputs for Support Vector Machines"): a logistic function of the score's
//! log-odds, its two constants fitted for each layer to how often what was said with a score is right
//! (`training/calibrate.py`; the reliability diagrams stand in `EVALUATION.md`).

/// Slope and offset over log-odds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    slope: f32,
    offset: f32,
}

/// Attributions: right where half of the content and some of the source are.
pub(crate) const ATTRIBUTION: Scale = Scale { slope: 0.649, offset: -0.770 };

/// Events of a PLOVER type: right where trigger and type are.
pub(crate) const EVENT: Scale = Scale { slope: 0.420, offset: -0.416 };

/// Names: right where type, first and last character are.
pub(crate) const NAME: Scale = Scale { slope: 0.708, offset: -0.748 };

/// Places: right within 161 km, as toponym resolution is measured.
pub(crate) const PLACE: Scale = Scale { slope: 0.568, offset: 0.391 };

/// The certainty of events where words say it: right where the annotator's is the same.
pub(crate) const CERTAINTY_MARKED: Scale = Scale { slope: 0.352, offset: 0.237 };

/// The same where no word says it.
pub(crate) const CERTAINTY_UNMARKED: Scale = Scale { slope: 0.492, offset: 0.320 };

/// The score of what stands in a list of known names and was found by nothing else.
pub(crate) const LISTED: f32 = 0.9;

impl Scale {
    /// The probability that belongs to `score`, both within 0 and 1.
    pub(crate) fn probability(self, score: f32) -> f32 {
        /// Scores of 0 and 1 have no log-odds.
        const EDGE: f32 = 1e-3;
        let score = score.clamp(EDGE, 1.0 - EDGE);
        let odds = (score / (1.0 - score)).ln();
        1.0 / (1.0 + (-(self.slope * odds + self.offset)).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_rise_with_scores_and_stay_within_bounds() {
        for scale in [ATTRIBUTION, EVENT, NAME, PLACE, CERTAINTY_MARKED, CERTAINTY_UNMARKED] {
            let all: Vec<f32> = (0..=20).map(|n| scale.probability(n as f32 / 20.0)).collect();
            assert!(all.windows(2).all(|w| w[0] <= w[1]));
            assert!(all.iter().all(|p| (0.0..=1.0).contains(p)));
        }
        let same = Scale { slope: 1.0, offset: 0.0 };
        assert!((same.probability(0.3) - 0.3).abs() < 1e-5);
    }
}
