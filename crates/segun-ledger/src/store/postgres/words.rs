//! The best of what has certain words: BM25, as SQLite's FTS5 counts it.

use super::Postgres;
use crate::Result;
use crate::stem::Words;
use crate::store::dialect::{Dialect, plain_words};
use crate::store::{Store, Value, refs, values};

/// How soon more of the same word says less, and how much longer texts count for less; the constants of FTS5.
const K1: f64 = 1.2;
const B: f64 = 0.75;

/// A word or phrase, with how much it says.
struct Phrase {
    words: Vec<String>,
    weight: f64,
}

/// The newest `most` rows of `table` that have `words`, with their scores, as [`Store::hits`] gives them.
pub(super) fn hits(
    store: &Postgres,
    table: &str,
    words: &Words,
    most: usize,
) -> Result<(String, Vec<Value>)> {
    let store: &dyn Store = store;
    let (texts, length): (i64, i64) =
        store.one("select texts, words from counted where of = ?", values![table], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mean = length as f64 / texts.max(1) as f64;
    let mut phrases = Vec::new();
    for form in words.forms().iter().flatten() {
        let (condition, with) = Dialect::Postgres.has("f", form);
        let having: i64 =
            store.value(&format!("select count(*) from {table} f where {condition}"), &refs(&with))?;
        let weight = ((texts as f64 - having as f64 + 0.5) / (having as f64 + 0.5)).ln();
        let words = plain_words(form).map(str::to_owned).collect();
        // Words that most texts have count next to nothing, and not against.
        phrases.push(Phrase { words, weight: if weight > 0.0 { weight } else { 1e-6 } });
    }
    let (condition, with) = Dialect::Postgres.matching("f", words);
    let sql =
        format!("select f.rowid, f.body from {table} f where {condition} order by f.rowid desc limit {most}");
    let found = store.all(&sql, &refs(&with), |row| {
        let body = row.get_ref(1)?.as_str()?;
        Ok(serde_json::json!({ "rowid": row.get::<i64>(0)?, "score": score(body, mean, &phrases) }))
    })?;
    let hits = "select x.rowid, x.score
        from json_to_recordset(cast(cast(? as text) as json)) as x (rowid bigint, score double precision)";
    Ok((hits.to_owned(), vec![serde_json::Value::from(found).to_string().into()]))
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
