//! Events against plain-text cases, read with the model that comes with the program.

#![allow(clippy::print_stderr)] // what went wrong is worth reading also where enough is right

use segun_reading::{Options, Reader};
use segun_report::{Event, Reading, Report};

/// Share of texts of each language whose events must all be right; raise it when more are.
const MUST_PASS: f64 = 0.8;

static MODEL: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/segun-base.safetensors"));

fn shown(reading: &Reading, event: &Event) -> String {
    let names = |ids: &[String]| {
        let names: Vec<&str> =
            reading.entities.iter().filter(|e| ids.contains(&e.id)).map(|e| e.name.as_str()).collect();
        if names.is_empty() { "-".to_owned() } else { names.join(", ") }
    };
    [
        event.trigger.of(&reading.report.text),
        event.kind.map_or("-", |kind| kind.as_str()),
        &names(&event.actor),
        &names(&event.recipient),
        event.certainty.as_str(),
        event.polarity.as_str(),
        event.when.as_str(),
    ]
    .join(" | ")
}

fn run(language: &str, file: &str, least: usize) {
    let reader = Reader::from_model(MODEL).expect("the model that comes with the program");
    let mut cases: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in file.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        match (line.strip_prefix("> "), cases.last_mut()) {
            (Some(text), _) => cases.push((text, Vec::new())),
            (None, Some((_, expected))) => expected.push(line),
            (None, None) => panic!("an event before any text: {line}"),
        }
    }
    assert!(cases.len() >= least, "only {} cases", cases.len());
    let mut right = 0;
    for (text, expected) in &cases {
        let report = Report {
            language: Some(language.into()),
            published: "2026-03-12".parse().ok(),
            text: (*text).to_owned(),
            ..Report::default()
        };
        let reading = reader.read(report, Options::default()).expect("a served language");
        let found: Vec<String> = reading.events.iter().map(|e| shown(&reading, e)).collect();
        if found == *expected {
            right += 1;
        } else {
            eprintln!("> {text}\n{}", found.join("\n"));
        }
    }
    let share = f64::from(right) / cases.len() as f64;
    assert!(share >= MUST_PASS, "{language}: {right} of {} texts right, {MUST_PASS} wanted", cases.len());
}

#[test]
fn spanish() {
    run("es", include_str!("cases/events.es.txt"), 20);
}

#[test]
fn english() {
    run("en", include_str!("cases/events.en.txt"), 15);
}
