//! JSON lines: one object a line.

use crate::{Cause, Incoming, IntakeError, Options, complete, decode};
use segun_report::Report;
use serde_json::Value;
use std::io::{BufRead, Read};

/// Longest line read, in bytes.
pub(crate) const LIMIT: usize = 64 << 20;

/// Reads objects from lines; keeps one line at a time.
pub(crate) struct Lines<R> {
    input: R,
    name: String,
    number: usize,
    options: Options,
    limit: usize,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R, name: String, options: Options) -> Self {
        Self { input, name, number: 0, options, limit: LIMIT, ended: false }
    }

    /// The next line with its number, without its line feed; over-long ones are passed over whole.
    fn line(&mut self) -> Option<Result<Vec<u8>, Cause>> {
        let mut line = Vec::new();
        let read = self.input.by_ref().take(self.limit as u64 + 1).read_until(b'\n', &mut line);
        match read {
            Err(error) => {
                self.ended = true;
                return Some(Err(error.into()));
            }
            Ok(0) => return None,
            Ok(_) => self.number += 1,
        }
        if line.len() > self.limit && !line.ends_with(b"\n") {
            loop {
                line.clear();
                match self.input.by_ref().take(1 << 20).read_until(b'\n', &mut line) {
                    Ok(0) | Err(_) => break,
                    Ok(_) if line.ends_with(b"\n") => break,
                    Ok(_) => {}
                }
            }
            return Some(Err(Cause::TooLong(self.limit)));
        }
        Some(Ok(line))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Incoming, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let result = self.line()?;
            let name = format!("{}#{}", self.name, self.number);
            let line = match result {
                Ok(line) if line.iter().all(u8::is_ascii_whitespace) => continue,
                Ok(line) => line,
                Err(cause) => return Some(Err(IntakeError { name, cause })),
            };
            let (text, warnings) = decode::decode(&line, false);
            let value = serde_json::from_str(&text).map_err(Cause::from);
            let report = value.and_then(|value| object(&value, &name, &self.options));
            return Some(match report {
                Ok(report) => Ok(Incoming { report, warnings }),
                Err(cause) => Err(IntakeError { name, cause }),
            });
        }
        None
    }
}

/// The report of one object of JSON; `name` is its id where it has none.
///
/// # Errors
/// Where it has no text, or a date that is none.
pub fn object(value: &Value, name: &str, options: &Options) -> Result<Report, Cause> {
    let string = |key: &str| match &value[key] {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let Value::String(text) = &value["text"] else { return Err(Cause::NoText) };
    let published = match string("published") {
        Some(published) => Some(published.parse().map_err(|_| Cause::Published(published))?),
        None => None,
    };
    let authors = match &value["authors"] {
        Value::Array(names) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let mut report = Report {
        id: string("id").unwrap_or_else(|| name.to_owned()),
        language: string("language"),
        published,
        title: string("title"),
        url: string("url"),
        publisher: string("publisher"),
        authors,
        text: text.clone(),
    };
    complete(&mut report, options);
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Vec<Result<Incoming, IntakeError>> {
        Lines::new(bytes, "in.jsonl".into(), Options::default()).collect()
    }

    #[test]
    fn keys_are_kept_and_bad_lines_are_named() {
        let text = "{\"text\":\" a\\r\\n\",\"id\":\"x\",\"language\":\"es\",\"published\":\"2026-01-02T10:00:00Z\"}\n\n{]\n{\"id\":1}\n{\"text\":\"b\",\"published\":\"soon\"}\n{\"text\":\"c\",\"language\":\"es\"}";
        let all = read(text.as_bytes());
        let first = &all[0].as_ref().unwrap().report;
        assert_eq!((first.id.as_str(), first.text.as_str()), ("x", " a\r\n"));
        assert!(first.published.unwrap().has_time);
        assert!(all[1].as_ref().unwrap_err().to_string().starts_with("in.jsonl#3: not a JSON object"));
        assert!(matches!(all[2].as_ref().unwrap_err().cause, Cause::NoText));
        assert!(matches!(all[3].as_ref().unwrap_err().cause, Cause::Published(_)));
        assert_eq!(all[4].as_ref().unwrap().report.id, "in.jsonl#6");
        assert_eq!(all.len(), 5);
    }

    #[test]
    fn a_gigantic_line_is_passed_over() {
        let mut bytes = vec![b'x'; 100];
        bytes.extend_from_slice(b"\n{\"text\":\"after\",\"language\":\"en\"}\n");
        let mut lines = Lines::new(bytes.as_slice(), "in".into(), Options::default());
        lines.limit = 50;
        let all: Vec<_> = lines.collect();
        assert!(matches!(all[0].as_ref().unwrap_err().cause, Cause::TooLong(50)));
        assert_eq!(all[1].as_ref().unwrap().report.text, "after");
    }

    proptest! {
        #[test]
        fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let lines = bytes.split(|b| *b == b'\n').count();
            prop_assert!(read(&bytes).len() <= lines);
        }

        #[test]
        fn texts_come_back_exactly(texts in prop::collection::vec("(?s).{0,40}", 1..5)) {
            let mut bytes = Vec::new();
            for text in &texts {
                bytes.extend(serde_json::to_vec(&serde_json::json!({"text": text, "language": "es"})).unwrap());
                bytes.push(b'\n');
            }
            let back: Vec<String> = read(&bytes).into_iter().map(|r| r.unwrap().report.text).collect();
            prop_assert_eq!(back, texts);
        }
    }
}
