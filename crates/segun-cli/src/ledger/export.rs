//! `segun export`.

use super::arguments::{ExportArguments, ExportFormat};
use super::place;
use crate::messages;
use crate::run::Outcome;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use segun::ledger::Ledger;
use segun_export::{ExportError, Exported, Format, Target, export};
use std::io::{IsTerminal, stderr, stdout};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub(super) fn run(arguments: &ExportArguments) -> anyhow::Result<Outcome> {
    let format = Format::from(arguments.format);
    let target = match &arguments.output {
        Some(path) => Target::Path { path: path.clone(), force: arguments.force },
        None if format.is_folder() => return Err(ExportError::NeedsFolder.into()),
        None => Target::Stream(Box::new(stdout())),
    };
    let filter = arguments.filter.filter()?;
    // Brings the ledger up to date, where it may be written to; what is read from then on is one state of it.
    drop(place::open(&arguments.place)?);
    let ledger = Ledger::read_through(place::place(&arguments.place)?)?;
    let stopped = on_interrupt(arguments.output.is_some())?;
    let progress = progress(arguments.output.is_some());
    let exported = export(&ledger, &filter, format, target, |claims| {
        progress.set_position(claims);
        if stopped.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    progress.finish_and_clear();
    let Exported { claims, rows } = exported?;
    if claims == 0 {
        messages::note("nothing in the ledger fits");
    } else if let Some(path) = &arguments.output {
        let events = if matches!(format, Format::Gdelt | Format::Polecat) {
            format!(" make {rows} events")
        } else {
            String::new()
        };
        messages::note(&format!("{claims} claims{events}: {}", path.display()));
    }
    Ok(Outcome::Done)
}

/// Ctrl-C ends an export to a path before anything has its name. To standard output, what is written is written: it ends
/// the program at once.
fn on_interrupt(to_path: bool) -> anyhow::Result<Arc<AtomicBool>> {
    let stopped = Arc::new(AtomicBool::new(false));
    if to_path {
        ctrlc::set_handler({
            let stopped = Arc::clone(&stopped);
            move || stopped.store(true, Ordering::Relaxed)
        })?;
    }
    Ok(stopped)
}

/// Counts claims on standard error, where that is a terminal that the rows do not go to.
fn progress(to_path: bool) -> ProgressBar {
    let bar = ProgressBar::no_length();
    if !stderr().is_terminal() || !to_path && stdout().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} claims, {per_sec}, {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

impl From<ExportFormat> for Format {
    fn from(format: ExportFormat) -> Self {
        match format {
            ExportFormat::Parquet => Self::Parquet,
            ExportFormat::Jsonl => Self::Jsonl,
            ExportFormat::Csv => Self::Csv,
            ExportFormat::Gdelt => Self::Gdelt,
            ExportFormat::Polecat => Self::Polecat,
            ExportFormat::Jsonld => Self::Jsonld,
        }
    }
}
