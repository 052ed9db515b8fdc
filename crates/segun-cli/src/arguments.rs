//! What the command line takes.

use crate::knowledge::KnowledgeArguments;
use crate::knowledge::actors::ActorArguments;
use crate::ledger::arguments::LedgerCommand;
use crate::serve::{self, ServeArguments};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use segun::Moment;
use std::path::PathBuf;

/// Who said what, how sure they were, and what became of it: reads news reports and gives
/// back a ledger of attributed claims.
#[derive(Debug, Parser)]
#[command(
    name = "segun",
    disable_version_flag = true,
    arg_required_else_help = true,
    after_help = EXIT_CODES
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Print the version of the program and of its model
    #[arg(short = 'V', long)]
    pub(crate) version: bool,
    /// When to colour: on a terminal only, always, or never (NO_COLOR is honoured)
    #[arg(long, value_enum, default_value_t, global = true, value_name = "WHEN")]
    pub(crate) color: Color,
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  everything was read (also where the reader of the output went away)
  1  some input could not be read; the rest was
  2  wrong usage, or nothing could be done: no model, output not writable";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read reports and show their attributed claims
    #[command(after_help = READ_HELP)]
    Read(ReadArguments),
    /// Write the syntax of reports as CoNLL-U
    #[command(after_help = PARSE_HELP)]
    Parse(ParseArguments),
    #[command(flatten)]
    Ledger(Box<LedgerCommand>),
    /// Show the ledger in a browser, and answer programs
    #[command(after_help = serve::HELP)]
    Serve(ServeArguments),
    /// What is known of the world beside the reports: who holds which office when
    Knowledge(KnowledgeArguments),
    /// List the languages served
    Languages,
    /// Write completions for a shell to standard output
    #[command(after_help = COMPLETIONS_HELP)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual page to standard output
    #[command(after_help = MAN_HELP)]
    Man {
        /// A subcommand's page instead of the main one
        subcommand: Option<String>,
    },
}

const READ_HELP: &str = "\
Examples:
  segun read report.txt --published 2026-03-02     on the terminal
  segun read page.html --html evidence.html        a page to look through in a browser
  segun read reports/ --json --jobs 4 > out.jsonl  a folder, one object a line
  segun read CC-NEWS.warc.gz --json > out.jsonl    all pages of a web archive
  zcat dump.jsonl.gz | segun read - --json         from standard input
  segun read report.txt --actors actors.bin        with more actors than come with it (`segun knowledge`)

Exit codes:
  0  all reports were read (also where the reader of the output went away)
  1  some input could not be read: each is named on standard error, the rest was read
  2  wrong usage, or nothing could be done: no model, output not writable";

const PARSE_HELP: &str = "\
Examples:
  segun parse report.txt > report.conllu
  echo 'Habló del plan.' | segun parse - --language es";

const COMPLETIONS_HELP: &str = "\
Examples:
  segun completions bash > ~/.local/share/bash-completion/completions/segun
  segun completions zsh > ~/.zfunc/_segun
  segun completions fish > ~/.config/fish/completions/segun.fish";

const MAN_HELP: &str = "\
Examples:
  segun man > segun.1
  segun man read > segun-read.1";

/// What is read, and what is known of it beforehand.
#[derive(Args, Debug)]
pub(crate) struct InputArguments {
    /// Files (.txt, .html, .jsonl, .json, .xml, .rss, .atom, .warc, .wet, each also as .gz; .parquet), folders,
    /// or - for standard input
    #[arg(required = true, value_hint = ValueHint::AnyPath)]
    pub(crate) path: Vec<PathBuf>,
    /// When the reports were published, for those that do not say it themselves: 2026-03-02 or
    /// 2026-03-02T18:30
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub(crate) published: Option<Moment>,
    /// The reports' language, for those that do not say it themselves; without it, it is detected
    #[arg(long, value_name = "CODE", value_parser = language)]
    pub(crate) language: Option<String>,
    /// Reports read at the same time; the output does not depend on it [default: number of cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

/// Options of `segun read`.
#[derive(Args, Debug)]
pub(crate) struct ReadArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    /// Write the contract's JSON, one object a line, in input order
    #[arg(long)]
    pub(crate) json: bool,
    /// Write a self-contained evidence page to FILE
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) html: Option<PathBuf>,
    /// Also say what decided each figure: rule, lexicon entry, or head with its score
    #[arg(long)]
    pub(crate) explain: bool,
    /// Also events outside PLOVER's types
    #[arg(long)]
    pub(crate) all_events: bool,
    #[command(flatten)]
    pub(crate) actors: ActorArguments,
}

/// Options of `segun parse`.
#[derive(Args, Debug)]
pub(crate) struct ParseArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
}

fn moment(text: &str) -> Result<Moment, String> {
    text.parse().map_err(|_| "not a date; write it as 2026-03-02 or 2026-03-02T18:30".to_owned())
}

fn language(code: &str) -> Result<String, String> {
    match segun_language::Language::by_code(code) {
        Some(language) => Ok(language.code().to_owned()),
        None => Err("not served; `segun languages` lists those that are".to_owned()),
    }
}
