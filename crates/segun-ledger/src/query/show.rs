//! The evidence of one thing: every span, in its language, with its report and address.

use super::conditions::Conditions;
use super::order::Order;
use super::page::Listing;
use super::{After, ClaimRow, Filter, Page, claims};
use crate::store::values;
use crate::{Ledger, LedgerError, Result};
use segun_claims::link_confidence;
use segun_report::{Reading, Span};
use serde::Serialize;

/// A claim with the words that say it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evidence {
    /// The claim.
    #[serde(flatten)]
    pub claim: ClaimRow,
    /// Title of its report.
    pub title: Option<String>,
    /// Who says it, as written.
    pub source_words: Option<Words>,
    /// What hands it over.
    pub cue_words: Option<Words>,
    /// All that is said.
    pub content_words: Vec<Words>,
    /// Where the trigger stands.
    pub trigger_words: Words,
    /// Probability that it is about the event of the claims that were in its thread before; none for the first ones.
    pub link_confidence: Option<f64>,
}

/// Characters of a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Words {
    /// First code point.
    pub start: usize,
    /// Code point after the last one.
    pub end: usize,
    /// The characters.
    pub text: String,
}

impl Ledger {
    /// The evidence of claim number `id`.
    ///
    /// # Errors
    /// Where there is none, or its report is damaged.
    pub fn claim_evidence(&self, id: i64) -> Result<Evidence> {
        let claims = self.claims_where("c.id = ?", id)?;
        let found = self.with_words(claims)?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| LedgerError::Unknown(format!("there is no claim {id} in the ledger")))
    }

    /// The evidence of every claim of report `id`, in text order.
    ///
    /// # Errors
    /// Where the report is damaged.
    pub fn report_evidence(&self, id: i64) -> Result<Vec<Evidence>> {
        let claims = self.claims_where("c.report = ?", id)?;
        self.with_words(claims)
    }

    /// One page of the evidence of the claims of thread `id`, oldest first, after a place in it (`limit` 0: all).
    ///
    /// # Errors
    /// Where a report is damaged.
    pub fn page_of_thread_evidence(
        &self,
        id: i64,
        after: Option<After>,
        limit: usize,
    ) -> Result<Page<Evidence>> {
        let from = format!("claim c indexed by claim_thread {}", claims::JOINED);
        let mut conditions = Conditions::default();
        conditions.and("c.thread = ?", [id.into()]);
        let order = Order::oldest("c.day", "c.id");
        let listing = Listing { columns: claims::COLUMNS, from: &from, conditions, order };
        let filter = Filter { after, limit, ..Filter::default() };
        let Page { items, next } = self.page(&listing, &filter, ClaimRow::from_row)?;
        Ok(Page { items: self.with_words(items)?, next })
    }

    /// Why claim `id` is in its thread: what it has in common with the claims that were there, each with its points and
    /// evidence, as JSON. `None` for a thread's first claims.
    ///
    /// # Errors
    /// Where there is no such claim.
    pub fn claim_reasons(&self, id: i64) -> Result<Option<serde_json::Value>> {
        let link = self.link_of(id)?;
        Ok(link.and_then(|mut link| link.get_mut("reasons").map(serde_json::Value::take)))
    }

    /// What ties claim `id` to its thread, as it was kept.
    fn link_of(&self, id: i64) -> Result<Option<serde_json::Value>> {
        let why: Option<String> = self
            .db
            .first("select why from claim where id = ?", values![id], |row| row.get(0))?
            .ok_or_else(|| LedgerError::Unknown(format!("there is no claim {id} in the ledger")))?;
        Ok(why.and_then(|why| serde_json::from_str(&why).ok()))
    }

    /// The claims of which one condition holds, as they came in.
    fn claims_where(&self, condition: &str, value: i64) -> Result<Vec<ClaimRow>> {
        let sql = format!(
            "select {} from claim c {} where {condition} order by c.id",
            claims::COLUMNS,
            claims::JOINED
        );
        self.db.all(&sql, values![value], ClaimRow::from_row)
    }

    /// Adds the words of each claim; each report is unpacked once.
    fn with_words(&self, claims: Vec<ClaimRow>) -> Result<Vec<Evidence>> {
        let mut open: Option<(i64, Reading)> = None;
        let mut found = Vec::with_capacity(claims.len());
        for claim in claims {
            if open.as_ref().is_none_or(|(id, _)| *id != claim.report) {
                open = Some((claim.report, self.reading(claim.report)?));
            }
            if let Some((_, reading)) = &open {
                let link = self.link_of(claim.id)?;
                let points = link.and_then(|link| link.get("score")?.as_f64());
                // Three digits: what was fitted says no more.
                let confidence = points.map(|points| (link_confidence(points) * 1e3).round() / 1e3);
                found.push(Evidence { link_confidence: confidence, ..evidence(claim, reading)? });
            }
        }
        Ok(found)
    }
}

fn evidence(claim: ClaimRow, reading: &Reading) -> Result<Evidence> {
    let points = segun_report::CodePoints::new(&reading.report.text);
    let words = |span: Span| Words {
        start: points.from_byte(span.start),
        end: points.from_byte(span.end),
        text: span.of(&reading.report.text).to_owned(),
    };
    let event = reading.events.iter().find(|e| e.id == claim.event).ok_or_else(|| LedgerError::Reading {
        report: claim.report,
        cause: format!("it has no event {}", claim.event),
    })?;
    let attribution = event.source.as_ref().and_then(|id| reading.attributions.iter().find(|a| a.id == *id));
    Ok(Evidence {
        title: reading.report.title.clone(),
        source_words: attribution.and_then(|a| a.source).map(words),
        cue_words: attribution.and_then(|a| a.cue).map(words),
        content_words: attribution.map_or_else(Vec::new, |a| a.content.iter().copied().map(words).collect()),
        trigger_words: words(event.trigger),
        link_confidence: None,
        claim,
    })
}
