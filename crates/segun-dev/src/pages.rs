//! `segun-dev pages`: how well the main text of real news pages is found.
//!
//! The folder holds pages (`*.html.gz`) and beside them what is expected of them (`NAME.json`, a
//! version a key; the layout of fundus' parser tests).

use anyhow::Context;
use flate2::read::GzDecoder;
use serde_json::Value;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Words in a shingle.
const SHINGLE: usize = 4;

/// Options of `segun-dev pages`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder with pages and expectations
    #[arg(default_value = "../shared/data/pages")]
    folder: PathBuf,
    /// Show this many of the worst pages
    #[arg(long, default_value_t = 15)]
    worst: usize,
    /// … with the lines that they lack (-) and the lines that they should not have (+)
    #[arg(long)]
    lines: bool,
}

/// Sums over all pages.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    pub(crate) pages: usize,
    pub(crate) failed: usize,
    /// Sum of the F1 of each page's multiset of word 4-grams.
    pub(crate) f1: f64,
    pub(crate) titles: (usize, usize),
    pub(crate) days: (usize, usize),
    pub(crate) worst: Vec<(f64, String, Differences)>,
}

/// Lines of the expected text that were not found, and found lines that are not expected.
#[derive(Debug, Default)]
pub(crate) struct Differences {
    missing: Vec<String>,
    extra: Vec<String>,
}

impl Differences {
    fn between(expected: &str, found: &str) -> Self {
        let lacking = |text: &str, other: &str| {
            let other = words(other).join(" ");
            text.lines()
                .filter(|line| !words(line).is_empty() && !other.contains(&words(line).join(" ")))
                .map(str::to_owned)
                .collect()
        };
        Self { missing: lacking(expected, found), extra: lacking(found, expected) }
    }
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut scores = measure(&arguments.folder)?;
    println!(
        "{} pages, {} failed: main text F1 {:.4}, title {}/{}, day {}/{}",
        scores.pages,
        scores.failed,
        scores.f1 / scores.pages.max(1) as f64,
        scores.titles.0,
        scores.titles.1,
        scores.days.0,
        scores.days.1
    );
    scores.worst.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (f1, name, lines) in scores.worst.iter().take(arguments.worst) {
        println!("  {f1:.3} {name}");
        if arguments.lines {
            lines.missing.iter().for_each(|line| println!("    - {line}"));
            lines.extra.iter().for_each(|line| println!("    + {line}"));
        }
    }
    Ok(())
}

/// Reads every page below `folder` that has an expectation.
pub(crate) fn measure(folder: &Path) -> anyhow::Result<Scores> {
    let mut pages = Vec::new();
    find(folder, &mut pages)?;
    pages.sort();
    let mut scores = Scores::default();
    for path in pages {
        let versions = expectations(&path)?;
        if versions.is_empty() {
            continue;
        }
        let mut bytes = Vec::new();
        GzDecoder::new(File::open(&path)?).read_to_end(&mut bytes)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        scores.pages += 1;
        let Ok(incoming) = segun::intake::html(&bytes, &name) else {
            scores.failed += 1;
            scores.worst.push((0.0, name, Differences::default()));
            continue;
        };
        let report = incoming.report;
        // Other versions of an outlet's expectations are other articles: only one can match at all.
        let of = |v: &Value| shingle_f1(&body(v), &report.text);
        let Some((f1, expected)) = versions.iter().map(|v| (of(v), v)).max_by(|a, b| a.0.total_cmp(&b.0))
        else {
            continue;
        };
        scores.f1 += f1;
        scores.worst.push((f1, name, Differences::between(&body(expected), &report.text)));
        if let Some(title) = expected["title"].as_str() {
            scores.titles.1 += 1;
            let found = report.title.as_deref().unwrap_or_default();
            scores.titles.0 += usize::from(words(found) == words(title));
        }
        if let Some(date) = expected["publishing_date"].as_str() {
            scores.days.1 += 1;
            let found = report.published.map(|p| p.date().to_string()).unwrap_or_default();
            scores.days.0 += usize::from(date.get(..10) == Some(&found));
        }
    }
    Ok(scores)
}

fn find(folder: &Path, pages: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, pages)?;
        } else if path.to_string_lossy().ends_with(".html.gz") {
            pages.push(path);
        }
    }
    Ok(())
}

/// What is expected of an outlet's pages, one for each of its layouts; empty where nothing is.
fn expectations(page: &Path) -> anyhow::Result<Vec<Value>> {
    let name = page.file_name().unwrap_or_default().to_string_lossy().replace(".html.gz", "");
    // NAME_YEAR_MONTH_DAY
    let outlet = name.rsplitn(4, '_').nth(3).unwrap_or(&name);
    let Ok(text) = fs::read_to_string(page.with_file_name(format!("{outlet}.json"))) else {
        return Ok(Vec::new());
    };
    let versions: Value = serde_json::from_str(&text)?;
    Ok(versions.as_object().map(|map| map.values().cloned().collect()).unwrap_or_default())
}

/// The expected main text: summary, headlines and paragraphs in order.
fn body(expected: &Value) -> String {
    let mut out = Vec::new();
    let mut add = |list: &Value| {
        for text in list.as_array().into_iter().flatten().filter_map(Value::as_str) {
            out.push(text.to_owned());
        }
    };
    add(&expected["body"]["summary"]);
    for section in expected["body"]["sections"].as_array().into_iter().flatten() {
        add(&section["headline"]);
        add(&section["paragraphs"]);
    }
    out.join("\n")
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// F1 of the multisets of word 4-grams; single words where a text has fewer.
fn shingle_f1(gold: &str, found: &str) -> f64 {
    let count = |text: &str| {
        let words = words(text);
        let mut counts: HashMap<Vec<String>, usize> = HashMap::new();
        for shingle in words.windows(SHINGLE.min(words.len().max(1))) {
            *counts.entry(shingle.to_vec()).or_default() += 1;
        }
        counts
    };
    let (a, b) = (count(gold), count(found));
    let total = |c: &HashMap<Vec<String>, usize>| c.values().sum::<usize>() as f64;
    let both: usize = a.iter().map(|(k, n)| (*n).min(b.get(k).copied().unwrap_or(0))).sum();
    if total(&a) + total(&b) == 0.0 { 1.0 } else { 2.0 * both as f64 / (total(&a) + total(&b)) }
}
