//! Reads a folder of reports (JSON objects with the contract's keys) and tells the history of each thread.
//!
//! Run with `cargo run -p segun-claims --example threads -- FOLDER [DAY]`; the histories are as of `DAY`.

#![allow(clippy::print_stdout)] // what an example is for

use segun::{Options, Report};
use segun_claims::{Claim, DatedClaim, Day, Extractor, Party, Threads, history};
use serde_json::Value;
use std::collections::BTreeSet;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("a folder of reports is needed")?;
    let as_of = arguments.next().and_then(|day| Day::parse(&day)).unwrap_or(Day(i32::MAX / 2));
    let reader = segun::reader()?;
    let extractor = Extractor::default();
    let mut files: Vec<_> =
        std::fs::read_dir(folder)?.map(|f| f.map(|f| f.path())).collect::<Result<_, _>>()?;
    files.retain(|f| f.extension().is_some_and(|e| e == "json"));
    files.sort();
    let mut threads = Threads::new();
    let mut texts = std::collections::BTreeMap::new();
    for (n, file) in files.iter().enumerate() {
        let value: Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
        let field = |key: &str| value[key].as_str().map(str::to_owned);
        let report = Report {
            id: field("id").unwrap_or_else(|| file.display().to_string()),
            language: field("language"),
            published: field("published").and_then(|p| p.parse().ok()),
            publisher: field("publisher"),
            text: field("text").unwrap_or_default(),
            ..Report::default()
        };
        let reading = reader.read(report, Options::default())?;
        let report = &reading.report;
        let dated = |claim| DatedClaim {
            claim,
            report: report.id.clone(),
            published: report.published.map(|p| Day::of(p.date())),
            language: report.language.clone(),
            origin: n as u64,
            outlet: report.publisher.clone(),
        };
        let claims: Vec<DatedClaim> = extractor.claims(&reading).into_iter().map(dated).collect();
        threads.add(&claims);
        texts.insert(reading.report.id.clone(), reading.report.text);
    }
    for thread in threads.all() {
        let reports: BTreeSet<&str> = thread.claims.iter().map(|c| c.report.as_str()).collect();
        let kind = thread.profile.kind().map_or("-", |k| k.as_str());
        let who: Vec<&str> = thread.profile.parties().map(|p| p.name.as_str()).collect();
        println!("\n{kind} {} — {} claims in {} reports", who.join(", "), thread.claims.len(), reports.len());
        for step in history(&thread.claims, as_of).steps {
            let day = step.day.map_or_else(String::new, |d| d.to_string());
            println!("  {day} {} ({} reports)", step.kind.as_str(), step.reports);
            for &n in &step.claims {
                let claim = &thread.claims[n];
                let sentence = texts.get(&claim.report).map_or("", |text| claim.claim.sentence.of(text));
                println!("    {} {}: {sentence}", claim.report, shown(&claim.claim));
            }
        }
        for claim in thread.claims.iter() {
            println!("  = {} {} {}", claim.report, claim.claim.word, shown(&claim.claim));
        }
        for (before, link) in &thread.links {
            println!("  + {} {link}", thread.claims[*before].report);
        }
    }
    Ok(())
}

/// What the claim says, and by whose word.
fn shown(claim: &Claim) -> String {
    let names = |parties: &[Party]| parties.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join("+");
    let day = |day: Option<Day>| day.map_or_else(|| "…".to_owned(), |d| d.to_string());
    let holder = claim.holder.as_ref().map_or_else(
        || "author".to_owned(),
        |h| format!("{} {} {}", h.name, h.affiliation.as_deref().unwrap_or("?"), h.stance.as_str()),
    );
    format!(
        "[{} > {} @ {} | {}{} {} {}/{} {} | {holder}]",
        names(&claim.actors),
        names(&claim.recipients),
        names(&claim.places),
        claim.polarity.as_str(),
        claim.certainty.as_str(),
        claim.when.as_str(),
        day(claim.window.from),
        day(claim.window.to),
        claim.context.turn.map_or("", |t| t.as_str()),
    )
}
