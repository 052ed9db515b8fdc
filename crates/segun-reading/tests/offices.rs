//! Offices and countries of persons against plain-text cases, read with the model that comes with the program.

#![allow(clippy::print_stderr)] // what went wrong is worth reading also where enough is right

#[path = "cases/files.rs"]
mod cases;

use segun_reading::{Options, Reader};
use segun_report::{EntityType, Reading, Report};

static MODEL: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/segun-base.safetensors"));

/// The persons of a reading, as the case files write them.
fn shown(reading: &Reading) -> Vec<String> {
    let persons = reading.entities.iter().filter(|e| e.kind == EntityType::Person);
    persons
        .map(|person| {
            let own = |a: &&segun_report::Attribution| a.source_entity.as_ref() == Some(&person.id);
            let speaks = reading.attributions.iter().rev().find(own).and_then(|a| a.affiliation.as_deref());
            let country = person.country.as_deref();
            format!("{} | {} | {}", person.name, country.unwrap_or("-"), speaks.unwrap_or("-"))
        })
        .collect()
}

#[test]
fn the_cases_of_every_language() {
    let reader = Reader::from_model(MODEL).expect("the model that comes with the program");
    for (language, file) in cases::of("offices") {
        let (mut all, mut right) = (0, 0);
        let lines: Vec<&str> = file.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')).collect();
        for case in lines.chunk_by(|_, next| !next.starts_with("> ")) {
            let [text, expected @ ..] = case else { continue };
            let report = Report {
                language: Some(language.clone()),
                text: text.trim_start_matches("> ").to_owned(),
                ..Report::default()
            };
            let found = shown(&reader.read(report, Options::default()).expect("a served language"));
            all += 1;
            if found == expected {
                right += 1;
            } else {
                eprintln!("{text}\n{}", found.join("\n"));
            }
        }
        eprintln!("{language}: {right} of {all} texts right");
        assert!(all > 0 && f64::from(right) >= f64::from(all) * cases::must_pass(&file), "{language}");
    }
}
