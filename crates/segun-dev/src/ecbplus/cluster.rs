//! Agglomerative clustering, average link.

/// The merges of average-link clustering, in their order. Their likenesses never rise, so that one tree serves all
/// thresholds.
pub(super) struct Tree {
    count: usize,
    /// Mean likeness, and a member of each of the two clusters.
    merges: Vec<(f64, usize, usize)>,
}

impl Tree {
    /// Merges the two clusters of `count` things whose members are on average most alike, until one is left.
    /// `alike` is asked for pairs in rising order, twice.
    pub(super) fn of(count: usize, alike: impl Fn(usize, usize) -> f64) -> Self {
        // The mean likeness between the members of each two clusters; a cluster goes by its first member.
        let mean = |a: usize, b: usize| if a == b { 0.0 } else { alike(a.min(b), a.max(b)) };
        let mut means: Vec<Vec<f64>> = (0..count).map(|a| (0..count).map(|b| mean(a, b)).collect()).collect();
        let mut sizes = vec![1.0; count];
        let mut alive: Vec<usize> = (0..count).collect();
        let mut merges = Vec::new();
        while alive.len() > 1 {
            let mut best = (f64::NEG_INFINITY, 0, 0);
            for (i, &a) in alive.iter().enumerate() {
                for &b in &alive[i + 1..] {
                    if means[a][b] > best.0 {
                        best = (means[a][b], a, b);
                    }
                }
            }
            let (_, a, b) = best;
            merges.push(best);
            alive.retain(|&c| c != b);
            let all: f64 = sizes[a] + sizes[b];
            for &c in &alive {
                let mean = (means[a][c] * sizes[a] + means[b][c] * sizes[b]) / all;
                (means[a][c], means[c][a]) = (mean, mean);
            }
            sizes[a] = all;
        }
        Self { count, merges }
    }

    /// The cluster of each thing where clusters are merged that are alike by at least `enough`, numbered from 0 in the
    /// order of their first members.
    pub(super) fn cut(&self, enough: f64) -> Vec<usize> {
        let mut of: Vec<usize> = (0..self.count).collect();
        for &(_, a, b) in self.merges.iter().take_while(|m| m.0 >= enough) {
            let (to, from) = (of[a], of[b]);
            of.iter_mut().filter(|c| **c == from).for_each(|c| *c = to);
        }
        let mut numbers: Vec<usize> = of.clone();
        numbers.sort_unstable();
        numbers.dedup();
        of.iter().map(|c| numbers.partition_point(|n| n < c)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_near_come_together() {
        let at = [0.0_f64, 0.1, 5.0, 5.2, 0.05];
        let tree = Tree::of(at.len(), |a, b| 1.0 - (at[a] - at[b]).abs());
        assert_eq!(tree.cut(0.5), [0, 0, 1, 1, 0]);
        assert_eq!(tree.cut(2.0), [0, 1, 2, 3, 4]);
        assert_eq!(tree.cut(-9.0), [0; 5]);
    }
}
