//! How long to wait.

use jiff::Timestamp;
use std::time::Duration;

/// Longest pause that is granted to a server that asks for one.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);

/// What a `Retry-After` says: seconds, or an HTTP date.
pub(crate) fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds).min(LONGEST));
    }
    let at = httpdate::parse_http_date(value).ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    let now = u64::try_from(now.as_second()).unwrap_or(0);
    Some(Duration::from_secs(at.as_secs().saturating_sub(now)).min(LONGEST))
}

/// The wait after the failure number `failures` in a row: twice as long each time, of which the second half
/// is left to chance, so that feeds that failed together are not asked together again.
pub(crate) fn backoff(base: Duration, longest: Duration, failures: u32, chance: u64) -> Duration {
    let doubled = base.saturating_mul(2u32.saturating_pow(failures.min(30)));
    let whole = doubled.min(longest).max(Duration::from_secs(1));
    let half = whole / 2;
    half + half.mul_f64((chance >> 11) as f64 / (1u64 << 53) as f64)
}

/// A number by chance, the same for the same seed and salt (SplitMix64).
pub(crate) fn chance(seed: u64, salt: u64) -> u64 {
    let mut z = (seed ^ salt).wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A hash that is the same in every run (FNV-1a).
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pauses_that_servers_ask_for() {
        let now: Timestamp = "2026-02-03T10:00:00Z".parse().unwrap();
        assert_eq!(retry_after(" 120 ", now), Some(Duration::from_secs(120)));
        assert_eq!(retry_after("Tue, 03 Feb 2026 10:05:00 GMT", now), Some(Duration::from_secs(300)));
        assert_eq!(retry_after("Tue, 03 Feb 2026 09:00:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("99999999999", now), Some(LONGEST));
        assert_eq!(retry_after("soon", now), None);
    }

    proptest! {
        #[test]
        fn waits_grow_within_bounds(failures in 0u32..200, seed: u64) {
            let (base, longest) = (Duration::from_secs(60), Duration::from_secs(86_400));
            let wait = backoff(base, longest, failures, chance(seed, 7));
            prop_assert_eq!(wait, backoff(base, longest, failures, chance(seed, 7)));
            let whole = base.saturating_mul(1 << failures.min(20)).min(longest);
            prop_assert!(wait >= whole / 2 && wait <= whole);
        }
    }
}
