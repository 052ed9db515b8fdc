//! A row of the Mentions table: a claim of an event.

use crate::Result;
use crate::codes;
use crate::events::{Counting, EventReport, stamp};
use crate::reading::Parts;
use crate::table::Row;
use segun_language::Language;
use segun_ledger::query::BulkClaim;
use segun_report::CodePoints;
use segun_tokens::Tokenizer;
use std::collections::BTreeMap;

/// The columns in their published order.
pub const COLUMNS: &[&str] = &[
    "GLOBALEVENTID",
    "EventTimeDate",
    "MentionTimeDate",
    "MentionType",
    "MentionSourceName",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
    "InRawText",
    "Confidence",
    "MentionDocLen",
    "MentionDocTone",
    "MentionDocTranslationInfo",
    "Extras",
];

/// The language whose documents GDELT does not say to be translated.
const UNTRANSLATED: &str = "eng";

/// Finds the sentences of reports.
pub(super) struct Sentences(BTreeMap<&'static str, Tokenizer>);

impl Default for Sentences {
    fn default() -> Self {
        let of = |language: Language| (language.code(), Tokenizer::new(language));
        Self(Language::all().into_iter().map(of).collect())
    }
}

impl Sentences {
    /// Where each sentence of `text` begins that does so at byte `last` or before it; lines, where the language is not
    /// served.
    pub(super) fn of(&self, language: Option<&str>, text: &str, last: usize) -> Vec<usize> {
        let language = language.and_then(Language::by_code);
        match language.and_then(|language| self.0.get(language.code())) {
            Some(tokenizer) => {
                let begins = tokenizer.sentence_spans(text).map(|span| span.start);
                begins.take_while(|begin| *begin <= last).collect()
            }
            None => {
                let lines = text.split_inclusive('\n').scan(0, |at, line| {
                    let begin = *at;
                    *at += line.len();
                    Some((begin, line))
                });
                let lines = lines.filter(|(_, line)| !line.trim().is_empty()).map(|(begin, _)| begin);
                lines.take_while(|begin| *begin <= last).collect()
            }
        }
    }
}

/// Adds to `row` what there is of a claim.
pub(super) fn line(
    row: &mut Row,
    found: &EventReport,
    (counted, claim): (&Counting, &BulkClaim<'_>),
    parts: &Parts<'_>,
    (points, sentences): (&CodePoints<'_>, &[usize]),
) -> Result<()> {
    let report = &found.report;
    row.plain(counted.thread).cell(&stamp(counted.begun)).cell(&stamp(found.minute));
    let (kind, name) = match report.url() {
        Some(url) => ("1", url),
        None => ("2", report.key()),
    };
    row.cell(kind).cell(report.outlet().unwrap_or_else(|| host(name))).cell(name);
    row.plain(sentences.partition_point(|begin| *begin <= claim.trigger_span.start));
    for entity in [parts.actor, parts.recipient] {
        match entity.map(|entity| entity.mention(claim, points)).transpose()?.flatten() {
            Some(mention) => row.plain(mention.start),
            None => row.cell("-1"),
        };
    }
    row.plain(points.from_byte(claim.trigger_span.start)).cell("1");
    row.plain((claim.confidence * 100.0).round()).plain(points.from_byte(usize::MAX));
    let language = report.language().and_then(codes::language).filter(|code| *code != UNTRANSLATED);
    // Reports are read in their own language: there is no engine that translates them.
    row.cell("");
    match language {
        Some(code) => row.plain(format_args!("srclc:{code};eng:none")),
        None => row.cell(""),
    };
    row.cell("");
    Ok(())
}

/// The host of an address; what is none as it is.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_many_as_gdelt_s() {
        assert_eq!(COLUMNS.len(), 16);
    }

    #[test]
    fn sentences_are_counted_in_any_language() {
        let sentences = Sentences::default();
        let of = |language, text, last| sentences.of(Some(language), text, last);
        assert_eq!(of("es", "Vino ayer. Se fue hoy.", usize::MAX), [0, 11]);
        assert_eq!(of("es", "Vino ayer. Se fue hoy. Volverá.", 12), [0, 11]);
        assert_eq!(of("xx", "Uno.\n\nDos.\n", usize::MAX), [0, 6]);
    }

    #[test]
    fn a_source_without_a_name_has_its_host() {
        assert_eq!(host("https://www.example.org/a?b"), "example.org");
        assert_eq!(host("example-key"), "example-key");
    }
}
