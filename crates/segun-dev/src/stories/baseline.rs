//! The baseline: one pass, the cosine of tf-idf vectors of all words of title and text, as they are written.

use segun::Report;
use segun_claims::{folded, stable_hash};
use std::collections::BTreeMap;

/// Words of a report by their numbers, with counts or weights.
type Counts = BTreeMap<u64, f64>;

/// The story of each of `reports`, in the order in which they come. A report joins the story whose mean it is most
/// like, where it is as like as `enough`. Words are weighed by the reports that came before.
pub(super) fn cluster(reports: &[&Report], enough: f64) -> Vec<usize> {
    let mut holds: BTreeMap<u64, f64> = BTreeMap::new();
    // The sum of its reports' vectors, whose direction is that of the mean, and its length.
    let mut stories: Vec<(Counts, f64)> = Vec::new();
    let mut of = Vec::new();
    for (n, report) in reports.iter().enumerate() {
        let counts = counts(report);
        for word in counts.keys() {
            *holds.entry(*word).or_default() += 1.0;
        }
        let all = n as f64 + 1.0;
        let weight = |(word, count): (u64, f64)| {
            let rarity = ((all + 10.0) / (holds[&word] + 0.5)).ln();
            (word, (1.0 + count.ln()) * rarity)
        };
        let vector: Counts = counts.into_iter().map(weight).collect();
        let own = length(&vector).max(f64::MIN_POSITIVE);
        let likeness = |(story, length): &(Counts, f64)| dot(&vector, story) / (own * length);
        let best = stories.iter().map(likeness).enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
        let story = match best.filter(|(_, alike)| *alike >= enough) {
            Some((story, _)) => story,
            None => {
                stories.push((Counts::new(), 0.0));
                stories.len() - 1
            }
        };
        let (sum, sum_length) = &mut stories[story];
        for (word, weight) in vector {
            *sum.entry(word).or_default() += weight / own;
        }
        *sum_length = length(sum).max(f64::MIN_POSITIVE);
        of.push(story);
    }
    of
}

fn counts(report: &Report) -> Counts {
    let mut counts = Counts::new();
    let text = format!("{} {}", report.title.as_deref().unwrap_or_default(), report.text);
    for word in folded(&text).split_whitespace() {
        *counts.entry(stable_hash(&[word])).or_default() += 1.0;
    }
    counts
}

fn length(vector: &Counts) -> f64 {
    vector.values().map(|w| w * w).sum::<f64>().sqrt()
}

fn dot(a: &Counts, b: &Counts) -> f64 {
    a.iter().filter_map(|(word, weight)| Some(weight * b.get(word)?)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_reports_come_together() {
        let report = |text: &str| Report { text: text.to_owned(), ..Report::default() };
        let reports = ["Storm hits Lisbon, roofs gone", "Bank buys rival", "Roofs gone as storm hits Lisbon"]
            .map(report);
        let reports: Vec<&Report> = reports.iter().collect();
        assert_eq!(cluster(&reports, 0.5), [0, 1, 0]);
        assert_eq!(cluster(&reports, 1.1), [0, 1, 2]);
    }
}
