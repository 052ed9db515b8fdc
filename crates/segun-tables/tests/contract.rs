//! Batches say what the contract's JSON says, and their schema stays as it is.

use arrow_array::RecordBatch;
use arrow_json::LineDelimitedWriter;
use arrow_schema::{DataType, Fields};
use segun::{Options, Reading, intake, json};
use segun_tables::{Readings, VERSION_KEY, schema};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

fn samples() -> Vec<Reading> {
    let reader = segun::reader().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let reports = intake::open([folder], intake::Options::default());
    reports.map(|report| reader.read(report.unwrap().report, Options::default()).unwrap()).collect()
}

/// `batch` as arrow-json writes it, a value a row.
fn written(batch: &RecordBatch) -> Vec<Value> {
    let mut writer = LineDelimitedWriter::new(Vec::new());
    writer.write(batch).unwrap();
    writer.finish().unwrap();
    let lines = String::from_utf8(writer.into_inner()).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Without the keys whose value is null: arrow-json leaves them out.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => map
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key, without_nulls(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

#[test]
fn rows_say_what_the_contract_says() {
    let samples = samples();
    let mut readings = Readings::new();
    samples.iter().for_each(|reading| readings.push(reading));
    assert_eq!(readings.len(), samples.len());
    let batch = readings.finish();
    let rows = written(&batch);
    assert_eq!(rows.len(), samples.len());
    for (row, reading) in rows.into_iter().zip(&samples) {
        let contract = json::to_string(reading, json::Options::default());
        let contract = without_nulls(serde_json::from_str(&contract).unwrap());
        // Line by line, so that a difference can be seen.
        let lines = |value: &Value| serde_json::to_string_pretty(value).unwrap();
        assert_eq!(lines(&row), lines(&contract), "{}", reading.report.id);
    }
    // What the samples hold none of would not have been compared.
    let all = |some: fn(&Reading) -> bool| assert!(samples.iter().any(some));
    all(|r| r.attributions.iter().any(|a| a.source.is_some() && a.cue.is_some() && !a.content.is_empty()));
    all(|r| r.attributions.iter().any(|a| a.source.is_none()));
    all(|r| r.entities.iter().any(|e| e.lat.is_some() && e.ids.geonames.is_some()));
    all(|r| !r.times.is_empty() && !r.threads.is_empty() && !r.report.text.is_ascii());
}

#[test]
fn a_builder_is_empty_after_its_batch() {
    let mut readings = Readings::new();
    assert_eq!(readings.finish().num_rows(), 0);
    readings.push(&Reading::default());
    assert!(!readings.is_empty() && !readings.is_full());
    assert_eq!(readings.finish().num_rows(), 1);
    assert!(readings.is_empty());
    assert_eq!(readings.finish(), Readings::new().finish());
}

#[test]
fn the_schema_stays() {
    let schema = schema();
    assert_eq!(schema.metadata()[VERSION_KEY], json::SCHEMA);
    let mut tree = String::new();
    draw(schema.fields(), 0, &mut tree);
    // A column may be added at the end of a struct. Whoever changes another line here breaks those who read the tables.
    assert_eq!(tree, include_str!("readings.schema"), "\n{tree}");
}

/// A line a column: its name, what it holds, whether it may be null; columns of structs below it.
fn draw(fields: &Fields, depth: usize, tree: &mut String) {
    for field in fields {
        let (of, inner) = named(field.data_type());
        let null = if field.is_nullable() { " or null" } else { "" };
        writeln!(tree, "{:1$}{2}: {of}{null}", "", depth * 2, field.name()).unwrap();
        draw(inner, depth + 1, tree);
    }
}

fn named(of: &DataType) -> (String, &Fields) {
    static NONE: std::sync::LazyLock<Fields> = std::sync::LazyLock::new(Fields::empty);
    match of {
        DataType::List(item) => {
            let (of, inner) = named(item.data_type());
            (format!("list of {of}"), inner)
        }
        DataType::Struct(inner) => ("struct".to_owned(), inner),
        plain => (plain.to_string(), &NONE),
    }
}
