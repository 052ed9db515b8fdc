//! The row of a claim: the same columns in JSON lines, CSV and Parquet.
//!
//! They are those of the ledger's listings ([`ClaimRow`]), in that order, and behind them what an export adds: where the
//! words stand, what identifies who takes part, and what became of the claim.

use crate::Result;
use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use segun_claims::Party;
use segun_ledger::query::{BulkReport, ClaimRow};
use segun_report::CodePoints;
use segun_tables::columns::{List, MaybeText, MaybeWhole, Real, Text, Whole};
use segun_tables::{VERSION_KEY, record};
use serde::Serialize;
use std::sync::Arc;

/// The version of the row's schema: columns may be added at its end, nothing else is changed under the same number.
const VERSION: &str = "segun-claims/1";

/// A claim as it is exported.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct ClaimRecord {
    /// As it is listed.
    #[serde(flatten)]
    pub(crate) claim: ClaimRow,
    /// What identifies the report, whatever its version.
    pub(crate) report_key: String,
    /// The report's version: 1, 2, ….
    pub(crate) report_version: i64,
    /// Title of the report.
    pub(crate) title: Option<String>,
    /// First code point of the trigger in the report's text.
    pub(crate) trigger_start: usize,
    /// Code point after its last one.
    pub(crate) trigger_end: usize,
    /// First code point of the sentence.
    pub(crate) sentence_start: usize,
    /// Code point after its last one.
    pub(crate) sentence_end: usize,
    /// What identifies who acts across reports: `iso3:FRA`, `wikidata:Q142`, `geonames:2988507`, `name:…`.
    pub(crate) actor_keys: Vec<String>,
    /// The same of who undergoes.
    pub(crate) recipient_keys: Vec<String>,
    /// The same of where.
    pub(crate) place_keys: Vec<String>,
    /// The id of the first mention of the same event in the report.
    pub(crate) same_as: String,
    /// The country that the holder speaks for: ISO 3166-1 alpha-3.
    pub(crate) affiliation: Option<String>,
    /// What the sentence says of the event's course: postponed, cancelled, corrected.
    pub(crate) turn: Option<String>,
    /// How the claim turned out, as later reports of other origins tell.
    pub(crate) outcome: Option<String>,
    /// What became of its thread.
    pub(crate) status: Option<String>,
    /// Independent origins of all claims of its thread.
    pub(crate) origins: Option<i64>,
    /// Version of the model that read the report.
    pub(crate) model: String,
}

impl ClaimRecord {
    /// The claims of a report.
    ///
    /// # Errors
    /// Where its text is damaged.
    pub(crate) fn of(report: BulkReport) -> Result<Vec<Self>> {
        let text = report.text()?;
        let points = CodePoints::new(&text);
        let keys = |of: Vec<Party>| of.iter().map(|party| party.key.as_str().to_owned()).collect();
        let record = |claim: segun_ledger::query::BulkClaim| Self {
            claim: claim.row,
            report_key: report.key.clone(),
            report_version: report.version,
            title: report.title.clone(),
            trigger_start: points.from_byte(claim.trigger.start),
            trigger_end: points.from_byte(claim.trigger.end),
            sentence_start: points.from_byte(claim.sentence.start),
            sentence_end: points.from_byte(claim.sentence.end),
            actor_keys: keys(claim.actors),
            recipient_keys: keys(claim.recipients),
            place_keys: keys(claim.places),
            same_as: claim.same_as,
            affiliation: claim.affiliation,
            turn: claim.turn,
            outcome: claim.outcome,
            status: claim.status,
            origins: claim.origins,
            model: report.model.clone(),
        };
        Ok(report.claims.into_iter().map(record).collect())
    }
}

/// The schema of claims as an Arrow table.
pub fn schema() -> SchemaRef {
    let metadata = [(VERSION_KEY.to_owned(), VERSION.to_owned())].into();
    Arc::new(Schema::new_with_metadata(Columns::fields(), metadata))
}

record! {
    /// Claims that become a batch.
    pub(crate) struct Columns {
        id: Whole, report: Whole, event: Text, r#type: Text, mode: MaybeText, actors: List<Text>,
        recipients: List<Text>, places: List<Text>, certainty: Text, polarity: Text, when: Text, from: MaybeText,
        to: MaybeText, holder: MaybeText, holder_kind: MaybeText, stance: MaybeText, published: MaybeText,
        outlet: MaybeText, language: MaybeText, trigger: Text, sentence: Text, confidence: Real,
        origin: MaybeWhole, thread: MaybeWhole, url: MaybeText,
        report_key: Text, report_version: Whole, title: MaybeText, trigger_start: Whole, trigger_end: Whole,
        sentence_start: Whole, sentence_end: Whole, actor_keys: List<Text>, recipient_keys: List<Text>,
        place_keys: List<Text>, same_as: Text, affiliation: MaybeText, turn: MaybeText, outcome: MaybeText,
        status: MaybeText, origins: MaybeWhole, model: Text,
    }
}

impl Columns {
    pub(crate) fn push(&mut self, record: &ClaimRecord) {
        let claim = &record.claim;
        let list = |column: &mut List<Text>, texts: &[String]| {
            column.push_texts(texts.iter().map(String::as_str));
        };
        self.id.push(claim.id);
        self.report.push(claim.report);
        self.event.push(&claim.event);
        self.r#type.push(&claim.r#type);
        self.mode.push(claim.mode.as_deref());
        list(&mut self.actors, &claim.actors);
        list(&mut self.recipients, &claim.recipients);
        list(&mut self.places, &claim.places);
        self.certainty.push(&claim.certainty);
        self.polarity.push(&claim.polarity);
        self.when.push(&claim.when);
        self.from.push(claim.from.as_deref());
        self.to.push(claim.to.as_deref());
        self.holder.push(claim.holder.as_deref());
        self.holder_kind.push(claim.holder_kind.as_deref());
        self.stance.push(claim.stance.as_deref());
        self.published.push(claim.published.as_deref());
        self.outlet.push(claim.outlet.as_deref());
        self.language.push(claim.language.as_deref());
        self.trigger.push(&claim.trigger);
        self.sentence.push(&claim.sentence);
        self.confidence.push(claim.confidence);
        self.origin.push(claim.origin);
        self.thread.push(claim.thread);
        self.url.push(claim.url.as_deref());
        self.report_key.push(&record.report_key);
        self.report_version.push(record.report_version);
        self.title.push(record.title.as_deref());
        self.trigger_start.push_count(record.trigger_start);
        self.trigger_end.push_count(record.trigger_end);
        self.sentence_start.push_count(record.sentence_start);
        self.sentence_end.push_count(record.sentence_end);
        list(&mut self.actor_keys, &record.actor_keys);
        list(&mut self.recipient_keys, &record.recipient_keys);
        list(&mut self.place_keys, &record.place_keys);
        self.same_as.push(&record.same_as);
        self.affiliation.push(record.affiliation.as_deref());
        self.turn.push(record.turn.as_deref());
        self.outcome.push(record.outcome.as_deref());
        self.status.push(record.status.as_deref());
        self.origins.push(record.origins);
        self.model.push(&record.model);
    }

    /// The batch of all that was added.
    pub(crate) fn batch(&mut self) -> Result<RecordBatch> {
        Ok(RecordBatch::try_new(schema(), self.arrays())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn json_and_tables_have_the_same_columns() {
        let Value::Object(row) = serde_json::to_value(ClaimRecord::default()).unwrap() else {
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
