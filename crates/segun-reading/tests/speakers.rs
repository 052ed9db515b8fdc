//! Which person or organisation a source is, against plain-text cases read with the model that comes with the program.

#![allow(clippy::print_stderr)] // what went wrong is worth reading also where enough is right

#[path = "cases/files.rs"]
mod cases;

use segun_reading::{Options, Reader};
use segun_report::{Reading, Report};

static MODEL: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/segun-base.safetensors"));

/// The cues of a reading with the names of those who say it, as the case files write them.
fn shown(reading: &Reading) -> Vec<String> {
    let text = &reading.report.text;
    let name = |id: &String| reading.entities.iter().find(|e| e.id == *id).map(|e| e.name.as_str());
    let line = |a: &segun_report::Attribution| {
        let cue = a.cue.map_or("-", |span| span.of(text));
        format!("{cue} | {}", a.source_entity.as_ref().and_then(name).unwrap_or("-"))
    };
    reading.attributions.iter().map(line).collect()
}

#[test]
fn the_cases_of_every_language() {
    let reader = Reader::from_model(MODEL).expect("the model that comes with the program");
    let mut wrong = Vec::new();
    for (language, file) in cases::of("speakers") {
        let lines: Vec<&str> = file.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')).collect();
        for case in lines.chunk_by(|_, next| !next.starts_with("> ")) {
            let [text, expected @ ..] = case else { continue };
            let text = text.trim_start_matches("> ").replace("\\n", "\n");
            let report = Report { language: Some(language.clone()), text, ..Report::default() };
            let reading = reader.read(report, Options::default()).expect("a served language");
            let found = shown(&reading);
            let missing = expected.iter().filter(|line| !found.iter().any(|f| f == *line));
            wrong.extend(missing.map(|line| format!("{line}: {found:?}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
