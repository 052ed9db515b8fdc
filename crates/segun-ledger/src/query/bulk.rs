//! All claims that are asked for, report by report: for exports, which take everything and not a page.
//!
//! The walk goes by day of publication and then by number, the earliest first, undated claims before all; the claims
//! of one report come together, with all that the ledger holds of them and the packed reading of their report. Nothing
//! but one report is in memory at a time. Only where a filter leads along several indexes (namesakes), or along that of
//! another table (parties, countries, words), the places of what fits are gathered and sorted first: 16 bytes a claim.

use super::asked::Asked;
use super::claims::{COLUMNS, JOINED};
use super::path::Answers;
use super::threads::STATUS;
use super::{ClaimRow, Filter};
use crate::parties::Parties;
use crate::store::{Row, Value, refs, values};
use crate::{Ledger, LedgerError, Result, pack};
use segun_claims::Party;
use segun_report::{Reading, Span};
use std::ops::ControlFlow;

/// A report with those of its claims that are asked for.
#[derive(Clone, Debug)]
pub struct BulkReport {
    /// Its number.
    pub id: i64,
    /// What stays the same over its versions.
    pub key: String,
    /// Its version: 1, 2, ….
    pub version: i64,
    /// Publication time, as the publisher gave it.
    pub published: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Version of the model that read it.
    pub model: String,
    /// The claims, in text order.
    pub claims: Vec<BulkClaim>,
    packed: Vec<u8>,
}

impl BulkReport {
    /// Its text, without the rest of its reading: many times faster than that.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn text(&self) -> Result<String> {
        pack::unpack_text(self.id, &self.packed)
    }

    /// What was read in it.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn reading(&self) -> Result<Reading> {
        pack::unpack(self.id, &self.packed)
    }
}

/// A claim with all that the ledger's tables say of it.
#[derive(Clone, Debug, Default)]
pub struct BulkClaim {
    /// As it is listed.
    pub row: ClaimRow,
    /// The id of the first mention of the same event in the report.
    pub same_as: String,
    /// Who acts.
    pub actors: Vec<Party>,
    /// Who undergoes or receives.
    pub recipients: Vec<Party>,
    /// Where.
    pub places: Vec<Party>,
    /// The word that names the event.
    pub trigger: Span,
    /// The sentence that says it.
    pub sentence: Span,
    /// The country that the holder speaks for: ISO 3166-1 alpha-3.
    pub affiliation: Option<String>,
    /// What the sentence says of the event's course: postponed, cancelled, corrected.
    pub turn: Option<String>,
    /// How it turned out, as later reports of other origins tell.
    pub outcome: Option<String>,
    /// What became of its thread, as known on the ledger's last day.
    pub status: Option<String>,
    /// Independent origins of all claims of its thread.
    pub origins: Option<i64>,
}

/// What of a claim says whether and how it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// Its number.
    pub id: i64,
    /// Its report.
    pub report: i64,
    /// Its origin.
    pub origin: Option<i64>,
    /// Whether its day of publication is known.
    pub dated: bool,
    /// How sure the holder is.
    pub certainty: String,
    /// `+` or `-`.
    pub polarity: String,
    /// Against the publication.
    pub when: String,
    /// What the sentence says of the event's course.
    pub turn: Option<String>,
}

/// The claims of threads, as far as they are asked for.
pub struct ThreadClaims<'a> {
    ledger: &'a Ledger,
    sql: String,
    values: Vec<Value>,
}

impl std::fmt::Debug for ThreadClaims<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ThreadClaims").field("sql", &self.sql).finish_non_exhaustive()
    }
}

impl ThreadClaims<'_> {
    /// The claims of thread `id`, in the order of [`Ledger::each_report`].
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn of(&self, id: i64) -> Result<Vec<Brief>> {
        let id = Value::from(id);
        self.ledger.db.all(&self.sql, &refs([&id].into_iter().chain(&self.values)), |row| {
            Ok(Brief {
                id: row.get(0)?,
                report: row.get(1)?,
                origin: row.get(2)?,
                dated: row.get(3)?,
                certainty: row.get(4)?,
                polarity: row.get(5)?,
                when: row.get(6)?,
                turn: row.get(7)?,
            })
        })
    }
}

/// What a row of [`BulkClaim`] has behind [`COLUMNS`].
const MORE: &str =
    "c.same_as, c.trigger_start, c.trigger_end, c.sentence_start, c.sentence_end, c.affiliation,
    c.turn, c.outcome, t.origins";

/// The columns of a [`BulkClaim`].
fn columns() -> String {
    format!("{COLUMNS}, {MORE}, {STATUS} as status")
}

