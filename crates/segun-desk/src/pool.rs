//! Questions to the ledger: a few threads, each with a connection of its own, and a queue that is never long.
//!
//! SQLite answers on the thread that asks, so that questions are put on threads of their own. The queue has an
//! end: what does not fit is refused at once, with the time to wait, rather than kept in memory. A question that nobody
//! waits for any more is not begun, or broken off: it took too long, or the one who asked has gone away.

use crate::problem::Problem;
use segun_ledger::{Ledger, LedgerError, Place};
use std::panic::{AssertUnwindSafe, catch_unwind};
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
        place: &Place,
        open: fn(&Place) -> Result<Ledger, LedgerError>,
        threads: usize,
        waiting: usize,
    ) -> Result<Self, crate::DeskError> {
        let (questions, queue) = sync_channel::<Question>(waiting);
        let queue = Arc::new(Mutex::new(queue));
        for n in 0..threads {
            let mut ledger = open(place)?;
            let queue = Arc::clone(&queue);
            std::thread::Builder::new().name(format!("{name}-{n}")).spawn(move || {
                while let Some(question) = next(&queue) {
                    // A question that panics has no answer; the next one is none the worse for it.
                    let _ = catch_unwind(AssertUnwindSafe(|| question(&mut ledger)));
                }
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
        // Lives as long as the future that waits for the answer.
        let waiting = Arc::new(());
        let waits = Arc::downgrade(&waiting);
        let question: Question = Box::new(move |ledger| {
            let given_up = move || waits.strong_count() == 0;
            if !given_up() {
                let begun = ledger.break_off_when(given_up).map_err(Problem::from);
                let _ = answer.send(begun.and_then(|()| question(ledger)));
            }
        });
        self.questions.try_send(question).map_err(|error| match error {
            TrySendError::Full(_) => Problem::busy("too many questions at once: ask again in a moment"),
            TrySendError::Disconnected(_) => Problem::broken("the ledger is closed"),
        })?;
        answered.await.unwrap_or_else(|_| {
            Err(Problem::broken("this question cannot be answered: it is a fault of ours"))
        })
    }
}

/// The next question, as soon as there is one.
fn next(queue: &Mutex<Receiver<Question>>) -> Option<Question> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::StatusCode;
    use std::sync::mpsc::channel;

    fn pool(waiting: usize) -> (tempfile::TempDir, Pool) {
        let folder = tempfile::tempdir().unwrap();
        Ledger::create(folder.path()).unwrap();
        let pool =
            Pool::open("test", &folder.path().into(), |place| Ledger::read_only(place), 1, waiting).unwrap();
        (folder, pool)
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once() {
        let (_folder, pool) = pool(1);
        let (began, has_begun) = channel();
        let (go_on, wait) = channel::<()>();
        let held = pool.ask(move |_| {
            began.send(()).unwrap();
            wait.recv().unwrap();
            Ok(1)
        });
        let (mut held, mut waits) = (Box::pin(held), Box::pin(pool.ask(|_| Ok(2))));
        // Each is put when it is first waited for.
        assert!(futures_util::poll!(&mut held).is_pending());
        has_begun.recv().unwrap();
        assert!(futures_util::poll!(&mut waits).is_pending());
        let refused = pool.ask(|_| Ok(3)).await.unwrap_err();
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
        go_on.send(()).unwrap();
        assert_eq!((held.await.unwrap(), waits.await.unwrap()), (1, 2));
    }

    #[tokio::test]
    async fn a_question_that_nobody_waits_for_is_broken_off() {
        let (_folder, pool) = pool(1);
        let (began, has_begun) = channel();
        let mut endless = Box::pin(pool.ask(move |ledger| -> Result<(), Problem> {
            began.send(()).unwrap();
            loop {
                ledger.change()?;
            }
        }));
        assert!(futures_util::poll!(&mut endless).is_pending());
        has_begun.recv().unwrap();
        drop(endless);
        // There is one connection: it answers as soon as it is free again.
        assert_eq!(pool.ask(|ledger| Ok(ledger.counts()?)).await.unwrap(), (0, 0));
    }

    #[tokio::test]
    async fn a_question_that_panics_leaves_the_others_alone() {
        let (_folder, pool) = pool(4);
        let failed = pool.ask(|_| -> Result<(), Problem> { panic!("a fault") }).await.unwrap_err();
        assert_eq!(failed.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(pool.ask(|ledger| Ok(ledger.counts()?)).await.unwrap(), (0, 0));
    }
}
