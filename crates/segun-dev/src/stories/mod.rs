//! `segun-dev stories`: how well the ledger puts reports of the same happening together.
//!
//! Reports are added to a real ledger, in several orders by chance, and its stories are compared with the happenings that
//! are known ([`corpus`]): documents of the test topics of ECB+ (one language; the two happenings of a topic are alike on
//! purpose), and reports written for this (three languages; in pairs that share countries and people). Beside it stands
//! a simple [`baseline`] whose threshold is chosen on the tuning sets: the other topics of ECB+, and the life cycles of
//! claims. The ledger's own thresholds were chosen on these as well (`--tuning` measures them).

mod baseline;
mod corpus;
mod score;

use crate::ecbplus::score::{Prf, numbered};
use crate::random::Random;
use anyhow::Context;
use corpus::Item;
use rayon::prelude::*;
use score::{Scores, mean, score};
use segun::ledger::Ledger;
use segun::ledger::query::Cell;
use segun::{Options, Reader, Reading, Report};
use std::path::PathBuf;

/// Options of `segun-dev stories`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder that holds `ecbplus/`
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Folder of the life cycles
    #[arg(long, default_value = "crates/segun-claims/tests/lifecycles")]
    life_cycles: PathBuf,
    /// How many orders of the reports
    #[arg(long, default_value_t = 5)]
    orders: u64,
    /// Measure the ledger on the sets for tuning
    #[arg(long)]
    tuning: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if !arguments.data.join("ecbplus").is_dir() {
        eprintln!("segun-dev: SKIPPED: no {}/ecbplus; nothing was measured", arguments.data.display());
        return Ok(());
    }
    let tuning = [corpus::ecbplus(&arguments.data, false)?, corpus::life_cycles(&arguments.life_cycles)?];
    let orders =
        |items: &[Item]| -> Vec<Vec<usize>> { (0..arguments.orders).map(|n| order(items, n)).collect() };
    let baseline = |items: &[Item], enough: f64, orders: Vec<Vec<usize>>| {
        let one = |order: &Vec<usize>| {
            let reports: Vec<&Report> = order.iter().map(|&n| &items[n].report).collect();
            judge(items, order, &baseline::cluster(&reports, enough))
        };
        mean(&orders.par_iter().map(one).collect::<Vec<_>>())
    };
    // One order is enough to choose by.
    let on_both = |enough: f64| {
        tuning.iter().map(|items| baseline(items, enough, vec![order(items, 0)]).b3.f1).sum::<f64>()
    };
    let tried: Vec<(f64, f64)> = (5..=20).map(|n| f64::from(n) / 50.0).map(|t| (on_both(t), t)).collect();
    let enough = tried.iter().max_by(|a, b| a.0.total_cmp(&b.0)).map_or(0.0, |best| best.1);
    println!("baseline: threshold {enough:.2}, chosen on the tuning sets");
    let sets = if arguments.tuning {
        let [train, cycles] = tuning;
        [("ECB+, topics 1 to 35", train), ("life cycles", cycles)]
    } else {
        [("ECB+, topics 36 to 45", corpus::ecbplus(&arguments.data, true)?), ("written", corpus::written()?)]
    };
    let reader = segun::reader()?;
    for (name, items) in &sets {
        let happenings = numbered(items.iter().map(|i| i.happening.clone()));
        let count = happenings.iter().max().map_or(0, |n| n + 1);
        println!(
            "{name}: {} reports of {count} happenings, mean of {} orders",
            items.len(),
            arguments.orders
        );
        println!("{:10}  B3 R/P/F1            pairs R/P/F1         pairs across languages R/P/F1", "");
        print("baseline", &baseline(items, enough, orders(items)));
        let readings = read(&reader, items)?;
        let ours = orders(items).into_iter().map(|order| {
            let stories = stories(&order.iter().map(|&n| &readings[n]).collect::<Vec<_>>())?;
            Ok(judge(items, &order, &stories))
        });
        print("ledger", &mean(&ours.collect::<anyhow::Result<Vec<_>>>()?));
    }
    Ok(())
}

fn print(name: &str, scores: &Scores) {
    let part = |s: Prf| format!("{:5.1} {:5.1} {:5.1}", 100.0 * s.recall, 100.0 * s.precision, 100.0 * s.f1);
    println!("{name:10}  {}    {}    {}", part(scores.b3), part(scores.pairs), part(scores.across));
}

/// Order number `n`: of reports with days one day after the other, else by chance.
fn order(items: &[Item], n: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    Random::new(n, "order of reports").shuffle(&mut order);
    order.sort_by_key(|&n| items[n].report.published.map(|p| p.date()));
    order
}

/// Scores the stories of the reports that came in `order`.
fn judge(items: &[Item], order: &[usize], stories: &[usize]) -> Scores {
    let key = numbered(order.iter().map(|&n| items[n].happening.clone()));
    let languages: Vec<&str> =
        order.iter().map(|&n| items[n].report.language.as_deref().unwrap_or_default()).collect();
    score(&key, stories, &languages)
}

fn read(reader: &Reader, items: &[Item]) -> anyhow::Result<Vec<Reading>> {
    let one = |item: &Item| {
        reader.read(item.report.clone(), Options::default()).with_context(|| item.report.id.clone())
    };
    items.par_iter().map(one).collect()
}

/// A new ledger with `readings`, in the folder that it is in.
pub(crate) fn filled<'a>(
    readings: impl IntoIterator<Item = &'a Reading>,
) -> anyhow::Result<(tempfile::TempDir, Ledger)> {
    let folder = tempfile::tempdir()?;
    let mut ledger = Ledger::create(folder.path())?;
    for reading in readings {
        ledger.add(reading, "evaluation")?;
    }
    Ok((folder, ledger))
}

/// The stories into which a new ledger puts `readings`, in their order.
fn stories(readings: &[&Reading]) -> anyhow::Result<Vec<usize>> {
    let (_folder, ledger) = filled(readings.iter().copied())?;
    let mut stories = Vec::new();
    ledger.sql(
        "select story from reports order by id",
        || false,
        |_, row| {
            if let [Cell::Integer(story)] = row[..] {
                stories.push(usize::try_from(story).unwrap_or_default());
            }
            Ok(())
        },
    )?;
    anyhow::ensure!(stories.len() == readings.len(), "each report has a story");
    Ok(stories)
}
