//! Names and their types against plain-text cases, read with the model that comes with the program.

#![allow(clippy::print_stderr)] // what went wrong is worth reading also where enough is right

#[path = "cases/files.rs"]
mod cases;

use segun_reading::{Options, Reader};
use segun_report::{MentionKind, Report};

static MODEL: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/segun-base.safetensors"));

/// What a case gives as the type of words that are no name.
const NONE: &str = "-";

/// Type and text of each name in `text`.
fn names(reader: &Reader, language: &str, text: &str) -> Vec<(String, String)> {
    let report = Report { language: Some(language.into()), text: text.to_owned(), ..Report::default() };
    let reading = reader.read(report, Options::default()).expect("a served language");
    let mut found = Vec::new();
    for entity in &reading.entities {
        let named = entity.mentions.iter().filter(|m| m.kind == MentionKind::Name);
        found.extend(named.map(|m| (entity.kind.as_str().to_owned(), m.span.of(text).to_owned())));
    }
    found
}

/// Whether the case holds: the words have that type wherever they are a name, and are one unless it is [`NONE`].
fn is_right(found: &[(String, String)], kind: &str, name: &str) -> bool {
    let mut kinds = found.iter().filter(|(_, text)| text == name).map(|(kind, _)| kind);
    if kind == NONE {
        kinds.next().is_none()
    } else {
        kinds.clone().next().is_some() && kinds.all(|k| k == kind)
    }
}

/// Reads the cases of one language; says what went wrong and whether enough was right.
fn run(reader: &Reader, language: &str, file: &str) -> Result<(), String> {
    let must_pass = cases::must_pass(file);
    let (mut right, mut wanted, mut found) = (0, 0, Vec::new());
    for line in file.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        if let Some(text) = line.strip_prefix("> ") {
            found = names(reader, language, text);
        } else {
            wanted += 1;
            let (kind, name) = line.split_once(" | ").expect("TYPE | NAME");
            if is_right(&found, kind, name) {
                right += 1;
            } else {
                eprintln!("{line}\n    found {found:?}");
            }
        }
    }
    eprintln!("{language}: {right} of {wanted} names right");
    let share = f64::from(right) / f64::from(wanted);
    if share >= must_pass {
        Ok(())
    } else {
        Err(format!("{language}: {right} of {wanted} names right, {must_pass} wanted"))
    }
}

#[test]
fn the_cases_of_every_language() {
    let reader = Reader::from_model(MODEL).expect("the model that comes with the program");
    let failed: Vec<String> =
        cases::of("names").iter().filter_map(|(language, file)| run(&reader, language, file).err()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
