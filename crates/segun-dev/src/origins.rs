//! `segun-dev origins`: how well reports of one origin are found among others.
//!
//! The benchmark is synthetic: reports of the corpora are edited by rules (`edits`, `rules`, `data/origins/`) as
//! outlets edit what they take over. Its positives are a report and its edited versions, and these
//! among themselves; its negatives are all other pairs, of which the pairs on one topic (`corpus`) are shown apart.
//! One half of the reports is for tuning, the other for measuring. Real reprints may be edited otherwise.

mod corpus;
mod edits;
mod rules;

use crate::random::Random;
use corpus::{Corpus, Item};
use edits::Edit;
use rules::Rules;
use segun_origins::{Credit, Credits, Fingerprint, Grouping, compare, is_alike, keys, wire_of};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;
use std::time::Instant;

/// The files, by language.
const FILES: [(&str, &str); 2] = [("es", "news.es.jsonl.gz"), ("pt", "news.pt.jsonl.gz")];
/// The share of reports that have edited versions; the others are there to be mistaken.
const EDITED: f64 = 0.5;
/// The share of reports that credit an agency, and of their versions that keep the credit.
const CREDITED: f64 = 0.3;
const KEEPS_CREDIT: f64 = 0.7;
/// Few, so that reports on one topic often credit the same one.
const AGENCIES: [&str; 3] = ["EFE", "Reuters", "AFP"];
/// Reports on the same topic that are looked at for each report.
const NEIGHBOURS: usize = 3;

/// Options of `segun-dev origins`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder with news.es.jsonl.gz and news.pt.jsonl.gz
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Number that all chance follows from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Which half of the reports
    #[arg(long, value_enum, default_value_t = Part::Held)]
    part: Part,
    /// Write JSON
    #[arg(long)]
    json: bool,
    /// Show this many mistakes of each kind
    #[arg(long, default_value_t = 0)]
    show: usize,
    /// List the duplicates that the corpora have themselves
    #[arg(long)]
    duplicates: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// The half that thresholds were chosen on
    Tuning,
    /// The half held out
    Held,
}

/// A report of the benchmark.
struct Document {
    id: String,
    edit: Edit,
    /// The reports that it is made of.
    made_of: BTreeSet<usize>,
    text: String,
    /// Its word 3-grams.
    runs: Vec<u64>,
    fingerprint: Fingerprint,
    credit: Option<Credit>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if !arguments.data.is_dir() {
        eprintln!("segun-dev: SKIPPED: no corpora under {}; nothing was measured", arguments.data.display());
        return Ok(());
    }
    let mut all = Vec::new();
    for (language, file) in FILES {
        let corpus = corpus::load(&arguments.data.join(file))?;
        if arguments.duplicates {
            for (kept, left_out, share) in &corpus.duplicates {
                println!("{share:.2}\t{kept}\t{left_out}");
            }
            continue;
        }
        all.push(measure(language, corpus, arguments));
    }
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&json!({ "synthetic": true, "languages": all }))?);
    } else {
        all.iter().for_each(print);
    }
    Ok(())
}

/// Counts of right and wrong decisions.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    pairs: usize,
    keys: usize,
    text: usize,
    origin: usize,
    /// Sum of the share of word 3-grams.
    shared: f64,
}

impl Counts {
    fn json(&self) -> Value {
        let share = |n: usize| n as f64 / self.pairs.max(1) as f64;
        json!({
            "pairs": self.pairs, "share_a_key": share(self.keys), "alike": share(self.text),
            "one_origin": share(self.origin), "shared_3_grams": self.shared / self.pairs.max(1) as f64,
        })
    }
}

