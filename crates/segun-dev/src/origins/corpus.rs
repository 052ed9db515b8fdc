//! The corpora's reports: which of them are each other's duplicates, and which are alike by topic only.
//!
//! Nothing here uses `segun-origins`: what is measured must not choose what it is measured on.

use anyhow::Context;
use flate2::read::GzDecoder;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Words of a report that is measured on, at least.
const LEAST: usize = 60;
/// Words in the runs by which duplicates are found.
const RUN: usize = 8;
/// The share of the shorter report's runs from which two reports are duplicates of each other.
pub(super) const DUPLICATE: f64 = 0.1;

/// One report of a corpus.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) language: String,
    pub(super) text: String,
}

/// Reports, none of them a duplicate of another.
#[derive(Debug)]
pub(super) struct Corpus {
    pub(super) items: Vec<Item>,
    /// Pairs of duplicates in the corpora, with the share of the shorter one that they have in common; of each
    /// only one report was kept.
    pub(super) duplicates: Vec<(String, String, f64)>,
}

/// The reports of `file` that are long enough, first one of any duplicates.
pub(super) fn load(file: &Path) -> anyhow::Result<Corpus> {
    let input = File::open(file).with_context(|| file.display().to_string())?;
    let mut all = Vec::new();
    for line in BufReader::new(GzDecoder::new(input)).lines() {
        let report: Value = serde_json::from_str(&line?)?;
        let field = |key: &str| report[key].as_str().unwrap_or_default().to_owned();
        let item = Item { id: field("id"), language: field("language"), text: field("text") };
        if words(&item.text).len() >= LEAST {
            all.push(item);
        }
    }
    Ok(without_duplicates(all))
}

/// The words of `text` in lower case.
pub(super) fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// All different runs of `length` words, hashed.
pub(super) fn runs(text: &str, length: usize) -> Vec<u64> {
    let hash = |run: &[String]| BuildHasherDefault::<DefaultHasher>::default().hash_one(run);
    let mut runs: Vec<u64> = words(text).windows(length).map(hash).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// Compares every report with every other one: what share of the shorter one's runs do they have in common?
fn without_duplicates(all: Vec<Item>) -> Corpus {
    let mut seen: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut sizes: Vec<usize> = Vec::new();
    let mut kept: Vec<Item> = Vec::new();
    let mut duplicates = Vec::new();
    for item in all {
        let runs = runs(&item.text, RUN);
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for other in runs.iter().filter_map(|run| seen.get(run)).flatten() {
            *shared.entry(*other).or_default() += 1;
        }
        let share = |(&other, &count): (&usize, &usize)| {
            (other, count as f64 / sizes[other].min(runs.len()).max(1) as f64)
        };
        let nearest = shared.iter().map(share).max_by(|a, b| a.1.total_cmp(&b.1));
        match nearest {
            Some((other, share)) if share >= DUPLICATE => {
                duplicates.push((kept[other].id.clone(), item.id, share));
            }
            _ => {
                sizes.push(runs.len());
                for run in runs {
                    seen.entry(run).or_default().push(kept.len());
                }
                kept.push(item);
            }
        }
    }
    Corpus { items: kept, duplicates }
}

/// For each report the `count` others that are most alike in their words (cosine of TF-IDF): one topic, other text.
pub(super) fn neighbours(items: &[Item], count: usize) -> Vec<Vec<usize>> {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut bags: Vec<BTreeMap<usize, f64>> = Vec::new();
    for item in items {
        let mut bag = BTreeMap::new();
        for word in words(&item.text) {
            let next = numbers.len();
            *bag.entry(*numbers.entry(word).or_insert(next)).or_default() += 1.0;
        }
        bags.push(bag);
    }
    let mut postings: Vec<Vec<(usize, f64)>> = vec![Vec::new(); numbers.len()];
    for (i, bag) in bags.iter().enumerate() {
        bag.iter().for_each(|(&word, &times)| postings[word].push((i, times)));
    }
    let weight = |word: usize, times: f64| {
        (1.0 + f64::ln(times)) * f64::ln(items.len() as f64 / postings[word].len() as f64)
    };
    let norm = |bag: &BTreeMap<usize, f64>| {
        bag.iter().map(|(&word, &times)| weight(word, times).powi(2)).sum::<f64>().sqrt().max(1e-9)
    };
    let norms: Vec<f64> = bags.iter().map(norm).collect();
    let mut all = Vec::new();
    for (i, bag) in bags.iter().enumerate() {
        let mut scores = vec![0.0; items.len()];
        for (&word, &times) in bag.iter().filter(|(word, _)| postings[**word].len() * 4 < items.len()) {
            for &(other, there) in &postings[word] {
                scores[other] += weight(word, times) * weight(word, there) / norms[other];
            }
        }
        scores[i] = -1.0;
        let mut order: Vec<usize> = (0..items.len()).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        order.truncate(count);
        all.push(order);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, text: &str) -> Item {
        Item { id: id.to_owned(), language: "es".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn duplicates_go_and_neighbours_are_found() {
        let text = "el molino de la villa ardió ayer por la noche y nadie resultó herido en el fuego";
        let corpus = without_duplicates(vec![
            item("a", text),
            item("b", &format!("Hoy: {text}")),
            item("c", "el molino de la villa abrirá de nuevo en otoño con dos plantas más"),
            item("d", "la liga empieza sin público y con un balón amarillo de otra marca"),
            item("e", "otra cosa"),
            item("f", "nada de eso"),
        ]);
        assert_eq!(corpus.items.len(), 5);
        assert_eq!(corpus.duplicates[0].1, "b");
        assert_eq!(neighbours(&corpus.items, 1)[0], [1]);
    }
}
