//! Whether confidences mean what they say: how often what was given with a probability is right.
//!
//! Reliability diagram and expected calibration error over ten bins of equal width (Naeini, Cooper and
//! Hauskrecht 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning").

use serde_json::Value;
use std::collections::BTreeMap;

const BINS: usize = 10;

/// What was said with which confidence, and whether it was right, by layer.
pub(crate) type Points = BTreeMap<&'static str, Vec<(f64, bool)>>;

/// One bin of the diagram.
pub(crate) struct Bin {
    /// Lower edge; the bin is a tenth wide.
    pub(crate) from: f64,
    /// How many confidences fell into it.
    pub(crate) count: usize,
    /// Their mean.
    pub(crate) confidence: f64,
    /// The share of them that is right.
    pub(crate) right: f64,
}

/// The bins that hold anything, lowest first.
pub(crate) fn bins(points: &[(f64, bool)]) -> Vec<Bin> {
    let of = |confidence: f64| ((confidence * BINS as f64) as usize).min(BINS - 1);
    (0..BINS)
        .filter_map(|bin| {
            let inside: Vec<_> = points.iter().filter(|(c, _)| of(*c) == bin).collect();
            let count = inside.len();
            (count > 0).then(|| Bin {
                from: bin as f64 / BINS as f64,
                count,
                confidence: inside.iter().map(|(c, _)| c).sum::<f64>() / count as f64,
                right: inside.iter().filter(|(_, right)| *right).count() as f64 / count as f64,
            })
        })
        .collect()
}

/// Expected calibration error: the mean distance between confidence and share of right ones, by bin.
pub(crate) fn expected_error(points: &[(f64, bool)]) -> f64 {
    let all = points.len().max(1) as f64;
    bins(points).iter().map(|b| (b.confidence - b.right).abs() * b.count as f64 / all).sum()
}

/// The points of one report: attributions are right where half of the content and some of the source are, as
/// in the scorer's `attribution.whole`; events where trigger and type are.
pub(crate) fn compare(gold: &Value, ours: &Value, points: &mut Points) {
    let list = |of: &Value, key: &str| of[key].as_array().cloned().unwrap_or_default();
    let mut add = |layer: &'static str, key: &str, right: &dyn Fn(&Value, &Value) -> bool| {
        let Some(all) = gold[key].as_array() else { return };
        for one in list(ours, key) {
            if let Some(confidence) = one["confidence"].as_f64() {
                points.entry(layer).or_default().push((confidence, all.iter().any(|g| right(g, &one))));
            }
        }
    };
    add("attributions", "attributions", &same_attribution);
    add("events", "events", &|a, b| {
        overlap(hull(&a["trigger"]), hull(&b["trigger"])) > 0 && a["type"] == b["type"]
    });
}

type Span = Option<(i64, i64)>;

fn same_attribution(a: &Value, b: &Value) -> bool {
    let (x, y) = (hull(&a["content"]), hull(&b["content"]));
    let length = |s: Span| s.map_or(0, |(start, end)| end - start);
    let shared = overlap(x, y);
    let union = (length(x) + length(y) - shared).max(1);
    let (p, q) = (hull(&a["source"]), hull(&b["source"]));
    2 * shared >= union && p.is_some() == q.is_some() && (p.is_none() || overlap(p, q) > 0)
}

/// From the first to the last character of a span or a list of them.
fn hull(value: &Value) -> Span {
    let one = std::slice::from_ref(value);
    let spans = value.as_array().map_or(one, Vec::as_slice);
    let edges = |key: &'static str| spans.iter().filter_map(move |s| s[key].as_i64());
    Some((edges("start").min()?, edges("end").max()?))
}

fn overlap(a: Span, b: Span) -> i64 {
    let (Some((a, b)), Some((c, d))) = (a, b) else { return 0 };
    (b.min(d) - a.max(c)).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_error_is_the_mean_distance_by_bin() {
        let points = [(0.95, true), (0.95, true), (0.95, true), (0.95, false), (0.25, false)];
        let expected = (4.0 * (0.95_f64 - 0.75).abs() + 0.25) / 5.0;
        assert!((expected_error(&points) - expected).abs() < 1e-9);
        assert_eq!(bins(&points).len(), 2);
        assert_eq!(expected_error(&[]), 0.0);
    }

    #[test]
    fn events_and_attributions_are_compared_by_their_spans() {
        let span = |start: i64, end: i64| json!({"start": start, "end": end});
        let gold = json!({
            "events": [{"trigger": span(5, 9), "type": "AID"}],
            "attributions": [{"source": span(0, 4), "content": [span(10, 20)]}],
        });
        let ours = json!({
            "events": [
                {"trigger": span(6, 9), "type": "AID", "confidence": 0.9},
                {"trigger": span(5, 9), "type": "COERCE", "confidence": 0.4},
            ],
            "attributions": [
                {"source": span(1, 4), "content": [span(10, 14), span(16, 20)], "confidence": 0.8},
                {"source": null, "content": [span(10, 20)], "confidence": 0.7},
            ],
        });
        let mut points = Points::new();
        compare(&gold, &ours, &mut points);
        assert_eq!(points["events"], [(0.9, true), (0.4, false)]);
        assert_eq!(points["attributions"], [(0.8, true), (0.7, false)]);
    }
}
