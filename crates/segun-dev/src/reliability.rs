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

/// The points of one report, as the scorer counts what is right: attributions where half of the content and some of
/// the source are; events where trigger and type are, their certainty where the trigger is; names where type, first
/// and last character are; places, of those found, within 161 km.
pub(crate) fn compare(gold: &Value, ours: &Value, points: &mut Points) {
    let mut add = |layer: &'static str, confidence: &Value, right: bool| {
        if let Some(confidence) = confidence.as_f64() {
            points.entry(layer).or_default().push((confidence, right));
        }
    };
    if let Some(all) = gold["attributions"].as_array() {
        for one in list(ours, "attributions") {
            add("attributions", &one["confidence"], all.iter().any(|g| same_attribution(g, one)));
        }
    }
    if let Some(all) = gold["events"].as_array() {
        for one in list(ours, "events") {
            let at = hull(&one["trigger"]);
            let found: Vec<&Value> = all.iter().filter(|g| overlap(hull(&g["trigger"]), at) > 0).collect();
            add("events", &one["confidence"], found.iter().any(|g| g["type"] == one["type"]));
            if found.iter().any(|g| g["certainty"].is_string()) {
                let right = found.iter().any(|g| g["certainty"] == one["certainty"]);
                add("certainty", &one["certainty_confidence"], right);
            }
        }
    }
    if let Some(all) = gold["entities"].as_array() {
        for one in list(ours, "entities") {
            for mention in list(one, "mentions").iter().filter(|m| m["kind"] == "name") {
                let same = |m: &Value| hull(m) == hull(mention);
                let right =
                    all.iter().any(|g| g["type"] == one["type"] && list(g, "mentions").iter().any(same));
                add("names", &one["confidence"], right);
            }
        }
    }
    for toponym in list(gold, "places") {
        let at = hull(&toponym["mentions"][0]);
        let covers = |e: &&Value| list(e, "mentions").iter().any(|m| overlap(hull(m), at) > 0);
        let found = list(ours, "entities").iter().filter(|e| e["lat"].is_number()).find(covers);
        if let Some(found) = found {
            add("places", &found["place_confidence"], kilometres(toponym, found) <= NEAR);
        }
    }
}

/// A place counts as right within so many kilometres: a hundred miles, as the literature has it.
const NEAR: f64 = 161.0;

/// The great circle between two objects with `lat` and `lon`; infinite where one has none.
fn kilometres(a: &Value, b: &Value) -> f64 {
    const EARTH: f64 = 6371.0;
    let at = |of: &Value| Some((of["lat"].as_f64()?.to_radians(), of["lon"].as_f64()?.to_radians()));
    let (Some((a, b)), Some((c, d))) = (at(a), at(b)) else { return f64::INFINITY };
    let half = ((c - a) / 2.0).sin().powi(2) + a.cos() * c.cos() * ((d - b) / 2.0).sin().powi(2);
    2.0 * EARTH * half.sqrt().asin()
}

fn list<'v>(of: &'v Value, key: &str) -> &'v [Value] {
    of[key].as_array().map_or(&[], Vec::as_slice)
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
            "events": [{"trigger": span(5, 9), "type": "AID", "certainty": "possible"}],
            "attributions": [{"source": span(0, 4), "content": [span(10, 20)]}],
        });
        let ours = json!({
            "events": [
                {"trigger": span(6, 9), "type": "AID", "confidence": 0.9, "certainty": "possible", "certainty_confidence": 0.6},
                {"trigger": span(5, 9), "type": "COERCE", "confidence": 0.4, "certainty": "certain", "certainty_confidence": 0.7},
                {"trigger": span(30, 31), "type": "AID", "confidence": 0.2, "certainty": "certain", "certainty_confidence": 0.7},
            ],
            "attributions": [
                {"source": span(1, 4), "content": [span(10, 14), span(16, 20)], "confidence": 0.8},
                {"source": null, "content": [span(10, 20)], "confidence": 0.7},
            ],
        });
        let mut points = Points::new();
        compare(&gold, &ours, &mut points);
        assert_eq!(points["events"], [(0.9, true), (0.4, false), (0.2, false)]);
        assert_eq!(points["certainty"], [(0.6, true), (0.7, false)]);
        assert_eq!(points["attributions"], [(0.8, true), (0.7, false)]);
    }

    #[test]
    fn names_are_compared_whole_and_places_by_distance() {
        let name = |start: i64, end: i64| json!({"start": start, "end": end, "kind": "name"});
        let gold = json!({
            "entities": [{"type": "LOC", "mentions": [name(0, 5), name(9, 14)]}],
            "places": [
                {"lat": 48.86, "lon": 2.35, "mentions": [name(0, 5)]},
                {"lat": 33.66, "lon": -95.55, "mentions": [name(9, 14)]},
                {"lat": 1.0, "lon": 1.0, "mentions": [name(40, 44)]},
            ],
        });
        let ours = json!({"entities": [
            {"type": "LOC", "confidence": 0.9, "place_confidence": 0.8, "lat": 48.9, "lon": 2.3,
             "mentions": [name(0, 5), name(9, 14)]},
            {"type": "PER", "confidence": 0.5, "lat": null, "mentions": [name(0, 5)]},
            {"type": "LOC", "confidence": 0.4, "mentions": [{"start": 0, "end": 5, "kind": "nominal"}, name(1, 5)]},
        ]});
        let mut points = Points::new();
        compare(&gold, &ours, &mut points);
        assert_eq!(points["names"], [(0.9, true), (0.9, true), (0.5, false), (0.4, false)]);
        assert_eq!(points["places"], [(0.8, true), (0.8, false)]);
    }
}
