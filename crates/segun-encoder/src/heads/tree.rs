//! Arc scores to a tree: maximum spanning arborescence with a single root
//! (Chu and Liu 1965, Edmonds 1967; single root as in Zmigrod, Vieira and Cotterell 2020).

/// The best head of every word. `scores` is `[n, n]`, row = dependent, column = head, where
/// index 0 is the root and `i` is word `i - 1`; the answer has `n - 1` heads in that numbering.
pub(super) fn decode(scores: &[f32], n: usize) -> Vec<usize> {
    if n <= 1 {
        return Vec::new();
    }
    let mut scores: Vec<f64> = scores.iter().map(|s| f64::from(*s)).collect();
    let heads = arborescence(&scores, n);
    let roots: Vec<usize> = (1..n).filter(|&i| heads[i] == 0).collect();
    if roots.len() <= 1 {
        return heads[1..].to_vec();
    }
    // Several words hang on the root: try each of them as the only one.
    let at_root: Vec<f64> = (0..n).map(|i| scores[i * n]).collect();
    let mut best = heads;
    let mut best_score = f64::NEG_INFINITY;
    for i in 1..n {
        scores[i * n] = -1e6;
    }
    for root in roots {
        scores[root * n] = at_root[root];
        let candidate = arborescence(&scores, n);
        let score: f64 = (1..n).map(|i| scores[i * n + candidate[i]]).sum();
        if score > best_score {
            best = candidate;
            best_score = score;
        }
        scores[root * n] = -1e6;
    }
    best[1..].to_vec()
}

/// Chu-Liu/Edmonds over nodes `0..n`, node 0 the root; the root's own head is 0.
fn arborescence(scores: &[f64], n: usize) -> Vec<usize> {
    let mut heads = vec![0; n];
    for i in 1..n {
        let row = &scores[i * n..(i + 1) * n];
        let mut at = 0;
        let mut highest = f64::NEG_INFINITY;
        for (j, &score) in row.iter().enumerate() {
            if j != i && score > highest {
                highest = score;
                at = j;
            }
        }
        heads[i] = at;
    }
    let Some(cycle) = cycle(&heads) else { return heads };

    // Contract the cycle to one node, solve the smaller problem, and open the cycle where it is entered.
    let mut inside = vec![false; n];
    for &i in &cycle {
        inside[i] = true;
    }
    let outside: Vec<usize> = (0..n).filter(|&i| !inside[i]).collect();
    let size = outside.len() + 1;
    let last = size - 1;
    let mut small = vec![f64::NEG_INFINITY; size * size];
    let mut enter = vec![0; size];
    let mut leave = vec![0; size];
    for (a, &i) in outside.iter().enumerate() {
        for (b, &j) in outside.iter().enumerate() {
            if i != 0 && a != b {
                small[a * size + b] = scores[i * n + j];
            }
        }
        for &c in &cycle {
            let gain = scores[c * n + i] - scores[c * n + heads[c]];
            if gain > small[last * size + a] {
                small[last * size + a] = gain;
                enter[a] = c;
            }
            if i != 0 && scores[i * n + c] > small[a * size + last] {
                small[a * size + last] = scores[i * n + c];
                leave[a] = c;
            }
        }
    }
    let solved = arborescence(&small, size);
    let mut result = heads;
    for (a, &i) in outside.iter().enumerate() {
        if i != 0 {
            result[i] = if solved[a] == last { leave[a] } else { outside[solved[a]] };
        }
    }
    let from = solved[last];
    result[enter[from]] = outside[from];
    result
}

/// A cycle of the head function that does not hold the root.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut state = vec![0u8; heads.len()];
    for start in 1..heads.len() {
        let mut trail = Vec::new();
        let mut node = start;
        while node != 0 && state[node] == 0 {
            state[node] = 1;
            trail.push(node);
            node = heads[node];
        }
        if node != 0 && state[node] == 1 {
            let begin = trail.iter().position(|&t| t == node)?;
            return Some(trail[begin..].to_vec());
        }
        for t in trail {
            state[t] = 2;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_tree(heads: &[usize]) -> bool {
        let roots = heads.iter().filter(|h| **h == 0).count();
        roots == 1
            && (0..heads.len()).all(|start| {
                let mut at = start + 1;
                for _ in 0..=heads.len() {
                    if at == 0 {
                        return true;
                    }
                    at = heads[at - 1];
                }
                false
            })
    }

    /// The best single-root tree by trying all head assignments.
    fn exhaustive(scores: &[f32], n: usize) -> f32 {
        let words = n - 1;
        let mut best = f32::NEG_INFINITY;
        for code in 0..n.pow(words as u32) {
            let heads: Vec<usize> = (0..words).map(|i| code / n.pow(i as u32) % n).collect();
            if is_tree(&heads) {
                let score = heads.iter().enumerate().map(|(i, h)| scores[(i + 1) * n + h]).sum();
                best = best.max(score);
            }
        }
        best
    }

    proptest! {
        #[test]
        fn finds_the_best_tree(n in 2usize..6, values in prop::collection::vec(-10.0f32..10.0, 36)) {
            let scores = &values[..n * n];
            let heads = decode(scores, n);
            prop_assert!(is_tree(&heads));
            let score: f32 = heads.iter().enumerate().map(|(i, h)| scores[(i + 1) * n + h]).sum();
            prop_assert!((score - exhaustive(scores, n)).abs() < 1e-3);
        }
    }
}
