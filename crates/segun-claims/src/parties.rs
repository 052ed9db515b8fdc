//! How alike two parties, and two lists of them, are.

use crate::claim::PartyView;
use crate::key::folded;

/// How two parties stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// Nothing in common.
    None,
    /// Two different ones of one country.
    Compatriot,
    /// Somebody of a country, and that country.
    Represents,
    /// One name is part of the other.
    PartOfName,
    /// The same.
    Same,
}

impl Likeness {
    /// What it is worth, 0 to 1.
    pub(crate) fn worth(self) -> f32 {
        match self {
            Likeness::None => 0.0,
            Likeness::Compatriot => 0.2,
            Likeness::Represents => 0.65,
            Likeness::PartOfName => 0.9,
            Likeness::Same => 1.0,
        }
    }
}

pub(crate) fn likeness(a: PartyView<'_>, b: PartyView<'_>) -> Likeness {
    if a.key == b.key {
        return Likeness::Same;
    }
    if part_of_name(a, b) || part_of_name(b, a) {
        return Likeness::PartOfName;
    }
    match (a.country, b.country) {
        (Some(x), Some(y)) if x == y => {
            let is_country = |p: PartyView<'_>| p.value_in("iso3").is_some();
            if is_country(a) || is_country(b) { Likeness::Represents } else { Likeness::Compatriot }
        }
        _ => Likeness::None,
    }
}

/// Whether `short`, known by its name only, has the name of `long`, which may be known better, or part of it: "Macron".
fn part_of_name(short: PartyView<'_>, long: PartyView<'_>) -> bool {
    let Some(name) = short.value_in("name") else { return false };
    if let Some(other) = long.value_in("name") {
        return part_of(name, other);
    }
    if !["wikidata", "actor"].iter().any(|scheme| long.value_in(scheme).is_some()) {
        return false;
    }
    let full = folded(long.name);
    name == full || part_of(name, &full)
}

/// Whether all words of `short` stand in `long`, in order and at its end or begin.
fn part_of(short: &str, long: &str) -> bool {
    !short.is_empty()
        && (long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '))
            || long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' ')))
}

/// What one list of parties has in common with another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shared<'p> {
    /// Pairs that stand for each other, the best first: worth, and their names.
    pub(crate) pairs: Vec<(f32, &'p str, &'p str)>,
    /// How many of the first list stand for nobody in the second.
    pub(crate) left: usize,
    /// How many of the second list stand for nobody in the first.
    pub(crate) right: usize,
}

impl<'p> Shared<'p> {
    /// Pairs each of `a` with at most one of `b`, the likest first.
    pub(crate) fn between(a: &[PartyView<'p>], b: &[PartyView<'p>]) -> Self {
        let mut all: Vec<(Likeness, usize, usize)> = Vec::new();
        for (i, x) in a.iter().enumerate() {
            for (j, y) in b.iter().enumerate() {
                let likeness = likeness(*x, *y);
                if likeness > Likeness::None {
                    all.push((likeness, i, j));
                }
            }
        }
        all.sort_by_key(|&(likeness, i, j)| (std::cmp::Reverse(likeness), i, j));
        let (mut used_a, mut used_b) = (vec![false; a.len()], vec![false; b.len()]);
        let mut shared = Self::default();
        for (likeness, i, j) in all {
            if !used_a[i] && !used_b[j] {
                (used_a[i], used_b[j]) = (true, true);
                shared.pairs.push((likeness.worth(), a[i].name, b[j].name));
            }
        }
        // Whoever is of the side of somebody paired is no stranger: a minister beside the president.
        let strangers = |list: &[PartyView<'_>], used: &[bool], other: &[PartyView<'_>]| {
            let open = list.iter().zip(used).filter(|(_, used)| !**used);
            open.filter(|(p, _)| !other.iter().any(|q| likeness(**p, *q) > Likeness::None)).count()
        };
        shared.left = strangers(a, &used_a, b);
        shared.right = strangers(b, &used_b, a);
        shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Key, Party};

    fn party(key: Key, country: Option<&str>) -> Party {
        Party { name: key.as_str().into(), key, country: country.map(str::to_owned) }
    }

    #[test]
    fn likeness_is_graded() {
        let france = party(Key::new("iso3", "FRA"), Some("FRA"));
        let macron = party(Key::of_name("Emmanuel Macron"), Some("FRA"));
        let short = party(Key::of_name("Macron"), None);
        let other = party(Key::of_name("Catherine Colonna"), Some("FRA"));
        let chile = party(Key::new("iso3", "CHL"), Some("CHL"));
        let likeness = |a: &Party, b: &Party| likeness(a.view(), b.view());
        assert_eq!(likeness(&macron, &macron), Likeness::Same);
        assert_eq!(likeness(&macron, &short), Likeness::PartOfName);
        assert_eq!(likeness(&macron, &france), Likeness::Represents);
        assert_eq!(likeness(&macron, &other), Likeness::Compatriot);
        assert_eq!(likeness(&macron, &chile), Likeness::None);
        let known =
            Party { name: "Emmanuel Macron".into(), ..party(Key::new("wikidata", "Q3052772"), Some("FRA")) };
        assert_eq!(likeness(&known, &short), Likeness::PartOfName);
        assert_eq!(likeness(&macron, &known), Likeness::PartOfName);
    }

    #[test]
    fn each_stands_for_one() {
        let france = party(Key::new("iso3", "FRA"), Some("FRA"));
        let chile = party(Key::new("iso3", "CHL"), Some("CHL"));
        let macron = party(Key::of_name("Emmanuel Macron"), Some("FRA"));
        let shared = Shared::between(&[macron.view(), france.view()], &[france.view(), chile.view()]);
        assert_eq!(shared.pairs.len(), 1);
        assert_eq!(shared.pairs[0].0, 1.0);
        assert_eq!((shared.left, shared.right), (0, 1));
    }
}
