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
    /// The share of the first report's phrases that the second has too, and the other way round.
    pub contained: [f32; 2],
    /// The passages of the first report that the second has too, and the other way round.
    pub regions: [Region; 2],
    /// How many words these passages have.
    pub words: [u32; 2],
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
/// So many shared phrases count half as much as their share. This and the next two numbers were chosen on the tuning
/// half of `segun-dev origins`.
const FEW: f32 = 40.0;
/// The strength at which it is as likely as not that two reports have one origin, …
const EVEN: f32 = 0.125;
/// … and how fast that changes around it.
const WIDTH: f32 = 0.05;
/// A passage is shared where this share of its phrases is: more than half, so that one in which two texts meet is
/// not shared with both, …
const PASSAGE_SHARE: f32 = 0.6;
/// … and at least this many.
const PASSAGE_PHRASES: u16 = 3;

/// What the two reports share; `None` where it is too little to say anything.
///
/// `compare(b, a)` is the same with the two sides exchanged.
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
    let regions = [x.region(), y.region()];
    let words = [a.words_in(regions[0]) as u32, b.words_in(regions[1]) as u32];
    let score = score(shared, contained);
    Some(Likeness { score, shared, contained, regions, words })
}

/// How sure it is that one text stands behind both. What counts is the larger of the two shares: a cut report is
/// wholly inside the long one, which has much besides. A few phrases say less than their share does, since one
/// line of boilerplate is a third of a short report.
fn score(shared: u32, contained: [f32; 2]) -> f32 {
    let shared = shared as f32;
    let strength = contained[0].max(contained[1]) * shared / (shared + FEW);
    1.0 / (1.0 + f32::exp((EVEN - strength) / WIDTH))
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

    /// The passages that are shared as a whole; where none is, the one that is most nearly.
    fn region(&self) -> Region {
        let mut region = Region::default();
        let mut best: Option<(usize, f32)> = None;
        for (n, (&shared, &total)) in self.shared.iter().zip(&self.total).enumerate() {
            if shared == 0 {
                continue;
            }
            // A passage of few phrases is soon shared by chance.
            let share = f32::from(shared) / f32::from(total.max(PASSAGE_PHRASES));
            if shared >= PASSAGE_PHRASES && share >= PASSAGE_SHARE {
                region.insert(n);
            }
            if best.is_none_or(|(_, most)| share > most) {
                best = Some((n, share));
            }
        }
        if let (true, Some((n, _))) = (region.is_empty(), best) {
            region.insert(n);
        }
        region
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WIRE: &str = "Ministers from eleven coastal countries agreed late yesterday on cheaper grain transport. \
        Harbour dues will fall by a fifth within three months, according to the joint declaration. \
        Farmers' unions called the outcome overdue but welcome. \
        Shipping companies had warned that older vessels would stay idle otherwise. \
        A second round of talks about railway tariffs will follow next autumn in another capital.";

    #[test]
    fn a_cut_report_is_inside_the_whole_one() {
        let cut: String = WIRE.split_inclusive(". ").take(3).collect();
        let likeness = compare(&Fingerprint::of(WIRE), &Fingerprint::of(&cut)).unwrap();
        assert!(likeness.contained[1] > 0.99 && likeness.contained[0] < 0.8, "{likeness}");
        assert!(likeness.score > 0.5 && likeness.regions[1].len() > 1, "{likeness}");
        assert!(likeness.to_string().starts_with(&likeness.shared.to_string()));
    }

    #[test]
    fn another_text_on_the_same_thing_is_not_alike() {
        let other = "Grain transport becomes cheaper: eleven coastal countries agreed to lower what ports charge. \
            The declaration leaves open how trains are to be paid for. Unions of farmers had asked for it for years.";
        let score = compare(&Fingerprint::of(WIRE), &Fingerprint::of(other)).map_or(0.0, |l| l.score);
        assert!(score < 0.35, "{score}");
        assert_eq!(compare(&Fingerprint::of(""), &Fingerprint::of("")), None);
    }

    /// The same seen from the other report.
    fn turned(of: Likeness) -> Likeness {
        let [a, b] = of.contained;
        let [p, q] = of.regions;
        let [x, y] = of.words;
        Likeness { contained: [b, a], regions: [q, p], words: [y, x], ..of }
    }

    proptest! {
        #[test]
        fn it_does_not_matter_which_comes_first(a in "([abc]{4} |[abc]{4}\\. ){0,120}", b in "([abc]{4} |[abc]{4}\\. ){0,120}") {
            let (a, b) = (Fingerprint::of(&a), Fingerprint::of(&b));
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).map(turned));
        }
    }
}
