//! What every class falls under, by the subclass statements of the dump.

use crate::rules::{Id, Root};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// Subclass statements: eight bytes each, which is all that the import holds of the whole dump.
#[derive(Debug, Default)]
pub(crate) struct Subclasses(Vec<(Id, Id)>);

impl Subclasses {
    /// Adds that `child` is a subclass of `parent`.
    pub(crate) fn add(&mut self, child: Id, parent: Id) {
        self.0.push((parent, child));
    }

    /// The root of every class that falls under one of `roots`: the nearest, and of equally near ones the first.
    pub(crate) fn classify(mut self, roots: &[Root]) -> FxHashMap<Id, usize> {
        self.0.sort_unstable();
        self.0.dedup();
        let mut found: FxHashMap<Id, usize> = FxHashMap::default();
        let mut queue = VecDeque::new();
        for (n, root) in roots.iter().enumerate() {
            if let std::collections::hash_map::Entry::Vacant(free) = found.entry(root.id) {
                free.insert(n);
                queue.push_back(root.id);
            }
        }
        while let Some(class) = queue.pop_front() {
            let root = found[&class];
            let first = self.0.partition_point(|(parent, _)| *parent < class);
            for (_, child) in self.0[first..].iter().take_while(|(parent, _)| *parent == class) {
                if let std::collections::hash_map::Entry::Vacant(free) = found.entry(*child) {
                    free.insert(root);
                    queue.push_back(*child);
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::What;

    #[test]
    fn classes_fall_under_the_nearest_root_and_circles_end() {
        let root = |id| Root { id, what: What::Organisation, sector: None };
        let mut subclasses = Subclasses::default();
        for (child, parent) in [(2, 1), (3, 2), (4, 3), (3, 4), (5, 3), (5, 10), (11, 10), (20, 21)] {
            subclasses.add(child, parent);
        }
        let found = subclasses.classify(&[root(1), root(10)]);
        let of = |id: Id| found.get(&id).copied();
        assert_eq!((of(1), of(3), of(4)), (Some(0), Some(0), Some(0)));
        assert_eq!(of(5), Some(1), "nearer to the second");
        assert_eq!((of(11), of(20)), (Some(1), None));
    }
}
