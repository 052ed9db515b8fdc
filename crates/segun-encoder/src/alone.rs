//! Keeps the matrix library on one thread.
//!
//! `rten-gemm` spreads a product over the current rayon pool. Reports are already read in
//! parallel, so every thread that encodes becomes a pool of one.

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::cell::OnceCell;

thread_local! {
    static POOL: OnceCell<Option<ThreadPool>> = const { OnceCell::new() };
}

/// Runs `work` so that nothing inside it is spread over threads.
pub(crate) fn alone<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    if rayon::current_thread_index().is_some() && rayon::current_num_threads() == 1 {
        return work();
    }
    POOL.with(|pool| {
        let pool = pool.get_or_init(|| {
            let builder = || ThreadPoolBuilder::new().num_threads(1);
            // A thread that belongs to another pool already cannot be a pool of its own.
            builder().use_current_thread().build().or_else(|_| builder().build()).ok()
        });
        match pool {
            Some(pool) => pool.install(work),
            None => work(),
        }
    })
}
