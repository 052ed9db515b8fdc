//! Questions to the ledger: a few threads, each with a connection of its own, and a queue that is never long.
//!
//! SQLite answers on the thread that asks, so that questions are put on threads of their own. The queue has an
//! end: what does not fit is refused at once, with the time to wait, rather than kept in memory.

use crate::problem::Problem;
use segun_ledger::{Ledger, LedgerError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// What is done with a connection.
type Question = Box<dyn FnOnce(&mut Ledger) + Send>;

/// Connections that wait for questions. They close when it is dropped.
#[derive(Debug)]
pub(crate) struct Pool {
    questions: SyncSender<Question>,
}

impl Pool {
    /// `threads` connections to the ledger that `open` opens, and a queue of `waiting` questions.
    ///
    /// # Errors
    /// Where the ledger cannot be opened.
    pub(crate) fn open(
        name: &str,
        folder: &Path,
        open: fn(&Path) -> Result<Ledger, LedgerError>,
        threads: usize,
        waiting: usize,
    ) -> Result<Self, crate::DeskError> {
        let (questions, queue) = sync_channel::<Question>(waiting);
        let queue = Arc::new(Mutex::new(queue));
        for n in 0..threads {
            let mut ledger = open(folder)?;
            let queue = Arc::clone(&queue);
            std::thread::Builder::new()
                .name(format!("{name}-{n}"))
                .spawn(move || while let Some(question) = next(&queue) {
                    // A question that panics has no answer; the next one is none the worse for it.
                    let _ = catch_unwind(AssertUnwindSafe(|| question(&mut ledger)));
                })?;
        }
        Ok(Self { questions })
    }

    /// Puts a question, and waits for its answer.
    ///
    /// # Errors
    /// Where too many wait already, and the question's own.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Ledger) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let (answer, answered) = oneshot::channel();
        let question: Question = Box::new(move |ledger| {
            // Nobody waits any more where the one who asked has gone away.
            if !answer.is_closed() {
                let _ = answer.send(question(ledger));
            }
        });
        self.questions.try_send(question).map_err(|error| match error {
            TrySendError::Full(_) => Problem::busy("too many questions at once: ask again in a moment"),
            TrySendError::Disconnected(_) => Problem::broken("the ledger is closed"),
        })?;
        answered.await.unwrap_or_else(|_| Err(Problem::broken("this question cannot be answered: it is a fault of ours")))
    }
}

/// The next question, as soon as there is one.
fn next(queue: &Mutex<Receiver<Question>>) -> Option<Question> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
