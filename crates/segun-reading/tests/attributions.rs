//! Attributions against plain-text cases, read with the model that comes with the program.

#![allow(clippy::print_stderr)] // a skipped test says so

#[path = "cases/files.rs"]
mod cases;

use segun_reading::{Options, Reader};
use segun_report::{Attribution, Report};
use std::path::Path;

/// One report and the attributions expected, as the case files write them.
struct Case {
    line: usize,
    text: String,
    expected: Vec<String>,
}

fn read_cases(file: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (i, line) in file.lines().enumerate() {
        if let Some(text) = line.strip_prefix("> ") {
            cases.push(Case { line: i + 1, text: text.replace("\\n", "\n"), expected: Vec::new() });
        } else if !line.trim().is_empty()
            && !line.starts_with('#')
            && let Some(case) = cases.last_mut()
        {
            case.expected.push(line.to_owned());
        }
    }
    cases
}

fn shown(text: &str, attribution: &Attribution) -> String {
    let content: Vec<&str> = attribution.content.iter().map(|part| part.of(text)).collect();
    [
        attribution.source.map_or("-", |span| span.of(text)),
        attribution.cue.map_or("-", |span| span.of(text)),
        &content.join(" ; "),
        attribution.stance.as_str(),
        attribution.mode.as_str(),
        attribution.source_kind.as_str(),
    ]
    .join(" | ")
}

/// Reads the cases of one language; says what went wrong and whether enough was right.
fn run(reader: &Reader, language: &str, file: &str) -> Result<(), String> {
    let must_pass = cases::must_pass(file);
    let cases = read_cases(file);
    assert!(cases.len() >= 60, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let report = Report { language: Some(language.into()), text: case.text.clone(), ..Report::default() };
        let reading = reader.read(report, Options::default()).expect("a served language");
        let found: Vec<String> = reading.attributions.iter().map(|a| shown(&case.text, a)).collect();
        if found != case.expected {
            wrong.push(format!(
                "line {}: {}\n  expected {:?}\n  found    {:?}",
                case.line, case.text, case.expected, found
            ));
        }
    }
    let right = 1.0 - wrong.len() as f64 / cases.len() as f64;
    eprintln!("{language}: {right:.3} of {} reports right\n{}", cases.len(), wrong.join("\n"));
    if right >= must_pass { Ok(()) } else { Err(format!("{language}: {right:.3} right, {must_pass} wanted")) }
}

#[test]
fn the_cases_of_every_language() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/segun-base.safetensors");
    let model = std::fs::read(&path).unwrap_or_default();
    if model.is_empty() {
        eprintln!("SKIPPED: {} is missing or empty; no attribution was read", path.display());
        return;
    }
    let reader = match Reader::from_model(&model) {
        Ok(reader) => reader,
        Err(error) => {
            eprintln!("SKIPPED: {error}; no attribution was read");
            return;
        }
    };
    let failed: Vec<String> = cases::of("attributions")
        .iter()
        .filter_map(|(language, file)| run(&reader, language, file).err())
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
