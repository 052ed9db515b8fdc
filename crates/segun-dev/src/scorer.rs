//! Runs the scorer, a Python program of its own, on gold and predictions.

use crate::reliability::Points;
use anyhow::{Context, bail};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// One figure of the scorer.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Figure {
    /// F1, accuracy, error or correlation, as the figure's name says.
    pub(crate) f1: f64,
    /// Precision.
    pub(crate) p: f64,
    /// Recall.
    pub(crate) r: f64,
    /// How many of ours are right.
    pub(crate) right: u64,
    /// How many we gave.
    pub(crate) predicted: u64,
    /// How many there are.
    pub(crate) gold: u64,
}

impl Figure {
    /// Precision, recall and F1 of counts.
    pub(crate) fn of(right: u64, predicted: u64, gold: u64) -> Self {
        let share = |of: u64| if of == 0 { 0.0 } else { right as f64 / of as f64 };
        let (p, r) = (share(predicted), share(gold));
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        Self { f1, p, r, right, predicted, gold }
    }
}

/// What the scorer says of one corpus.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Scores {
    /// Documents in the gold file.
    pub(crate) documents: u64,
    /// Documents without a prediction.
    pub(crate) missing: u64,
    /// Documents whose text came back changed: offsets would not fit.
    pub(crate) text_differs: u64,
    /// Figures by name.
    pub(crate) figures: BTreeMap<String, Figure>,
    /// Confidences, and what became of them.
    #[serde(skip)]
    pub(crate) reliability: Points,
}

/// Scores `predicted` against `gold`, both in the contract's keys.
///
/// # Errors
/// Where the scorer cannot be run or says something that is no score.
pub(crate) fn score(scorer: &Path, gold: &Path, predicted: &Path) -> anyhow::Result<Scores> {
    let output = Command::new("python3")
        .arg(scorer)
        .arg(gold)
        .arg(predicted)
        .arg("--json")
        .output()
        .context("python3 could not be started")?;
    if !output.status.success() {
        bail!("the scorer failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).context("the scorer's answer is not the JSON expected")
}
