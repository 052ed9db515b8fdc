//! The histories of ten invented events, read from the reports themselves.
//!
//! `lifecycles/NN-name/` holds the reports in the order in which they came (`wire` names those that share an origin) and
//! `expected.tsv`, the steps of the thread that most reports tell of. A day `*` is not compared.

use segun::{Options, Reader, Report};
use segun_claims::{DatedClaim, Day, Extractor, Thread, Threads, history};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Long after the last report.
const LATER: &str = "2027-06-01";

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    files
}

fn read(reader: &Reader, extractor: &Extractor, folder: &Path) -> Threads {
    let mut threads = Threads::new();
    let mut wires: BTreeMap<String, u64> = BTreeMap::new();
    for (n, file) in files(folder).iter().filter(|f| f.extension().is_some_and(|e| e == "json")).enumerate() {
        let value: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let field = |key: &str| value[key].as_str().map(str::to_owned);
        let origin = match field("wire") {
            Some(wire) => *wires.entry(wire).or_insert(n as u64),
            None => n as u64,
        };
        let report = Report {
            id: field("id").unwrap(),
            language: field("language"),
            published: field("published").map(|p| p.parse().unwrap()),
            publisher: field("publisher"),
            text: field("text").unwrap(),
            ..Report::default()
        };
        let reading = reader.read(report, Options::default()).unwrap();
        let dated = |claim| DatedClaim {
            claim,
            report: reading.report.id.clone(),
            published: reading.report.published.map(|p| Day::of(p.date())),
            language: reading.report.language.clone(),
            origin,
            outlet: reading.report.publisher.clone(),
        };
        let claims: Vec<DatedClaim> = extractor.claims(&reading).into_iter().map(dated).collect();
        threads.add(&claims);
    }
    threads
}

fn reports(thread: &Thread) -> usize {
    thread.claims.iter().map(|c| c.report.as_str()).collect::<BTreeSet<_>>().len()
}

fn steps(thread: &Thread) -> Vec<[String; 3]> {
    let told = history(&thread.claims, Day::parse(LATER).unwrap());
    let row = |s: &segun_claims::Step| {
        let day = s.day.map_or_else(String::new, |d| d.to_string());
        [day, s.kind.as_str().to_owned(), s.status.map_or("-", |s| s.as_str()).to_owned()]
    };
    told.steps.iter().map(row).collect()
}

#[test]
fn life_cycles() {
    let reader = segun::reader().unwrap();
    let extractor = Extractor::default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lifecycles");
    let mut wrong = String::new();
    for folder in files(&root).iter().filter(|f| f.is_dir()) {
        let threads = read(&reader, &extractor, folder);
        let main = threads.all().iter().max_by_key(|t| (reports(t), t.claims.len())).unwrap();
        let expected: Vec<[String; 3]> = fs::read_to_string(folder.join("expected.tsv"))
            .unwrap()
            .lines()
            .filter(|l| !l.starts_with('#'))
            .map(|l| {
                let fields: Vec<String> = l.split('\t').map(str::to_owned).collect();
                fields.try_into().unwrap()
            })
            .collect();
        let told = steps(main);
        let same = |(a, b): (&[String; 3], &[String; 3])| (b[0] == "*" || a[0] == b[0]) && a[1..] == b[1..];
        if told.len() != expected.len() || !told.iter().zip(&expected).all(same) {
            writeln!(wrong, "{}\n  expected {expected:?}\n  told     {told:?}", folder.display()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
