//! Time by the wall and on the processor: on a machine that does other things as well, only the second one says what a
//! piece of work costs.

use std::time::Instant;

/// Runs from when it is started, for the thread that starts it.
pub(crate) struct Clock {
    wall: Instant,
    processor: f64,
}

impl Clock {
    /// Starts.
    pub(crate) fn start() -> Self {
        Self { wall: Instant::now(), processor: on_processor() }
    }

    /// Milliseconds since the start: by the wall, and those that this thread was on a processor.
    pub(crate) fn milliseconds(&self) -> (f64, f64) {
        let wall = self.wall.elapsed().as_secs_f64() * 1000.0;
        (wall, on_processor() - self.processor)
    }
}

/// Milliseconds that this thread was on a processor so far, from Linux's own account (`proc(5)`); 0 elsewhere.
fn on_processor() -> f64 {
    let account = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = account.split_whitespace().next().and_then(|ns| ns.parse::<f64>().ok());
    nanoseconds.unwrap_or_default() / 1e6
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn sleep_costs_no_processor() {
        let clock = Clock::start();
        std::thread::sleep(Duration::from_millis(50));
        let (wall, processor) = clock.milliseconds();
        assert!(wall >= 50.0 && processor < 25.0, "{wall} {processor}");
        let mut sum = 0u64;
        while clock.milliseconds().1 < processor + 5.0 {
            sum = std::hint::black_box(sum + 1);
        }
        assert!(sum > 0);
    }
}
