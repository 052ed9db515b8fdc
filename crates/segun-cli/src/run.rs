//! From the command line to an exit code.

use crate::arguments::{Arguments, Color, Command};
use crate::{completions, knowledge, languages, ledger, man, messages, parse, read, serve, version};
use clap::Parser;
use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was done.
    Done,
    /// Some input could not be read.
    SomeFailed,
}

/// Runs the command that `arguments` ask for.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help goes to standard output and is a success; clap knows which.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match arguments.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::Always.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    match dispatch(arguments) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            messages::error(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn dispatch(arguments: Arguments) -> anyhow::Result<Outcome> {
    if arguments.version {
        return version::run();
    }
    match arguments.command {
        Some(Command::Read(arguments)) => read::run(&arguments),
        Some(Command::Parse(arguments)) => parse::run(&arguments),
        Some(Command::Ledger(command)) => ledger::run(&command),
        Some(Command::Serve(arguments)) => serve::run(&arguments),
        Some(Command::Knowledge(arguments)) => knowledge::run(&arguments),
        Some(Command::Languages) => languages::run(),
        Some(Command::Completions { shell }) => completions::run(shell),
        Some(Command::Man { subcommand }) => man::run(subcommand.as_deref()),
        None => version::run(),
    }
}

/// Whether whoever read our output has gone away: no failure of ours.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}
