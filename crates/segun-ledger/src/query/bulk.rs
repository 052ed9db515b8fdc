//! All claims that are asked for, report by report: for exports, which take everything and not a page.
//!
//! The walk goes by day of publication and then by number, the earliest first, undated claims before all; the claims
//! of one report come together, with all that the ledger holds of them and the packed reading of their report. Who walks
//! only keeps what the database says ([`BulkReport`]); what it means is found out by whoever looks at the report
//! ([`BulkReport::claims`], [`BulkReport::json`]), on a thread of its own where there are several. Nothing but some
//! hundred claims is in memory at a time. Only where a filter leads along several indexes (namesakes), or along that of
//! another table (parties, countries, words), the places of what fits are gathered and sorted first: 16 bytes a claim.

use super::Filter;
use super::asked::Asked;
use super::bulk_report::{BulkReport, Gathering};
use super::path::Answers;
use super::threads::STATUS;
use crate::store::{Kept, KeptRow, Row, Value, ValueRef, refs, values};
use crate::{Ledger, LedgerError, Result};
use segun_claims::{Day, Window};
use segun_report::Span;
use serde::Deserialize;
use std::borrow::Cow;
use std::ops::{ControlFlow, Deref};

/// Claims whose reports are looked up together.
const TOGETHER: usize = 512;

/// A claim with all that the ledger's tables say of it, but for what its report says: day, outlet, language, address.
#[derive(Clone, Debug, Default)]
pub struct BulkClaim<'a> {
    /// Its number.
    pub id: i64,
    /// Its report's number.
    pub report: i64,
    /// The event's id in the report.
    pub event: &'a str,
    /// The id of the first mention of the same event in the report.
    pub same_as: &'a str,
    /// PLOVER type.
    pub r#type: &'a str,
    /// PLOVER mode.
    pub mode: Option<&'a str>,
    /// How sure the holder is.
    pub certainty: &'a str,
    /// `+` or `-`.
    pub polarity: &'a str,
    /// Against the publication.
    pub when: &'a str,
    /// When it happens or is to happen.
    pub window: Window,
    /// Who says it; `None` is the author.
    pub holder: Option<&'a str>,
    /// What kind of source that is.
    pub holder_kind: Option<&'a str>,
    /// What it does with what it says.
    pub stance: Option<&'a str>,
    /// The country that the holder speaks for: ISO 3166-1 alpha-3.
    pub affiliation: Option<&'a str>,
    /// The word that names the event.
    pub trigger: &'a str,
    /// Where it stands.
    pub trigger_span: Span,
    /// The sentence that says it.
    pub sentence: &'a str,
    /// Where it stands.
    pub sentence_span: Span,
    /// What the sentence says of the event's course: postponed, cancelled, corrected.
    pub turn: Option<&'a str>,
    /// How sure the reading is.
    pub confidence: f64,
    /// How it turned out, as later reports of other origins tell.
    pub outcome: Option<&'a str>,
    /// Number of its origin.
    pub origin: Option<i64>,
    /// Number of its thread.
    pub thread: Option<i64>,
    /// What became of that, as known on the ledger's last day.
    pub status: Option<&'a str>,
    /// Independent origins of all its claims.
    pub origins: Option<i64>,
    parties: &'a str,
}

/// Who takes part in a claim.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct BulkParties<'a> {
    /// Who acts.
    #[serde(borrow, rename = "actor")]
    pub actors: Vec<BulkParty<'a>>,
    /// Who undergoes or receives.
    #[serde(borrow, rename = "recipient")]
    pub recipients: Vec<BulkParty<'a>>,
    /// Where.
    #[serde(borrow, rename = "place")]
    pub places: Vec<BulkParty<'a>>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct BulkParty<'a> {
    /// What identifies it across reports.
    #[serde(borrow)]
    pub key: Borrowed<'a>,
    /// The country that it is in or stands for, ISO 3166-1 alpha-3.
    #[serde(borrow)]
    pub country: Option<Borrowed<'a>>,
    /// As the report names it.
    #[serde(borrow)]
    pub name: Borrowed<'a>,
}

/// A text of JSON: where it stands there, but for what is written with escapes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Borrowed<'a>(#[serde(borrow)] Cow<'a, str>);

impl Deref for Borrowed<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'a> BulkClaim<'a> {
    /// Who takes part.
    ///
    /// # Errors
    /// Where that is not what a ledger holds.
    pub fn parties(&self) -> Result<BulkParties<'a>> {
        serde_json::from_str(self.parties).map_err(|e| LedgerError::Sql(e.into()))
    }
}

