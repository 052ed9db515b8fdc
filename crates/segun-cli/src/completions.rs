//! `segun completions SHELL`.

use crate::arguments::Arguments;
use crate::run::Outcome;
use clap::CommandFactory;
use std::io::Write;

pub(crate) fn run(shell: clap_complete::Shell) -> anyhow::Result<Outcome> {
    // The generator cannot report a failed write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "segun", &mut script);
    std::io::stdout().lock().write_all(&script)?;
    Ok(Outcome::Done)
}
