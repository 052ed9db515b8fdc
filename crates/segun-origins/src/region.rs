//! Which passages of a report.

/// A set of passages of one report, by their number (at most [`Region::PASSAGES`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region(pub u64);

impl Region {
    /// How many passages a report has at most.
    pub const PASSAGES: usize = 64;

    /// Adds passage `number`.
    pub fn insert(&mut self, number: usize) {
        self.0 |= 1 << (number as u32 % u64::BITS);
    }

    /// Whether passage `number` belongs to it.
    pub fn contains(self, number: usize) -> bool {
        number < Self::PASSAGES && self.0 >> number & 1 == 1
    }

    /// How many passages it has.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether it has none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the two have a passage in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The passages of both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Its passages, in order.
    pub fn passages(self) -> impl Iterator<Item = usize> {
        (0..Self::PASSAGES).filter(move |&n| self.contains(n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_sets() {
        let mut region = Region::default();
        assert!(region.is_empty());
        region.insert(0);
        region.insert(63);
        assert_eq!((region.len(), region.contains(63), region.contains(64)), (2, true, false));
        assert_eq!(region.passages().collect::<Vec<_>>(), [0, 63]);
        assert!(region.overlaps(Region(1)) && !region.overlaps(Region(2)));
        assert_eq!(region.with(Region(2)).len(), 3);
    }
}
