//! What the small networks behind the encoder learn from: a line of JSON a report, the encoder's vectors in a file beside.

use crate::corpora::{CORPORA, Corpus, Gold};
use crate::{eval, offsets};
use anyhow::Context;
use rayon::prelude::*;
use segun::Reader;
use serde_json::Value;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Options of the commands that write it.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder that holds `data/`
    #[arg(long, default_value = "../shared")]
    pub(crate) shared: PathBuf,
    /// Which reports to read: `train` to learn from, `tune` to choose by, `dev` to look at
    #[arg(long, value_parser = ["train", "tune", "dev"])]
    pub(crate) split: String,
    /// Where to write the lines; the vectors go to the same name with the ending `f32` or `f16`
    #[arg(long)]
    out: PathBuf,
    /// Read with this model instead of the one that comes with the program
    #[arg(long)]
    model: Option<PathBuf>,
}

/// One report, as the product tells a network of it.
pub(crate) struct Example {
    /// One line of JSON.
    pub(crate) line: String,
    /// Bytes of the vectors that belong to it.
    pub(crate) vectors: Vec<u8>,
}

/// Reports taken together: what was read of them is in memory at once.
const TOGETHER: usize = 64;

/// Our own annotated reports and sentences of `split`, in the contract's keys, from the corpora that are `wanted`.
pub(crate) fn annotated(
    shared: &Path,
    split: &str,
    wanted: impl Fn(&Corpus) -> bool,
) -> anyhow::Result<Vec<String>> {
    let mut all = Vec::new();
    for corpus in CORPORA.iter().filter(|corpus| wanted(corpus)) {
        let (annotations, texts) = match corpus.gold {
            Gold::Annotated { offsets, texts } => (offsets, Some(shared.join(texts))),
            Gold::Written(offsets) => (offsets, None),
            _ => continue,
        };
        let gold = offsets::join(Path::new(annotations), texts.as_deref(), split)?;
        all.extend(gold.lines().map(str::to_owned));
    }
    Ok(all)
}

/// Writes what `told` makes of each annotated report of `gold`, the vectors to a file with `ending`.
pub(crate) fn write(
    arguments: &Arguments,
    ending: &str,
    gold: &[String],
    told: impl Fn(&Reader, Value) -> anyhow::Result<Example> + Sync,
) -> anyhow::Result<()> {
    let reader = eval::reader(arguments.model.as_deref())?;
    let create = |path: &Path| File::create(path).with_context(|| path.display().to_string());
    let mut lines = BufWriter::new(create(&arguments.out)?);
    let mut vectors = BufWriter::new(create(&arguments.out.with_extension(ending))?);
    for part in gold.chunks(TOGETHER) {
        let read = part.par_iter().map(|line| told(&reader, serde_json::from_str(line)?));
        for example in read.collect::<anyhow::Result<Vec<Example>>>()? {
            writeln!(lines, "{}", example.line)?;
            vectors.write_all(&example.vectors)?;
        }
    }
    lines.flush()?;
    vectors.flush()?;
    eprintln!("{}: {} reports", arguments.out.display(), gold.len());
    Ok(())
}
