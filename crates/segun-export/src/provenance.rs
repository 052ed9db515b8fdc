//! From the rows of a format that has no room for it back to claims and spans: a table beside it.

use crate::events::{Counting, EventReport};
use crate::table::{self, Row};
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

/// The head line.
pub(crate) fn head() -> Vec<u8> {
    table::head(COLUMNS)
}

/// A line for each claim that counts, under the id of its event.
pub(crate) fn lines(
    EventReport { report, counting, .. }: &EventReport,
    points: &CodePoints<'_>,
    id: impl Fn(&Counting) -> String,
) -> Vec<u8> {
    let (mut table, mut row) = (Vec::new(), Row::default());
    for counted in counting {
        let claim = &report.claims[counted.at];
        let listed = &claim.row;
        row.cell(&id(counted)).number(listed.id).number(counted.thread).number(report.id).cell(&report.key);
        row.number(report.version).maybe(listed.url.as_deref()).maybe(report.published.as_deref());
        row.maybe(listed.outlet.as_deref()).maybe(listed.language.as_deref()).cell(&listed.r#type);
        row.cell(&listed.certainty).cell(&listed.polarity).cell(&listed.when);
        row.maybe(listed.holder.as_deref())
            .maybe(listed.holder_kind.as_deref())
            .maybe(listed.stance.as_deref());
        row.cell(&listed.origin.map(|origin| origin.to_string()).unwrap_or_default());
        for span in [claim.trigger, claim.sentence] {
            row.number(points.from_byte(span.start)).number(points.from_byte(span.end));
        }
        row.cell(&listed.trigger).cell(&listed.sentence).end(&mut table);
    }
    table
}
