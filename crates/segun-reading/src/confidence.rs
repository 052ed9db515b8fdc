//! From scores of heads and rules to probabilities that mean what they say.
//!
//! Platt scaling (Platt 1999, "Probabilistic Outputs for Support Vector Machines"): a logistic function of the score's
//! log-odds, its two constants fitted for each layer to how often what was said with a score is right
//! (`training/calibrate.py`; the reliability diagrams stand in `EVALUATION.md`). Attributions and events have
//! several scores and facts: [`Plausibility`].

use segun_report::Why;

/// Slope and offset over log-odds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    slope: f32,
    offset: f32,
}

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
        share(self.slope * log_odds(score) + self.offset)
    }
}

/// What has to be right in several ways at once: a logistic regression over what the heads say, as log-odds, and
/// over plain facts, fitted by `training/calibrate.py` on reports that the model has not learnt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plausibility {
    /// Numbers with the weight of each.
    pub(crate) numbers: &'static [(&'static str, f32)],
    /// What may be true, with what it is worth.
    pub(crate) facts: &'static [(&'static str, f32)],
    /// What it is worth before anything is known.
    pub(crate) offset: f32,
}

impl Plausibility {
    /// The probability by `numbers` and `facts`, in the order of their weights, and all that it was made from.
    pub(crate) fn judge(&self, numbers: &[f32], facts: &[bool]) -> (f32, Why) {
        debug_assert_eq!((numbers.len(), facts.len()), (self.numbers.len(), self.facts.len()));
        let mut odds = self.offset;
        let mut said = Vec::new();
        for ((name, weight), value) in self.numbers.iter().zip(numbers) {
            odds += weight * value;
            said.push(format!("{name} {value:.2}"));
        }
        for ((name, worth), _) in self.facts.iter().zip(facts).filter(|(_, holds)| **holds) {
            odds += worth;
            said.push((*name).to_owned());
        }
        let probability = share(odds);
        (probability, Why::head("confidence", said.join("; "), probability))
    }
}

/// Natural logarithm of the odds.
pub(crate) fn log_odds(probability: f32) -> f32 {
    /// Probabilities of 0 and 1 have none.
    const EDGE: f32 = 1e-3;
    let p = probability.clamp(EDGE, 1.0 - EDGE);
    (p / (1.0 - p)).ln()
}

/// The probability of log-odds.
fn share(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_rise_with_scores_and_stay_within_bounds() {
        for scale in [NAME, PLACE, CERTAINTY_MARKED, CERTAINTY_UNMARKED] {
            let all: Vec<f32> = (0..=20).map(|n| scale.probability(n as f32 / 20.0)).collect();
            assert!(all.windows(2).all(|w| w[0] <= w[1]));
            assert!(all.iter().all(|p| (0.0..=1.0).contains(p)));
        }
        let same = Scale { slope: 1.0, offset: 0.0 };
        assert!((same.probability(0.3) - 0.3).abs() < 1e-5);
    }
}
