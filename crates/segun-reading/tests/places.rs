//! Places against plain-text cases, read with the model that comes with the program.

#![allow(clippy::print_stderr)] // what went wrong is worth reading also where enough is right

use segun_reading::{Options, Reader};
use segun_report::{EntityType, Report};

/// Share of the places of each language that must be right; raise it when more are.
const MUST_PASS: f64 = 0.9;

static MODEL: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/segun-base.safetensors"));

/// Degrees by which a point may be beside the one wanted.
const BESIDE: f64 = 1.0;

type At = Option<(f64, f64)>;

/// Name and point of each place.
fn places(reader: &Reader, language: &str, text: &str) -> Vec<(String, At)> {
    let report = Report { language: Some(language.into()), text: text.to_owned(), ..Report::default() };
    let reading = reader.read(report, Options::default()).expect("a served language");
    let all = reading.entities.into_iter().filter(|e| e.kind == EntityType::Location);
    all.map(|e| (e.name, e.lat.zip(e.lon))).collect()
}

fn is_right(found: At, wanted: At) -> bool {
    match (found, wanted) {
        (Some(a), Some(b)) => (a.0 - b.0).abs() <= BESIDE && (a.1 - b.1).abs() <= BESIDE,
        (a, b) => a.is_none() && b.is_none(),
    }
}

fn run(language: &str, file: &str) {
    let reader = Reader::from_model(MODEL).expect("the model that comes with the program");
    let (mut right, mut wanted, mut found) = (0, 0, Vec::new());
    for line in file.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        if let Some(text) = line.strip_prefix("> ") {
            found = places(&reader, language, text);
        } else {
            wanted += 1;
            let fields: Vec<&str> = line.split(" | ").collect();
            let at = fields[1].parse().ok().zip(fields[2].parse().ok());
            if found.iter().any(|(name, is)| name == fields[0] && is_right(*is, at)) {
                right += 1;
            } else {
                eprintln!("{line}\n    found {found:?}");
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
