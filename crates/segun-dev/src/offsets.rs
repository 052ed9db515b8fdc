//! Our own annotations: offsets against a corpus whose text is not part of the project.

use anyhow::{Context, bail};
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Gold lines in the contract's keys, made of the `split` part of `annotations` and the
/// reports of `corpus` (gzipped JSON lines with `id` and `text`).
///
/// # Errors
/// Where a file cannot be read, a report is missing, or an offset lies outside its text.
pub(crate) fn join(annotations: &Path, corpus: &Path, split: &str) -> anyhow::Result<String> {
    let file = File::open(corpus).with_context(|| corpus.display().to_string())?;
    let mut texts = BTreeMap::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let report: Value = serde_json::from_str(&line?)?;
        if let (Some(id), Some(text)) = (report["id"].as_str(), report["text"].as_str()) {
            texts.insert(id.to_owned(), (report["language"].clone(), text.to_owned()));
        }
    }
    let mut out = String::new();
    let lines = fs::read_to_string(annotations).with_context(|| annotations.display().to_string())?;
    for line in lines.lines() {
        let entry: Value = serde_json::from_str(line)?;
        if entry["split"] != split {
            continue;
        }
        let id = entry["id"].as_str().unwrap_or_default();
        let (language, text) = texts.get(id).with_context(|| format!("no report '{id}' in the corpus"))?;
        let points: Vec<char> = text.chars().collect();
        let span = |offsets: &Value| -> anyhow::Result<Value> {
            let (Some(start), Some(end)) = (offsets[0].as_u64(), offsets[1].as_u64()) else {
                return Ok(Value::Null);
            };
            match points.get(start as usize..end as usize) {
                Some(part) => {
                    Ok(json!({"start": start, "end": end, "text": part.iter().collect::<String>()}))
                }
                None => bail!("offsets {start}..{end} lie outside report '{id}'"),
            }
        };
        let mut attributions = Vec::new();
        for (i, a) in entry["attributions"].as_array().into_iter().flatten().enumerate() {
            let content: Vec<Value> =
                a["content"].as_array().into_iter().flatten().map(span).collect::<Result<_, _>>()?;
            attributions.push(json!({
                "id": format!("a{}", i + 1), "source": span(&a["source"])?, "cue": span(&a["cue"])?, "content": content,
            }));
        }
        let gold = json!({"id": id, "language": language, "text": text, "attributions": attributions});
        out.push_str(&gold.to_string());
        out.push('\n');
    }
    Ok(out)
}