fn measure(language: &str, corpus: Corpus, arguments: &Arguments) -> Value {
    let wanted = |item: &Item| {
        let tuning = Random::new(0, &item.id).chance(0.5);
        tuning == (arguments.part == Part::Tuning)
    };
    let items: Vec<Item> = corpus.items.into_iter().filter(wanted).collect();
    let documents = documents(&items, language, arguments.seed);

    let started = Instant::now();
    for document in &documents {
        std::hint::black_box(Fingerprint::of(&document.text));
    }
    let fingerprinting = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let mut grouping = Grouping::default();
    for document in &documents {
        grouping.insert(&document.id, document.fingerprint.clone(), document.credit.as_ref());
    }
    let grouped = started.elapsed().as_secs_f64();

    let (mut kinds, mut negatives) = (BTreeMap::<&str, Counts>::new(), Counts::default());
    let mut lost = Vec::new();
    let of_item = by_item(&documents);
    let mut seen = HashSet::new();
    for members in of_item.values() {
        for (i, &a) in members.iter().enumerate() {
            for &b in &members[i + 1..] {
                if seen.insert((a.min(b), a.max(b))) {
                    let (a, b) = (&documents[a], &documents[b]);
                    let kind = match (a.edit, b.edit) {
                        (Edit::None, edit) | (edit, Edit::None) => edit.name(),
                        _ => "two edited versions",
                    };
                    let right = count(kinds.entry(kind).or_default(), a, b, &grouping);
                    if !right {
                        lost.push(format!("{kind}: {} {}", a.id, b.id));
                    }
                }
            }
        }
    }
    let positives = seen.len();
    let (mut found, mut false_pairs) = (0, Vec::new());
    let numbers: BTreeMap<&str, usize> =
        documents.iter().enumerate().map(|(i, d)| (d.id.as_str(), i)).collect();
    let mut predicted = HashSet::new();
    for group in grouping.groups() {
        for (i, a) in group.iter().enumerate() {
            for b in &group[i + 1..] {
                let (a, b) = (numbers[a], numbers[b]);
                if !predicted.insert((a.min(b), a.max(b))) {
                    continue;
                }
                if documents[a].made_of.is_disjoint(&documents[b].made_of) {
                    false_pairs.push((a, b));
                } else {
                    found += 1;
                }
            }
        }
    }
    let mut wrong = Vec::new();
    let originals: BTreeMap<usize, usize> = documents
        .iter()
        .enumerate()
        .filter(|(_, d)| d.edit == Edit::None)
        .filter_map(|(i, d)| Some((*d.made_of.first()?, i)))
        .collect();
    let mut looked_at = HashSet::new();
    for (item, near) in corpus::neighbours(&items, NEIGHBOURS).iter().enumerate() {
        for &other in near {
            if looked_at.insert((item.min(other), item.max(other))) {
                let (a, b) = (&documents[originals[&item]], &documents[originals[&other]]);
                if count(&mut negatives, a, b, &grouping) {
                    let likeness = compare(&a.fingerprint, &b.fingerprint);
                    wrong.push(format!("{} {}: {likeness:?}", a.id, b.id));
                }
            }
        }
    }
    if arguments.show > 0 {
        false_pairs.sort_unstable();
        let pairs = false_pairs.iter().map(|&(a, b)| {
            let likeness = compare(&documents[a].fingerprint, &documents[b].fingerprint);
            format!("{} {}: {likeness:?}", documents[a].id, documents[b].id)
        });
        for (head, lines) in [("lost", lost), ("wrong", pairs.collect()), ("wrong on one topic", wrong)] {
            eprintln!("{language}, {head}: {}", lines.len());
            let step = lines.len().checked_div(arguments.show).unwrap_or_default().max(1);
            lines.iter().step_by(step).take(arguments.show).for_each(|line| eprintln!("  {line}"));
        }
    }
    let precision = found as f64 / (found + false_pairs.len()).max(1) as f64;
    let recall = found as f64 / positives.max(1) as f64;
    let n = documents.len() as f64;
    let bytes: usize = documents.iter().map(|d| d.fingerprint.to_bytes().len()).sum();
    json!({
        "language": language,
        "part": if arguments.part == Part::Held { "held out" } else { "tuning" },
        "duplicates_left_out": corpus.duplicates.len(),
        "reports": items.len(),
        "documents": documents.len(),
        "positive_pairs": positives,
        "false_pairs": false_pairs.len(),
        "precision": precision,
        "recall": recall,
        "f1": 2.0 * precision * recall / (precision + recall).max(1e-9),
        "kinds": kinds.iter().map(|(kind, counts)| (*kind, counts.json())).collect::<BTreeMap<_, _>>(),
        "same_topic": negatives.json(),
        "compared_pairs": grouping.compared(),
        "share_of_all_pairs": grouping.compared() as f64 / (n * (n - 1.0) / 2.0),
        "fingerprints_per_second": (n / fingerprinting).round(),
        "lookups_per_second": (n / grouped).round(),
        "bytes_per_fingerprint": bytes / documents.len().max(1),
        "words_per_report": documents.iter().map(|d| d.text.split_whitespace().count()).sum::<usize>() / documents.len().max(1),
    })
}

