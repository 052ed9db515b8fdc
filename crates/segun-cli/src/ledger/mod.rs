//! The commands of the ledger: filling it, asking it, looking after it.
//!
//! Every listing is one file that puts a question of `segun_ledger::query` and hands the rows to
//! [`listing`], which writes them as a table, JSON lines or CSV.

mod alerts;
pub(crate) mod arguments;
mod check;
mod claims;
mod export;
mod filling;
mod ingest;
mod listing;
mod origins;
mod place;
mod repair;
mod search;
mod show;
mod sources;
mod sql;
mod story;
mod threads;
mod watch;

use crate::run::Outcome;
use arguments::LedgerCommand;
pub(crate) use arguments::PlaceArguments;
pub(crate) use place::place;

/// Runs a command of the ledger.
pub(crate) fn run(command: &LedgerCommand) -> anyhow::Result<Outcome> {
    match command {
        LedgerCommand::Ingest(arguments) => ingest::run(arguments),
        LedgerCommand::Watch(arguments) => watch::run(arguments),
        LedgerCommand::Alerts(arguments) => alerts::run(arguments),
        LedgerCommand::Claims(arguments) => claims::run(arguments),
        LedgerCommand::Export(arguments) => export::run(arguments),
        LedgerCommand::Threads(arguments) => threads::run(arguments),
        LedgerCommand::Origins(arguments) => origins::run(arguments),
        LedgerCommand::Sources(arguments) => sources::run(arguments),
        LedgerCommand::Story(arguments) => story::run(arguments),
        LedgerCommand::Search(arguments) => search::run(arguments),
        LedgerCommand::Show(arguments) => show::run(arguments),
        LedgerCommand::Sql(arguments) => sql::run(arguments),
        LedgerCommand::Ledger(arguments) => match &arguments.task {
            arguments::Task::Check(arguments) => check::run(arguments),
            arguments::Task::Repair(arguments) => repair::run(arguments),
            arguments::Task::Path(arguments) => place::run(arguments),
        },
    }
}
