//! `segun-dev eval`: reads the corpora, scores, writes the page.

use crate::corpora::{CORPORA, Corpus, Gold};
use crate::scorer::{self, Scores};
use crate::{ecbplus, evaluation_page, event_types, offsets, reliability, treebanks};
use anyhow::Context;
use rayon::prelude::*;
use segun::{Options, Reader, Report, json};
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Options of `segun-dev eval`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder that holds `data/`, `gold/` and `tools/score.py`
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Only corpora whose name begins with this; may be repeated
    #[arg(long)]
    only: Vec<String>,
    /// Keep gold and predictions of each corpus in this folder
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Which part of our own annotations to read: a model learns from `train`; weights and probabilities are fitted on
    /// `tune`
    #[arg(long, default_value = HELD_OUT, value_parser = [HELD_OUT, "tune", "train"])]
    split: String,
    /// Read with this model instead of the one that comes with the program
    #[arg(long, conflicts_with = "write")]
    model: Option<PathBuf>,
    /// Write the page here; without it figures go to standard output only
    #[arg(long, num_args = 0..=1, default_missing_value = "EVALUATION.md", conflicts_with = "split")]
    write: Option<PathBuf>,
}

/// The part of our own annotations that is for measuring only.
const HELD_OUT: &str = "dev";

/// A reader with the model of a file, or the one that comes with the program.
pub(crate) fn reader(model: Option<&Path>) -> anyhow::Result<Reader> {
    let Some(file) = model else { return Ok(segun::reader()?) };
    let bytes = fs::read(file).with_context(|| file.display().to_string())?;
    Reader::from_model(&bytes).with_context(|| file.display().to_string())
}

pub(crate) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let shared = &arguments.shared;
    if !shared.join("data").is_dir() {
        eprintln!("segun-dev: SKIPPED: no corpora under {}; nothing was measured", shared.display());
        return Ok(());
    }
    let reader = reader(arguments.model.as_deref())?;
    let folder = match &arguments.keep {
        Some(folder) => folder.clone(),
        None => std::env::temp_dir().join(format!("segun-eval-{}", std::process::id())),
    };
    fs::create_dir_all(&folder)?;
    let mut results = Vec::new();
    for corpus in CORPORA {
        let wanted =
            arguments.only.is_empty() || arguments.only.iter().any(|o| corpus.name.starts_with(o.as_str()));
        if !wanted {
            continue;
        }
        let scores = measure(&reader, corpus, shared, &folder, &arguments.split)
            .with_context(|| corpus.name.to_owned())?;
        let Some(scores) = scores else {
            eprintln!("{}: skipped, its language is not served", corpus.name);
            continue;
        };
        print(corpus, &scores);
        results.push((corpus, scores));
    }
    if let Some(page) = &arguments.write {
        let links = ecbplus::links(&reader, &shared.join("data"))?;
        evaluation_page::write(page, &results, &links, reader.model_version())?;
    }
    if arguments.keep.is_none() {
        fs::remove_dir_all(&folder)?;
    }
    Ok(())
}

/// Reads and scores one corpus; `None` where its language is not served.
fn measure(
    reader: &Reader,
    corpus: &Corpus,
    shared: &Path,
    folder: &Path,
    split: &str,
) -> anyhow::Result<Option<Scores>> {
    let joined = |offsets: &str, texts: Option<&str>| -> anyhow::Result<PathBuf> {
        let texts = texts.map(|texts| shared.join(texts));
        let gold = folder.join(format!("{}.gold.jsonl", corpus.name));
        fs::write(&gold, offsets::join(Path::new(offsets), texts.as_deref(), split)?)?;
        Ok(gold)
    };
    let gold = match corpus.gold {
        Gold::File(file) => {
            let gold = folder.join(format!("{}.gold.jsonl", corpus.name));
            fs::copy(shared.join(file), &gold).with_context(|| file.to_owned())?;
            gold
        }
        Gold::Annotated { offsets, texts } => joined(offsets, Some(texts))?,
        Gold::Written(offsets) => joined(offsets, None)?,
        Gold::Treebank(file, language, held) => {
            return treebanks::measure(reader, &shared.join(file), language, held);
        }
        Gold::Types(file) => return event_types::measure(reader, &shared.join(file)),
    };
    let reports = load(&gold)?;
    let options = Options { all_events: corpus.all_events };
    let lines: Vec<Option<String>> = reports
        .into_par_iter()
        .map(|report| {
            reader.read(report, options).ok().map(|r| json::to_string(&r, json::Options { explain: true }))
        })
        .collect();
    if lines.iter().all(Option::is_none) {
        return Ok(None);
    }
    let predicted = folder.join(format!("{}.jsonl", corpus.name));
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    fs::write(&predicted, lines.join("\n") + "\n")?;
    let mut scores = scorer::score(&shared.join("tools/score.py"), &gold, &predicted)?;
    let ours: HashMap<String, Value> = lines
        .iter()
        .map(|line| {
            let reading: Value = serde_json::from_str(line)?;
            Ok((reading["id"].as_str().unwrap_or_default().to_owned(), reading))
        })
        .collect::<anyhow::Result<_>>()?;
    for gold in values(&gold)? {
        if let Some(ours) = ours.get(gold["id"].as_str().unwrap_or_default()) {
            reliability::compare(&gold, ours, &mut scores.reliability);
        }
    }
    Ok(Some(scores))
}

/// The objects of a gold file: JSON lines or one object.
fn values(path: &Path) -> anyhow::Result<Vec<Value>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    if let Ok(one) = serde_json::from_str(&text) {
        return Ok(vec![one]);
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Ok(lines.map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// The reports of a gold file.
fn load(path: &Path) -> anyhow::Result<Vec<Report>> {
    Ok(values(path)?.iter().map(report).collect())
}

/// The report of a gold object.
pub(crate) fn report(gold: &Value) -> Report {
    let field = |key: &str| gold[key].as_str().map(str::to_owned);
    Report {
        id: field("id").unwrap_or_default(),
        language: field("language"),
        published: gold["published"].as_str().and_then(|p| p.parse().ok()),
        title: field("title"),
        url: field("url"),
        publisher: field("publisher"),
        authors: Vec::new(),
        text: field("text").unwrap_or_default(),
    }
}

fn print(corpus: &Corpus, scores: &Scores) {
    println!(
        "{} ({}): {} documents, {} missing, {} with another text",
        corpus.name, corpus.layer, scores.documents, scores.missing, scores.text_differs
    );
    for (name, figure) in &scores.figures {
        if corpus.shows(name) {
            println!(
                "  {name:30} {:.4}  P {:.4}  R {:.4}   {}/{}/{}",
                figure.f1, figure.p, figure.r, figure.right, figure.predicted, figure.gold
            );
        }
    }
}
