//! Reports from paths and standard input.

use crate::arguments::InputArguments;
use crate::messages;
use crate::progress::Progress;
use segun::Report;
use segun::intake::{self, Consumed, Incoming};

/// What came of one input.
#[derive(Debug)]
pub(crate) enum Input {
    /// A report.
    Report(Box<Report>),
    /// Why something could not be read: name and cause.
    Failure(String),
}

/// The reports that `arguments` name, in order; what was lost on the way is said as it comes.
pub(crate) fn open(arguments: &InputArguments, consumed: Consumed) -> impl Iterator<Item = Input> + '_ {
    let options =
        intake::Options { language: arguments.language.clone(), published: arguments.published, consumed };
    intake::open(&arguments.path, options).map(|item| match item {
        Ok(Incoming { report, warnings }) => {
            for warning in warnings {
                messages::note(&format!("{}: {warning}", report.id));
            }
            Input::Report(Box::new(report))
        }
        Err(error) => Input::Failure(error.to_string()),
    })
}

/// Progress over the reports that `arguments` name; `wanted` is false where standard output itself goes to the terminal.
pub(crate) fn progress(arguments: &InputArguments, wanted: bool, consumed: Consumed) -> Progress {
    if wanted { Progress::of_bytes(intake::size(&arguments.path), consumed) } else { Progress::new(false) }
}

/// Threads to work with: as many as are asked for, else as there are cores.
pub(crate) fn jobs(asked: Option<u16>) -> usize {
    asked.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)
}
