//! Many inputs at once, results in input order.
//!
//! The calling thread takes inputs and hands out results; other threads work.
//! At most a window of inputs is on its way at a time, so memory stays bounded however
//! long the stream is, and because results are handed out by number, the output is the
//! same for any number of threads.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

/// Inputs on their way for each thread.
const WINDOW: usize = 4;

/// Calls `work` on each of `inputs` in `jobs` threads, and `done` on each result
/// in input order. Stops at the first error of `done`.
///
/// # Errors
/// The error of `done`, or where the threads cannot be started.
pub fn run<I, T, R, E>(
    inputs: I,
    jobs: usize,
    work: impl Fn(T) -> R + Sync,
    mut done: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    I: Iterator<Item = T>,
    T: Send,
    R: Send,
    E: From<io::Error>,
{
    let window = jobs * WINDOW;
    let work = &work;
    thread::scope(|scope| {
        // Dropping `tasks`, also on an early return, ends the threads.
        let (tasks, queue) = mpsc::channel::<(usize, T)>();
        let (sender, receiver) = mpsc::channel();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..jobs {
            let (queue, sender) = (Arc::clone(&queue), sender.clone());
            thread::Builder::new().spawn_scoped(scope, move || {
                loop {
                    let next = queue.lock().map(|queue| queue.recv());
                    let Ok(Ok((number, input))) = next else { break };
                    // The receiver is gone only where the whole run has failed.
                    if sender.send((number, work(input))).is_err() {
                        break;
                    }
                }
            })?;
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut inputs = inputs.fuse();
        let (mut started, mut finished) = (0usize, 0usize);
        loop {
            while started - finished < window
                && let Some(input) = inputs.next()
            {
                tasks.send((started, input)).map_err(|_| ended())?;
                started += 1;
                // Hand out what is ready before taking the next input.
                while let Ok((number, result)) = receiver.try_recv() {
                    waiting.insert(number, result);
                }
                while let Some(result) = waiting.remove(&finished) {
                    finished += 1;
                    done(result)?;
                }
            }
            if started == finished {
                return Ok(());
            }
            let (number, result) = receiver.recv().map_err(|_| ended())?;
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&finished) {
                finished += 1;
                done(result)?;
            }
        }
    })
}

/// What is said where a thread stopped that should not have.
fn ended() -> io::Error {
    io::Error::other("the threads have ended")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn results_come_in_input_order_for_any_number_of_threads() {
        for jobs in [1, 2, 7] {
            let mut seen = Vec::new();
            let work = |n: u64| {
                std::thread::sleep(Duration::from_micros(200 * (n % 5)));
                n * n
            };
            run(0..100, jobs, work, |square| {
                seen.push(square);
                Ok::<_, io::Error>(())
            })
            .unwrap();
            assert_eq!(seen, (0..100).map(|n| n * n).collect::<Vec<u64>>());
        }
    }

    #[test]
    fn an_endless_stream_stops_at_the_first_error() {
        let mut left = 10;
        let result = run(
            0u64..,
            3,
            |n| n,
            |_| {
                left -= 1;
                if left > 0 { Ok(()) } else { Err(io::Error::other("enough")) }
            },
        );
        assert_eq!(result.unwrap_err().to_string(), "enough");
    }
}
