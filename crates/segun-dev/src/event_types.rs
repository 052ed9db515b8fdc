//! PLOVER types of sentences that are labelled with one type for two named sides.
//!
//! Such corpora are coded by PLOVER's own rules, by which a meeting that will take place is AGREE; so they are compared with
//! our event as an export would code it (`types.…`). What the contract holds, the underlying type, is a second row of
//! figures (`underlying.…`).
//!
//! The sentence's type is that of the event which fits both sides best: by the names that act and undergo, by its place
//! between them, earlier before later, and by its confidence; where the words of the event are labelled too, of those that
//! stand there. Macro F1 over the types that occur. Labels of older versions count as the types that have taken their
//! place.

use crate::reliability::Points;
use crate::scorer::{Figure, Scores};
use anyhow::Context;
use rayon::prelude::*;
use segun::{Event, EventType, Options, Reader, Reading, Report, Span};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Labels that are no type of PLOVER 2.0: types that have become part of another one, and an error of typing.
const OTHER_LABELS: &[(&str, EventType)] = &[
    ("DEMAND", EventType::Request),
    ("DISAPPROVE", EventType::Accuse),
    ("INVESTIGATE", EventType::Accuse),
    ("SACTION", EventType::Sanction),
];

/// The label of corpora that do not tell a concession in words from one in deeds.
const YIELD: &str = "YIELD";

/// A sentence with its gold type and where its sides stand.
struct Case {
    report: Report,
    /// Its class: a type's name, or [`YIELD`].
    class: &'static str,
    source: Option<Span>,
    target: Option<Span>,
    /// Where the event itself stands, if that is annotated.
    event: Option<Span>,
}

/// The class of a coding by its label, or by its CAMEO code where it has none; `None` where version 2.0 has no such type
/// (CRIME).
fn class_of(coding: &Value) -> Option<&'static str> {
    let text = |key: &str| coding[key].as_str().filter(|text| !text.is_empty());
    let Some(label) = text("type") else {
        return segun_export::of_cameo(text("code")?).map(EventType::as_str);
    };
    if label == YIELD {
        return Some(YIELD);
    }
    let other = || OTHER_LABELS.iter().find(|(other, _)| *other == label).map(|(_, kind)| *kind);
    EventType::from_name(label).or_else(other).map(EventType::as_str)
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
            let Some(class) = class_of(&coding) else { continue };
            cases.push(Case {
                report: report.clone(),
                class,
                source: find("source"),
                target: find("target"),
                event: if whole { None } else { find("text") },
            });
        }
    }
    Ok(cases)
}

/// The type that the reading gives to the case's event, where `typed` says which one an event has.
fn chosen(case: &Case, reading: &Reading, typed: impl Fn(&Event) -> Option<EventType>) -> Option<EventType> {
    let plays = |ids: &[String], side: Option<Span>| {
        side.is_some_and(|side| {
            let named = reading.entities.iter().filter(|e| ids.contains(&e.id));
            named.flat_map(|e| &e.mentions).any(|m| m.span.overlaps(side))
        })
    };
    let fit = |rank: usize, event: &Event| {
        let mut score = event.confidence - 0.6 * rank as f32;
        score += 2.0 * f32::from(plays(&event.actor, case.source));
        score += 2.0 * f32::from(plays(&event.recipient, case.target));
        if let (Some(source), Some(target)) = (case.source, case.target) {
            let (low, high) = (source.start.min(target.start), source.end.max(target.end));
            score += f32::from(event.trigger.start >= low && event.trigger.end <= high);
        }
        // What a side is described by is not what it does.
        let within = [case.source, case.target].into_iter().flatten().any(|s| s.contains(event.trigger));
        score - 2.0 * f32::from(within)
    };
    let events = reading.events.iter().filter(|event| case.event.is_none_or(|s| s.overlaps(event.trigger)));
    let candidates = events.enumerate().filter_map(|(rank, event)| Some((typed(event)?, fit(rank, event))));
    candidates.max_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(kind, _)| kind)
}

