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
pub(crate) const NAME: Scale = Scale { slope: 0.685, offset: -0.236 };

/// Places: right within 161 km, as toponym resolution is measured.
pub(crate) const PLACE: Scale = Scale { slope: 0.568, offset: 0.391 };

/// The certainty of events where words say it and no network judges it: right where the annotator's is the same.
pub(crate) const CERTAINTY_MARKED: Scale = Scale { slope: 0.345, offset: -0.195 };

/// The same where no word says it.
pub(crate) const CERTAINTY_UNMARKED: Scale = Scale { slope: 0.577, offset: 0.513 };

/// The certainty of events as the network of participants has it, whoever chose it.
pub(crate) const CERTAINTY_BY_NETWORK: Scale = Scale { slope: 0.711, offset: -0.317 };

/// The score of what stands in a list of known names and was found by nothing else.
pub(crate) const LISTED: f32 = 0.9;

impl Scale {
    /// The probability that belongs to `score`, both within 0 and 1.
    pub(crate) fn probability(self, score: f32) -> f32 {
        share(self.slope * log_odds(score) + self.offset)
    }
}

/// How likely something is that has to be right in several ways at once, in the making: a logistic regression over what
/// the heads say and over plain facts. The weights stand where they are used; `training/calibrate.py` fits them on
/// reports that the model has not learnt.
#[derive(Debug)]
pub(crate) struct Plausibility {
    log_odds: f32,
    said: Vec<String>,
}

impl Plausibility {
    /// With the log-odds that it has before anything is known.
    pub(crate) fn new(offset: f32) -> Self {
        Self { log_odds: offset, said: Vec::new() }
    }

    /// A number, each unit of which is worth `weight`.
    pub(crate) fn number(&mut self, name: &str, weight: f32, value: f32) {
        self.log_odds += weight * value;
        self.said.push(format!("{name} {value:.2}"));
    }

    /// A fact that is worth `worth` where it holds.
    pub(crate) fn fact(&mut self, name: &str, worth: f32, holds: bool) {
        if holds {
            self.log_odds += worth;
            self.said.push(name.to_owned());
        }
    }

    /// The probability, and all that it was made from.
    pub(crate) fn judged(self) -> (f32, Why) {
        let probability = share(self.log_odds);
        (probability, Why::head("confidence", self.said.join("; "), probability))
    }
}

/// The probability half way between two that were come to in different ways: both are too sure where they differ.
pub(crate) fn between(a: f32, b: f32) -> f32 {
    share((log_odds(a) + log_odds(b)) / 2.0)
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