/// Adds a pair to `counts`; whether the two have one origin.
fn count(counts: &mut Counts, a: &Document, b: &Document, grouping: &Grouping) -> bool {
    let likeness = compare(&a.fingerprint, &b.fingerprint);
    let wires = [wire_of(a.credit.as_ref()), wire_of(b.credit.as_ref())];
    let shares_key = keys(&a.fingerprint).iter().any(|key| keys(&b.fingerprint).binary_search(key).is_ok());
    let one_origin = grouping.share_origin(&a.id, &b.id);
    let (x, y) = (&a.runs, &b.runs);
    let shared = x.iter().filter(|run| y.binary_search(run).is_ok()).count();
    counts.pairs += 1;
    counts.keys += usize::from(shares_key);
    counts.text += usize::from(likeness.is_some_and(|l| is_alike(&l, wires)));
    counts.origin += usize::from(one_origin);
    counts.shared += shared as f64 / (x.len() + y.len() - shared).max(1) as f64;
    one_origin
}

/// The documents made of each report.
fn by_item(documents: &[Document]) -> BTreeMap<usize, Vec<usize>> {
    let mut of_item: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, document) in documents.iter().enumerate() {
        document.made_of.iter().for_each(|&item| of_item.entry(item).or_default().push(i));
    }
    of_item
}

/// All reports, half of them with an edited version of each kind, in an order by chance.
fn documents(items: &[Item], language: &str, seed: u64) -> Vec<Document> {
    let (rules, credits) = (Rules::load(language), Credits::default());
    let mut documents = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let mut random = Random::new(seed, &item.id);
        let agency = random.pick(&AGENCIES).filter(|_| random.clone().chance(CREDITED)).copied();
        let versions = random.chance(EDITED);
        let edits = Edit::CHANGES.iter().filter(|_| versions);
        for &edit in [Edit::None].iter().chain(edits) {
            let other = (number + 1 + random.below(items.len() - 1)) % items.len();
            let mut text = edits::edited(&item.text, &items[other].text, edit, &rules, &mut random);
            if let Some(agency) = agency.filter(|_| edit == Edit::None || random.chance(KEEPS_CREDIT)) {
                text = edits::credited(&text, agency, &rules, &mut random);
            }
            let also = matches!(edit, Edit::Merged | Edit::Part).then_some(other);
            documents.push(Document {
                id: format!("{} {}", item.id, edit.name()),
                edit,
                made_of: also.into_iter().chain([number]).collect(),
                fingerprint: Fingerprint::of(&text),
                credit: credits.wire(&text, None, Some(&item.language)),
                runs: corpus::runs(&text, 3),
                text,
            });
        }
    }
    Random::new(seed, "order").shuffle(&mut documents);
    documents
}

fn print(of: &Value) {
    let number = |value: &Value| value.as_f64().unwrap_or_default();
    println!(
        "{}, {} half (synthetic): {} reports ({} duplicates left out), {} documents of {} words",
        of["language"].as_str().unwrap_or_default(),
        of["part"].as_str().unwrap_or_default(),
        of["reports"],
        of["duplicates_left_out"],
        of["documents"],
        of["words_per_report"],
    );
    println!(
        "  pairs: precision {:.4} recall {:.4} F1 {:.4}; {} of one origin, {} wrongly joined",
        number(&of["precision"]),
        number(&of["recall"]),
        number(&of["f1"]),
        of["positive_pairs"],
        of["false_pairs"],
    );
    println!("  {:<26}{:>8}{:>11}{:>8}{:>8}{:>8}", "edit", "pairs", "3-grams", "key", "alike", "origin");
    let row = |name: &str, counts: &Value| {
        println!(
            "  {name:<26}{:>8}{:>11.3}{:>8.4}{:>8.4}{:>8.4}",
            number(&counts["pairs"]),
            number(&counts["shared_3_grams"]),
            number(&counts["share_a_key"]),
            number(&counts["alike"]),
            number(&counts["one_origin"]),
        );
    };
    of["kinds"].as_object().into_iter().flatten().for_each(|(name, counts)| row(name, counts));
    row("one topic, other text", &of["same_topic"]);
    println!(
        "  {} pairs compared ({:.4} % of all); {} fingerprints/s and {} look-ups with decision/s on one thread; {} bytes a fingerprint",
        of["compared_pairs"],
        100.0 * number(&of["share_of_all_pairs"]),
        of["fingerprints_per_second"],
        of["lookups_per_second"],
        of["bytes_per_fingerprint"],
    );
}
