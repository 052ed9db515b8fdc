//! What there is to see under a number: a claim, thread, report or origin with its evidence.

use super::{Evidence, OriginReport, OriginRow, ReportRow, StepRow, ThreadRow};
use crate::{Ledger, LedgerError, Result};
use serde::Serialize;

/// What can be shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "shown", rename_all = "snake_case")]
pub enum Shown {
    /// A claim with its words.
    Claim(Box<Evidence>),
    /// A thread: history and evidence.
    Thread {
        /// The thread.
        thread: ThreadRow,
        /// Its history.
        steps: Vec<StepRow>,
        /// Its claims.
        claims: Vec<Evidence>,
    },
    /// A report.
    Report {
        /// The report.
        report: ReportRow,
        /// All its versions.
        versions: Vec<ReportRow>,
        /// Its claims.
        claims: Vec<Evidence>,
    },
    /// An origin.
    Origin {
        /// The origin.
        origin: OriginRow,
        /// Its reports.
        reports: Vec<OriginReport>,
    },
}

/// The letter and the number of `id`: c120 is a claim, t12 a thread, r7 a report, o7 an origin.
///
/// # Errors
/// Where it is none of these.
pub fn numbered(id: &str) -> Result<(char, i64)> {
    let kind = id.chars().next().map(|c| c.to_ascii_lowercase());
    let number = id.get(1..).and_then(|rest| rest.parse::<i64>().ok());
    match (kind, number) {
        (Some(kind @ ('c' | 't' | 'r' | 'o')), Some(number)) => Ok((kind, number)),
        _ => Err(LedgerError::Query(format!(
            "“{id}” is no number of the ledger: c120 is a claim, t12 a thread, r7 a report, o7 an origin"
        ))),
    }
}

impl Ledger {
    /// What there is to see of `id`, as [`numbered`] reads it; of a thread the newest `most` claims, 0 is all.
    ///
    /// # Errors
    /// Where it is no number of the ledger, or the ledger cannot be read.
    pub fn show(&self, id: &str, most: usize) -> Result<Shown> {
        let (kind, number) = numbered(id)?;
        Ok(match kind {
            'c' => Shown::Claim(Box::new(self.claim_evidence(number)?)),
            't' => Shown::Thread {
                thread: self.thread(number)?,
                steps: self.steps(number)?,
                claims: self.page_of_thread_evidence(number, None, most)?.items,
            },
            'r' => Shown::Report {
                report: self.report(number)?,
                versions: self.versions(number)?,
                claims: self.report_evidence(number)?,
            },
            _ => {
                let (origin, reports) = self.origin(number)?;
                Shown::Origin { origin, reports }
            }
        })
    }
}
