//! Pages, formats and tags of listings.

use crate::common::{API, Answer, Running, add, made};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_ipc::reader::StreamReader;
use serde_json::Value;
use std::collections::BTreeSet;

const LISTINGS: &[&str] = &[
    "/today",
    "/claims",
    "/threads",
    "/threads/1/claims",
    "/reports",
    "/sources",
    "/outlets",
    "/origins?reports=1",
    "/stories",
    "/names?prefix=c",
];

fn with(path: &str, parameter: &str) -> String {
    format!("{path}{}{parameter}", if path.contains('?') { '&' } else { '?' })
}

#[test]
fn pages_lead_to_the_end_and_hold_everything_once() {
    let desk = Running::start();
    for path in LISTINGS.iter().filter(|path| !path.starts_with("/today") && !path.starts_with("/names")) {
        let all = desk.json(&with(path, "limit=1000"));
        assert_eq!(all["next"], Value::Null);
        for limit in [1, 2, 3] {
            let (mut found, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = desk.json(&with(path, &format!("limit={limit}{cursor}")));
                let rows = page["items"].as_array().unwrap();
                assert!(rows.len() <= limit);
                found.extend(rows.clone());
                match page["next"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
                assert!(found.len() < 100, "{path} has no end");
            }
            assert_eq!(&Value::Array(found), &all["items"], "{path} by {limit}");
        }
    }
}

#[test]
fn a_page_goes_on_where_the_last_one_ended_when_reports_come_in() {
    let desk = Running::start();
    let first = desk.json("/claims?limit=3");
    add(desk.folder.path(), vec![made::bombing("https://faro.example/2", "2024-05-09")]);
    let second = desk.json(&format!("/claims?limit=10&cursor={}", first["next"].as_str().unwrap()));
    let ids = |page: &Value| -> BTreeSet<i64> {
        page["items"].as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect()
    };
    assert!(ids(&first).is_disjoint(&ids(&second)));
    assert_eq!(ids(&first).len() + ids(&second).len(), 7);
}

/// The rows of a stream of Arrow: columns with the first row's values where they are plain.
fn arrow(answer: &Answer) -> arrow_array::RecordBatch {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/vnd.apache.arrow.stream"));
    let batches: Vec<_> =
        StreamReader::try_new(&answer.body[..], None).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(batches.len(), 1);
    batches.into_iter().next().unwrap()
}

#[test]
fn arrow_and_csv_say_what_json_says() {
    let desk = Running::start();
    for path in LISTINGS {
        let json = desk.json(path);
        let rows = json["items"].as_array().unwrap();
        assert!(!rows.is_empty(), "{path}");

        let batch = arrow(&desk.get(&with(path, "format=arrow")));
        assert_eq!(batch.num_rows(), rows.len(), "{path}");
        let names: Vec<String> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
        let keys: Vec<String> = rows[0].as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, keys, "{path}");

        let answer = desk.ask("GET", &format!("{API}{path}"), &[("accept", "text/csv")], b"");
        assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
        assert!(answer.header("content-disposition").unwrap().starts_with("attachment"));
        let mut csv = csv::Reader::from_reader(&answer.body[..]);
        assert_eq!(csv.headers().unwrap().iter().collect::<Vec<_>>(), names, "{path}");
        for (record, row) in csv.records().map(Result::unwrap).zip(rows) {
            for (cell, key) in record.iter().zip(&names) {
                let expected = match &row[key] {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                assert_eq!(cell, expected, "{path}: {key}");
            }
        }
        for (column, name) in batch.columns().iter().zip(&names) {
            for (n, row) in rows.iter().enumerate() {
                match &row[name] {
                    Value::Null => assert!(column.is_null(n), "{path}: {name}"),
                    Value::String(text) => {
                        assert_eq!(column.as_string::<i32>().value(n), text, "{path}: {name}")
                    }
                    Value::Number(number) => match number.as_i64() {
                        Some(whole) if column.data_type().is_integer() => {
                            assert_eq!(column.as_primitive::<Int64Type>().value(n), whole, "{path}: {name}");
                        }
                        _ => assert_eq!(Some(column.as_primitive::<Float64Type>().value(n)), number.as_f64()),
                    },
                    Value::Bool(yes) => assert_eq!(column.as_boolean().value(n), *yes, "{path}: {name}"),
                    Value::Array(list) => {
                        assert_eq!(column.as_list::<i32>().value(n).len(), list.len(), "{path}: {name}")
                    }
                    Value::Object(_) => assert!(column.as_struct_opt().is_some(), "{path}: {name}"),
                }
            }
        }
    }
}

#[test]
fn the_next_page_of_a_table_is_in_its_head() {
    let desk = Running::start();
    let (mut rows, mut path) = (0, format!("{API}/claims?format=csv&limit=3&party=Ana%20Duarte"));
    for _ in 0..5 {
        let answer = desk.ask("GET", &path, &[], b"");
        rows += csv::Reader::from_reader(&answer.body[..]).records().count();
        match answer.header("link") {
            Some(link) => {
                let (address, rest) = link.strip_prefix('<').unwrap().split_once('>').unwrap();
                assert_eq!(rest, "; rel=\"next\"");
                path = address.to_owned();
            }
            None => break,
        }
    }
    assert_eq!(rows, 6);
    let empty = arrow(&desk.get("/claims?format=arrow&polarity=-"));
    assert_eq!((empty.num_rows(), empty.num_columns() > 20), (0, true));
}

#[test]
fn an_answer_that_has_not_changed_is_not_sent_again() {
    let desk = Running::start();
    for path in ["/ledger", "/claims", "/threads/1", "/map", "/alerts", "/claims?format=csv"] {
        let path = format!("{API}{path}");
        let first = desk.ask("GET", &path, &[], b"");
        let tag = first.header("etag").unwrap();
        assert_eq!(first.header("cache-control"), Some("private, no-cache"));
        let again = desk.ask("GET", &path, &[("if-none-match", &format!("\"x\", {tag}"))], b"");
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag)), "{path}");
        assert_eq!(desk.ask("GET", &path, &[("if-none-match", "\"x\"")], b"").status, 200);
    }
    let claims = format!("{API}/claims");
    let tag = desk.ask("GET", &claims, &[], b"").header("etag").unwrap().to_owned();
    let csv = desk.ask("GET", &claims, &[("accept", "text/csv"), ("if-none-match", &tag)], b"");
    assert_eq!(csv.status, 200, "another format is another answer");
    add(desk.folder.path(), vec![made::bombing("https://faro.example/2", "2024-05-09")]);
    let changed = desk.ask("GET", &claims, &[("if-none-match", &tag)], b"");
    assert_eq!(changed.status, 200);
    assert_eq!(changed.json()["items"].as_array().unwrap().len(), 8);
}

