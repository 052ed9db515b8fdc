//! `segun-dev ecbplus`: event coreference across documents on ECB+ (Cybulska and Vossen 2014).
//!
//! Gold are the event mentions (of validated sentences, topics 36 to 45 for the test), as is usual for this corpus. Ours is
//! everything else: the clusters of documents, lemmas, trees, participants, places, times, types, and of course the clusters
//! of mentions. Baselines and our model run on the same clusters of documents and the same lemmas:
//!
//! - **lemma**: mentions of a document cluster whose heads have one lemma are one event;
//! - **lemma-delta** (Upadhyay et al. 2016): the same, but only between documents whose cosine is above a threshold;
//! - **ours**: a logistic regression over pairs ([`features`]), clustered by average link;
//! - **threads of the ledger** ([`threads`]): what a ledger makes of the documents, one after the other; the mean of several
//!   orders by chance. Most events of this corpus have none of PLOVER's types and are no claims, so all is also scored
//!   on those that are.
//!
//! `--fit` fits weights on the training topics without the development ones, chooses the thresholds on the latter,
//! fits again on all training topics and writes the file. Without it, the committed file is used. The test topics are
//! scored with their gold clusters only at the end.

mod cluster;
pub(crate) mod corpus;
mod features;
mod links;
mod mentions;
mod model;
pub(crate) mod score;
mod terms;
mod threads;

use crate::random::Random;
use cluster::Tree;
use corpus::Document;
use mentions::Readings;
use model::{Model, Pair};
use rayon::prelude::*;
use score::{Scores, numbered, score_all};
use segun::Reader;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const CORPUS: &str = "ecbplus/ECB+_LREC2014";

/// In how many orders documents are added to a ledger, unless told otherwise.
const ORDERS: u64 = 5;

/// Options of `segun-dev ecbplus`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder that holds `ecbplus/`
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Fit weights and thresholds on the training topics, and write them here
    #[arg(long)]
    fit: Option<PathBuf>,
    /// Show the mentions of the worst clusters
    #[arg(long, default_value_t = 0)]
    show: usize,
    /// Show those of the ledger's threads
    #[arg(long)]
    threads: bool,
    /// Score the training topics instead of the test's
    #[arg(long)]
    tuning: bool,
    /// In how many orders the documents are added to a ledger
    #[arg(long, default_value_t = ORDERS)]
    orders: u64,
}

const COMMITTED: &str = include_str!("../../data/ecbplus.tsv");

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let folder = arguments.data.join(CORPUS);
    if !folder.is_dir() {
        eprintln!("segun-dev: SKIPPED: no {}; nothing was measured", folder.display());
        return Ok(());
    }
    let reader = segun::reader()?;
    let all = corpus::load(&folder)?;
    let (test, train): (Vec<Document>, Vec<Document>) =
        all.into_iter().partition(|d| corpus::TEST.contains(&d.topic));
    let model = match &arguments.fit {
        Some(path) => {
            let model = choose(&train, &mentions::read(&reader, &train)?);
            model.write(path)?;
            model
        }
        None => Model::read(COMMITTED)?,
    };
    let test = if arguments.tuning { train } else { test };
    let readings = mentions::read(&reader, &test)?;
    let clusters = document_tree(&readings).cut(model.documents);
    let happenings = numbered(test.iter().map(Document::happening));
    println!(
        "{} documents in {} clusters (B3 {:.1} against {} happenings), {} mentions in {} events",
        test.len(),
        count(&clusters),
        100.0 * score_all(&happenings, &clusters).b3.f1,
        count(&happenings),
        readings.mentions.len(),
        count(&gold(&readings)),
    );
    let one = vec![0; test.len()];
    let ours = ours(&readings, &clusters, &model);
    let rows = [
        ("all apart", (0..readings.mentions.len()).collect()),
        ("lemma, all documents", lemma(&readings, &one)),
        ("lemma", lemma(&readings, &clusters)),
        ("lemma-delta", lemma_delta(&readings, &clusters, model.delta)),
        ("lemma, gold documents", lemma(&readings, &happenings)),
        ("ours", ours.clone()),
        ("ours, gold documents", self::ours(&readings, &happenings, &model)),
    ];
    let orders: Vec<Vec<usize>> = (0..arguments.orders).map(|n| by_chance(n, test.len())).collect();
    let ledgers =
        orders.iter().map(|order| threads::of(&readings, order)).collect::<anyhow::Result<Vec<_>>>()?;
    println!("{:22}  MUC R/P/F1           B3 R/P/F1            CEAFe R/P/F1         CoNLL", "");
    for (name, answer) in &rows {
        print(name, &score_all(&gold(&readings), answer));
    }
    let of_ledgers = |score: &dyn Fn(&[usize]) -> Scores| {
        let scores: Vec<Scores> = ledgers.iter().map(|threads| score(threads)).collect();
        print("threads of the ledger", &Scores::mean(&scores));
    };
    of_ledgers(&|threads| score_all(&gold(&readings), threads));
    let claimed = threads::claimed(&readings);
    println!("of these, the {} mentions that are claims:", claimed.len());
    let part = |of: &[usize]| claimed.iter().map(|&n| of[n]).collect::<Vec<_>>();
    for (name, answer) in &rows {
        print(name, &score_all(&part(&gold(&readings)), &part(answer)));
    }
    of_ledgers(&|threads| score_all(&part(&gold(&readings)), &part(threads)));
    if arguments.tuning {
        let [added, times] = links::refitted(&linked(&readings, &orders)?);
        println!("log-odds of links fit best as {added:.3} + {times:.3} times what they are");
    }
    let shown = ledgers.first().filter(|_| arguments.threads).unwrap_or(&ours);
    show(&test, &readings, shown, arguments.show);
    Ok(())
}

