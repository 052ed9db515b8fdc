//! From the ledger to what is written, in batches.
//!
//! Reports come from the ledger on the caller's thread, which does no more with them than it must: all else waits for it.
//! Another thread has each batch rendered by all cores, and writes it in order. Few batches are under way at a time:
//! memory is bounded, and the bytes are the same for any number of cores.

use crate::{ExportError, Result};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use segun_ledger::Ledger;
use segun_ledger::query::{BulkReport, Filter};
use std::ops::ControlFlow;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

/// Claims of a batch, at least, but for the last one.
const BATCH: usize = 2_048;

/// Batches that wait to be rendered.
const WAITING: usize = 2;

/// The walk through the claims that are exported.
pub(crate) struct Walk<'a, W> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) filter: &'a Filter,
    /// Is told how many claims were looked at.
    pub(crate) watch: W,
    /// How many those were.
    pub(crate) claims: u64,
}

impl<W: FnMut(u64) -> ControlFlow<()>> Walk<'_, W> {
    /// Makes tasks of reports (`ask`, in order, on this thread; `None` is the end), renders them (`render`, on any thread)
    /// and writes what came of it (`write`, in order).
    pub(crate) fn run<T: Send, R: Send>(
        &mut self,
        mut ask: impl FnMut(Option<BulkReport>) -> Result<Option<T>>,
        render: impl Fn(T) -> Result<R> + Send + Sync,
        mut write: impl FnMut(R) -> Result<()> + Send,
    ) -> Result<()> {
        let (sender, batches) = sync_channel::<Vec<T>>(WAITING);
        thread::scope(|scope| {
            let writer = scope.spawn(move || -> Result<()> {
                for batch in batches {
                    let rendered = batch.into_par_iter().map(&render).collect::<Result<Vec<_>>>()?;
                    rendered.into_iter().try_for_each(&mut write)?;
                }
                Ok(())
            });
            let walked = self.batches(&mut ask, sender);
            // Where the writer failed, the walk broke off for that reason.
            match writer.join() {
                Ok(written) => written.and(walked),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }

    fn batches<T>(
        &mut self,
        ask: &mut impl FnMut(Option<BulkReport>) -> Result<Option<T>>,
        sender: SyncSender<Vec<T>>,
    ) -> Result<()> {
        let (mut batch, mut held) = (Vec::new(), 0);
        let Self { ledger, filter, watch, claims } = self;
        ledger.each_report(filter, |report| -> Result<_> {
            held += report.claim_count();
            *claims += report.claim_count() as u64;
            batch.extend(ask(Some(report))?);
            if watch(*claims).is_break() {
                return Err(ExportError::BrokenOff);
            }
            if held < BATCH || batch.is_empty() {
                return Ok(ControlFlow::Continue(()));
            }
            held = 0;
            Ok(match sender.send(std::mem::take(&mut batch)) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            })
        })?;
        batch.extend(ask(None)?);
        // A writer that is gone says why itself.
        let _ = sender.send(batch);
        Ok(())
    }
}
