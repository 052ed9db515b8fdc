//! Tag sequences to spans: I-X follows only B-X or I-X.

use super::softmax::probability;
use std::ops::Range;

/// A span of words with one label.
#[derive(Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) words: Range<usize>,
    /// What follows `B-`; empty for plain `B`.
    pub(crate) label: String,
    /// Mean probability of its tags.
    pub(crate) score: f32,
}

/// The best allowed sequence of tags; `tags` are `O`, `B`, `I`, `B-X`, `I-X`.
pub(super) fn path(scores: &[impl AsRef<[f32]>], tags: &[String]) -> Vec<usize> {
    let Some(first) = scores.first() else { return Vec::new() };
    let inside = |tag: usize| tags[tag].starts_with('I');
    let allowed =
        |from: usize, to: usize| !inside(to) || (tags[from] != "O" && tags[from][1..] == tags[to][1..]);
    let count = tags.len();
    let mut best: Vec<f32> =
        (0..count).map(|tag| if inside(tag) { f32::NEG_INFINITY } else { first.as_ref()[tag] }).collect();
    let mut back = Vec::with_capacity(scores.len());
    for row in &scores[1..] {
        let mut from = vec![0; count];
        let mut next = vec![f32::NEG_INFINITY; count];
        for to in 0..count {
            for (before, &score) in best.iter().enumerate() {
                if allowed(before, to) && score > next[to] {
                    next[to] = score;
                    from[to] = before;
                }
            }
            next[to] += row.as_ref()[to];
        }
        back.push(from);
        best = next;
    }
    let mut at = super::softmax::best(&best);
    let mut path = vec![at];
    for from in back.iter().rev() {
        at = from[at];
        path.push(at);
    }
    path.reverse();
    path
}

/// The spans of the best sequence, left to right.
pub(crate) fn spans(scores: &[impl AsRef<[f32]>], tags: &[String]) -> Vec<Span> {
    of_path(&path(scores, tags), scores, tags)
}

/// The spans of the best sequence, and those that would be in it if every begin scored `less` more, as far as they
/// neither overlap nor touch the former; left to right.
pub(super) fn with_less_likely(scores: &[impl AsRef<[f32]>], tags: &[String], less: f32) -> Vec<Span> {
    let mut found = spans(scores, tags);
    let raised: Vec<Vec<f32>> = scores
        .iter()
        .map(|row| {
            let raise = |(tag, score): (&String, &f32)| score + if tag.starts_with('B') { less } else { 0.0 };
            tags.iter().zip(row.as_ref()).map(raise).collect()
        })
        .collect();
    let apart = |a: &Span, b: &Span| a.words.end < b.words.start || b.words.end < a.words.start;
    let more = of_path(&path(&raised, tags), scores, tags);
    let more: Vec<Span> = more.into_iter().filter(|m| found.iter().all(|f| apart(f, m))).collect();
    found.extend(more);
    found.sort_by_key(|span| span.words.start);
    found
}

/// The spans of `path`, each with the mean probability of its tags.
fn of_path(path: &[usize], scores: &[impl AsRef<[f32]>], tags: &[String]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut open = false;
    for (i, &tag) in path.iter().enumerate() {
        let name = tags[tag].as_str();
        let score = probability(scores[i].as_ref(), tag);
        if name.starts_with('B') {
            let label = name.strip_prefix("B-").unwrap_or_default().to_owned();
            spans.push(Span { words: i..i + 1, label, score });
            open = true;
        } else if let (true, true, Some(last)) = (name.starts_with('I'), open, spans.last_mut()) {
            last.words.end = i + 1;
            last.score += score;
        } else {
            open = false;
        }
    }
    for span in &mut spans {
        span.score /= span.words.len() as f32;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inside_tag_needs_its_begin() {
        let tags: Vec<String> = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"].map(str::to_owned).into();
        // Greedy choice would be O, I-PER.
        let scores = [[1.0, 0.8, 0.0, 0.0, 0.0], [0.0, 0.0, 3.0, 0.0, 0.0]];
        let found = spans(&scores, &tags);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].words.clone(), found[0].label.as_str()), (0..2, "PER"));
        assert!(path(&[] as &[[f32; 5]], &tags).is_empty());
    }

    #[test]
    fn what_is_less_likely_comes_too_where_it_touches_nothing() {
        let tags: Vec<String> = ["O", "B", "I"].map(str::to_owned).into();
        let scores = [[0.0, 2.0, 0.0], [1.0, 0.5, 0.0], [1.0, 0.0, 0.0], [1.0, 0.2, 0.0], [1.0, -2.0, 0.0]];
        let begins = |spans: Vec<Span>| spans.into_iter().map(|s| s.words.start).collect::<Vec<_>>();
        assert_eq!(begins(spans(&scores, &tags)), [0]);
        assert_eq!(begins(with_less_likely(&scores, &tags, 1.0)), [0, 3]);
    }
}
