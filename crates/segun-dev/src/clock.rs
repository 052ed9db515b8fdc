//! Time by the wall and on the processor: on a machine that does other things as well, only the second one says what a
//! piece of work costs.

use rustix::time::{ClockId, clock_gettime};
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

/// Milliseconds that this thread was on a processor so far.
fn on_processor() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn work_costs_processor_and_sleep_does_not() {
        let clock = Clock::start();
        std::thread::sleep(Duration::from_millis(50));
        let (wall, processor) = clock.milliseconds();
        assert!(processor < wall, "{processor} {wall}");
        let sum = (0..1_000_000u64).fold(0, |sum, n| std::hint::black_box(sum ^ n));
        assert!(clock.milliseconds().1 > processor, "{sum}");
    }
}
