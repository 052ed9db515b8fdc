//! Coreference scores: MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998), entity CEAF (Luo 2005), and
//! their mean, as the CoNLL shared tasks report it. The definitions are those of the reference
//! implementation (Pradhan et al. 2014), whose worked example is the test.

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;
use std::collections::{BTreeMap, BTreeSet};

/// Recall, precision and F1.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Prf {
    pub(crate) recall: f64,
    pub(crate) precision: f64,
    pub(crate) f1: f64,
}

impl Prf {
    /// Of what is right, among how much there is, on either side.
    pub(crate) fn of(recall: (f64, f64), precision: (f64, f64)) -> Self {
        let share = |(right, all): (f64, f64)| if all > 0.0 { right / all } else { 0.0 };
        let (recall, precision) = (share(recall), share(precision));
        let sum = recall + precision;
        Self { recall, precision, f1: if sum > 0.0 { 2.0 * recall * precision / sum } else { 0.0 } }
    }
}

impl Prf {
    /// The mean of several scores, number by number.
    pub(crate) fn mean(all: impl ExactSizeIterator<Item = Prf>) -> Self {
        let n = all.len().max(1) as f64;
        let mut mean = Self::default();
        for one in all {
            mean.recall += one.recall / n;
            mean.precision += one.precision / n;
            mean.f1 += one.f1 / n;
        }
        mean
    }
}

/// All scores of one answer.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scores {
    pub(crate) muc: Prf,
    pub(crate) b3: Prf,
    pub(crate) ceafe: Prf,
}

impl Scores {
    /// The mean of several scores, number by number.
    pub(super) fn mean(all: &[Scores]) -> Self {
        let of = |part: fn(&Scores) -> Prf| Prf::mean(all.iter().map(part));
        Self { muc: of(|s| s.muc), b3: of(|s| s.b3), ceafe: of(|s| s.ceafe) }
    }

    /// The mean of the three F1.
    pub(super) fn conll(&self) -> f64 {
        (self.muc.f1 + self.b3.f1 + self.ceafe.f1) / 3.0
    }
}

/// Scores `answer` against `key`: the cluster of each mention, by the mentions' numbers. With gold mentions both
/// hold the same ones; in general either may hold mentions that the other has not.
pub(super) fn score(key: &BTreeMap<usize, usize>, answer: &BTreeMap<usize, usize>) -> Scores {
    Scores { muc: muc(key, answer), b3: b3(key, answer), ceafe: ceafe(key, answer) }
}

/// The same where mention `n` is in clusters `key[n]` and `answer[n]`.
pub(crate) fn score_all(key: &[usize], answer: &[usize]) -> Scores {
    let numbered = |of: &[usize]| of.iter().copied().enumerate().collect();
    score(&numbered(key), &numbered(answer))
}

type Clusters = BTreeMap<usize, BTreeSet<usize>>;

fn clusters(of: &BTreeMap<usize, usize>) -> Clusters {
    let mut clusters = Clusters::new();
    for (&mention, &cluster) in of {
        clusters.entry(cluster).or_default().insert(mention);
    }
    clusters
}

fn muc(key: &BTreeMap<usize, usize>, answer: &BTreeMap<usize, usize>) -> Prf {
    // Links of one side that survive on the other: members less the parts into which the other cuts them.
    let side = |of: &BTreeMap<usize, usize>, other: &BTreeMap<usize, usize>| {
        let (mut right, mut all) = (0, 0);
        for members in clusters(of).values() {
            let parts: BTreeSet<usize> = members.iter().filter_map(|m| other.get(m).copied()).collect();
            let alone = members.iter().filter(|m| !other.contains_key(m)).count();
            right += members.len() - parts.len() - alone;
            all += members.len() - 1;
        }
        (right as f64, all as f64)
    };
    Prf::of(side(key, answer), side(answer, key))
}

fn b3(key: &BTreeMap<usize, usize>, answer: &BTreeMap<usize, usize>) -> Prf {
    let (keys, answers) = (clusters(key), clusters(answer));
    let (mut recall, mut precision) = (0.0, 0.0);
    for (mention, k) in key {
        if let Some(a) = answer.get(mention) {
            let (k, a) = (&keys[k], &answers[a]);
            let both = k.intersection(a).count() as f64;
            recall += both / k.len() as f64;
            precision += both / a.len() as f64;
        }
    }
    Prf::of((recall, key.len() as f64), (precision, answer.len() as f64))
}

/// Similarities become whole numbers for the assignment.
const SCALE: f64 = 1e9;