/// The tables that those are of.
fn joined() -> String {
    format!("{JOINED} left join thread t on t.id = c.thread")
}

impl BulkClaim {
    /// From a row of [`columns`].
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let (claim, Parties { actor, recipient, place }) = ClaimRow::with_parties(row)?;
        let first = COLUMN_COUNT;
        let offset =
            |at: usize| row.get::<i64>(first + at).map(|offset| usize::try_from(offset).unwrap_or(0));
        Ok(Self {
            row: claim,
            same_as: row.get(first)?,
            actors: actor,
            recipients: recipient,
            places: place,
            trigger: Span::new(offset(1)?, offset(2)?),
            sentence: Span::new(offset(3)?, offset(4)?),
            affiliation: row.get(first + 5)?,
            turn: row.get(first + 6)?,
            outcome: row.get(first + 7)?,
            origins: row.get(first + 8)?,
            status: row.get(first + 9)?,
        })
    }
}

/// How many [`COLUMNS`] are.
const COLUMN_COUNT: usize = 23;

impl Ledger {
    /// Hands every claim of which `filter` holds to `take`, report by report, until it breaks off. The filter's place
    /// and limit say nothing here.
    ///
    /// # Errors
    /// Where it names somebody whom the ledger does not know, the ledger cannot be read, or `take` fails.
    pub fn each_report<E: From<LedgerError>>(
        &self,
        filter: &Filter,
        take: impl FnMut(BulkReport) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let asked = Asked::new(self, filter)?;
        let mut reports = Reports { ledger: self, take, at_hand: None };
        // What `take` says, which is more than a store knows of.
        let mut said: Result<ControlFlow<()>, E> = Ok(ControlFlow::Continue(()));
        let mut add = |row: &Row<'_>| {
            said = reports.add(BulkClaim::from_row(row)?);
            Ok(match &said {
                Ok(ControlFlow::Continue(())) => ControlFlow::Continue(()),
                Ok(ControlFlow::Break(())) | Err(_) => ControlFlow::Break(()),
            })
        };
        match &asked.paths()[..] {
            [path] if path.join.is_empty() => {
                let mut conditions = asked.along(path);
                conditions.add(asked.far(path.answers));
                let sql = format!(
                    "select {} from {} {} where true{} order by c.day nulls first, c.id",
                    columns(),
                    path.table,
                    joined(),
                    conditions.sql
                );
                self.db.stream(&sql, &refs(&conditions.values), &mut add)?;
            }
            _ => {
                let found = self.along(&asked, None, None, ("c.id", ""), |_| Ok(()))?;
                let mut places: Vec<_> = found.into_iter().map(|(place, ())| place).collect();
                places.sort_unstable();
                let sql = format!("select {} from claim c {} where c.id = ?", columns(), joined());
                for place in places {
                    if self.db.one(&sql, values![place.id], &mut add)?.is_break() {
                        break;
                    }
                }
            }
        }
        if said?.is_break() {
            return Ok(());
        }
        let _ = reports.hand_over()?;
        Ok(())
    }

    /// What counts of threads, where only the claims of which `filter` holds count.
    ///
    /// # Errors
    /// Where it names somebody whom the ledger does not know.
    pub fn thread_claims(&self, filter: &Filter) -> Result<ThreadClaims<'_>> {
        let asked = Asked::new(self, filter)?;
        let mut all = asked.near("c");
        all.add(asked.far(Answers::Nothing));
        let sql = format!(
            "select c.id, c.report, c.origin, c.day is not null, c.certainty, c.polarity, c.tense, c.turn
             from claim c indexed by claim_thread where c.thread = ?{} order by c.day nulls first, c.id",
            all.sql
        );
        Ok(ThreadClaims { ledger: self, sql, values: all.values })
    }

    /// Report number `id` without claims.
    fn bulk_report(&self, id: i64) -> Result<BulkReport> {
        let sql = "select key, version, published, title, model, reading from report where id = ?";
        let row = |row: &Row<'_>| {
            Ok(BulkReport {
                id,
                key: row.get(0)?,
                version: row.get(1)?,
                published: row.get(2)?,
                title: row.get(3)?,
                model: row.get(4)?,
                packed: row.get(5)?,
                claims: Vec::new(),
            })
        };
        self.db.one(sql, values![id], row)
    }
}

/// Claims on the way to their reports.
struct Reports<'a, F> {
    ledger: &'a Ledger,
    take: F,
    at_hand: Option<BulkReport>,
}

