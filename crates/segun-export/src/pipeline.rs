//! From the ledger to what is written, in batches.
//!
//! Reports come from the ledger on the caller's thread, which does no more with them than it must: all else waits for it.
//! Each batch is rendered by one of the processor's cores, and a thread of its own writes them in order, while others are
//! read and rendered. Few batches are under way at a time: memory is bounded, and the bytes are the same for any number of
//! cores.

use crate::{ExportError, Result};
use segun_ledger::Ledger;
use segun_ledger::query::{BulkReport, Filter};
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// Claims of a batch, at least, but for the last one.
const BATCH: usize = 512;

/// Batches that wait to be rendered or written, beside those that are being rendered.
const WAITING: usize = 3;

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
        // The places of the batches, in their order: what is rendered of each comes out of its own.
        let (places, rendered) =
            sync_channel::<Receiver<Result<Vec<R>>>>(rayon::current_num_threads() + WAITING);
        let render = &render;
        thread::scope(|threads| {
            let writer = threads.spawn(move || -> Result<()> {
                // A batch that has gone lost was rendered in vain: that panic comes up by itself.
                for batch in rendered.into_iter().map_while(|batch| batch.recv().ok()) {
                    batch?.into_iter().try_for_each(&mut write)?;
                }
                Ok(())
            });
            let walked = rayon::in_place_scope_fifo(|cores| {
                self.batches(&mut ask, move |batch: Vec<T>| {
                    let (sender, place) = sync_channel(1);
                    if places.send(place).is_err() {
                        return ControlFlow::Break(());
                    }
                    cores.spawn_fifo(move |_| {
                        // Nobody waits for it where the writer has failed.
                        let _ = sender.send(batch.into_iter().map(render).collect());
                    });
                    ControlFlow::Continue(())
                })
            });
            // Where the writer failed, the walk broke off for that reason.
            match writer.join() {
                Ok(written) => written.and(walked),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }

    /// Hands the tasks to `take` in batches, until it breaks off.
    fn batches<T>(
        &mut self,
        ask: &mut impl FnMut(Option<BulkReport>) -> Result<Option<T>>,
        mut take: impl FnMut(Vec<T>) -> ControlFlow<()>,
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
            Ok(take(std::mem::take(&mut batch)))
        })?;
        batch.extend(ask(None)?);
        // Where it breaks off, the writer says why.
        let _ = take(batch);
        Ok(())
    }
}
