//! Keeps the matrix library on one thread.
//!
//! `rten-gemm` spreads a product over the current rayon pool. Reports are already read in
//! parallel, so every thread that encodes becomes a pool of one.

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::cell::OnceCell;
use std::panic::resume_unwind;
use std::thread;

thread_local! {
    static POOL: OnceCell<Option<ThreadPool>> = const { OnceCell::new() };
}

/// Runs `work` so that nothing inside it is spread over threads.
pub(crate) fn alone<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    if rayon::current_thread_index().is_none() {
        return on_this_thread(work);
    }
    if rayon::current_num_threads() == 1 {
        return work();
    }
    // A worker of a larger pool that waited for another pool would meanwhile begin other jobs of its own, one
    // on top of the other; it waits for a plain thread instead.
    thread::scope(|scope| scope.spawn(|| on_this_thread(work)).join())
        .unwrap_or_else(|panic| resume_unwind(panic))
}

/// The same on a thread that belongs to no pool: it becomes one.
fn on_this_thread<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    POOL.with(|pool| {
        let pool =
            pool.get_or_init(|| ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().ok());
        match pool {
            Some(pool) => pool.install(work),
            None => work(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;

    #[test]
    fn a_worker_begins_nothing_else_while_it_waits() {
        thread_local! {
            static DEPTH: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
        }
        let pool = ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let deepest = pool.install(|| {
            (0..500)
                .into_par_iter()
                .map(|_| {
                    DEPTH.set(DEPTH.get() + 1);
                    let deep = DEPTH.get();
                    assert_eq!(alone(rayon::current_num_threads), 1);
                    DEPTH.set(DEPTH.get() - 1);
                    deep
                })
                .max()
        });
        assert_eq!(deepest, Some(1));
    }
}
