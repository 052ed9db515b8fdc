//! The OpenAPI document says what the server does.

use crate::common::{API, Running};
use serde_json::{Value, json};

/// The schema of an answer, as a schema of its own.
fn schema(document: &Value, path: &str, method: &str, status: &str, kind: &str) -> Value {
    let content = &document["paths"][format!("{API}{path}")][method]["responses"][status]["content"];
    let mut schema = content[kind]["schema"].clone();
    assert!(schema.is_object(), "{method} {path} {status} has no schema: {content}");
    schema["components"] = document["components"].clone();
    schema
}

/// `schema` takes the keys that it names and no others.
fn closed(schema: &mut Value) {
    if let Some(object) = schema.as_object_mut()
        && object.contains_key("properties")
        && !object.contains_key("additionalProperties")
    {
        object.insert("unevaluatedProperties".into(), json!(false));
    }
}

fn valid(schema: &Value, answer: &Value, what: &str) {
    let validator = jsonschema::draft202012::new(schema).unwrap_or_else(|error| panic!("{what}: {error}"));
    let wrong: Vec<String> =
        validator.iter_errors(answer).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{what}: {wrong:#?}\n{answer}");
}

#[test]
fn answers_are_what_the_document_says() {
    let desk = Running::start();
    let document = desk.json("/openapi.json");
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut asked = Vec::new();
    for (path, question) in [
        ("/ledger", "/ledger"),
        ("/today", "/today"),
        ("/claims", "/claims"),
        ("/claims", "/claims?actor=Nadie"),
        ("/claims", "/claims?limit=1"),
        ("/claims/{id}", "/claims/2"),
        ("/claims/{id}", "/claims/4"),
        ("/threads", "/threads"),
        ("/threads/{id}", "/threads/1"),
        ("/threads/{id}/claims", "/threads/1/claims"),
        ("/reports", "/reports"),
        ("/reports/{id}", "/reports/1"),
        ("/sources", "/sources"),
        ("/sources/{id}", "/sources/1"),
        ("/outlets", "/outlets"),
        ("/outlets/{id}", "/outlets/1"),
        ("/origins", "/origins?reports=1"),
        ("/origins/{id}", "/origins/1"),
        ("/stories", "/stories"),
        ("/stories/{id}", "/stories/1"),
        ("/search", "/search?text=presidenta"),
        ("/network", "/network"),
        ("/network", "/network?party=Nadie"),
        ("/map", "/map"),
        ("/names", "/names?prefix=ana"),
        ("/alerts", "/alerts"),
    ] {
        let answer = desk.json(question);
        let mut schema = schema(&document, path, "get", "200", "application/json");
        // Parts of a flattened row are not closed: the whole row has further keys.
        let flat = schema["components"]["schemas"].to_string();
        for (name, part) in schema["components"]["schemas"].as_object_mut().unwrap() {
            if !flat.contains(&format!("\"allOf\":[{{\"$ref\":\"#/components/schemas/{name}\"")) {
                closed(part);
            }
        }
        valid(&schema, &answer, question);
        asked.push(path);
    }
    let kind = [("content-type", "application/json")];
    desk.ask("PUT", &format!("{API}/alerts/x"), &kind, b"{\"party\":[\"Chile\"],\"origins\":2}");
    valid(&schema(&document, "/alerts", "get", "200", "application/json"), &desk.json("/alerts"), "/alerts");
    let problem = schema(&document, "/claims/{id}", "get", "404", "application/problem+json");
    valid(&problem, &desk.get("/claims/999").json(), "a problem");
    let read = desk.ask("POST", &format!("{API}/read"), &kind, "{\"text\":\"Kim viajó a Perú.\"}".as_bytes());
    valid(&schema(&document, "/read", "post", "200", "application/json"), &read.json(), "/read");

    // Whatever else can be got is asked elsewhere.
    asked.extend(["/changes", "/openapi.json"]);
    for (path, methods) in document["paths"].as_object().unwrap() {
        if methods.get("get").is_some() {
            assert!(asked.contains(&path.strip_prefix(API).unwrap()), "{path} is not asked here");
        }
    }
}

#[test]
fn every_address_is_described_and_every_description_is_an_address() {
    let desk = Running::start();
    let document = desk.json("/openapi.json");
    assert_eq!(document, serde_json::to_value(segun_desk::openapi()).unwrap());
    let mut operations = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let at = path.replace("{id}", "1").replace("{name}", "x");
        for method in ["get", "put", "post", "delete", "patch"] {
            let described = &methods[method];
            // Listening has no end.
            if path.ends_with("/changes") && method == "get" {
                operations += 1;
                continue;
            }
            let answer = desk.ask(&method.to_uppercase(), &at, &[], b"");
            assert_eq!(answer.status == 405, described.is_null(), "{method} {path}: {}", answer.status);
            if described.is_null() {
                continue;
            }
            operations += 1;
            let status = answer.status.to_string();
            assert!(described["responses"].get(&status).is_some(), "{method} {path} answers {status}");
            assert!(
                described["summary"].is_string() || described["description"].is_string(),
                "{method} {path}"
            );
            for parameter in described["parameters"].as_array().into_iter().flatten() {
                assert!(
                    parameter["description"].is_string() || parameter["in"] == "path",
                    "{path}: {parameter}"
                );
            }
        }
    }
    assert_eq!(operations, 27, "an address without a test, or a test without an address");
}
