//! Counted values, of which only the most frequent are kept.

use serde::{Deserialize, Serialize};

/// At most `MOST` values, with how often each was seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Tally<T, const MOST: usize>(Vec<(T, u32)>);

impl<T, const MOST: usize> Default for Tally<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const MOST: usize> Tally<T, MOST> {
    /// Values that were counted before, in the order in which they came.
    pub(crate) fn counted(counts: Vec<(T, u32)>) -> Self {
        Self(counts)
    }

    /// The same counts of other values.
    pub(crate) fn map<'a, U>(&'a self, with: impl Fn(&'a T) -> U) -> Tally<U, MOST> {
        Tally(self.iter().map(|(value, count)| (with(value), count)).collect())
    }

    /// Values and counts, in the order in which they came.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&T, u32)> {
        self.0.iter().map(|(v, n)| (v, *n))
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(v, _)| v)
    }

    /// The value seen most often, of equals the first.
    pub(crate) fn top(&self) -> Option<&T> {
        self.0.iter().rev().max_by_key(|(_, n)| *n).map(|(v, _)| v)
    }

    /// Those that were seen at least a quarter as often as the top one.
    pub(crate) fn core(&self) -> impl Iterator<Item = &T> + Clone {
        let most = self.0.iter().map(|(_, n)| *n).max().unwrap_or(0);
        self.0.iter().filter(move |(_, n)| n.saturating_mul(4) >= most).map(|(v, _)| v)
    }
}

impl<T: PartialEq, const MOST: usize> Tally<T, MOST> {
    /// Counts `value` once more. Where there is no room, the rarest one goes, of equals the latest.
    pub(crate) fn add(&mut self, value: T) {
        self.add_as(value, |a, b| a == b);
    }

    /// The same, where `same` says what is one value: the first one seen stands for the others.
    pub(crate) fn add_as(&mut self, value: T, same: impl Fn(&T, &T) -> bool) {
        if let Some((_, count)) = self.0.iter_mut().find(|(v, _)| same(v, &value)) {
            *count = count.saturating_add(1);
            return;
        }
        if self.0.len() >= MOST {
            let rarest = self.0.iter().enumerate().min_by_key(|(n, (_, count))| (*count, usize::MAX - n));
            if let Some(n) = rarest.map(|(n, _)| n) {
                self.0.remove(n);
            }
        }
        self.0.push((value, 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frequent_stay() {
        let mut tally = Tally::<_, 2>::default();
        for value in ["a", "b", "a", "c", "c", "a"] {
            tally.add(value);
        }
        assert_eq!(tally.iter().collect::<Vec<_>>(), [(&"a", 3), (&"c", 2)]);
        assert_eq!(tally.top(), Some(&"a"));
        assert_eq!(tally.core().collect::<Vec<_>>(), [&"a", &"c"]);
    }
}
