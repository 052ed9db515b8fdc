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
pub(crate) const ATTRIBUTION: Scale = Scale { slope: 0.648, offset: -0.694 };

/// Events of a PLOVER type: right where trigger and type are.
pub(crate) const EVENT: Scale = Scale { slope: 0.468, offset: -0.263 };

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
        for scale in [ATTRIBUTION, EVENT] {
            let all: Vec<f32> = (0..=20).map(|n| scale.probability(n as f32 / 20.0)).collect();
            assert!(all.windows(2).all(|w| w[0] <= w[1]));
            assert!(all.iter().all(|p| (0.0..=1.0).contains(p)));
        }
        let same = Scale { slope: 1.0, offset: 0.0 };
        assert!((same.probability(0.3) - 0.3).abs() < 1e-5);
    }
}
