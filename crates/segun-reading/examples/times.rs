//! Finds the time expressions of reports without an encoder: the time grammar needs words only.
//!
//! `cargo run -p segun-reading --example times -- REPORTS.jsonl` writes one object of the
//! contract a line. An input line has `text` and `language`, and `id` and `published` where known.

#![allow(clippy::print_stdout, clippy::print_stderr)] // an example's own output

use segun_language::Language;
use segun_reading::{Document, times};
use segun_report::{Reading, Report, json};
use segun_syntax::Analysis;
use segun_tokens::Tokenizer;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: times REPORTS.jsonl")?;
    let mut grammars: Vec<(Language, times::Grammar)> =
        Language::all().into_iter().map(|l| (l, times::Grammar::load(l))).collect();
    grammars.sort_by_key(|(l, _)| l.code());
    for problem in grammars.iter().flat_map(|(_, grammar)| grammar.problems()) {
        eprintln!("{problem}");
    }
    for line in std::fs::read_to_string(path)?.lines().filter(|l| !l.trim().is_empty()) {
        let object: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| object[name].as_str().map(str::to_owned);
        let report = Report {
            id: field("id").unwrap_or_default(),
            language: field("language"),
            published: field("published").and_then(|p| p.parse().ok()),
            text: field("text").ok_or("a line has no text")?,
            ..Report::default()
        };
        let code = report.language.clone().unwrap_or_default();
        let (language, grammar) =
            grammars.iter().find(|(l, _)| l.code() == code).ok_or("a line has no served language")?;
        let sentences = Tokenizer::new(*language).sentences(&report.text);
        let sentences =
            sentences.into_iter().map(|sentence| Analysis { sentence, ..Analysis::default() }).collect();
        let document = Document { report, language: *language, sentences };
        let times = times::find(&document, grammar);
        let reading = Reading { report: document.report, times, ..Reading::default() };
        println!("{}", json::to_string(&reading, json::Options { explain: true }));
    }
    Ok(())
}
