//! The best of what has certain words: BM25, as SQLite's FTS5 counts it.

use super::Postgres;
use crate::Result;
use crate::stem::Words;
use crate::store::dialect::{Dialect, plain_words};
use crate::store::{Store, Value, refs};
use std::ops::ControlFlow;

/// How soon more of the same word says less, and how much longer texts count for less; the constants of FTS5.
const K1: f64 = 1.2;
const B: f64 = 0.75;

/// A word or phrase, with how much it says.
struct Phrase {
    words: Vec<String>,
    weight: f64,
}

/// The newest `most` rows of `table` that have `words`, with their scores, as [`Store::hits`] gives them.
///
/// The texts that have each form are asked for once, of the index: how many they are says how much the form says, and
/// which of them have a form of every word are the hits.
pub(super) fn hits(
    store: &Postgres,
    table: &str,
    words: &Words,
    most: usize,
) -> Result<(String, Vec<Value>)> {
    let (mut lists, mut counts, mut all, mut values) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for forms in words.forms() {
        let mut any = Vec::new();
        for form in forms {
            let name = format!("f{}", lists.len());
            let (list, of) = having(table, form);
            lists.push(format!("{name} as materialized ({list})"));
            values.extend(of);
            counts.push(format!("(select count(*) from {name})"));
            any.push(format!("select rowid from {name}"));
        }
        all.push(format!("({})", any.join(" union ")));
    }
    let sql = format!(
        "with {}, hit as (select rowid from ({}) x order by rowid desc limit {most})
         select c.texts, c.words, t.rowid, t.body, {}
         from counted c left join (hit join {table} t using (rowid)) on true where c.of = '{table}'",
        lists.join(", "),
        all.join(" intersect "),
        counts.join(", ")
    );
    let (mut mean, mut phrases, mut found) = (0.0, Vec::new(), Vec::new());
    (store as &dyn Store).query(&sql, &refs(&values), &mut |row| {
        let (texts, length): (i64, i64) = (row.get(0)?, row.get(1)?);
        if phrases.is_empty() {
            mean = length as f64 / texts.max(1) as f64;
            for (n, form) in words.forms().iter().flatten().enumerate() {
                phrases.push(Phrase::new(form, row.get(4 + n)?, texts));
            }
        }
        if let Some(number) = row.get::<Option<i64>>(2)? {
            let score = score(row.get_ref(3)?.as_str()?, mean, &phrases);
            found.push(serde_json::json!({ "rowid": number, "score": score }));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let hits = "select x.rowid, x.score
        from json_to_recordset(cast(cast(? as text) as json)) as x (rowid bigint, score double precision)";
    Ok((hits.to_owned(), vec![serde_json::Value::from(found).to_string().into()]))
}

/// The statement that tells which texts of `table` have one form of a word or phrase, with its values.
fn having(table: &str, form: &str) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = plain_words(form).map(|word| word.to_owned().into()).collect();
    let marks = vec!["cast(? as text)"; values.len()].join(", ");
    let mut list =
        format!("select x.rowid from having_words('{table}', cast(array[{marks}] as text[])) as x (rowid)");
    if values.len() > 1 {
        let (together, run) = Dialect::together("t", form);
        list.push_str(&format!(" join {table} t on t.rowid = x.rowid where {together}"));
        values.push(run);
    }
    (list, values)
}

impl Phrase {
    /// One form, which `having` of `texts` texts have.
    fn new(form: &str, having: i64, texts: i64) -> Self {
        let weight = ((texts as f64 - having as f64 + 0.5) / (having as f64 + 0.5)).ln();
        let words = plain_words(form).map(str::to_owned).collect();
        // Words that most texts have count next to nothing, and not against.
        Self { words, weight: if weight > 0.0 { weight } else { 1e-6 } }
    }
}

/// The score of a text, lower is better.
fn score(body: &str, mean: f64, phrases: &[Phrase]) -> f64 {
    let words: Vec<&str> = body.split(' ').filter(|word| !word.is_empty()).collect();
    let length = words.len() as f64;
    let of = |phrase: &Phrase| {
        let often =
            words.windows(phrase.words.len().max(1)).filter(|run| **run == *phrase.words).count() as f64;
        phrase.weight * often * (K1 + 1.0) / (often + K1 * (1.0 - B + B * length / mean))
    };
    -phrases.iter().map(of).sum::<f64>()
}
