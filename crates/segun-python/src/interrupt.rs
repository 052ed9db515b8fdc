//! Ctrl-C while Rust works: Python only notes it; whoever works has to look.

use pyo3::prelude::*;
use std::time::{Duration, Instant};

/// Time between two looks: short for whoever waits, and next to nothing for the work.
const PAUSE: Duration = Duration::from_millis(50);

/// Looks now and then whether Ctrl-C was pressed. Where Python has it handled by something else than
/// `KeyboardInterrupt`, that is done, and its exception is the answer.
#[derive(Debug)]
pub(crate) struct Interrupt {
    next: Instant,
}

impl Interrupt {
    /// Looks from now on.
    pub(crate) fn new() -> Self {
        Self { next: Instant::now() + PAUSE }
    }

    /// # Errors
    /// `KeyboardInterrupt`, where Ctrl-C was pressed.
    pub(crate) fn look(&mut self) -> PyResult<()> {
        if Instant::now() < self.next {
            return Ok(());
        }
        let result = Python::attach(|py| py.check_signals());
        self.next = Instant::now() + PAUSE;
        result
    }
}
