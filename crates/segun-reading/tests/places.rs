//! Places against plain-text cases, read with the model that comes with the program.

#[path = "cases/files.rs"]
mod cases;

use segun_reading::{Options, Reader};
use segun_report::{EntityType, Report};

static MODEL: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/segun-base.safetensors"));

/// Degrees by which a point may be beside the one wanted.
const BESIDE: f64 = 1.0;

type At = Option<(f64, f64)>;

/// Name and point of each place, and of organisations that have one.
fn places(reader: &Reader, language: &str, text: &str) -> Vec<(String, At)> {
    let report = Report { language: Some(language.into()), text: text.to_owned(), ..Report::default() };
    let reading = reader.read(report, Options::default()).expect("a served language");
    let all = reading.entities.into_iter().filter(|e| e.kind == EntityType::Location || e.lat.is_some());
    all.map(|e| (e.name, e.lat.zip(e.lon))).collect()
}

fn is_right(found: At, wanted: At) -> bool {
    match (found, wanted) {
        (Some(a), Some(b)) => (a.0 - b.0).abs() <= BESIDE && (a.1 - b.1).abs() <= BESIDE,
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// Reads the cases of one language; says what went wrong and whether enough was right.
fn run(reader: &Reader, language: &str, file: &str) -> Result<(), String> {
    let read = |text: &str| places(reader, language, text);
    cases::check(language, file, "places", read, |found, line| {
        let fields: Vec<&str> = line.split(" | ").collect();
        let at = fields[1].parse().ok().zip(fields[2].parse().ok());
        found.iter().any(|(name, is)| name == fields[0] && is_right(*is, at))
    })
}

#[test]
fn the_cases_of_every_language() {
    let reader = Reader::from_model(MODEL).expect("the model that comes with the program");
    let failed: Vec<String> = cases::of("places")
        .iter()
        .filter_map(|(language, file)| run(&reader, language, file).err())
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
