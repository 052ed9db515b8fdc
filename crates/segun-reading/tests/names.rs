//! Names and their types against plain-text cases, read with the model that comes with the program.

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
    let read = |text: &str| names(reader, language, text);
    cases::check(language, file, "names", read, |found, line| {
        let (kind, name) = line.split_once(" | ").expect("TYPE | NAME");
        is_right(found, kind, name)
    })
}

#[test]
fn the_cases_of_every_language() {
    let reader = Reader::from_model(MODEL).expect("the model that comes with the program");
    let failed: Vec<String> =
        cases::of("names").iter().filter_map(|(language, file)| run(&reader, language, file).err()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