/// What of a claim says whether and how it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief<'a> {
    /// Its number.
    pub id: i64,
    /// Its report.
    pub report: i64,
    /// Its origin.
    pub origin: Option<i64>,
    /// Whether its day of publication is known.
    pub dated: bool,
    /// How sure the holder is.
    pub certainty: &'a str,
    /// `+` or `-`.
    pub polarity: &'a str,
    /// Against the publication.
    pub when: &'a str,
    /// What the sentence says of the event's course.
    pub turn: Option<&'a str>,
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
    /// Hands the claims of thread `id` to `take`, in the order of [`Ledger::each_report`].
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn each(&self, id: i64, mut take: impl FnMut(Brief<'_>)) -> Result<()> {
        let id = Value::from(id);
        self.ledger.db.query(&self.sql, &refs([&id].into_iter().chain(&self.values)), &mut |row| {
            take(Brief {
                id: row.get(0)?,
                report: row.get(1)?,
                origin: row.get(2)?,
                dated: row.get(3)?,
                certainty: row.get_ref(4)?.as_str()?,
                polarity: row.get_ref(5)?.as_str()?,
                when: row.get_ref(6)?.as_str()?,
                turn: row.get_ref(7)?.as_text()?,
            });
            Ok(ControlFlow::Continue(()))
        })
    }
}

/// The columns of a [`BulkClaim`] `c` with its thread `t`.
const COLUMNS: &str = "c.id, c.report, c.event, c.same_as, c.type, c.mode, c.certainty, c.polarity, c.tense,
    c.from_day, c.to_day, c.holder, c.holder_kind, c.stance, c.affiliation, c.trigger, c.trigger_start, c.trigger_end,
    c.sentence, c.sentence_start, c.sentence_end, c.turn, c.confidence, c.outcome, c.origin, c.thread, c.parties, t.origins";

/// How many those are, with the thread's status behind them.
const COLUMN_COUNT: usize = 29;

/// The column of `c.sentence_end`.
pub(super) const SENTENCE_END: usize = 20;

/// The columns of a [`BulkClaim`].
fn columns() -> String {
    format!("{COLUMNS}, {STATUS} as status")
}

/// The tables that those are of. What is asked of the thread stands in that index, beside which its rows are wide.
const JOINED: &str = "left join thread t indexed by thread_brief on t.id = c.thread";

impl<'a> BulkClaim<'a> {
    /// From a row of [`columns`].
    pub(super) fn from_row(row: &KeptRow<'a>) -> Result<Self> {
        let span = |at: usize| -> Result<Span> {
            let offset = |at| row.get::<i64>(at).map(|n| usize::try_from(n).unwrap_or(0));
            Ok(Span::new(offset(at)?, offset(at + 1)?))
        };
        let day = |at: usize| row.get::<Option<i32>>(at).map(|day| day.map(Day));
        let text = |at: usize| row.get_ref(at)?.as_str();
        let maybe = |at: usize| row.get_ref(at)?.as_text();
        Ok(Self {
            id: row.get(0)?,
            report: row.get(1)?,
            event: text(2)?,
            same_as: text(3)?,
            r#type: text(4)?,
            mode: maybe(5)?,
            certainty: text(6)?,
            polarity: text(7)?,
            when: text(8)?,
            window: Window { from: day(9)?, to: day(10)? },
            holder: maybe(11)?,
            holder_kind: maybe(12)?,
            stance: maybe(13)?,
            affiliation: maybe(14)?,
            trigger: text(15)?,
            trigger_span: span(16)?,
            sentence: text(18)?,
            sentence_span: span(19)?,
            turn: maybe(21)?,
            confidence: row.get(22)?,
            outcome: maybe(23)?,
            origin: row.get(24)?,
            thread: row.get(25)?,
            parties: text(26)?,
            origins: row.get(27)?,
            status: maybe(28)?,
        })
    }
}

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
        let mut reports =
            Reports { ledger: self, take, waiting: Vec::new(), rows: Kept::default(), room: (0, 0) };
        // What `take` says, which is more than a store knows of.
        let mut said: Result<ControlFlow<()>, E> = Ok(ControlFlow::Continue(()));
        let mut add = |row: &Row<'_>| {
            said = reports.add(row);
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
                    "select {} from {} {JOINED} where true{} order by c.day nulls first, c.id",
                    columns(),
                    path.table,
                    conditions.sql
                );
                self.db.stream(&sql, &refs(&conditions.values), &mut add)?;
            }
            _ => {
                let found = self.along(&asked, None, None, ("c.id", ""), |_| Ok(()))?;
                let mut places: Vec<_> = found.into_iter().map(|(place, ())| place).collect();
                places.sort_unstable();
                let sql = format!("select {} from claim c {JOINED} where c.id = ?", columns());
                for place in places {
                    if self.db.one(&sql, values![place.id], &mut add)?.is_break() {
                        break;
                    }
                }
            }
        }
        if said?.is_continue() {
            let _ = reports.hand_over()?;
        }
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
}

