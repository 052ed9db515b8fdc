//! Threads held in memory: for tests, evaluations and single batches.

use crate::{DatedClaim, THREADS_PER_KEY, ThreadProfile, assign, events_of_report, keys, together};
use std::collections::BTreeMap;

/// Threads held in memory. A ledger does the same with its own lookup: for each event of a report
/// ([`events_of_report`], [`together`]) it looks its [`keys()`] up, takes the profiles of those threads,
/// asks [`assign()`], and lets the thread [absorb](ThreadProfile::absorb) the claims.
#[derive(Debug, Default)]
pub struct Threads {
    threads: Vec<Thread>,
    /// Threads by key, the one that last took up a claim at the end.
    index: BTreeMap<u64, Vec<usize>>,
}

/// All claims about one event.
#[derive(Clone, Debug, Default)]
pub struct Thread {
    /// What new claims are compared with.
    pub profile: ThreadProfile,
    /// Its claims, in the order in which they came.
    pub claims: Vec<DatedClaim>,
}

impl Threads {
    /// No threads.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes up the claims of one report; gives the thread of each.
    pub fn add(&mut self, report: &[DatedClaim]) -> Vec<usize> {
        let mut of = vec![0; report.len()];
        for event in events_of_report(report) {
            let Some(all) = together(report, &event) else { continue };
            let keys = keys(&all);
            let mut near: Vec<usize> = keys
                .iter()
                .filter_map(|key| self.index.get(key))
                .flat_map(|threads| threads.iter().rev().take(THREADS_PER_KEY).copied())
                .collect();
            near.sort_unstable();
            near.dedup();
            let found = assign(&all, near.into_iter().map(|n| (n, self.threads[n].profile.view())));
            let thread = match found {
                Some((thread, _)) => thread,
                None => {
                    self.threads.push(Thread::default());
                    self.threads.len() - 1
                }
            };
            for key in keys {
                let threads = self.index.entry(key).or_default();
                threads.retain(|&t| t != thread);
                threads.push(thread);
            }
            let held = &mut self.threads[thread];
            for n in event {
                of[n] = thread;
                held.profile.absorb(&report[n]);
                held.claims.push(report[n].clone());
            }
        }
        of
    }

    /// All threads, in the order in which they began.
    pub fn all(&self) -> &[Thread] {
        &self.threads
    }
}