fn ceafe(key: &BTreeMap<usize, usize>, answer: &BTreeMap<usize, usize>) -> Prf {
    let (keys, answers) = (clusters(key), clusters(answer));
    let mut right = 0.0;
    for (some_keys, some_answers) in components(&keys, answer) {
        let members = |node: Node| if node.0 { &keys[&node.1] } else { &answers[&node.1] };
        let (rows, columns) = if some_keys.len() <= some_answers.len() {
            (some_keys, some_answers)
        } else {
            (some_answers, some_keys)
        };
        let value = |r: usize, c: usize| {
            let (r, c) = (members(rows[r]), members(columns[c]));
            let alike = 2.0 * r.intersection(c).count() as f64 / (r.len() + c.len()) as f64;
            (alike * SCALE).round() as i64
        };
        let weights = Matrix::from_fn(rows.len(), columns.len(), |(r, c)| value(r, c));
        right += kuhn_munkres(&weights).0 as f64 / SCALE;
    }
    Prf::of((right, keys.len() as f64), (right, answers.len() as f64))
}

/// A cluster, with whether it is one of the key.
type Node = (bool, usize);

/// Clusters of either side that hang together by shared mentions: others have nothing to be assigned for.
fn components(keys: &Clusters, answer: &BTreeMap<usize, usize>) -> Vec<(Vec<Node>, Vec<Node>)> {
    let mut near: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
    for (&k, members) in keys {
        for &a in members.iter().filter_map(|m| answer.get(m)) {
            near.entry((true, k)).or_default().insert((false, a));
            near.entry((false, a)).or_default().insert((true, k));
        }
    }
    let mut seen: BTreeSet<Node> = BTreeSet::new();
    let mut all = Vec::new();
    for &start in near.keys() {
        if !seen.insert(start) {
            continue;
        }
        let (mut part, mut open) = (Vec::new(), vec![start]);
        while let Some(node) = open.pop() {
            part.push(node);
            open.extend(near[&node].iter().copied().filter(|n| seen.insert(*n)));
        }
        part.sort();
        all.push(part.into_iter().partition(|n| n.0));
    }
    all
}

/// Names as numbers, in the order of their first occurrence.
pub(crate) fn numbered(names: impl Iterator<Item = String>) -> Vec<usize> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    names
        .map(|name| {
            let next = numbers.len();
            *numbers.entry(name).or_insert(next)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(clusters: &[&[usize]]) -> BTreeMap<usize, usize> {
        let pairs =
            |(n, members): (usize, &&[usize])| members.iter().map(move |&m| (m, n)).collect::<Vec<_>>();
        clusters.iter().enumerate().flat_map(pairs).collect()
    }

    fn near(prf: Prf, recall: f64, precision: f64) {
        assert!((prf.recall - recall).abs() < 1e-6 && (prf.precision - precision).abs() < 1e-6, "{prf:?}");
    }

    /// Pradhan et al. (2014), section 4: key {a b c} {d e f g}, response {a b} {c d} {f g h i}.
    #[test]
    fn the_reference_example() {
        let scores = score(&of(&[&[0, 1, 2], &[3, 4, 5, 6]]), &of(&[&[0, 1], &[2, 3], &[5, 6, 7, 8]]));
        near(scores.muc, 2.0 / 5.0, 2.0 / 5.0);
        near(scores.b3, 35.0 / 12.0 / 7.0, 4.0 / 8.0);
        near(scores.ceafe, 1.3 / 2.0, 1.3 / 3.0);
        let round = |x: f64| (x * 100.0).round() / 100.0;
        assert_eq!([scores.muc.f1, scores.b3.f1, scores.ceafe.f1].map(round), [0.40, 0.45, 0.52]);
    }

    #[test]
    fn the_right_answer_and_the_trivial_ones() {
        let key = of(&[&[0, 1, 2], &[3], &[4, 5]]);
        assert!((score(&key, &key).conll() - 1.0).abs() < 1e-9);
        let apart = score(&key, &of(&[&[0], &[1], &[2], &[3], &[4], &[5]]));
        near(apart.muc, 0.0, 0.0);
        near(apart.b3, 0.5, 1.0);
        // Best: 2·1/(3+1) + 2·1/(1+1) + 2·1/(2+1).
        near(apart.ceafe, (0.5 + 1.0 + 2.0 / 3.0) / 3.0, (0.5 + 1.0 + 2.0 / 3.0) / 6.0);
        let one = score(&key, &of(&[&[0, 1, 2, 3, 4, 5]]));
        near(one.muc, 1.0, 3.0 / 5.0);
        near(one.b3, 1.0, (9.0 + 1.0 + 4.0) / 36.0);
        near(one.ceafe, 6.0 / 9.0 / 3.0, 6.0 / 9.0);
    }

    /// The assignment is the best one, not the greedy one.
    #[test]
    fn assignment_is_optimal() {
        let key = of(&[&[0, 1, 2, 3], &[4, 5]]);
        let answer = of(&[&[0, 1, 2, 4, 5], &[3]]);
        // Greedy takes 2·3/9 and then nothing for {4 5}; the best is 2·1/5 + 2·2/7.
        near(score(&key, &answer).ceafe, (2.0 / 5.0 + 4.0 / 7.0) / 2.0, (2.0 / 5.0 + 4.0 / 7.0) / 2.0);
    }
}
