//! A line on standard error that says how far a long run has come.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use segun::intake::Consumed;
use std::io::IsTerminal;

/// Reports after which progress is shown.
const AFTER: u64 = 3;

/// How a line looks, with a bar where it is known how much there is (`bounded`).
pub(crate) fn style(bounded: bool) -> ProgressStyle {
    let template = if bounded {
        "{bar:30} {percent} %, {msg}, {elapsed}, {eta} left"
    } else {
        "{spinner} {msg}, {elapsed}"
    };
    // The crate's own line where it does not take ours.
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Shows progress on a terminal, once there are more than a few reports.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    shown: bool,
    reports: u64,
    /// All bytes, and those read so far.
    bytes: Option<(u64, Consumed)>,
}

impl Progress {
    /// `wanted` is false where standard output itself goes to the terminal.
    pub(crate) fn new(wanted: bool) -> Self {
        let bar = ProgressBar::no_length();
        bar.set_draw_target(ProgressDrawTarget::hidden());
        Self { bar, shown: !wanted || !std::io::stderr().is_terminal(), reports: 0, bytes: None }
    }

    /// With the time left, where it is known how many bytes there are.
    pub(crate) fn of_bytes(total: Option<u64>, consumed: Consumed) -> Self {
        let mut progress = Self::new(true);
        if let Some(total) = total {
            progress.bytes = Some((total, consumed));
            progress.bar.set_length(total);
        }
        progress
    }

    /// One more report is done.
    pub(crate) fn step(&mut self) {
        self.reports += 1;
        match &self.bytes {
            Some((total, consumed)) => self.bar.set_position(consumed.bytes().min(*total)),
            None => self.bar.set_position(self.reports),
        }
        if !self.shown && self.reports > AFTER {
            self.shown = true;
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
            self.bar.set_style(style(self.bytes.is_some()));
        }
        if self.shown {
            let seconds = self.bar.elapsed().as_secs_f64().max(0.001);
            let rate = self.reports as f64 / seconds;
            self.bar.set_message(format!("{} reports, {rate:.1}/s", self.reports));
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
