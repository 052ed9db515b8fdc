//! `segun knowledge import`.

use super::file::Writing;
use crate::progress::style;
use crate::run::Outcome;
use crate::{beside, inputs, messages};
use anyhow::Context;
use clap::{Args, ValueHint};
use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget};
use segun_language::Language;
use segun_wikidata::{ImportError, Options, Progress, Rules, Source, Summary, import};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

pub(super) const HELP: &str = "\
Examples:
  segun knowledge import latest-all.json.bz2 --out actors.bin
  segun read reports/ --actors actors.bin
  segun knowledge import latest-all.json.gz --out actors.tsv    a list to look through or change
  lbzip2 -dc latest-all.json.bz2 | segun knowledge import - --out actors.bin

The dump is Wikidata's JSON one (https://dumps.wikimedia.org/wikidatawiki/entities/), plain, .gz
or .bz2. Kept are persons with political, military, judicial or spokesperson offices and their
dates, organisations, countries and larger places; --rules takes a file that says otherwise
(crates/segun-wikidata/data/rules.tsv is the one that comes with the program). Lines that cannot
be read are counted and passed over. Ctrl-C leaves no file behind.

Exit codes:
  0  all of the dump was read
  1  some of it was damaged: said on standard error, the rest is in the file
  2  wrong usage, or nothing could be done";

/// Options of `segun knowledge import`.
#[derive(Args, Debug)]
pub(super) struct ImportArguments {
    /// The dump, or - for standard input
    #[arg(value_name = "DUMP", value_hint = ValueHint::FilePath)]
    dump: PathBuf,
    /// The file to write: a list where its name ends in .tsv, else a table
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: PathBuf,
    /// What to keep, in place of the rules that come with the program
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    rules: Option<PathBuf>,
    /// Threads; the output does not depend on it [default: number of cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

pub(super) fn run(arguments: &ImportArguments) -> anyhow::Result<Outcome> {
    let languages: Vec<&str> = Language::all().into_iter().map(Language::code).collect();
    let rules = match &arguments.rules {
        Some(file) => {
            let name = || file.display().to_string();
            Rules::parse(&std::fs::read_to_string(file).with_context(name)?, &languages).with_context(name)?
        }
        None => Rules::bundled(&languages),
    };
    let source = Source::open(&arguments.dump)?;
    let mut writing = Writing::new(&arguments.out)?;
    let stop = Arc::new(AtomicBool::new(false));
    ctrlc::set_handler({
        let stop = Arc::clone(&stop);
        move || stop.store(true, Ordering::Relaxed)
    })?;
    let options = Options {
        threads: inputs::jobs(arguments.jobs),
        folder: beside::folder(&arguments.out).to_owned(),
        stop: &stop,
    };
    let line = Line::new();
    let began = Instant::now();
    let result = import(source, &rules, &options, |progress| line.show(progress), |actor| writing.add(actor));
    line.bar.finish_and_clear();
    let summary = match result {
        Err(ImportError::Stopped) => {
            anyhow::bail!("stopped before the end; {} was not written", arguments.out.display())
        }
        result => result.with_context(|| arguments.dump.display().to_string())?,
    };
    writing.finish()?;
    told(&summary, arguments, began.elapsed().as_secs_f64())
}

/// Says what came of it.
fn told(summary: &Summary, arguments: &ImportArguments, seconds: f64) -> anyhow::Result<Outcome> {
    let Summary { progress, persons, organisations, places, damage, .. } = summary;
    let rate = progress.text as f64 / 1e6 / seconds.max(0.001);
    writeln!(
        std::io::stdout().lock(),
        "{} lines, {persons} persons, {organisations} organisations, {places} places in {}; {rate:.0} MB/s of text, {} of temporary files",
        progress.lines,
        arguments.out.display(),
        HumanBytes(summary.temporary),
    )?;
    if damage.is_none() {
        return Ok(Outcome::Done);
    }
    let dump = arguments.dump.display();
    for what in &damage.told {
        messages::error(&format!("{dump}: {what}"));
    }
    if damage.lines > 0 {
        messages::error(&format!("{dump}: {} lines could not be read and were passed over", damage.lines));
    }
    Ok(Outcome::SomeFailed)
}

/// A line on a terminal that says how far the import has come.
struct Line {
    bar: ProgressBar,
}

impl Line {
    fn new() -> Self {
        let bar = ProgressBar::no_length();
        let shown = std::io::stderr().is_terminal();
        bar.set_draw_target(if shown {
            ProgressDrawTarget::stderr_with_hz(4)
        } else {
            ProgressDrawTarget::hidden()
        });
        Self { bar }
    }

    fn show(&self, progress: &Progress) {
        if self.bar.is_hidden() {
            return;
        }
        if self.bar.length() != progress.size {
            self.bar.set_style(style(progress.size.is_some()));
            if let Some(size) = progress.size {
                self.bar.set_length(size);
            }
        }
        self.bar.set_position(progress.read);
        let rate = progress.text as f64 / 1e6 / self.bar.elapsed().as_secs_f64().max(0.001);
        self.bar.set_message(if progress.actors > 0 {
            format!("{} of {} items are actors", progress.actors, progress.kept)
        } else {
            format!("{} lines, {rate:.0} MB/s of text, {} items kept", progress.lines, progress.kept)
        });
    }
}
