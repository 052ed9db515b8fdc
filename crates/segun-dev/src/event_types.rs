//! PLOVER types of sentences that are labelled with one type for two named sides.
//!
//! The sentence's type is that of the event which fits both sides best: by the names that act and undergo,
//! then by its place between them, then by its confidence. Macro F1 over the types that occur.

use crate::reliability::Points;
use crate::scorer::{Figure, Scores};
use anyhow::Context;
use rayon::prelude::*;
use segun::{Event, EventType, Options, Reader, Reading, Report, Span};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A sentence with its gold type and where its sides stand.
struct Case {
    report: Report,
    kind: EventType,
    source: Option<Span>,
    target: Option<Span>,
    /// Where the event itself stands, if that is annotated.
    event: Option<Span>,
}

/// Reads the sentences of a JSON lines file: `type`, `source` and `target` beside `text`, or a list of
/// `codings` with them and the `text` of the event.
fn cases(path: &Path) -> anyhow::Result<Vec<Case>> {
    let mut cases = Vec::new();
    for line in fs::read_to_string(path).with_context(|| path.display().to_string())?.lines() {
        let value: Value = serde_json::from_str(line)?;
        let text = value["text"].as_str().context("a line without text")?;
        let report = Report {
            id: value["id"].as_str().unwrap_or_default().to_owned(),
            language: value["language"].as_str().map(str::to_owned),
            published: value["published"].as_str().and_then(|p| p.parse().ok()),
            text: text.to_owned(),
            ..Report::default()
        };
        let codings = value["codings"].as_array().cloned();
        let whole = codings.is_none();
        for coding in codings.unwrap_or_else(|| vec![value.clone()]) {
            let find = |key: &str| {
                let part = coding[key].as_str().filter(|p| !p.is_empty())?;
                text.find(part).map(|start| Span::new(start, start + part.len()))
            };
            let Some(kind) = coding["type"].as_str().and_then(EventType::from_name) else { continue };
            cases.push(Case {
                report: report.clone(),
                kind,
                source: find("source"),
                target: find("target"),
                event: if whole { None } else { find("text") },
            });
        }
    }
    Ok(cases)
}

/// The type that the reading gives to the case's event.
fn chosen(case: &Case, reading: &Reading) -> Option<EventType> {
    let plays = |ids: &[String], side: Option<Span>| {
        side.is_some_and(|side| {
            let named = reading.entities.iter().filter(|e| ids.contains(&e.id));
            named.flat_map(|e| &e.mentions).any(|m| m.span.overlaps(side))
        })
    };
    let fit = |event: &Event| {
        let mut score = event.confidence;
        score += 2.0 * f32::from(plays(&event.actor, case.source));
        score += 2.0 * f32::from(plays(&event.recipient, case.target));
        score += 4.0 * f32::from(case.event.is_some_and(|span| span.overlaps(event.trigger)));
        if let (Some(source), Some(target)) = (case.source, case.target) {
            let (low, high) = (source.start.min(target.start), source.end.max(target.end));
            score += f32::from(event.trigger.start >= low && event.trigger.end <= high);
        }
        score
    };
    let typed = reading.events.iter().filter(|e| e.kind.is_some());
    typed.max_by(|a, b| fit(a).total_cmp(&fit(b))).and_then(|e| e.kind)
}

/// Measures `reader`; `None` where the language is not served.
pub(crate) fn measure(reader: &Reader, path: &Path) -> anyhow::Result<Option<Scores>> {
    let cases = cases(path)?;
    let pairs: Vec<Option<(EventType, Option<EventType>)>> = cases
        .par_iter()
        .map(|case| {
            let reading = reader.read(case.report.clone(), Options::default()).ok()?;
            Some((case.kind, chosen(case, &reading)))
        })
        .collect();
    let pairs: Vec<_> = pairs.into_iter().flatten().collect();
    if pairs.is_empty() {
        return Ok(None);
    }
    let mut figures = BTreeMap::new();
    let mut sum = 0.0;
    let mut types = 0;
    for &kind in EventType::ALL {
        let right = pairs.iter().filter(|(gold, ours)| *gold == kind && *ours == Some(kind)).count() as u64;
        let predicted = pairs.iter().filter(|(_, ours)| *ours == Some(kind)).count() as u64;
        let gold = pairs.iter().filter(|(gold, _)| *gold == kind).count() as u64;
        if gold > 0 {
            let figure = Figure::of(right, predicted, gold);
            sum += figure.f1;
            types += 1;
            figures.insert(format!("types.{}", kind.as_str()), figure);
        }
    }
    let right = pairs.iter().filter(|(gold, ours)| Some(*gold) == *ours).count() as u64;
    let found = pairs.iter().filter(|(_, ours)| ours.is_some()).count() as u64;
    figures.insert("types.accuracy".into(), Figure::of(right, found, pairs.len() as u64));
    let all = pairs.len() as u64;
    let macro_f1 =
        Figure { f1: sum / f64::from(types.max(1)), p: 0.0, r: 0.0, right, predicted: found, gold: all };
    figures.insert("types.macro_f1".into(), macro_f1);
    Ok(Some(Scores { documents: all, missing: 0, text_differs: 0, figures, reliability: Points::new() }))
}