/// Measures `reader`; `None` where the language is not served.
pub(crate) fn measure(reader: &Reader, path: &Path) -> anyhow::Result<Option<Scores>> {
    let cases = cases(path)?;
    let yields = cases.iter().any(|case| case.class == YIELD);
    let class = |kind: EventType| match kind {
        EventType::Concede | EventType::Retreat if yields => YIELD,
        kind => kind.as_str(),
    };
    let pairs: Vec<Option<[Pair; 2]>> = cases
        .par_iter()
        .map(|case| {
            let reading = reader.read(case.report.clone(), Options::default()).ok()?;
            let coded = chosen(case, &reading, segun_export::coded_type).map(class);
            let underlying = chosen(case, &reading, |event| event.kind).map(class);
            Some([(case.class, coded), (case.class, underlying)])
        })
        .collect();
    let (coded, underlying): (Vec<Pair>, Vec<Pair>) =
        pairs.into_iter().flatten().map(|[coded, underlying]| (coded, underlying)).unzip();
    if coded.is_empty() {
        return Ok(None);
    }
    let mut figures = BTreeMap::new();
    compare("types", &coded, &mut figures);
    compare("underlying", &underlying, &mut figures);
    let documents = coded.len() as u64;
    Ok(Some(Scores { documents, missing: 0, text_differs: 0, figures, reliability: Points::new() }))
}

/// Gold class of a case and ours.
type Pair = (&'static str, Option<&'static str>);

/// Figures of `pairs` under `name`: each class that occurs, all together, and the mean of the classes.
fn compare(name: &str, pairs: &[Pair], figures: &mut BTreeMap<String, Figure>) {
    let count = |holds: &dyn Fn(&Pair) -> bool| pairs.iter().filter(|pair| holds(pair)).count() as u64;
    let classes: BTreeSet<&'static str> = pairs.iter().map(|(gold, _)| *gold).collect();
    let found = count(&|(_, ours)| ours.is_some());
    let all = pairs.len() as u64;
    let mut sum = 0.0;
    for &class in &classes {
        let right = count(&|(gold, ours)| *gold == class && *ours == Some(class));
        let figure =
            Figure::of(right, count(&|(_, ours)| *ours == Some(class)), count(&|(gold, _)| *gold == class));
        sum += figure.f1;
        figures.insert(format!("{name}.{class}"), figure);
    }
    let right = count(&|(gold, ours)| Some(*gold) == *ours);
    figures.insert(format!("{name}.accuracy"), Figure::of(right, found, all));
    let f1 = sum / classes.len().max(1) as f64;
    figures.insert(
        format!("{name}.macro_f1"),
        Figure { f1, p: 0.0, r: 0.0, right, predicted: found, gold: all },
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn labels_of_older_versions_are_the_types_of_today() {
        let class = |label: &str, code: &str| class_of(&json!({ "type": label, "code": code }));
        assert_eq!(class("AGREE", "03"), Some("AGREE"));
        assert_eq!(class("DEMAND", "10"), Some("REQUEST"));
        assert_eq!(class("INVESTIGATE", "09"), Some("ACCUSE"));
        assert_eq!(class("YIELD", ""), Some("YIELD"));
        assert_eq!(class("", "190_use_conventional_military_force"), Some("ASSAULT"));
        assert_eq!(class("", "191_impose_blockade_restrict_movement"), Some("COERCE"));
        assert_eq!(class("CRIME", ""), None);
        assert_eq!(class("", ""), None);
    }

    #[test]
    fn figures_are_of_the_classes_that_occur() {
        let pairs = [("AID", Some("AID")), ("AID", None), ("REJECT", Some("AID"))];
        let mut figures = BTreeMap::new();
        compare("types", &pairs, &mut figures);
        assert_eq!(figures.len(), 4);
        assert!((figures["types.AID"].f1 - 0.5).abs() < 1e-9);
        assert!((figures["types.macro_f1"].f1 - 0.25).abs() < 1e-9);
        assert_eq!((figures["types.accuracy"].right, figures["types.accuracy"].predicted), (1, 2));
    }
}
