//! `segun-dev sayings`: what the network of attributions is told of our annotated reports and of PolNeAR, for training it.

use crate::corpora::{CORPORA, Gold};
use crate::{eval, offsets};
use anyhow::Context;
use half::f16;
use rayon::prelude::*;
use segun::Reader;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::iter::repeat;
use std::path::{Path, PathBuf};

/// Options of `segun-dev sayings`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder that holds `data/`
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// `train` to learn from, `tune` to choose by
    #[arg(long, value_parser = ["train", "tune", "dev"])]
    split: String,
    /// Where to write: a line a report with its annotation and its possible cues; the encoder's vectors of the words of their
    /// sentences, 16-bit floats, go to the same name with the ending `f16`
    #[arg(long)]
    out: PathBuf,
    /// Read with this model instead of the one that comes with the program
    #[arg(long)]
    model: Option<PathBuf>,
}

/// Of how many reports of PolNeAR's part for training one is not learnt from, but chosen by.
const TUNED_ON: usize = 14;

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let reader = eval::reader(arguments.model.as_deref())?;
    let create = |path: &Path| File::create(path).with_context(|| path.display().to_string());
    let mut lines = BufWriter::new(create(&arguments.out)?);
    let mut vectors = BufWriter::new(create(&arguments.out.with_extension("f16"))?);
    let mut reports = 0;
    let all = annotated(&arguments.shared, &arguments.split)?;
    for part in all.chunks(64) {
        let read: Vec<(String, Vec<u8>)> =
            part.par_iter().map(|line| told(&reader, line)).collect::<anyhow::Result<_>>()?;
        reports += read.len();
        for (line, floats) in read {
            writeln!(lines, "{line}")?;
            vectors.write_all(&floats)?;
        }
    }
    lines.flush()?;
    vectors.flush()?;
    eprintln!("{}: {reports} reports", arguments.out.display());
    Ok(())
}

/// The annotated reports of a part, in the contract's keys.
fn annotated(shared: &Path, split: &str) -> anyhow::Result<Vec<String>> {
    let (file, kept): (_, fn(usize) -> bool) = match split {
        "train" => ("train", |n| n % TUNED_ON != 0),
        "tune" => ("train", |n| n % TUNED_ON == 0),
        _ => ("dev", |_| true),
    };
    let polnear = shared.join(format!("data/polnear.{file}.jsonl"));
    let polnear = fs::read_to_string(&polnear).with_context(|| polnear.display().to_string())?;
    let mut all: Vec<String> =
        (1..).zip(polnear.lines()).filter(|(n, _)| kept(*n)).map(|(_, line)| line.to_owned()).collect();
    for corpus in CORPORA {
        let (annotations, texts) = match corpus.gold {
            // Only names and events were annotated in the English reports.
            Gold::Annotated { offsets, texts } if corpus.figures.is_empty() => {
                (offsets, Some(shared.join(texts)))
            }
            Gold::Written(offsets) => (offsets, None),
            _ => continue,
        };
        let gold = offsets::join(Path::new(annotations), texts.as_deref(), split)?;
        all.extend(gold.lines().map(str::to_owned));
    }
    Ok(all)
}

/// One report's line, and the vectors of the words of its sentences with possible cues one after the other.
fn told(reader: &Reader, gold: &str) -> anyhow::Result<(String, Vec<u8>)> {
    let gold: Value = serde_json::from_str(gold)?;
    let report = eval::report(&gold);
    let text = report.text.clone();
    let (sayings, sentences, vectors) = reader.sayings(report)?;
    let width = vectors.iter().flatten().map(Vec::len).max().unwrap_or(0);
    let mut told: Vec<Value> = Vec::new();
    let mut floats = Vec::new();
    for own in sayings.chunk_by(|a, b| a.0 == b.0) {
        let number = own[0].0;
        let words = &sentences[number].sentence.words;
        // Characters, as the annotation counts them.
        let first = words.first().map_or(0, |word| word.span.start);
        let before = text[..first].chars().count();
        let offset = |byte: usize| before + text[first..byte].chars().count();
        let spans: Vec<_> = words.iter().map(|w| [offset(w.span.start), offset(w.span.end)]).collect();
        let own: Vec<_> = own.iter().map(|(_, saying)| saying).collect();
        told.push(json!({"spans": spans, "sayings": own}));
        // A word that is in no window has none.
        let rows = vectors[number].iter().map(|row| row.iter().copied().chain(repeat(0.0)).take(width));
        floats.extend(rows.flatten().flat_map(|value| f16::from_f32(value).to_le_bytes()));
    }
    let parts = ["id", "language", "text", "attributions"];
    let gold: serde_json::Map<String, Value> =
        parts.into_iter().map(|key| (key.to_owned(), gold[key].clone())).collect();
    Ok((json!({"gold": gold, "sentences": told}).to_string(), floats))
}
