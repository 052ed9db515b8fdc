//! Reports from paths and standard input.

use crate::arguments::InputArguments;
use segun::Report;

/// What came of one input.
#[derive(Debug)]
pub(crate) enum Input {
    /// A report.
    Report(Box<Report>),
    /// Why something could not be read: name and cause.
    Failure(String),
}

/// The reports that `arguments` name, in order.
pub(crate) fn open(arguments: &InputArguments) -> impl Iterator<Item = Input> + '_ {
    arguments
        .path
        .iter()
        .flat_map(|path| {
            let text = if path.as_os_str() == "-" {
                std::io::read_to_string(std::io::stdin())
            } else {
                std::fs::read_to_string(path)
            };
            match text {
                Ok(text) => vec![Input::Report(Box::new(Report {
                    id: path.display().to_string(),
                    text,
                    ..Report::default()
                }))],
                Err(error) => vec![Input::Failure(format!("{}: {error}", path.display()))],
            }
        })
        .map(|mut input| {
            if let Input::Report(report) = &mut input {
                report.published = report.published.or(arguments.published);
                if report.language.is_none() {
                    report.language.clone_from(&arguments.language);
                }
            }
            input
        })
}

/// Threads to read with.
pub(crate) fn jobs(arguments: &InputArguments) -> usize {
    arguments.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)
}
