//! Places against plain-text cases, read with the model that comes with the program.

#![allow(clippy::print_stderr)] // what went wrong is worth reading also where enough is right

use segun_reading::{Options, Reader};
use segun_report::{EntityType, Report};

/// Share of the places of each language that must be right; raise it when more are.
const MUST_PASS: f64 = 0.9;

static MODEL: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/segun-base.safetensors"));

fn places(reader: &Reader, language: &str, text: &str) -> Vec<String> {
    let report = Report { language: Some(language.into()), text: text.to_owned(), ..Report::default() };
    let reading = reader.read(report, Options::default()).expect("a served language");
    let degrees = |at: Option<f64>| at.map_or("-".to_owned(), |at| format!("{}", at.round() + 0.0));
    let all = reading.entities.iter().filter(|e| e.kind == EntityType::Location);
    all.map(|e| format!("{} | {} | {}", e.name, degrees(e.lat), degrees(e.lon))).collect()
}

fn run(language: &str, file: &str) {
    let reader = Reader::from_model(MODEL).expect("the model that comes with the program");
    let (mut right, mut wanted, mut found) = (0, 0, Vec::new());
    for line in file.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        if let Some(text) = line.strip_prefix("> ") {
            found = places(&reader, language, text);
        } else {
            wanted += 1;
            if found.iter().any(|place| place == line) {
                right += 1;
            } else {
                eprintln!("{line}\n    found {}", found.join("; "));
            }
        }
    }
    let share = f64::from(right) / f64::from(wanted);
    assert!(share >= MUST_PASS, "{language}: {right} of {wanted} places right, {MUST_PASS} wanted");
}

#[test]
fn english_cases() {
    run("en", include_str!("cases/places.en.txt"));
}

#[test]
fn spanish_cases() {
    run("es", include_str!("cases/places.es.txt"));
}
