//! Builds Segun's data and runs its evaluations.
//!
//! Nothing here is needed to use Segun: these are the commands that its developers run.

#![allow(clippy::print_stdout, clippy::print_stderr)] // a command's own output

mod actors;
mod clock;
mod conllu;
mod conllu_eval;
mod corpora;
mod desk_load;
mod ecbplus;
mod eval;
mod evaluation_page;
mod event_types;
mod examples;
mod offsets;
mod origins;
mod pages;
mod parse_eval;
mod participants;
mod random;
mod reliability;
mod sayings;
mod scale;
mod scorer;
mod stories;
mod treebanks;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Debug, Parser)]
#[command(name = "segun-dev", about, version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Packs data/actors.tsv into data/actors.bin
    Actors,
    /// Reads the annotated corpora, scores what was read and writes EVALUATION.md
    Eval(eval::Arguments),
    /// Measures how well the main text of real news pages is found
    Pages(pages::Arguments),
    /// Compares tokens, tags and trees with a treebank (CoNLL 2018's figures)
    ConlluEval(conllu_eval::Arguments),
    /// Fills a ledger with generated reports and measures its listings
    Scale(scale::Arguments),
    /// Many readers of the desk at once while reports come in: how long each kind of question takes
    DeskLoad(desk_load::Arguments),
    /// Measures how well reports of one origin are found (a synthetic benchmark)
    Origins(origins::Arguments),
    /// Event coreference across documents on ECB+, beside the lemma baselines
    Ecbplus(ecbplus::Arguments),
    /// Writes what the network of attributions learns from
    Sayings(examples::Arguments),
    /// Writes what the network of participants learns from
    Participants(examples::Arguments),
    /// How well reports of the same happening come together in a ledger, beside a baseline
    Stories(stories::Arguments),
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("segun-dev: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command {
        Command::Actors => actors::run(),
        Command::Eval(arguments) => eval::run(arguments),
        Command::Pages(arguments) => pages::run(&arguments),
        Command::ConlluEval(arguments) => conllu_eval::run(&arguments),
        Command::Scale(arguments) => scale::run(&arguments),
        Command::DeskLoad(arguments) => desk_load::run(&arguments),
        Command::Origins(arguments) => origins::run(&arguments),
        Command::Ecbplus(arguments) => ecbplus::run(&arguments),
        Command::Sayings(arguments) => sayings::run(&arguments),
        Command::Participants(arguments) => participants::run(&arguments),
        Command::Stories(arguments) => stories::run(&arguments),
    }
}
