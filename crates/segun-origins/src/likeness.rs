//! How alike two reports are.

use crate::{Fingerprint, Region};
use std::fmt;

/// What two reports share, from the side of the first and of the second one compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// How sure it is that one text stands behind both, 0 to 1.
    pub score: f32,
    /// How many phrases of the two sketches are the same.
    pub shared: u32,
    /// The share of all phrases of either that both have (Jaccard's index).
    pub resemblance: f32,
    /// The share of the first report's phrases that the second has too, and the other way round.
    pub contained: [f32; 2],
    /// The passages of the first report that the second has too, and the other way round.
    pub regions: [Region; 2],
    /// How many words these passages have.
    pub words: [u32; 2],
}

impl Likeness {
    /// The same seen from the other report.
    #[must_use]
    pub fn turned(self) -> Self {
        let [a, b] = self.contained;
        let [p, q] = self.regions;
        let [x, y] = self.words;
        Self { contained: [b, a], regions: [q, p], words: [y, x], ..self }
    }
}

impl fmt::Display for Likeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |share: f32| (share * 100.0).round();
        write!(
            f,
            "{} shared phrases: {} % of this report and {} % of the other; shared passages: {} here ({} words), {} there ({} words)",
            self.shared,
            percent(self.contained[0]),
            percent(self.contained[1]),
            self.regions[0].len(),
            self.words[0],
            self.regions[1].len(),
            self.words[1],
        )
    }
}

/// Phrases that must be shared at least.
const SHARED: u32 = 4;
/// A passage is shared where this share of its phrases is, …
const PASSAGE_SHARE: f32 = 0.3;
/// … and at least this many.
const PASSAGE_PHRASES: u32 = 2;

/// What the two reports share; `None` where it is too little to say anything.
///
/// `compare(a, b)` is `compare(b, a)` turned.
pub fn compare(a: &Fingerprint, b: &Fingerprint) -> Option<Likeness> {
    let ceiling = a.ceiling().min(b.ceiling());
    let mut sides = [Side::new(a, ceiling), Side::new(b, ceiling)];
    let (mut i, mut j, mut shared) = (0, 0, 0u32);
    while let (Some(x), Some(y)) = (a.phrases.get(i), b.phrases.get(j)) {
        if x.hash == y.hash {
            if x.hash > ceiling {
                break;
            }
            sides[0].hit(x.passage);
            sides[1].hit(y.passage);
            shared += 1;
        }
        (i, j) = (i + usize::from(x.hash <= y.hash), j + usize::from(y.hash <= x.hash));
    }
    if shared < SHARED {
        return None;
    }
    let [x, y] = [&sides[0], &sides[1]];
    let contained = [x.contained(shared), y.contained(shared)];
    let resemblance = shared as f32 / (x.all + y.all - shared) as f32;
    let regions = [x.region(), y.region()];
    let words = [a.words_in(regions[0]) as u32, b.words_in(regions[1]) as u32];
    let score = score(shared, contained, words);
    Some(Likeness { score, shared, resemblance, contained, regions, words })
}

fn score(_shared: u32, contained: [f32; 2], _words: [u32; 2]) -> f32 {
    contained[0].max(contained[1])
}

/// Counts of one report's phrases, by passage.
struct Side {
    all: u32,
    total: [u16; Region::PASSAGES],
    shared: [u16; Region::PASSAGES],
}

impl Side {
    fn new(of: &Fingerprint, ceiling: u32) -> Self {
        let mut side = Self { all: 0, total: [0; Region::PASSAGES], shared: [0; Region::PASSAGES] };
        for phrase in of.phrases.iter().take_while(|p| p.hash <= ceiling) {
            side.all += 1;
            side.total[usize::from(phrase.passage) % Region::PASSAGES] += 1;
        }
        side
    }

    fn hit(&mut self, passage: u8) {
        self.shared[usize::from(passage) % Region::PASSAGES] += 1;
    }

    fn contained(&self, shared: u32) -> f32 {
        shared as f32 / self.all.max(1) as f32
    }

    fn region(&self) -> Region {
        let mut region = Region::default();
        for (n, (&shared, &total)) in self.shared.iter().zip(&self.total).enumerate() {
            let (shared, total) = (u32::from(shared), f32::from(total));
            if shared >= PASSAGE_PHRASES && shared as f32 >= PASSAGE_SHARE * total {
                region.insert(n);
            }
        }
        region
    }
}
