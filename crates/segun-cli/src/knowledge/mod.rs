//! `segun knowledge`: actors known beforehand, and where more of them come from.

pub(crate) mod actors;
mod file;
mod import;
mod pack;
mod show;

use crate::run::Outcome;
use clap::{Args, Subcommand};

/// Options of `segun knowledge`.
#[derive(Args, Debug)]
pub(crate) struct KnowledgeArguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Make a file of actors from a Wikidata dump
    #[command(after_help = import::HELP)]
    Import(import::ImportArguments),
    /// Make a file of actors from a list of your own
    #[command(after_help = pack::HELP)]
    Pack(pack::PackArguments),
    /// Show the actors of a name
    #[command(after_help = show::HELP)]
    Show(show::ShowArguments),
}

pub(crate) fn run(arguments: &KnowledgeArguments) -> anyhow::Result<Outcome> {
    match &arguments.task {
        Task::Import(arguments) => import::run(arguments),
        Task::Pack(arguments) => pack::run(arguments),
        Task::Show(arguments) => show::run(arguments),
    }
}