impl<E: From<LedgerError>, F: FnMut(BulkReport) -> Result<ControlFlow<()>, E>> Reports<'_, F> {
    fn add(&mut self, claim: BulkClaim) -> Result<ControlFlow<()>, E> {
        let report = claim.row.report;
        if self.at_hand.as_ref().is_none_or(|at_hand| at_hand.id != report) {
            if self.hand_over()?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            self.at_hand = Some(self.ledger.bulk_report(report)?);
        }
        if let Some(at_hand) = &mut self.at_hand {
            at_hand.claims.push(claim);
        }
        Ok(ControlFlow::Continue(()))
    }

    fn hand_over(&mut self) -> Result<ControlFlow<()>, E> {
        self.at_hand.take().map_or(Ok(ControlFlow::Continue(())), &mut self.take)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::common::{bombing, meeting};
    use crate::query::Role;

    fn ids(ledger: &Ledger, filter: &Filter) -> Vec<i64> {
        let mut ids = Vec::new();
        ledger
            .each_report(filter, |report| {
                assert!(report.claims.iter().all(|claim| claim.row.report == report.id));
                ids.extend(report.claims.iter().map(|claim| claim.row.id));
                Ok::<_, LedgerError>(ControlFlow::Continue(()))
            })
            .unwrap();
        ids
    }

    #[test]
    fn all_claims_come_once_the_earliest_first() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::create(folder.path()).unwrap();
        for n in 0..4 {
            let day = format!("2024-05-0{}", 9 - 2 * n);
            ledger.add(&meeting(&format!("https://m{n}.example"), "La Voz", &day).0, "m").unwrap();
            ledger.add(&bombing(&format!("https://b{n}.example"), "2024-05-04").0, "m").unwrap();
        }
        ledger.settle().unwrap();
        let party = |role, name: &str| Filter { parties: vec![(role, name.into())], ..Filter::default() };
        for filter in [
            Filter::default(),
            Filter { kind: Some(segun_report::EventType::Consult), ..Filter::default() },
            Filter { certainty: Some(segun_report::Certainty::Possible), ..Filter::default() },
            party(None, "duarte"),
            party(Some(Role::Actor), "duarte"),
            Filter { country: Some("CHL".into()), ..Filter::default() },
            Filter { text: Some("posición".into()), ..Filter::default() },
            Filter { language: Some("es".into()), outlet: Some("La Voz".into()), ..Filter::default() },
            Filter { since: segun_claims::Day::parse("2024-05-05"), ..Filter::default() },
            Filter { report: Some(1), ..Filter::default() },
        ] {
            let mut listed = ledger.claims(&filter).unwrap();
            assert!(!listed.is_empty(), "{filter:?}");
            listed.sort_by(|a, b| (&a.published, a.id).cmp(&(&b.published, b.id)));
            let listed: Vec<i64> = listed.iter().map(|claim| claim.id).collect();
            assert_eq!(ids(&ledger, &filter), listed, "{filter:?}");
        }
    }

    #[test]
    fn a_claim_has_its_words_where_its_spans_say() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::create(folder.path()).unwrap();
        ledger.add(&meeting("https://m.example", "La Voz", "2024-05-03").0, "model-7").unwrap();
        ledger.settle().unwrap();
        let mut seen = 0;
        ledger
            .each_report(&Filter::default(), |report| {
                let text = report.text()?;
                assert_eq!(text, report.reading()?.report.text);
                assert_eq!(report.model, "model-7");
                for claim in &report.claims {
                    assert_eq!(claim.trigger.of(&text), claim.row.trigger);
                    assert_eq!(claim.sentence.of(&text), claim.row.sentence);
                    let names: Vec<&str> = claim.actors.iter().map(|party| &*party.name).collect();
                    assert_eq!(names, claim.row.actors);
                    let thread = claim.row.thread.unwrap();
                    let row = ledger.thread(thread)?;
                    assert_eq!((&claim.status, claim.origins), (&row.status, Some(row.origins)));
                    let briefs = ledger.thread_claims(&Filter::default())?.of(thread)?;
                    assert_eq!(i64::try_from(briefs.len()).unwrap(), row.claims);
                    assert!(briefs.iter().any(|brief| brief.id == claim.row.id));
                    seen += 1;
                }
                Ok::<_, LedgerError>(ControlFlow::Continue(()))
            })
            .unwrap();
        assert!(seen > 1);
        let mut handed = 0;
        ledger
            .each_report(&Filter::default(), |_| {
                handed += 1;
                Ok::<_, LedgerError>(ControlFlow::Break(()))
            })
            .unwrap();
        assert_eq!(handed, 1);
    }
}
