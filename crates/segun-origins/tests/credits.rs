//! Plain-text cases of credits: `tests/cases/credits.CODE.txt`, one file a language.
//!
//! A case is a head and a text. The head is `== ID KIND` for what [`Credits::all`] must find (several separated by
//! commas, in text order), `== -` where it must find nothing; `publisher NAME` may follow behind `;`.
//! `\n` in the text is a line feed.

use segun_origins::Credits;
use std::fs;
use std::path::Path;

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let credits = Credits::default();
    let (mut wrong, mut all) = (Vec::new(), 0);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let Some(code) = name.strip_prefix("credits.").and_then(|n| n.strip_suffix(".txt")) else { continue };
        let content = fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = content.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).collect();
        for case in lines.chunks(2) {
            let head =
                case[0].strip_prefix("== ").unwrap_or_else(|| panic!("{name}: '{}' is no head", case[0]));
            let (expected, publisher) = match head.split_once(';') {
                Some((e, rest)) => (e.trim(), rest.trim().strip_prefix("publisher ")),
                None => (head.trim(), None),
            };
            let text = case[1].replace("\\n", "\n");
            let found: Vec<String> = credits
                .all(&text, publisher, Some(code))
                .iter()
                .map(|c| format!("{} {}", c.source, c.kind.name()))
                .collect();
            let found = if found.is_empty() { "-".to_owned() } else { found.join(", ") };
            all += 1;
            if found != expected {
                wrong.push(format!("{name}: {text}\n  expected {expected}\n  found    {found}"));
            }
        }
    }
    assert!(all >= 60, "only {all} cases");
    assert!(wrong.is_empty(), "{} of {all} cases:\n{}", wrong.len(), wrong.join("\n"));
}
