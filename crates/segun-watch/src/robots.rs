//! What sites allow programs to do (robots.txt, RFC 9309).

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;
use texting_robots::Robot;

/// How long an answer holds.
pub(crate) const HOLDS: i64 = 24 * 3600;

/// How long to wait where there was none.
pub(crate) const RETRY: i64 = 3600;

/// Bytes of a robots.txt that are looked at.
pub(crate) const LIMIT: usize = 500 << 10;

/// Longest delay between requests that is granted.
const LONGEST_DELAY: f32 = 3600.0;

/// What a host allows.
#[derive(Clone)]
pub(crate) enum Rules {
    /// Everything: there is no robots.txt.
    All,
    /// What its robots.txt says.
    Some(Arc<Robot>),
    /// Nothing for now: its robots.txt could not be had, and why.
    Unknown(String),
}

impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::All => "All",
            Self::Some(_) => "Some",
            Self::Unknown(_) => "Unknown",
        })
    }
}

/// Rules and until when they hold.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) rules: Rules,
    pub(crate) until: i64,
}

impl Rules {
    pub(crate) fn parse(agent: &str, text: &[u8]) -> Self {
        let text = &text[..text.len().min(LIMIT)];
        // Written by anybody: a defect of the parser must not end the watch.
        match catch_unwind(AssertUnwindSafe(|| Robot::new(agent, text))) {
            Ok(Ok(robot)) => Self::Some(Arc::new(robot)),
            Ok(Err(_)) | Err(_) => Self::All,
        }
    }

    pub(crate) fn allow(&self, url: &str) -> bool {
        match self {
            Self::All => true,
            Self::Some(robot) => catch_unwind(AssertUnwindSafe(|| robot.allowed(url))).unwrap_or(true),
            Self::Unknown(_) => false,
        }
    }

    pub(crate) fn delay(&self) -> Duration {
        match self {
            Self::Some(robot) => {
                let delay = robot.delay.filter(|d| d.is_finite()).unwrap_or(0.0);
                Duration::from_secs_f32(delay.clamp(0.0, LONGEST_DELAY))
            }
            _ => Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_and_delays() {
        let rules = Rules::parse(
            "segun",
            b"User-agent: *\nCrawl-delay: 7\nDisallow: /private/\nAllow: /private/feed\n",
        );
        assert!(rules.allow("https://a.example/rss"));
        assert!(!rules.allow("https://a.example/private/x"));
        assert!(rules.allow("https://a.example/private/feed"));
        assert_eq!(rules.delay(), Duration::from_secs(7));
        let own = Rules::parse(
            "segun",
            b"User-agent: *\nDisallow:\n\nUser-agent: Segun\nDisallow: /\nCrawl-delay: 1e30\n",
        );
        assert!(!own.allow("https://a.example/rss"));
        assert_eq!(own.delay(), Duration::from_secs(3600));
        assert!(!Rules::Unknown("x".into()).allow("https://a.example/"));
        Rules::parse("segun", b"\xff\xfe\0User-agent\0: *\r\rDisallow: \xff*$");
    }
}
