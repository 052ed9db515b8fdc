//! Conditions as `segun alerts` keeps them: the same but for one key, and a limit that is of no use to alerts.

use super::FilterParams;
use serde_json::{Map, Value, json};

/// The key of the type, here and there.
const TYPE: [&str; 2] = ["type", "kind"];

/// `filter` as it is kept.
pub(crate) fn to_kept(filter: &FilterParams) -> String {
    let Ok(Value::Object(filter)) = serde_json::to_value(filter) else { return String::new() };
    let rename = |(key, value): (String, Value)| {
        if key == TYPE[0] { (TYPE[1].to_owned(), value) } else { (key, value) }
    };
    let mut kept: Map<String, Value> = filter.into_iter().map(rename).collect();
    kept.insert("limit".into(), json!(50));
    Value::Object(kept).to_string()
}

/// What is kept, without all that says nothing.
pub(crate) fn from_kept(kept: &str) -> Map<String, Value> {
    let Ok(Value::Object(kept)) = serde_json::from_str(kept) else { return Map::new() };
    let says = |value: &Value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
    let kept = kept.into_iter().filter(|(key, value)| key != "limit" && says(value));
    kept.map(|(key, value)| match value {
        // The command takes types in lower case too.
        Value::String(kind) if key == TYPE[1] => (TYPE[0].to_owned(), Value::String(kind.to_ascii_uppercase())),
        value => (key, value),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back() {
        let asked = r#"{"actor":["Chile"],"type":"CONSULT","polarity":"-","since":"2026-03-02","origins":2}"#;
        let filter: FilterParams = serde_json::from_str(asked).unwrap();
        let kept = to_kept(&filter);
        let stored: Value = serde_json::from_str(&kept).unwrap();
        assert_eq!((&stored["kind"], &stored["limit"], &stored["place"]), (&json!("CONSULT"), &json!(50), &json!([])));
        assert_eq!(Value::Object(from_kept(&kept)).to_string(), asked);
        assert_eq!(from_kept("{\"kind\":\"consult\"}")["type"], "CONSULT");
    }
}
