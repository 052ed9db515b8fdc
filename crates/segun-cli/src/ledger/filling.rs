//! Reports into the ledger, with what is said of it on the terminal.

use crate::inputs::Input;
use crate::messages;
use crate::progress::Progress;
use crate::run::Outcome;
use segun::ledger::{Added, Ledger, Place};
use segun::{Reader, Step, Summary};
use std::cell::Ref;
use std::io::Write;
use std::time::Instant;

/// A ledger that is being filled.
pub(super) struct Filling<'a> {
    filling: segun::Filling<'a>,
    began: Instant,
}

impl<'a> Filling<'a> {
    /// Fills the ledger in `place`, which is made where there is none, with what `reader` reads.
    pub(super) fn new(reader: &'a Reader, place: &Place) -> anyhow::Result<Self> {
        super::place::note_if_older(place);
        Ok(Self { filling: segun::Filling::new(reader, Ledger::create(place)?), began: Instant::now() })
    }

    /// The ledger.
    pub(super) fn ledger(&self) -> Ref<'_, Ledger> {
        self.filling.ledger()
    }

    /// Reads and adds `inputs`; `added` is called with the number of each report that was not there before.
    ///
    /// # Errors
    /// Where the ledger cannot be written to, and the errors of `added`.
    pub(super) fn fill(
        &mut self,
        inputs: impl Iterator<Item = Input>,
        jobs: usize,
        progress: &mut Progress,
        mut added: impl FnMut(&Ledger, i64) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let inputs = inputs.map(|input| match input {
            Input::Report(report) => Ok(*report),
            Input::Failure(cause) => Err(cause),
        });
        self.filling.fill(inputs, jobs, |step| {
            match step {
                Step::Failed(cause) => progress.suspend(|| messages::error(cause)),
                Step::Added(ledger, Added::New(report) | Added::Version(report)) => added(ledger, report)?,
                Step::Added(_, Added::Known(_)) => {}
            }
            progress.step();
            Ok(())
        })
    }

    /// Brings threads up to date.
    pub(super) fn settle(&mut self) -> anyhow::Result<()> {
        Ok(self.filling.settle()?)
    }

    /// Says what the whole run did; how it ended.
    pub(super) fn finish(&self, place: &Place, stopped: bool) -> anyhow::Result<Outcome> {
        let Summary { new, versions, known, failed, undated, claims, words } = *self.filling.summary();
        let seconds = self.began.elapsed().as_secs_f64();
        let rate = if seconds > 0.0 { words as f64 / seconds } else { 0.0 };
        writeln!(
            std::io::stdout().lock(),
            "{new} new reports, {versions} new versions, {known} known already, {failed} failed; {claims} claims; {rate:.0} words/s; ledger in {place}"
        )?;
        if undated > 0 {
            messages::note(&format!(
                "{undated} reports have no publication time: their relative times stay unresolved (--published gives one)"
            ));
        }
        if stopped {
            messages::note("stopped before the end: the same command goes on where it stopped");
        }
        Ok(if failed > 0 { Outcome::SomeFailed } else { Outcome::Done })
    }
}
