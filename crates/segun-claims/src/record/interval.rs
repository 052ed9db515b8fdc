//! How sure a share is.

/// A share with the bounds between which it lies with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The share seen; `None` of nothing.
    pub seen: Option<f64>,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// The 97.5th percentile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

impl Share {
    /// `right` of `all`, with Wilson's score interval: honest for small numbers and for shares near 0 and 1.
    pub fn of(right: usize, all: usize) -> Self {
        if all == 0 {
            return Self { seen: None, low: 0.0, high: 1.0 };
        }
        let n = all as f64;
        let p = right as f64 / n;
        let z2 = Z * Z;
        let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        Self { seen: Some(p), low: (middle - half).max(0.0), high: (middle + half).min(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_as_published() {
        // Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        for (right, all, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let share = Share::of(right, all);
            assert!(
                (share.low - low).abs() < 6e-5 && (share.high - high).abs() < 6e-5,
                "{right}/{all}: {share:?}"
            );
        }
        assert_eq!(Share::of(0, 0), Share { seen: None, low: 0.0, high: 1.0 });
    }
}
