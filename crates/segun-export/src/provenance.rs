//! From the rows of a format that has no room for it back to claims and spans: a table beside it.

use crate::events::{Counting, EventReport};
use crate::table::{self, Row};
use segun_ledger::query::BulkClaim;
use segun_report::CodePoints;

/// The file's columns.
const COLUMNS: &[&str] = &[
    "event_id",
    "claim",
    "thread",
    "report",
    "report_key",
    "report_version",
    "url",
    "published",
    "outlet",
    "language",
    "type",
    "certainty",
    "polarity",
    "when",
    "holder",
    "holder_kind",
    "stance",
    "origin",
    "trigger_start",
    "trigger_end",
    "sentence_start",
    "sentence_end",
    "trigger",
    "sentence",
];

/// Bytes of a line, about.
const LINE: usize = 700;

/// The head line.
pub(crate) fn head() -> Vec<u8> {
    table::head(COLUMNS)
}

/// A line for each claim that counts, under the id of its event, which `id` adds. `claims` are those of the report.
pub(crate) fn lines(
    EventReport { report, counting, .. }: &EventReport,
    claims: &[BulkClaim<'_>],
    points: &CodePoints<'_>,
    id: impl Fn(&Counting, &mut Row),
) -> Vec<u8> {
    let (mut table, mut row) = (Vec::with_capacity(LINE * counting.len()), Row::default());
    for counted in counting {
        let claim = &claims[counted.at];
        id(counted, &mut row);
        row.plain(claim.id).plain(counted.thread).plain(report.id).cell(report.key());
        row.plain(report.version).maybe(report.url()).maybe(report.published());
        row.maybe(report.outlet()).maybe(report.language()).cell(claim.r#type);
        row.cell(claim.certainty).cell(claim.polarity).cell(claim.when);
        row.maybe(claim.holder).maybe(claim.holder_kind).maybe(claim.stance);
        match claim.origin {
            Some(origin) => row.plain(origin),
            None => row.cell(""),
        };
        for span in [claim.trigger_span, claim.sentence_span] {
            row.plain(points.from_byte(span.start)).plain(points.from_byte(span.end));
        }
        row.cell(claim.trigger).cell(claim.sentence).end(&mut table);
    }
    table
}
