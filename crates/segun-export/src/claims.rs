//! The row of a claim: the same columns in JSON lines, CSV and Parquet.
//!
//! They are those of the ledger's listings ([`segun_ledger::query::ClaimRow`]), in that order, and behind them what an
//! export adds: where the words stand, what identifies who takes part, and what became of the claim. They are listed
//! once; the record with its JSON, the cells of a line and the columns of a table come of that list.

use crate::{Result, json};
use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use segun_claims::Day;
use segun_ledger::query::{BulkParties, BulkParty, BulkReport};
use segun_report::CodePoints;
use segun_tables::columns::{List, MaybeText, MaybeWhole, Real, Text, Whole};
use segun_tables::{VERSION_KEY, record};
use std::sync::Arc;

/// The version of the row's schema: columns may be added at its end, nothing else is changed under the same number.
const VERSION: &str = "segun-claims/1";

/// A kind of column.
pub(crate) trait Kind {
    /// What stands in a row of it.
    type Value<'a>;

    /// Adds a row.
    fn add(&mut self, value: &Self::Value<'_>);

    /// Writes a row as text: nothing where there is nothing, the items of a list joined by "; ".
    fn write(value: &Self::Value<'_>, cell: &mut Vec<u8>);

    /// Writes a row as JSON.
    fn json(value: &Self::Value<'_>, out: &mut Vec<u8>);
}

impl Kind for Whole {
    type Value<'a> = i64;

    fn add(&mut self, value: &i64) {
        self.push(*value);
    }

    fn write(value: &i64, cell: &mut Vec<u8>) {
        json::value(value, cell);
    }

    fn json(value: &i64, out: &mut Vec<u8>) {
        json::value(value, out);
    }
}

impl Kind for MaybeWhole {
    type Value<'a> = Option<i64>;

    fn add(&mut self, value: &Option<i64>) {
        self.push(*value);
    }

    fn write(value: &Option<i64>, cell: &mut Vec<u8>) {
        if let Some(value) = value {
            json::value(value, cell);
        }
    }

    fn json(value: &Option<i64>, out: &mut Vec<u8>) {
        json::value(value, out);
    }
}

impl Kind for Real {
    type Value<'a> = f64;

    fn add(&mut self, value: &f64) {
        self.push(*value);
    }

    fn write(value: &f64, cell: &mut Vec<u8>) {
        json::value(value, cell);
    }

    fn json(value: &f64, out: &mut Vec<u8>) {
        json::value(value, out);
    }
}

impl Kind for Text {
    type Value<'a> = &'a str;

    fn add(&mut self, value: &&str) {
        self.push(value);
    }

    fn write(value: &&str, cell: &mut Vec<u8>) {
        cell.extend_from_slice(value.as_bytes());
    }

    fn json(value: &&str, out: &mut Vec<u8>) {
        json::text(value, out);
    }
}

impl Kind for MaybeText {
    type Value<'a> = Option<&'a str>;

    fn add(&mut self, value: &Option<&str>) {
        self.push(*value);
    }

    fn write(value: &Option<&str>, cell: &mut Vec<u8>) {
        cell.extend_from_slice(value.unwrap_or_default().as_bytes());
    }

    fn json(value: &Option<&str>, out: &mut Vec<u8>) {
        match value {
            Some(value) => json::text(value, out),
            None => out.extend_from_slice(b"null"),
        }
    }
}

impl Kind for List<Text> {
    type Value<'a> = Vec<&'a str>;

    fn add(&mut self, value: &Vec<&str>) {
        self.push_texts(value.iter().copied());
    }

    fn write(value: &Vec<&str>, cell: &mut Vec<u8>) {
        for (n, item) in value.iter().enumerate() {
            if n > 0 {
                cell.extend_from_slice(b"; ");
            }
            cell.extend_from_slice(item.as_bytes());
        }
    }

    fn json(value: &Vec<&str>, out: &mut Vec<u8>) {
        json::list(value, out, |item, out| json::text(item, out));
    }
}

/// The name of a column, of which Rust may have made `r#name`.
const fn name(column: &str) -> &str {
    match column.as_bytes() {
        [b'r', b'#', ..] => column.split_at(2).1,
        _ => column,
    }
}

/// Declares the columns of a claim.
macro_rules! columns {
    ($($(#[$meta:meta])* $column:ident: $kind:ty,)*) => {
        /// A claim as it is exported.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub(crate) struct ClaimRecord<'a> {
            $($(#[$meta])* pub(crate) $column: <$kind as Kind>::Value<'a>,)*
        }

        impl ClaimRecord<'_> {
            /// Hands the text of each column to `take`; `cell` is room for it.
            pub(crate) fn cells(
                &self,
                cell: &mut Vec<u8>,
                mut take: impl FnMut(&[u8]) -> Result<()>,
            ) -> Result<()> {
                $(
                    cell.clear();
                    <$kind as Kind>::write(&self.$column, cell);
                    take(cell)?;
                )*
                Ok(())
            }

            /// Adds it as a JSON object.
            pub(crate) fn json(&self, out: &mut Vec<u8>) {
                let mut object = json::Object::new(out);
                $(
                    object.key(const { name(stringify!($column)) }, |out| <$kind as Kind>::json(&self.$column, out));
                )*
                object.end();
            }
        }

        record! {
            /// Claims that become a batch.
            pub(crate) struct Columns { $($column: $kind,)* }
        }

        impl Columns {
            pub(crate) fn push(&mut self, record: &ClaimRecord<'_>) {
                $(self.$column.add(&record.$column);)*
            }
        }
    };
}

columns! {
    /// Its number.
    id: Whole,
    /// The report's number.
    report: Whole,
    /// The event's id in the report.
    event: Text,
    /// PLOVER type.
    r#type: Text,
    /// PLOVER mode.
    mode: MaybeText,
    /// Names of who acts.
    actors: List<Text>,
    /// Names of who undergoes.
    recipients: List<Text>,
    /// Names of where.
    places: List<Text>,
    /// How sure the holder is.
    certainty: Text,
    /// `+` or `-`.
    polarity: Text,
    /// Against the publication.
    when: Text,
    /// First day of the window, ISO 8601.
    from: MaybeText,
    /// Day after its last one.
    to: MaybeText,
    /// Who says it; `None` is the author.
    holder: MaybeText,
    /// What kind of source that is.
    holder_kind: MaybeText,
    /// What it does with what it says.
    stance: MaybeText,
    /// Day of publication.
    published: MaybeText,
    /// The outlet.
    outlet: MaybeText,
    /// Language of the report.
    language: MaybeText,
    /// The word that names the event.
    trigger: Text,
    /// The sentence that says it.
    sentence: Text,
    /// How sure the reading is.
    confidence: Real,
    /// Number of its origin.
    origin: MaybeWhole,
    /// Number of its thread.
    thread: MaybeWhole,
    /// Address of the report.
    url: MaybeText,
    /// What identifies the report, whatever its version.
    report_key: Text,
    /// The report's version: 1, 2, ….
    report_version: Whole,
    /// Title of the report.
    title: MaybeText,
    /// First code point of the trigger in the report's text.
    trigger_start: Whole,
    /// Code point after its last one.
    trigger_end: Whole,
    /// First code point of the sentence.
    sentence_start: Whole,
    /// Code point after its last one.
    sentence_end: Whole,
    /// What identifies who acts across reports: `iso3:FRA`, `wikidata:Q142`, `geonames:2988507`, `name:…`.
    actor_keys: List<Text>,
    /// The same of who undergoes.
    recipient_keys: List<Text>,
    /// The same of where.
    place_keys: List<Text>,
    /// The id of the first mention of the same event in the report.
    same_as: Text,
    /// The country that the holder speaks for: ISO 3166-1 alpha-3.
    affiliation: MaybeText,
    /// What the sentence says of the event's course: postponed, cancelled, corrected.
    turn: MaybeText,
    /// How the claim turned out, as later reports of other origins tell.
    outcome: MaybeText,
    /// What became of its thread.
    status: MaybeText,
    /// Independent origins of all claims of its thread.
    origins: MaybeWhole,
    /// Version of the model that read the report.
    model: Text,
}

/// Hands the record of each claim of `report` to `take`.
///
/// # Errors
/// Where the report is damaged, or `take` fails.
pub(crate) fn each_record(
    report: &BulkReport,
    mut take: impl FnMut(&ClaimRecord<'_>) -> Result<()>,
) -> Result<()> {
    let text = report.text()?;
    let points = CodePoints::new(&text);
    let point = |byte: usize| i64::try_from(points.from_byte(byte)).unwrap_or(i64::MAX);
    let published = report.day.map(|day| day.to_string());
    for claim in report.each_claim() {
        let claim = claim?;
        let BulkParties { actors, recipients, places } = &claim.parties()?;
        let day = |day: Option<Day>| day.map(|day| day.to_string());
        let (from, to) = (day(claim.window.from), day(claim.window.to));
        take(&ClaimRecord {
            id: claim.id,
            report: report.id,
            event: claim.event,
            r#type: claim.r#type,
            mode: claim.mode,
            actors: names(actors),
            recipients: names(recipients),
            places: names(places),
            certainty: claim.certainty,
            polarity: claim.polarity,
            when: claim.when,
            from: from.as_deref(),
            to: to.as_deref(),
            holder: claim.holder,
            holder_kind: claim.holder_kind,
            stance: claim.stance,
            published: published.as_deref(),
            outlet: report.outlet(),
            language: report.language(),
            trigger: claim.trigger,
            sentence: claim.sentence,
            confidence: claim.confidence,
            origin: claim.origin,
            thread: claim.thread,
            url: report.url(),
            report_key: report.key(),
            report_version: report.version,
            title: report.title(),
            trigger_start: point(claim.trigger_span.start),
            trigger_end: point(claim.trigger_span.end),
            sentence_start: point(claim.sentence_span.start),
            sentence_end: point(claim.sentence_span.end),
            actor_keys: keys(actors),
            recipient_keys: keys(recipients),
            place_keys: keys(places),
            same_as: claim.same_as,
            affiliation: claim.affiliation,
            turn: claim.turn,
            outcome: claim.outcome,
            status: claim.status,
            origins: claim.origins,
            model: report.model(),
        })?;
    }
    Ok(())
}

fn names<'a>(parties: &'a [BulkParty<'_>]) -> Vec<&'a str> {
    parties.iter().map(|party| &*party.name).collect()
}

fn keys<'a>(parties: &'a [BulkParty<'_>]) -> Vec<&'a str> {
    parties.iter().map(|party| &*party.key).collect()
}

/// The schema of claims as an Arrow table.
pub fn schema() -> SchemaRef {
    let metadata = [(VERSION_KEY.to_owned(), VERSION.to_owned())].into();
    Arc::new(Schema::new_with_metadata(Columns::fields(), metadata))
}

impl Columns {
    /// The batch of all that was added.
    pub(crate) fn batch(&mut self, schema: &SchemaRef) -> Result<RecordBatch> {
        Ok(RecordBatch::try_new(Arc::clone(schema), self.arrays())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use segun_ledger::query::ClaimRow;
    use serde_json::Value;

    #[test]
    fn json_and_tables_have_the_same_columns() {
        let mut line = Vec::new();
        ClaimRecord::default().json(&mut line);
        let Value::Object(row) = serde_json::from_slice(&line).unwrap() else {
            panic!("a claim is no object")
        };
        let columns: Vec<String> = Columns::fields().iter().map(|field| field.name().clone()).collect();
        assert_eq!(row.keys().cloned().collect::<Vec<_>>(), columns);
        let listed = serde_json::to_value(ClaimRow::default()).unwrap();
        let listed: Vec<&String> = listed.as_object().unwrap().keys().collect();
        assert_eq!(columns[..listed.len()].iter().collect::<Vec<_>>(), listed);
        let docs = include_str!("../../../docs/export.md");
        for column in &columns {
            assert!(docs.contains(&format!("`{column}`")), "docs/export.md does not explain {column}");
        }
    }
}
