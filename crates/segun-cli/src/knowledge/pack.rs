//! `segun knowledge pack`.

use super::file::Writing;
use crate::run::Outcome;
use anyhow::Context;
use clap::{Args, ValueHint};
use segun::actors::{Titles, parse};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;

pub(super) const HELP: &str = "\
Examples:
  segun knowledge pack mine.tsv --out mine.bin
  segun knowledge pack mine.tsv --titles offices.tsv --out mine.bin

A list has an actor a line; docs/knowledge.md tells its fields. Short lists need no packing:
--actors takes them as they are, where their name ends in .tsv.";

/// Options of `segun knowledge pack`.
#[derive(Args, Debug)]
pub(super) struct PackArguments {
    /// The list, or - for standard input
    #[arg(value_name = "LIST", value_hint = ValueHint::FilePath)]
    list: PathBuf,
    /// The file to write
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: PathBuf,
    /// Titles of offices that the list names by a key (=president)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    titles: Option<PathBuf>,
}

pub(super) fn run(arguments: &PackArguments) -> anyhow::Result<Outcome> {
    let titles = match &arguments.titles {
        Some(file) => {
            Titles::parse(&std::fs::read_to_string(file).with_context(|| file.display().to_string())?)
        }
        None => Titles::default(),
    };
    let name = arguments.list.display();
    let list: Box<dyn BufRead> = if arguments.list.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(BufReader::new(std::fs::File::open(&arguments.list).with_context(|| name.to_string())?))
    };
    let mut writing = Writing::new(&arguments.out)?;
    let mut actors = 0u64;
    for (n, line) in list.lines().enumerate() {
        let line = line.with_context(|| name.to_string())?;
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let actor = parse(&line, &titles).with_context(|| format!("{name}:{}", n + 1))?;
        writing.add(&actor).with_context(|| format!("cannot write {}", arguments.out.display()))?;
        actors += 1;
    }
    writing.finish()?;
    writeln!(std::io::stdout().lock(), "{actors} actors in {}", arguments.out.display())?;
    Ok(Outcome::Done)
}
