//! Reports of which it is known which ones tell of the same happening.

use crate::ecbplus::corpus;
use anyhow::Context;
use segun::Report;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A report with its happening.
pub(super) struct Item {
    pub(super) happening: String,
    pub(super) report: Report,
}

/// The topics of one part of ECB+: those that nothing is chosen on, or the others. The two happenings of a topic are
/// alike on purpose (two arrests, two earthquakes). There are no days of publication.
pub(super) fn ecbplus(folder: &Path, test: bool) -> anyhow::Result<Vec<Item>> {
    let documents = corpus::load(&folder.join("ecbplus/ECB+_LREC2014"))?;
    let wanted = documents.into_iter().filter(|d| corpus::TEST.contains(&d.topic) == test);
    let item = |document: corpus::Document| {
        // Half of the documents begin with their address, which says what they are about.
        let address = |line: &&str| line.starts_with("http");
        let lines: Vec<&str> =
            document.text.lines().enumerate().filter(|(n, l)| *n > 0 || !address(l)).map(|l| l.1).collect();
        Item {
            happening: document.happening(),
            report: Report {
                id: document.name.clone(),
                language: Some("en".to_owned()),
                text: lines.join("\n"),
                ..Report::default()
            },
        }
    };
    Ok(wanted.map(item).collect())
}

const WRITTEN: &str = include_str!("../../data/stories.jsonl");

/// Sixteen invented happenings, each told in three languages, in pairs that share countries and people or places.
pub(super) fn written() -> anyhow::Result<Vec<Item>> {
    WRITTEN.lines().map(|line| item(&serde_json::from_str(line)?, |v| v["story"].clone())).collect()
}

/// The life cycles of claims as happenings: ten events, each told by several reports in two or three languages. Their
/// days are left out, since they lie weeks apart.
pub(super) fn life_cycles(folder: &Path) -> anyhow::Result<Vec<Item>> {
    let mut files = Vec::new();
    for event in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        for file in fs::read_dir(event?.path())? {
            files.push(file?.path());
        }
    }
    files.sort();
    let mut items = Vec::new();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "json")) {
        let mut value: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
        value["published"] = Value::Null;
        let event = file.parent().and_then(|p| p.file_name()?.to_str()).unwrap_or_default();
        items.push(item(&value, |_| event.into())?);
    }
    Ok(items)
}

fn item(value: &Value, happening: impl Fn(&Value) -> Value) -> anyhow::Result<Item> {
    let field = |key: &str| value[key].as_str().map(str::to_owned);
    Ok(Item {
        happening: happening(value).as_str().context("a happening")?.to_owned(),
        report: Report {
            id: field("id").context("id")?,
            language: field("language"),
            published: field("published").map(|p| p.parse()).transpose()?,
            title: field("title"),
            text: field("text").context("text")?,
            ..Report::default()
        },
    })
}
