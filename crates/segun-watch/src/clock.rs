//! Time and its end: what a watch waits by.

use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Tells the time and waits.
pub trait Clock {
    /// The time.
    fn now(&self) -> Timestamp;
    /// Waits, but not beyond `stop`.
    fn sleep(&self, duration: Duration, stop: &Stop);
}

/// The clock of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn sleep(&self, duration: Duration, stop: &Stop) {
        /// Longest wait before looking whether to stop.
        const SLICE: Duration = Duration::from_millis(100);
        let begin = Instant::now();
        while !stop.is_set() {
            let left = duration.saturating_sub(begin.elapsed());
            if left.is_zero() {
                return;
            }
            thread::sleep(left.min(SLICE));
        }
    }
}

/// Ends a watch from another thread, or from a signal's handler.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Has the watch end: requests on their way are dropped, their feeds stay due.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the watch is to end.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_ends_a_long_sleep() {
        let stop = Stop::default();
        stop.clone().set();
        SystemClock.sleep(Duration::from_secs(3600), &stop);
        assert!(stop.is_set());
    }
}
