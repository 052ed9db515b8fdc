//! Attributions against plain-text cases, read with the model that comes with the program.

#![allow(clippy::print_stderr)] // a skipped test says so

use segun_reading::{Options, Reader};
use segun_report::{Attribution, Report};
use std::path::Path;

/// Share of reports of each language whose attributions must all be right; raise it when more are.
const MUST_PASS: f64 = 0.9;

/// One report and the attributions expected, as the case files write them.
struct Case {
    line: usize,
    text: String,
    expected: Vec<String>,
}

fn cases(file: &str) -> Vec<Case> {
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

fn run(language: &str, file: &str) {
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
    let cases = cases(file);
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
    assert!(right >= MUST_PASS, "{language}: {right:.3} of the reports right, {MUST_PASS} wanted");
}

#[test]
fn spanish() {
    run("es", include_str!("cases/attributions.es.txt"));
}

#[test]
fn english() {
    run("en", include_str!("cases/attributions.en.txt"));
}
