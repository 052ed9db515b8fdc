//! Reports on their way into an export, each with those of its claims that are asked for.
//!
//! Some tens of them are kept together, in few pieces of memory: they are read on one thread and looked at on others, and what
//! is given back on another thread than it was taken on has both wait for each other.

use super::bulk::{BulkClaim, SENTENCE_END};
use crate::store::{Kept, Row};
use crate::{LedgerError, Result, pack};
use segun_claims::Day;
use serde::Deserialize;
use std::ops::Range;
use std::sync::Arc;

/// A report with those of its claims that are asked for.
#[derive(Clone, Debug, Default)]
pub struct BulkReport {
    /// Its number.
    pub id: i64,
    /// Its version: 1, 2, ….
    pub version: i64,
    /// Day of publication.
    pub day: Option<Day>,
    batch: Arc<Batch>,
    own: Own,
}

/// What is kept of several reports.
#[derive(Debug, Default)]
struct Batch {
    claims: Kept,
    texts: String,
    packed: Vec<u8>,
}

/// Where a text of a report stands in its batch, if it has it.
type Piece = Option<(usize, usize)>;

/// What in a batch is a report's own.
#[derive(Clone, Debug, Default)]
struct Own {
    claims: Range<usize>,
    key: Piece,
    published: Piece,
    title: Piece,
    url: Piece,
    outlet: Piece,
    language: Piece,
    model: Piece,
    packed: Range<usize>,
}

impl BulkReport {
    /// What stays the same over its versions.
    pub fn key(&self) -> &str {
        self.piece(self.own.key).unwrap_or_default()
    }

    /// Publication time, as the publisher gave it.
    pub fn published(&self) -> Option<&str> {
        self.piece(self.own.published)
    }

    /// Title.
    pub fn title(&self) -> Option<&str> {
        self.piece(self.own.title)
    }

    /// Its address.
    pub fn url(&self) -> Option<&str> {
        self.piece(self.own.url)
    }

    /// The outlet.
    pub fn outlet(&self) -> Option<&str> {
        self.piece(self.own.outlet)
    }

    /// Its language.
    pub fn language(&self) -> Option<&str> {
        self.piece(self.own.language)
    }

    /// Version of the model that read it.
    pub fn model(&self) -> &str {
        self.piece(self.own.model).unwrap_or_default()
    }

    fn piece(&self, piece: Piece) -> Option<&str> {
        piece.map(|(begin, end)| &self.batch.texts[begin..end])
    }

    /// How many of its claims are asked for.
    pub fn claim_count(&self) -> usize {
        self.own.claims.len()
    }

    /// The claims, in text order.
    ///
    /// # Errors
    /// Where they are not what a ledger holds.
    pub fn claims(&self) -> Result<Vec<BulkClaim<'_>>> {
        self.each_claim().collect()
    }

    /// The same one by one, for who keeps none of them.
    pub fn each_claim(&self) -> impl Iterator<Item = Result<BulkClaim<'_>>> {
        self.batch.claims.rows(self.own.claims.clone()).map(|row| BulkClaim::from_row(&row))
    }

    /// Its text, without the rest of its reading: many times faster than that.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn text(&self) -> Result<String> {
        // Most of it comes before the last sentence of a claim ends.
        let mut ends = 0;
        for row in self.batch.claims.rows(self.own.claims.clone()) {
            ends = ends.max(row.get(SENTENCE_END)?);
        }
        pack::unpack_text(self.id, self.packed(), usize::try_from(ends).unwrap_or(0))
    }

    /// Its reading as JSON, for who needs some of it.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn json(&self) -> Result<ReadingJson> {
        let json = pack::unpack_json(self.id, self.packed())?;
        let json = String::from_utf8(json)
            .map_err(|e| LedgerError::Reading { report: self.id, cause: e.to_string() })?;
        Ok(ReadingJson { report: self.id, json })
    }

    fn packed(&self) -> &[u8] {
        &self.batch.packed[self.own.packed.clone()]
    }
}

/// A reading as JSON of the contract `segun/1`.
#[derive(Clone, Debug)]
pub struct ReadingJson {
    report: i64,
    /// That it is text is found out once, not for each of its strings.
    json: String,
}

impl ReadingJson {
    /// Those keys of it that `T` has.
    ///
    /// # Errors
    /// Where it does not have them.
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T> {
        let damaged =
            |e: serde_json::Error| LedgerError::Reading { report: self.report, cause: e.to_string() };
        serde_json::from_str(&self.json).map_err(damaged)
    }
}

/// Reports that become a batch.
#[derive(Default)]
pub(super) struct Gathering {
    batch: Batch,
    reports: Vec<BulkReport>,
}

impl Gathering {
    /// The question for a report, by its number, whose rows [`Gathering::add`] takes.
    pub(super) const QUESTION: &str = "
        select r.key, r.version, r.published, r.day, r.title, r.url, o.name, r.language, r.model, r.reading
        from report r left join outlet o on o.id = r.outlet where r.id = ?";

    /// None yet, with room for as many bytes of texts and of readings.
    pub(super) fn with_room((texts, packed): (usize, usize)) -> Self {
        let (texts, packed) = (String::with_capacity(texts), Vec::with_capacity(packed));
        Self { batch: Batch { texts, packed, ..Batch::default() }, reports: Vec::new() }
    }

    /// How many of both there are.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.batch.texts.len(), self.batch.packed.len())
    }

    /// Adds report `id`, of which `row` is, and to which those of the `claims` belong.
    pub(super) fn add(&mut self, id: i64, claims: Range<usize>, row: &Row<'_>) -> Result<()> {
        let Batch { texts, packed, .. } = &mut self.batch;
        let mut text = |column| -> Result<Piece> {
            let begin = texts.len();
            Ok(row.get_ref(column)?.as_text()?.map(|text| {
                texts.push_str(text);
                (begin, texts.len())
            }))
        };
        let mut own = Own {
            claims,
            key: text(0)?,
            published: text(2)?,
            title: text(4)?,
            url: text(5)?,
            outlet: text(6)?,
            language: text(7)?,
            model: text(8)?,
            packed: Range::default(),
        };
        let begin = packed.len();
        packed.extend_from_slice(row.get_ref(9)?.as_bytes()?);
        own.packed = begin..packed.len();
        let (version, day) = (row.get(1)?, row.get::<Option<i32>>(3)?.map(Day));
        self.reports.push(BulkReport { id, version, day, own, ..BulkReport::default() });
        Ok(())
    }

    /// The reports, whose claims are `claims`.
    pub(super) fn end(self, claims: Kept) -> Vec<BulkReport> {
        let batch = Arc::new(Batch { claims, ..self.batch });
        let mut reports = self.reports;
        for report in &mut reports {
            report.batch = Arc::clone(&batch);
        }
        reports
    }
}
