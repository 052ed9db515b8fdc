//! What `read` and `parse` share: inputs through the pipeline, failures named, the rest written.

use crate::arguments::InputArguments;
use crate::inputs::{self, Input};
use crate::messages;
use crate::run::Outcome;
use anyhow::Context;
use segun::intake::Consumed;
use segun::{Report, pipeline};

/// What came of one report.
enum Done<R> {
    Result { result: R, undated: Option<String> },
    Failure(String),
}

/// Calls `work` on every report, several at the same time, and `write` on each result in
/// input order. `needs_dates` is for results that miss something without publication times.
///
/// # Errors
/// The error of `write`.
pub(crate) fn run<R: Send>(
    arguments: &InputArguments,
    show_progress: bool,
    needs_dates: bool,
    work: impl Fn(Report) -> Result<R, String> + Sync,
    mut write: impl FnMut(R) -> anyhow::Result<()>,
) -> anyhow::Result<Outcome> {
    let jobs = inputs::jobs(arguments.jobs);
    let consumed = Consumed::default();
    let mut progress = inputs::progress(arguments, show_progress, consumed.clone());
    let mut failed = false;
    let mut empty = true;
    let mut undated: (usize, String) = (0, String::new());
    pipeline::run(
        inputs::open(arguments, consumed),
        jobs,
        |input| match input {
            Input::Failure(cause) => Done::Failure(cause),
            Input::Report(report) => one(*report, &work),
        },
        |done| {
            empty = false;
            match done {
                Done::Result { result, undated: id } => {
                    if let Some(id) = id {
                        if undated.0 == 0 {
                            undated.1 = id;
                        }
                        undated.0 += 1;
                    }
                    write(result)?;
                }
                Done::Failure(cause) => {
                    failed = true;
                    progress.suspend(|| messages::error(&cause));
                }
            }
            progress.step();
            anyhow::Ok(())
        },
    )
    .context("cannot write the output")?;
    progress.finish();
    if empty {
        messages::note("there was nothing to read");
    }
    match undated {
        (0, _) => {}
        _ if !needs_dates => {}
        (1, id) => messages::note(&format!(
            "{id} has no publication time: its relative times stay unresolved (--published gives one)"
        )),
        (count, id) => messages::note(&format!(
            "{count} reports ({id}, …) have no publication time: their relative times stay unresolved \
             (--published gives one)"
        )),
    }
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Done })
}

fn one<R>(report: Report, work: impl Fn(Report) -> Result<R, String>) -> Done<R> {
    let undated = report.published.is_none().then(|| report.id.clone());
    match segun::guarded(report, work) {
        Ok(result) => Done::Result { result, undated },
        Err(cause) => Done::Failure(cause),
    }
}
