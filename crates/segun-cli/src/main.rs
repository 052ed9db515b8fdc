//! The `segun` command.

mod arguments;
mod batch;
mod beside;
mod completions;
mod conllu;
mod evidence;
mod inputs;
mod knowledge;
mod languages;
mod ledger;
mod man;
mod messages;
mod parse;
mod progress;
mod read;
mod run;
mod serve;
#[cfg(test)]
mod testing;
mod version;
mod view;
mod wrap;

fn main() -> std::process::ExitCode {
    run::run(std::env::args_os())
}
