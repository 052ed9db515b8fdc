//! Readings from the contract's JSON, for tests of what is shown.

use segun::*;
use serde_json::Value;

/// A short annotated report with spans that nest and cross, and letters of several scripts.
pub(crate) fn sample() -> Reading {
    reading(include_str!("../tests/data/reading.json"))
}

/// The reading that `text`, one object of the contract, stands for.
pub(crate) fn reading(text: &str) -> Reading {
    let value: Value = serde_json::from_str(text).unwrap();
    let words = string(&value["text"]).unwrap_or_default();
    let points = CodePoints::new(&words);
    let span = |v: &Value| {
        let at = |key: &str| usize::try_from(v[key].as_u64().unwrap_or(0)).unwrap();
        Span::new(points.to_byte(at("start")), points.to_byte(at("end")))
    };
    let some_span = |v: &Value| v.is_object().then(|| span(v));
    let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
    let strings = |v: &Value| list(v).iter().filter_map(string).collect::<Vec<_>>();
    let why = |v: &Value| -> Vec<Why> {
        list(&v["explain"])
            .iter()
            .map(|w| {
                let aspect: &'static str = Box::leak(string(&w["aspect"]).unwrap().into_boxed_str());
                match w["score"].as_f64() {
                    Some(score) => Why::head(aspect, string(&w["by"]).unwrap(), score as f32),
                    None => Why::rule(aspect, string(&w["by"]).unwrap()),
                }
            })
            .collect()
    };
    let word = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    Reading {
        entities: list(&value["entities"])
            .iter()
            .map(|e| Entity {
                id: word(&e["id"]),
                kind: EntityType::from_word(&word(&e["type"])).unwrap_or(EntityType::Other),
                name: word(&e["name"]),
                ids: EntityIds::default(),
                country: string(&e["country"]),
                sector: string(&e["sector"]),
                role: string(&e["role"]),
                office: string(&e["office"]),
                lat: None,
                lon: None,
                mentions: Vec::new(),
                confidence: 1.0,
                place_confidence: None,
                why: why(e),
            })
            .collect(),
        times: list(&value["times"])
            .iter()
            .map(|t| Time {
                id: word(&t["id"]),
                span: span(t),
                kind: TimeType::from_word(&word(&t["type"])).unwrap(),
                value: string(&t["value"]),
                modifier: None,
                from: string(&t["from"]),
                to: string(&t["to"]),
                why: why(t),
            })
            .collect(),
        attributions: list(&value["attributions"])
            .iter()
            .map(|a| Attribution {
                id: word(&a["id"]),
                source: some_span(&a["source"]),
                source_kind: SourceKind::from_word(&word(&a["source_kind"])).unwrap(),
                source_entity: string(&a["source_entity"]),
                affiliation: string(&a["affiliation"]),
                cue: some_span(&a["cue"]),
                content: list(&a["content"]).iter().map(span).collect(),
                mode: Mode::from_word(&word(&a["mode"])).unwrap(),
                stance: Stance::from_word(&word(&a["stance"])).unwrap(),
                within: string(&a["within"]),
                said_at: string(&a["said_at"]),
                confidence: 1.0,
                why: why(a),
            })
            .collect(),
        events: list(&value["events"])
            .iter()
            .map(|e| Event {
                id: word(&e["id"]),
                trigger: span(&e["trigger"]),
                kind: e["type"].as_str().and_then(EventType::from_name),
                mode: string(&e["mode"]),
                cameo: string(&e["cameo"]),
                actor: strings(&e["actor"]),
                recipient: strings(&e["recipient"]),
                place: strings(&e["place"]),
                time: string(&e["time"]),
                from: string(&e["from"]),
                to: string(&e["to"]),
                certainty: Certainty::from_word(&word(&e["certainty"])).unwrap(),
                polarity: Polarity::from_word(&word(&e["polarity"])).unwrap(),
                when: When::from_word(&word(&e["when"])).unwrap(),
                source: string(&e["source"]),
                same_as: word(&e["same_as"]),
                confidence: 1.0,
                certainty_confidence: 1.0,
                why: why(e),
            })
            .collect(),
        threads: Vec::new(),
        report: Report {
            id: word(&value["id"]),
            language: string(&value["language"]),
            published: value["published"].as_str().and_then(|p| p.parse().ok()),
            title: string(&value["title"]),
            url: string(&value["url"]),
            publisher: string(&value["publisher"]),
            authors: Vec::new(),
            text: words.clone(),
        },
    }
}

fn string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