/// The numbers below `most` in an order by chance.
fn by_chance(seed: u64, most: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..most).collect();
    Random::new(seed, "order of documents").shuffle(&mut order);
    order
}

/// The links of ledgers to which the documents were added in `orders`, one after the other.
fn linked(readings: &Readings, orders: &[Vec<usize>]) -> anyhow::Result<Vec<links::Linked>> {
    let all = orders.iter().map(|order| links::of(readings, order)).collect::<anyhow::Result<Vec<_>>>()?;
    Ok(all.concat())
}

/// How likely the links of a ledger of the test topics are, and which are right, for all of five orders; empty without the
/// corpus under `data`.
pub(crate) fn links(reader: &Reader, data: &Path) -> anyhow::Result<Vec<links::Linked>> {
    let folder = data.join(CORPUS);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut documents = corpus::load(&folder)?;
    documents.retain(|d| corpus::TEST.contains(&d.topic));
    let readings = mentions::read(reader, &documents)?;
    let orders: Vec<Vec<usize>> = (0..ORDERS).map(|n| by_chance(n, documents.len())).collect();
    linked(&readings, &orders)
}

fn print(name: &str, scores: &Scores) {
    let part =
        |s: score::Prf| format!("{:5.1} {:5.1} {:5.1}", 100.0 * s.recall, 100.0 * s.precision, 100.0 * s.f1);
    println!(
        "{name:22}  {}    {}    {}    {:5.1}",
        part(scores.muc),
        part(scores.b3),
        part(scores.ceafe),
        100.0 * scores.conll()
    );
}

fn count(of: &[usize]) -> usize {
    of.iter().collect::<BTreeSet<_>>().len()
}

fn gold(readings: &Readings) -> Vec<usize> {
    numbered(readings.mentions.iter().map(|m| m.cluster.clone()))
}

/// Documents by their words.
fn document_tree(readings: &Readings) -> Tree {
    Tree::of(readings.alike.len(), |a, b| readings.alike[a][b])
}

fn lemma(readings: &Readings, documents: &[usize]) -> Vec<usize> {
    numbered(readings.mentions.iter().map(|m| format!("{} {}", documents[m.document], m.lemma)))
}

fn lemma_delta(readings: &Readings, documents: &[usize], delta: f64) -> Vec<usize> {
    let mentions = &readings.mentions;
    let mut of: Vec<usize> = (0..mentions.len()).collect();
    for group in groups(readings, documents) {
        for (i, &a) in group.iter().enumerate() {
            for &b in &group[..i] {
                let (x, y) = (&mentions[a], &mentions[b]);
                let near = readings.alike[x.document][y.document] >= delta;
                if near && x.lemma == y.lemma && of[a] != of[b] {
                    let (old, new) = (of[a], of[b]);
                    of.iter_mut().filter(|event| **event == old).for_each(|event| *event = new);
                }
            }
        }
    }
    of
}

/// The mentions of each cluster of documents.
fn groups(readings: &Readings, documents: &[usize]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, mention) in readings.mentions.iter().enumerate() {
        groups.entry(documents[mention.document]).or_default().push(n);
    }
    groups.into_values().collect()
}

/// The features of the pairs of each group: of each mention with those before it.
type Features = Vec<Vec<Vec<Vec<f64>>>>;

fn pair_features(readings: &Readings, groups: &[Vec<usize>]) -> Features {
    let of_group = |group: &Vec<usize>| {
        let row = |(i, &a): (usize, &usize)| {
            group[..i].iter().map(|&b| features::of_pair(readings, b, a)).collect()
        };
        group.iter().enumerate().map(row).collect()
    };
    groups.par_iter().map(of_group).collect()
}