#[test]
fn what_cannot_be_understood_is_refused_with_its_name() {
    let desk = Running::start();
    for (path, word) in [
        ("/claims?colour=red", "colour"),
        ("/claims?certainty=perhaps", "perhaps"),
        ("/claims?certainty=certain&certainty=possible", "certainty"),
        ("/claims?since=2024-5-1", "2024-5-1"),
        ("/claims?country=France", "France"),
        ("/claims?origins=-1", "origins"),
        ("/claims?origin=0", "origin"),
        ("/claims?origins=2147483648", "1000000"),
        ("/claims?limit=0", "1000"),
        ("/claims?limit=1001", "1000"),
        ("/claims?limit=many", "limit"),
        ("/claims?cursor=AAAA", "cursor"),
        ("/claims?cursor=%C3%A9", "cursor"),
        ("/claims?format=xml", "xml"),
        ("/claims?actor=", "actor"),
        ("/claims/first", "number"),
        ("/claims/0", "number"),
        ("/claims/1?limit=2", "limit"),
        ("/search", "text"),
        ("/network?nodes=501", "500"),
        ("/names?of=place", "place"),
        ("/ledger?x", "x"),
    ] {
        let detail = desk.get(path).is_problem(400);
        assert!(detail.contains(word), "{path}: {detail}");
    }
    desk.get(&format!("/claims?text={}", "a".repeat(401))).is_problem(400);
    desk.get("/nothing").is_problem(404);
    let wrong = desk.ask("DELETE", &format!("{API}/claims"), &[], b"");
    wrong.is_problem(405);
    assert!(wrong.header("allow").is_some_and(|allow| allow.contains("GET")));
}

#[test]
fn large_answers_are_compressed_for_those_who_take_it() {
    let desk = Running::start();
    let plain = desk.get("/claims");
    let packed = desk.ask("GET", &format!("{API}/claims"), &[("accept-encoding", "gzip")], b"");
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.body.len() < plain.body.len());
    assert_eq!(desk.get("/ledger").header("content-encoding"), None);
    let head = desk.ask("HEAD", &format!("{API}/claims"), &[], b"");
    assert_eq!((head.status, head.body.len()), (200, 0));
}
