//! Weighted bags of words.

use std::collections::BTreeMap;

/// Words with their weights.
pub(super) type Bag = BTreeMap<String, f64>;

/// How telling words are: the logarithm of how rare they are among documents.
pub(super) struct Rarity {
    documents: f64,
    holds: BTreeMap<String, f64>,
}

impl Rarity {
    /// Of words in `documents`, each a list of its words.
    pub(super) fn of(documents: &[Vec<String>]) -> Self {
        let mut holds: BTreeMap<String, f64> = BTreeMap::new();
        for document in documents {
            let mut words = document.clone();
            words.sort();
            words.dedup();
            for word in words {
                *holds.entry(word).or_default() += 1.0;
            }
        }
        Self { documents: documents.len() as f64, holds }
    }

    pub(super) fn weight(&self, word: &str) -> f64 {
        let holds = self.holds.get(word).copied().unwrap_or(0.0);
        ((1.0 + self.documents) / (1.0 + holds)).ln()
    }

    /// The bag of `words`, of unit length.
    pub(super) fn bag<'a>(&self, words: impl IntoIterator<Item = &'a String>) -> Bag {
        let mut counts = Bag::new();
        for word in words {
            *counts.entry(word.clone()).or_default() += 1.0;
        }
        for (word, count) in &mut counts {
            *count = (1.0 + count.ln()) * self.weight(word);
        }
        let length = counts.values().map(|w| w * w).sum::<f64>().sqrt();
        if length > 0.0 {
            counts.values_mut().for_each(|w| *w /= length);
        }
        counts
    }
}

/// The cosine of two bags of unit length.
pub(super) fn cosine(a: &Bag, b: &Bag) -> f64 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.iter().filter_map(|(word, weight)| Some(weight * long.get(word)?)).sum()
}

/// How alike two words are by their runs of two to four letters, edges included (Dice).
pub(super) fn spelling(a: &str, b: &str) -> f64 {
    let grams = |word: &str| -> Vec<Vec<char>> {
        let letters: Vec<char> = format!("^{word}$").chars().collect();
        let mut grams: Vec<Vec<char>> =
            (2..=4).flat_map(|n| letters.windows(n).map(<[char]>::to_vec)).collect();
        grams.sort();
        grams.dedup();
        grams
    };
    let (x, y) = (grams(a), grams(b));
    let both = x.iter().filter(|g| y.binary_search(g).is_ok()).count();
    2.0 * both as f64 / (x.len() + y.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_and_cosine() {
        assert_eq!(spelling("quake", "quake"), 1.0);
        assert!(spelling("quake", "earthquake") > 0.4);
        assert!(spelling("quake", "arrest") < 0.1);
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let documents = [words("a b"), words("a c")];
        let rarity = Rarity::of(&documents);
        let [x, y] = [rarity.bag(&documents[0]), rarity.bag(&documents[1])];
        assert!((cosine(&x, &x) - 1.0).abs() < 1e-9 && cosine(&x, &y) < 0.5);
    }
}
