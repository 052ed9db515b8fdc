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

/// The claims of each report of one event, in the order in which the reports came. Origins of two events differ.
fn read(reader: &Reader, extractor: &Extractor, folder: &Path, first_origin: u64) -> Vec<Vec<DatedClaim>> {
    let mut wires: BTreeMap<String, u64> = BTreeMap::new();
    let reports = files(folder).into_iter().filter(|f| f.extension().is_some_and(|e| e == "json"));
    let read = reports.zip(first_origin..).map(|(file, n)| {
        let value: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let field = |key: &str| value[key].as_str().map(str::to_owned);
        let origin = field("wire").map_or(n, |wire| *wires.entry(wire).or_insert(n));
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
            story: None,
            near_stories: Vec::new(),
            outlet: reading.report.publisher.clone(),
        };
        extractor.claims(&reading).into_iter().map(dated).collect()
    });
    read.collect()
}

fn reports(thread: &Thread) -> BTreeSet<&str> {
    thread.claims.iter().map(|c| c.report.as_str()).collect()
}

/// The thread of which most of the reports that `belong` tell.
fn main_thread(threads: &Threads, belongs: impl Fn(&str) -> bool) -> &Thread {
    let own = |t: &Thread| reports(t).into_iter().filter(|r| belongs(r)).count();
    let claims = |t: &Thread| t.claims.iter().filter(|c| belongs(&c.report)).count();
    threads.all().iter().max_by_key(|t| (own(t), claims(t))).unwrap()
}

fn steps(thread: &Thread) -> Vec<[String; 3]> {
    let told = history(&thread.claims, Day::parse(LATER).unwrap());
    let row = |s: &segun_claims::Step| {
        let day = s.day.map_or_else(String::new, |d| d.to_string());
        [day, s.kind.as_str().to_owned(), s.status.map_or("-", |s| s.as_str()).to_owned()]
    };
    told.steps.iter().map(row).collect()
}

fn expected(folder: &Path) -> Vec<[String; 3]> {
    let text = fs::read_to_string(folder.join("expected.tsv")).unwrap();
    let rows = text.lines().filter(|l| !l.starts_with('#'));
    let fields = |l: &str| l.split('\t').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap();
    rows.map(fields).collect()
}

/// Each event alone has the expected history, and all events read together have the same ones.
#[test]
fn life_cycles() {
    let reader = segun::reader().unwrap();
    let extractor = Extractor::default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lifecycles");
    let folders: Vec<PathBuf> = files(&root).into_iter().filter(|f| f.is_dir()).collect();
    let mut wrong = String::new();
    let mut everything = Vec::new();
    let mut alone = Vec::new();
    for (n, folder) in folders.iter().enumerate() {
        let mut threads = Threads::new();
        let reports = read(&reader, &extractor, folder, 100 * n as u64);
        for claims in &reports {
            threads.add(claims);
        }
        let told = steps(main_thread(&threads, |_| true));
        let expected = expected(folder);
        let same = |(a, b): (&[String; 3], &[String; 3])| (b[0] == "*" || a[0] == b[0]) && a[1..] == b[1..];
        if told.len() != expected.len() || !told.iter().zip(&expected).all(same) {
            writeln!(wrong, "{}\n  expected {expected:?}\n  told     {told:?}", folder.display()).unwrap();
        }
        alone.push(told);
        everything.extend(reports);
    }
    everything.sort_by_key(|claims| claims.first().and_then(|c| c.published));
    let mut threads = Threads::new();
    for claims in &everything {
        threads.add(claims);
    }
    for (folder, told) in folders.iter().zip(&alone) {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let belongs = |report: &str| report[..2] == name[..2];
        let main = main_thread(&threads, belongs);
        let strangers: Vec<&str> = reports(main).into_iter().filter(|r| !belongs(r)).collect();
        let together = steps(main);
        if !strangers.is_empty() || together != *told {
            writeln!(wrong, "{name} among all\n  strangers {strangers:?}\n  told {together:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
