//! Walking the dependency tree.

use crate::{Sentence, Word};

impl Sentence {
    /// Indices of the words attached to `head`, in text order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.words.len()).filter(move |&i| self.words[i].head == Some(head))
    }

    /// Children of `head` whose universal relation is one of `bases`.
    pub fn children_by<'a>(&'a self, head: usize, bases: &'a [&str]) -> impl Iterator<Item = usize> + 'a {
        self.children(head).filter(move |&i| bases.contains(&self.words[i].relation.base()))
    }

    /// The heads above `word`, nearest first, the root last.
    pub fn ancestors(&self, word: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = self.words.get(word).and_then(|w| w.head);
        let mut left = self.words.len(); // a broken tree must not loop
        std::iter::from_fn(move || {
            let here = at?;
            left = left.checked_sub(1)?;
            at = self.words[here].head;
            Some(here)
        })
    }

    /// Whether `word` is `top` or lies below it.
    pub fn is_below(&self, word: usize, top: usize) -> bool {
        word == top || self.ancestors(word).any(|a| a == top)
    }

    /// All words at or below `top`, in text order.
    pub fn subtree(&self, top: usize) -> Vec<usize> {
        let n = self.words.len();
        // Heads may stand left or right of their dependents, so mark until nothing changes.
        let mut below = vec![false; n];
        if top < n {
            below[top] = true;
        }
        loop {
            let mut changed = false;
            for i in 0..n {
                if !below[i] && self.words[i].head.is_some_and(|h| below[h]) {
                    below[i] = true;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        (0..n).filter(|&i| below[i]).collect()
    }

    /// The root's index.
    pub fn root(&self) -> Option<usize> {
        self.words.iter().position(|w: &Word| w.head.is_none())
    }
}
