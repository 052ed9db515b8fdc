//! Scores of a clustering of reports.

use crate::ecbplus::score::{Prf, score_all};

/// B-cubed (Bagga and Baldwin 1998), and precision and recall of the pairs of one cluster.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scores {
    pub(super) b3: Prf,
    pub(super) pairs: Prf,
    /// Pairs of reports in two languages alone.
    pub(super) across: Prf,
}

/// Scores `answer` against `key`; `language` says in which language report `n` is.
pub(super) fn score(key: &[usize], answer: &[usize], language: &[&str]) -> Scores {
    let mut counts = [[0.0; 3]; 2];
    for a in 0..key.len() {
        for b in 0..a {
            let (right, given) = (key[a] == key[b], answer[a] == answer[b]);
            let across = usize::from(language[a] != language[b]);
            for (n, is) in [right && given, right, given].into_iter().enumerate() {
                counts[across][n] += f64::from(u8::from(is));
            }
        }
    }
    let of = |[both, right, given]: [f64; 3]| Prf::of((both, right), (both, given));
    let [within, across] = counts;
    let all = [0, 1, 2].map(|n| within[n] + across[n]);
    Scores { b3: score_all(key, answer).b3, pairs: of(all), across: of(across) }
}

/// The mean of several scores, number by number.
pub(super) fn mean(all: &[Scores]) -> Scores {
    let of = |part: fn(&Scores) -> Prf| Prf::mean(all.iter().map(part));
    Scores { b3: of(|s| s.b3), pairs: of(|s| s.pairs), across: of(|s| s.across) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_once_and_by_language() {
        let language = ["es", "es", "en", "en"];
        let scores = score(&[0, 0, 0, 1], &[0, 1, 0, 0], &language);
        // Right: 01 02 12. Given: 02 03 23.
        assert!((scores.pairs.precision - 1.0 / 3.0).abs() < 1e-9);
        assert!((scores.pairs.recall - 1.0 / 3.0).abs() < 1e-9);
        // Across: right 02 12, given 02 03.
        assert!((scores.across.f1 - 0.5).abs() < 1e-9);
        let same = score(&[0, 0, 1], &[5, 5, 7], &language[..3]);
        assert!((same.b3.f1 - 1.0).abs() < 1e-9 && (same.pairs.f1 - 1.0).abs() < 1e-9);
    }
}
