//! `segun man`.

use crate::arguments::Arguments;
use crate::run::Outcome;
use anyhow::Context;
use clap::CommandFactory;
use std::io::Write;

pub(crate) fn run(subcommand: Option<&str>) -> anyhow::Result<Outcome> {
    let mut command = Arguments::command().version(env!("CARGO_PKG_VERSION"));
    command.build();
    let command = match subcommand {
        Some(name) => {
            let found = command.find_subcommand(name);
            let found = found.with_context(|| format!("there is no subcommand '{name}'"))?;
            found.clone().version(env!("CARGO_PKG_VERSION"))
        }
        None => command,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    std::io::stdout().lock().write_all(&page)?;
    Ok(Outcome::Done)
}
