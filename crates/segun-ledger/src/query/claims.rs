//! Claims, newest first.

use super::asked::Asked;
use super::path::LOOKED_AT;
use super::{Filter, Page};
use crate::parties::Parties;
use crate::store::{Row, ToValue};
use crate::{Ledger, Result};
use segun_claims::Party;
use serde::Serialize;

/// A claim as it is listed: what the ledger's table says, days as dates.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimRow {
    /// Its number.
    pub id: i64,
    /// The report's number.
    pub report: i64,
    /// The event's id in the report.
    pub event: String,
    /// PLOVER type.
    pub r#type: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Names of who acts.
    pub actors: Vec<String>,
    /// Names of who undergoes.
    pub recipients: Vec<String>,
    /// Names of where.
    pub places: Vec<String>,
    /// How sure the holder is.
    pub certainty: String,
    /// `+` or `-`.
    pub polarity: String,
    /// Against the publication.
    pub when: String,
    /// First day of the window, ISO 8601.
    pub from: Option<String>,
    /// Day after its last one.
    pub to: Option<String>,
    /// Who says it; `None` is the author.
    pub holder: Option<String>,
    /// What kind of source that is.
    pub holder_kind: Option<String>,
    /// What it does with what it says.
    pub stance: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// The outlet.
    pub outlet: Option<String>,
    /// Language of the report.
    pub language: Option<String>,
    /// The word that names the event.
    pub trigger: String,
    /// The sentence that says it.
    pub sentence: String,
    /// How sure the reading is.
    pub confidence: f64,
    /// Number of its origin.
    pub origin: Option<i64>,
    /// Number of its thread.
    pub thread: Option<i64>,
    /// Address of the report.
    pub url: Option<String>,
}

/// Columns of a claim `c` with its report `r` and outlet `o`.
pub(super) const COLUMNS: &str =
    "c.id, c.report, c.event, c.type, c.mode, c.parties, c.certainty, c.polarity, c.tense,
    c.from_day, c.to_day, c.holder, c.holder_kind, c.stance, c.day, o.name, c.language, c.trigger, c.sentence,
    c.confidence, c.origin, c.thread, r.url";

/// The tables that [`COLUMNS`] are of.
pub(super) const JOINED: &str = "join report r on r.id = c.report left join outlet o on o.id = c.outlet";

impl ClaimRow {
    /// From a row of [`COLUMNS`].
    pub(super) fn from_row(row: &Row<'_>) -> Result<Self> {
        let Parties { actor, recipient, place } = row.get(5)?;
        let names = |of: Vec<Party>| of.into_iter().map(|party| party.name).collect();
        let day = |at: usize| super::day(row, at);
        Ok(Self {
            id: row.get(0)?,
            report: row.get(1)?,
            event: row.get(2)?,
            r#type: row.get(3)?,
            mode: row.get(4)?,
            actors: names(actor),
            recipients: names(recipient),
            places: names(place),
            certainty: row.get(6)?,
            polarity: row.get(7)?,
            when: row.get(8)?,
            from: day(9)?,
            to: day(10)?,
            holder: row.get(11)?,
            holder_kind: row.get(12)?,
            stance: row.get(13)?,
            published: day(14)?,
            outlet: row.get(15)?,
            language: row.get(16)?,
            trigger: row.get(17)?,
            sentence: row.get(18)?,
            confidence: row.get(19)?,
            origin: row.get(20)?,
            thread: row.get(21)?,
            url: row.get(22)?,
        })
    }
}

impl Ledger {
    /// The newest claims of which `filter` holds. Where it has words or an origin, those come first
    /// that came in last.
    ///
    /// # Errors
    /// Where it names somebody whom the ledger does not know, or the ledger cannot be read.
    pub fn claims(&self, filter: &Filter) -> Result<Vec<ClaimRow>> {
        let asked = Asked::new(self, filter)?;
        let most = (filter.limit > 0).then_some(filter.limit);
        let rows = self.along(&asked, filter.after, most, (COLUMNS, JOINED), ClaimRow::from_row)?;
        Ok(rows.into_iter().map(|row| row.1).collect())
    }

    /// One page of [`Ledger::claims`]. It may have fewer rows than the limit although others follow: each page looks
    /// at a bounded number of claims.
    ///
    /// # Errors
    /// As there.
    pub fn page_of_claims(&self, filter: &Filter) -> Result<Page<ClaimRow>> {
        let Some(most) = filter.one_more() else {
            return Ok(Page { items: self.claims(filter)?, next: None });
        };
        let asked = Asked::new(self, filter)?;
        let walked = self.walk(&asked, filter.after, (most, LOOKED_AT), "c.id", |row| row.get(0))?;
        let Page { items, next } = Page::of(walked.rows, filter.limit);
        Ok(Page { items: self.claims_numbered(&items)?, next: next.or(walked.reached) })
    }

    /// The claims of these numbers, in their order.
    fn claims_numbered(&self, ids: &[i64]) -> Result<Vec<ClaimRow>> {
        let mut rows = Vec::with_capacity(ids.len());
        let sets: Vec<_> = ids.iter().map(|id| vec![id.to_value()]).collect();
        let sql = format!("select {COLUMNS} from claim c {JOINED} where c.id = ?");
        self.db.query_each(&sql, &sets, &mut |_, row| {
            rows.push(ClaimRow::from_row(row)?);
            Ok(())
        })?;
        Ok(rows)
    }
}
