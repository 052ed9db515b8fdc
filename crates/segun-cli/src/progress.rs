//! A line on standard error that says how far a long run has come.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;

/// Reports after which progress is shown.
const AFTER: u64 = 3;

/// Shows progress on a terminal, once there are more than a few reports.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    shown: bool,
}

impl Progress {
    /// `wanted` is false where standard output itself goes to the terminal.
    pub(crate) fn new(wanted: bool) -> Self {
        let bar = ProgressBar::no_length();
        bar.set_draw_target(ProgressDrawTarget::hidden());
        Self { bar, shown: !wanted || !std::io::stderr().is_terminal() }
    }

    /// One more report is done.
    pub(crate) fn step(&mut self) {
        self.bar.inc(1);
        if !self.shown && self.bar.position() > AFTER {
            self.shown = true;
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
            if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} reports, {per_sec}, {elapsed}") {
                self.bar.set_style(style);
            }
        }
    }

    /// Says `message` without disturbing the line.
    pub(crate) fn suspend(&self, message: impl FnOnce()) {
        self.bar.suspend(message);
    }

    /// Takes the line away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
