//! Our own annotations: offsets against a corpus whose text is not part of the project, or sentences written
//! for it with their text.

use anyhow::{Context, bail};
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Gold lines in the contract's keys, made of the `split` part of `annotations` and the reports of `corpus`
/// (JSON lines with `id` and `text`, also gzipped); without it the annotations hold their texts themselves.
///
/// # Errors
/// Where a file cannot be read, a report is missing, or an offset lies outside its text.
pub(crate) fn join(annotations: &Path, corpus: Option<&Path>, split: &str) -> anyhow::Result<String> {
    let texts = corpus.map(texts).transpose()?.unwrap_or_default();
    let mut out = String::new();
    let lines = fs::read_to_string(annotations).with_context(|| annotations.display().to_string())?;
    for line in lines.lines() {
        let entry: Value = serde_json::from_str(line)?;
        if entry["split"] != split {
            continue;
        }
        let id = entry["id"].as_str().unwrap_or_default();
        let own = || entry["text"].is_string().then_some(&entry);
        let report = texts.get(id).or_else(own).with_context(|| format!("no report '{id}' in the corpus"))?;
        out.push_str(&gold(&entry, report)?.to_string());
        out.push('\n');
    }
    Ok(out)
}

fn texts(corpus: &Path) -> anyhow::Result<BTreeMap<String, Value>> {
    let file = File::open(corpus).with_context(|| corpus.display().to_string())?;
    let packed = corpus.extension().is_some_and(|e| e == "gz");
    let input: Box<dyn Read> = if packed { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    let mut texts = BTreeMap::new();
    for line in BufReader::new(input).lines() {
        let report: Value = serde_json::from_str(&line?)?;
        if let Some(id) = report["id"].as_str().map(str::to_owned) {
            texts.insert(id, report);
        }
    }
    Ok(texts)
}

/// One annotated report in the contract's keys.
fn gold(entry: &Value, report: &Value) -> anyhow::Result<Value> {
    let text = report["text"].as_str().context("a report without text")?;
    let points: Vec<char> = text.chars().collect();
    let span = |offsets: &Value| -> anyhow::Result<Value> {
        let (Some(start), Some(end)) = (offsets[0].as_u64(), offsets[1].as_u64()) else {
            return Ok(Value::Null);
        };
        match points.get(start as usize..end as usize) {
            Some(part) => Ok(json!({"start": start, "end": end, "text": part.iter().collect::<String>()})),
            None => bail!("offsets {start}..{end} lie outside report '{}'", entry["id"]),
        }
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let spans = |value: &Value| list(value).iter().map(span).collect::<anyhow::Result<Vec<Value>>>();
    let numbered = |letter: &str, value: &Value| value.as_u64().map(|n| format!("{letter}{n}"));
    let ids =
        |value: &Value| -> Vec<String> { list(value).iter().filter_map(|n| numbered("e", n)).collect() };
    let mut out = json!({
        "id": entry["id"], "language": entry["language"], "published": report["published"],
        "publisher": report["publisher"], "title": report["title"], "text": text,
    });
    let mut entities = Vec::new();
    for (n, e) in list(&entry["entities"]).iter().enumerate() {
        let mut mentions = spans(&e["mentions"])?;
        let name = mentions.first().map(|m| m["text"].clone()).unwrap_or_default();
        mentions.iter_mut().for_each(|m| m["kind"] = "name".into());
        entities.push(json!({"id": format!("e{n}"), "type": e["type"], "name": name, "mentions": mentions}));
    }
    let mut attributions = Vec::new();
    for (n, a) in list(&entry["attributions"]).iter().enumerate() {
        attributions.push(json!({
            "id": format!("a{n}"), "source": span(&a["source"])?, "source_kind": a["source_kind"],
            "cue": span(&a["cue"])?, "content": spans(&a["content"])?, "mode": a["mode"],
            "stance": a["stance"], "within": numbered("a", &a["within"]),
        }));
    }
    let mut events = Vec::new();
    for (n, e) in list(&entry["events"]).iter().enumerate() {
        events.push(json!({
            "id": format!("v{n}"), "trigger": span(&e["trigger"])?, "type": e["type"], "mode": e["mode"],
            "actor": ids(&e["actor"]), "recipient": ids(&e["recipient"]), "place": ids(&e["place"]),
            "certainty": e["certainty"], "polarity": e["polarity"], "when": e["when"],
            "source": numbered("a", &e["source"]), "same_as": e["same_as"],
        }));
    }
    out["entities"] = entities.into();
    out["attributions"] = attributions.into();
    out["events"] = events.into();
    Ok(out)
}
