//! Scores to a choice and its probability.

/// Index of the highest score, the first of equals.
pub(super) fn best(scores: &[f32]) -> usize {
    let mut at = 0;
    for (i, score) in scores.iter().enumerate() {
        if *score > scores[at] {
            at = i;
        }
    }
    at
}

/// Softmax probability of choice `index`; 0 where there is no such choice.
pub(super) fn probability(scores: &[f32], index: usize) -> f32 {
    let Some(&chosen) = scores.get(index) else { return 0.0 };
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = scores.iter().map(|s| (s - highest).exp()).sum();
    (chosen - highest).exp() / sum
}
