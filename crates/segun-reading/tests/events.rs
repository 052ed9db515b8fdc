//! Events against plain-text cases, read with the model that comes with the program.

#![allow(clippy::print_stderr)] // what went wrong is worth reading also where enough is right

#[path = "cases/files.rs"]
mod cases;

use segun_reading::{Options, Reader};
use segun_report::{Event, Reading, Report};

/// Fewest texts of a language.
const LEAST: usize = 15;

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

/// Reads the cases of one language; says what went wrong and whether enough was right.
fn run(reader: &Reader, language: &str, file: &str) -> Result<(), String> {
    let must_pass = cases::must_pass(file);
    let mut cases: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in file.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        match (line.strip_prefix("> "), cases.last_mut()) {
            (Some(text), _) => cases.push((text, Vec::new())),
            (None, Some((_, expected))) => expected.push(line),
            (None, None) => panic!("an event before any text: {line}"),
        }
    }
    assert!(cases.len() >= LEAST, "only {} cases", cases.len());
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
    let all = cases.len();
    eprintln!("{language}: {right} of {all} texts right");
    if share >= must_pass {
        Ok(())
    } else {
        Err(format!("{language}: {right} of {all} texts right, {must_pass} wanted"))
    }
}

#[test]
fn the_cases_of_every_language() {
    let reader = Reader::from_model(MODEL).expect("the model that comes with the program");
    let failed: Vec<String> = cases::of("events")
        .iter()
        .filter_map(|(language, file)| run(&reader, language, file).err())
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// A report in Spanish without a date.
fn report(text: &str) -> Report {
    Report { language: Some("es".into()), text: text.to_owned(), ..Report::default() }
}

#[test]
fn the_network_sees_a_long_report_in_parts() {
    let reader = Reader::from_model(MODEL).expect("the model that comes with the program");
    let text = "Perú acusó a Chile. Bolivia apoyó a Ecuador. ".repeat(200);
    let (reading, graphs, _) = reader.graphs(report(&text)).expect("a served language");
    assert!(graphs.len() > 1);
    assert!(graphs.iter().all(|graph| graph.nodes.len() <= 256));
    let seen: Vec<usize> = graphs.iter().flat_map(|graph| graph.events().collect::<Vec<_>>()).collect();
    assert_eq!(seen, (0..reading.events.len()).collect::<Vec<_>>());
    let events = reader.read(report(&text), Options::default()).expect("a served language").events;
    assert!(events.iter().all(|event| !event.actor.is_empty()));
}