/// A tree of mentions for each group.
fn trees(features: &Features, weights: &[f64]) -> Vec<Tree> {
    let tree =
        |group: &Vec<Vec<Vec<f64>>>| Tree::of(group.len(), |a, b| model::probability(weights, &group[b][a]));
    features.par_iter().map(tree).collect()
}

fn merged(readings: &Readings, groups: &[Vec<usize>], trees: &[Tree], merge: f64) -> Vec<usize> {
    let mut of = vec![0; readings.mentions.len()];
    let mut next = 0;
    for (group, tree) in groups.iter().zip(trees) {
        for (&mention, cluster) in group.iter().zip(tree.cut(merge)) {
            of[mention] = next + cluster;
        }
        next += group.len();
    }
    of
}

fn ours(readings: &Readings, documents: &[usize], model: &Model) -> Vec<usize> {
    let groups = groups(readings, documents);
    let trees = trees(&pair_features(readings, &groups), &model.weights);
    merged(readings, &groups, &trees, model.merge)
}

/// The value of `from` that gives the most by `value`; of equals the first.
fn best(from: impl Iterator<Item = f64>, value: impl Fn(f64) -> f64) -> f64 {
    let mut best = (f64::NEG_INFINITY, 0.0);
    for x in from {
        let found = value(x);
        if found > best.0 {
            best = (found, x);
        }
    }
    best.1
}

/// Fits weights and chooses thresholds on the training topics.
fn choose(train: &[Document], readings: &Readings) -> Model {
    let hundredths = |from: usize, to: usize| (from..=to).map(|n| n as f64 / 100.0);
    let happenings = numbered(train.iter().map(Document::happening));
    let tree = document_tree(readings);
    let documents = best(hundredths(2, 40), |t| score_all(&happenings, &tree.cut(t)).b3.f1);
    let clusters = tree.cut(documents);
    let key = gold(readings);
    let dev = |mention: usize| corpus::DEV.contains(&train[readings.mentions[mention].document].topic);
    let on_dev = |answer: &[usize]| {
        let part = |of: &[usize]| (0..of.len()).filter(|&n| dev(n)).map(|n| of[n]).collect::<Vec<_>>();
        score_all(&part(&key), &part(answer)).conll()
    };
    let delta = best(hundredths(0, 60), |t| on_dev(&lemma_delta(readings, &clusters, t)));
    let groups = groups(readings, &clusters);
    let features = pair_features(readings, &groups);
    let pairs = |wanted: &dyn Fn(usize) -> bool| -> Vec<Pair<'_>> {
        let mut pairs = Vec::new();
        for (group, features) in groups.iter().zip(&features) {
            for (i, row) in features.iter().enumerate().filter(|(i, _)| wanted(group[*i])) {
                let others = row.iter().zip(group).filter(|(_, b)| wanted(**b));
                pairs.extend(others.map(|(f, &b)| Pair { features: f, same: key[group[i]] == key[b] }));
            }
        }
        pairs
    };
    let weights = model::fit(&pairs(&|n| !dev(n)));
    let trees = trees(&features, &weights);
    let merge = best(hundredths(5, 80), |t| on_dev(&merged(readings, &groups, &trees, t)));
    eprintln!(
        "development topics: lemma {:.1}, lemma-delta {:.1}, ours {:.1}",
        100.0 * on_dev(&lemma(readings, &clusters)),
        100.0 * on_dev(&lemma_delta(readings, &clusters, delta)),
        100.0 * on_dev(&merged(readings, &groups, &trees, merge))
    );
    Model { weights: model::fit(&pairs(&|_| true)), merge, documents, delta }
}

/// Prints the gold events that were cut into the most parts, and the answers that hold the most events.
fn show(documents: &[Document], readings: &Readings, answer: &[usize], most: usize) {
    let key = gold(readings);
    for (title, of, other) in [("cut", &key[..], answer), ("mixed", answer, &key[..])] {
        let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (mention, &cluster) in of.iter().enumerate() {
            clusters.entry(cluster).or_default().push(mention);
        }
        let parts = |members: &Vec<usize>| members.iter().map(|&m| other[m]).collect::<BTreeSet<_>>().len();
        let mut clusters: Vec<Vec<usize>> = clusters.into_values().collect();
        clusters.sort_by_key(|members| std::cmp::Reverse(parts(members)));
        for members in clusters.iter().take(most) {
            println!("{title} into {}:", parts(members));
            for &m in members {
                let mention = &readings.mentions[m];
                println!(
                    "  {:4} {:20} {} [{}]",
                    other[m], documents[mention.document].name, mention.text, mention.lemma
                );
            }
        }
    }
}
