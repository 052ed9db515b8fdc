//! `segun-dev sayings`: what the network of attributions is told of PolNeAR and of our annotated reports, for training it.

use crate::eval;
use crate::examples::{self, Arguments, Example};
use anyhow::Context;
use half::f16;
use segun::Reader;
use serde_json::{Value, json};
use std::fs;
use std::iter::repeat;
use std::path::Path;

/// Of how many reports of PolNeAR's part for training one is not learnt from, but chosen by.
const TUNED_ON: usize = 14;

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut gold = polnear(&arguments.shared, &arguments.split)?;
    gold.extend(examples::annotated(&arguments.shared, &arguments.split, |c| c.shows("attribution."))?);
    examples::write(arguments, "f16", &gold, told)
}

/// The reports of PolNeAR that belong to a part.
fn polnear(shared: &Path, split: &str) -> anyhow::Result<Vec<String>> {
    let (file, kept): (_, fn(usize) -> bool) = match split {
        "train" => ("train", |n| n % TUNED_ON != 0),
        "tune" => ("train", |n| n % TUNED_ON == 0),
        _ => ("dev", |_| true),
    };
    let path = shared.join(format!("data/polnear.{file}.jsonl"));
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ok((1..).zip(text.lines()).filter(|(n, _)| kept(*n)).map(|(_, line)| line.to_owned()).collect())
}

/// A report's annotation and its sentences with possible cues; the vectors of their words, 16-bit floats.
fn told(reader: &Reader, gold: Value) -> anyhow::Result<Example> {
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
    Ok(Example { line: json!({"gold": gold, "sentences": told}).to_string(), vectors: floats })
}
