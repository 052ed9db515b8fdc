//! Logistic regression over the features of pairs, and the file in which it is kept.

use super::features::NAMES;
use anyhow::Context;
use rayon::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Weights of the features, and the likeness from which clusters are merged.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Model {
    pub(super) weights: Vec<f64>,
    /// Mean probability above which two clusters are merged.
    pub(super) merge: f64,
    /// Cosine above which two documents are of one cluster.
    pub(super) documents: f64,
    /// Cosine above which the lemma-delta baseline compares two documents.
    pub(super) delta: f64,
}

/// A pair for training.
pub(super) struct Pair<'a> {
    pub(super) features: &'a [f64],
    pub(super) same: bool,
}

/// Rounds of training over all pairs.
const ROUNDS: usize = 250;
/// Strength of the pull of weights towards 0.
const DECAY: f64 = 1e-4;

/// Fits weights to `pairs`: gradient descent with Adam (Kingma and Ba 2015) from 0, all pairs each round, so that
/// the same pairs always give the same weights.
pub(super) fn fit(pairs: &[Pair<'_>]) -> Vec<f64> {
    let size = NAMES.len();
    let mut weights = vec![0.0; size];
    let (mut first, mut second) = (vec![0.0; size], vec![0.0; size]);
    for round in 1..=ROUNDS {
        let mut gradient = vec![0.0; size];
        // Parts of fixed size, summed in order: the same for any number of threads.
        let parts: Vec<Vec<f64>> = pairs.par_chunks(PART).map(|part| slope_of(&weights, part)).collect();
        for part in parts {
            gradient.iter_mut().zip(part).for_each(|(g, p)| *g += p);
        }
        let rate = 0.1 * (1.0 - round as f64 / (ROUNDS + 1) as f64);
        for n in 0..size {
            let slope = gradient[n] / pairs.len().max(1) as f64 + DECAY * weights[n];
            first[n] = 0.9 * first[n] + 0.1 * slope;
            second[n] = 0.999 * second[n] + 0.001 * slope * slope;
            let (m, v) = (
                first[n] / (1.0 - 0.9_f64.powi(round as i32)),
                second[n] / (1.0 - 0.999_f64.powi(round as i32)),
            );
            weights[n] -= rate * m / (v.sqrt() + 1e-8);
        }
    }
    weights
}

/// Pairs whose slopes one thread sums.
const PART: usize = 4096;

fn slope_of(weights: &[f64], pairs: &[Pair<'_>]) -> Vec<f64> {
    let mut slope = vec![0.0; weights.len()];
    for pair in pairs {
        let error = probability(weights, pair.features) - f64::from(u8::from(pair.same));
        slope.iter_mut().zip(pair.features).for_each(|(s, f)| *s += error * f);
    }
    slope
}

/// The probability that a pair is one event.
pub(super) fn probability(weights: &[f64], features: &[f64]) -> f64 {
    let sum: f64 = weights.iter().zip(features).map(|(w, f)| w * f).sum();
    1.0 / (1.0 + (-sum).exp())
}

const HEAD: &str = "\
# Weights of event coreference across documents: name, value.
# Made by `segun-dev ecbplus --fit` on the training topics of ECB+ (1 to 35) alone.
";

impl Model {
    /// Writes the model to `path`.
    pub(super) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let mut out = HEAD.to_owned();
        let settings = [("merge", self.merge), ("documents", self.documents), ("delta", self.delta)];
        let named = NAMES.iter().copied().zip(self.weights.iter().copied());
        for (name, value) in settings.into_iter().chain(named) {
            writeln!(out, "{name}\t{value:.4}")?;
        }
        fs::write(path, out).with_context(|| path.display().to_string())
    }

    /// Reads what [`Model::write`] wrote.
    pub(super) fn read(text: &str) -> anyhow::Result<Self> {
        let find = |name: &str| -> anyhow::Result<f64> {
            let mut rows = text.lines().filter_map(|l| l.split_once('\t'));
            let value = rows.find(|(n, _)| *n == name).with_context(|| format!("no weight: {name}"))?.1;
            Ok(value.trim().parse()?)
        };
        Ok(Self {
            weights: NAMES.iter().map(|n| find(n)).collect::<Result<_, _>>()?,
            merge: find("merge")?,
            documents: find("documents")?,
            delta: find("delta")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_fitted_tells_pairs_apart() {
        let features = |n: u32| {
            let mut features = vec![0.0; NAMES.len()];
            (features[0], features[1]) = (1.0, f64::from(n) / 40.0);
            features
        };
        let features: Vec<Vec<f64>> = (0..40).map(features).collect();
        let pairs: Vec<Pair<'_>> =
            features.iter().enumerate().map(|(n, features)| Pair { features, same: n >= 20 }).collect();
        let weights = fit(&pairs);
        assert!(probability(&weights, pairs[35].features) > 0.8);
        assert!(probability(&weights, pairs[5].features) < 0.2);
    }
}
