//! `segun-dev participants`: what the network of participants is told of our annotated reports, for training it.

use crate::corpora::{CORPORA, Gold};
use crate::{eval, offsets};
use anyhow::Context;
use rayon::prelude::*;
use segun::{Reader, json};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Options of `segun-dev participants`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder that holds `data/`
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Which part of our own annotations to read: `train` to learn from, `tune` to choose by
    #[arg(long, value_parser = ["train", "tune", "dev"])]
    split: String,
    /// Where to write: a line a report with its reading by rules, its annotation, and the nodes; the encoder's vectors of the
    /// nodes, 32-bit floats, go to the same name with the ending `f32`
    #[arg(long)]
    out: PathBuf,
    /// Read with this model instead of the one that comes with the program
    #[arg(long)]
    model: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let reader = eval::reader(arguments.model.as_deref())?;
    let create = |path: &Path| File::create(path).with_context(|| path.display().to_string());
    let mut lines = BufWriter::new(create(&arguments.out)?);
    let mut vectors = BufWriter::new(create(&arguments.out.with_extension("f32"))?);
    let mut reports = 0;
    for corpus in CORPORA {
        let (annotations, texts) = match corpus.gold {
            Gold::Annotated { offsets, texts } => (offsets, Some(arguments.shared.join(texts))),
            Gold::Written(offsets) => (offsets, None),
            _ => continue,
        };
        let gold = offsets::join(Path::new(annotations), texts.as_deref(), &arguments.split)?;
        let gold: Vec<&str> = gold.lines().collect();
        let read: Vec<(String, Vec<f32>)> =
            gold.par_iter().map(|line| told(&reader, line)).collect::<anyhow::Result<_>>()?;
        reports += read.len();
        for (line, floats) in read {
            writeln!(lines, "{line}")?;
            vectors.write_all(&floats.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>())?;
        }
    }
    lines.flush()?;
    vectors.flush()?;
    eprintln!("{}: {reports} reports", arguments.out.display());
    Ok(())
}

/// One report's line, and the vectors of its nodes one after the other.
fn told(reader: &Reader, gold: &str) -> anyhow::Result<(String, Vec<f32>)> {
    let gold: Value = serde_json::from_str(gold)?;
    let (reading, graphs, vectors) = reader.graphs(eval::report(&gold))?;
    let nodes = graphs.iter().flat_map(|graph| &graph.nodes);
    let floats = nodes.flat_map(|node| &vectors[node.sentence][node.word]).copied().collect();
    let reading: Value = serde_json::from_str(&json::to_string(&reading, json::Options::default()))?;
    Ok((json!({"reading": reading, "gold": gold, "graphs": graphs}).to_string(), floats))
}