/// Claims on the way to their reports.
struct Reports<'a, F> {
    ledger: &'a Ledger,
    take: F,
    /// Numbers of reports, with those of the first row of each.
    waiting: Vec<(i64, usize)>,
    /// Their claims.
    rows: Kept,
    /// What those before them had: more of the same kind are to come.
    room: (usize, usize),
}

impl<E: From<LedgerError>, F: FnMut(BulkReport) -> Result<ControlFlow<()>, E>> Reports<'_, F> {
    fn add(&mut self, row: &Row<'_>) -> Result<ControlFlow<()>, E> {
        let report = row.get(1)?;
        if self.waiting.last().is_none_or(|(last, _)| *last != report) {
            if self.rows.len() >= TOGETHER && self.hand_over()?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            self.waiting.push((report, self.rows.len()));
        }
        self.rows.push(row, COLUMN_COUNT)?;
        Ok(ControlFlow::Continue(()))
    }

    fn hand_over(&mut self) -> Result<ControlFlow<()>, E> {
        let waiting = std::mem::take(&mut self.waiting);
        let next = Kept::like(&self.rows);
        let rows = std::mem::replace(&mut self.rows, next);
        let sets: Vec<_> = waiting.iter().map(|(id, _)| vec![ValueRef::Integer(*id)]).collect();
        let mut gathering = Gathering::with_room(self.room);
        self.ledger.db.query_each(Gathering::QUESTION, &sets, &mut |at, row| {
            let (id, begin) = waiting[at];
            let end = waiting.get(at + 1).map_or(rows.len(), |(_, begin)| *begin);
            gathering.add(id, begin..end, row)
        })?;
        self.room = gathering.size();
        for report in gathering.end(rows) {
            if (self.take)(report)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::common::{bombing, meeting};
    use crate::query::{ClaimRow, Role};

    fn ids(ledger: &Ledger, filter: &Filter) -> Vec<i64> {
        let mut ids = Vec::new();
        ledger
            .each_report(filter, |report| {
                ids.extend(report.claims()?.iter().map(|claim| claim.id));
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
        let listed = ledger.claims(&Filter::default()).unwrap();
        let mut seen = 0;
        ledger
            .each_report(&Filter::default(), |report| {
                let text = report.text()?;
                assert_eq!(text, report.json()?.read::<serde_json::Value>()?["text"]);
                assert_eq!(report.model(), "model-7");
                assert_eq!(report.claim_count(), report.claims()?.len());
                for claim in report.claims()? {
                    assert_eq!(claim.trigger_span.of(&text), claim.trigger);
                    assert_eq!(claim.sentence_span.of(&text), claim.sentence);
                    // As the listing has it, which is read from the row by other means.
                    let row = listed.iter().find(|row| row.id == claim.id).unwrap();
                    let day = |day: Option<Day>| day.map(|day| day.to_string());
                    let names = |parties: &[BulkParty<'_>]| {
                        parties.iter().map(|party| party.name.to_string()).collect()
                    };
                    let parties = claim.parties()?;
                    let maybe = |text: Option<&str>| text.map(str::to_owned);
                    let same = ClaimRow {
                        id: claim.id,
                        report: report.id,
                        event: claim.event.into(),
                        r#type: claim.r#type.into(),
                        mode: maybe(claim.mode),
                        actors: names(&parties.actors),
                        recipients: names(&parties.recipients),
                        places: names(&parties.places),
                        certainty: claim.certainty.into(),
                        polarity: claim.polarity.into(),
                        when: claim.when.into(),
                        from: day(claim.window.from),
                        to: day(claim.window.to),
                        holder: maybe(claim.holder),
                        holder_kind: maybe(claim.holder_kind),
                        stance: maybe(claim.stance),
                        published: day(report.day),
                        outlet: report.outlet().map(str::to_owned),
                        language: report.language().map(str::to_owned),
                        trigger: claim.trigger.into(),
                        sentence: claim.sentence.into(),
                        confidence: claim.confidence,
                        origin: claim.origin,
                        thread: claim.thread,
                        url: report.url().map(str::to_owned),
                    };
                    assert_eq!(same, *row);
                    let thread = claim.thread.unwrap();
                    let row = ledger.thread(thread)?;
                    assert_eq!((claim.status, claim.origins), (row.status.as_deref(), Some(row.origins)));
                    let mut briefs = Vec::new();
                    ledger.thread_claims(&Filter::default())?.each(thread, |brief| briefs.push(brief.id))?;
                    assert_eq!(i64::try_from(briefs.len()).unwrap(), row.claims);
                    assert!(briefs.contains(&claim.id));
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
