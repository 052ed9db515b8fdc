//! Claims of one event in the world.
//!
//! An event is a thread's, as it stands in its claims ([`Standing`]): what happened, or what is announced. Its row is
//! that of the first claim that counts; how much stands behind it, all of the thread's claims that count and are asked
//! for say. Of a thread that was seen four bytes are kept for each of the two, and nothing else.

use crate::Result;
use crate::standing::Standing;
use segun_claims::{Day, Window};
use segun_ledger::Ledger;
use segun_ledger::query::{BulkClaim, BulkReport, Filter, ThreadClaims};
use segun_report::Moment;

/// A report with those of its claims that count.
pub(crate) struct EventReport {
    pub(crate) report: BulkReport,
    pub(crate) counting: Vec<Counting>,
    /// When it was published: minutes since 1970.
    pub(crate) minute: i32,
}

/// A claim that counts.
pub(crate) struct Counting {
    /// Which of the report's claims.
    pub(crate) at: usize,
    pub(crate) thread: i64,
    pub(crate) standing: Standing,
    /// When the first claim of the event was published: minutes since 1970.
    pub(crate) begun: i32,
    /// What stands behind the event, where this is its first claim.
    pub(crate) support: Option<Support>,
}

/// What stands behind an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Support {
    pub(crate) claims: usize,
    /// Independent origins.
    pub(crate) origins: usize,
    pub(crate) reports: usize,
}

/// The minute of an event of which no claim has come yet: none that there is.
const UNSEEN: i32 = i32::MIN;

/// Finds the claims that count, and the first of each event.
pub(crate) struct Events<'a> {
    threads: ThreadClaims<'a>,
    /// By thread: the minute at which what happened, and what is ahead, was first published.
    begun: [Vec<i32>; 2],
    /// Which claims count.
    counts: fn(&BulkClaim<'_>, Standing) -> bool,
}

impl<'a> Events<'a> {
    pub(crate) fn new(
        ledger: &'a Ledger,
        filter: &Filter,
        counts: fn(&BulkClaim<'_>, Standing) -> bool,
    ) -> Result<Self> {
        Ok(Self { threads: ledger.thread_claims(filter)?, begun: [Vec::new(), Vec::new()], counts })
    }

    /// The claims of `report` that count.
    pub(crate) fn of(&mut self, report: BulkReport) -> Result<EventReport> {
        let mut counting = Vec::new();
        let minute = minute(report.published());
        for (at, claim) in report.each_claim().enumerate() {
            let claim = &claim?;
            let (Some(thread), Some(standing)) = (claim.thread, Standing::of(&report, claim)) else {
                continue;
            };
            if !(self.counts)(claim, standing) {
                continue;
            }
            let begun = &mut self.begun[standing as usize];
            let index = usize::try_from(thread).unwrap_or_default();
            if begun.len() <= index {
                begun.resize(index + 1, UNSEEN);
            }
            let mut support = None;
            if begun[index] == UNSEEN {
                begun[index] = minute;
                support = Some(support_of(&self.threads, thread, standing)?);
            }
            counting.push(Counting { at, thread, standing, begun: begun[index], support });
        }
        Ok(EventReport { report, counting, minute })
    }
}

fn support_of(threads: &ThreadClaims<'_>, thread: i64, standing: Standing) -> Result<Support> {
    let (mut claims, mut reports, mut origins) = (0, Vec::new(), Vec::new());
    threads.each(thread, |claim| {
        if Standing::of_brief(&claim) == Some(standing) {
            claims += 1;
            reports.push(claim.report);
            origins.extend(claim.origin);
        }
    })?;
    let different = |mut all: Vec<i64>| {
        all.sort_unstable();
        all.dedup();
        all.len()
    };
    Ok(Support { claims, origins: different(origins), reports: different(reports) })
}

/// `published` in minutes since 1970; the day's begin where the clock time is not known.
fn minute(published: Option<&str>) -> i32 {
    let moment = published.and_then(|text| text.parse::<Moment>().ok());
    moment.map_or(0, |moment| {
        let minutes = i64::from(Day::of(moment.date()).0) * 1_440
            + i64::from(moment.at.hour()) * 60
            + i64::from(moment.at.minute());
        // All years from -2000 to 6000 are within.
        minutes.clamp(i64::from(UNSEEN) + 1, i64::from(i32::MAX)) as i32
    })
}

/// `minute` as GDELT writes moments: `20260302101500`.
pub(crate) fn stamp(minute: i32) -> String {
    let day = Day(minute.div_euclid(1_440)).date();
    let clock = minute.rem_euclid(1_440);
    format!("{:04}{:02}{:02}{:02}{:02}00", day.year(), day.month(), day.day(), clock / 60, clock % 60)
}

/// The day of an event that happened: the last day of its window, but none after the publication; of one that is ahead, the
/// day on which it was announced.
pub(crate) fn day(published: Option<Day>, window: Window, standing: Standing) -> Option<Day> {
    let published = published?;
    if standing == Standing::Ahead {
        return Some(published);
    }
    let last = match (window.from, window.to) {
        (_, Some(to)) => Day(to.0 - 1),
        (Some(from), None) => from,
        (None, None) => published,
    };
    Some(Day(last.0.min(published.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_never_dated_after_its_report() {
        let dated = |from, to, standing| {
            let parse = |day: Option<&str>| day.and_then(Day::parse);
            let window = Window { from: parse(from), to: parse(to) };
            day(Day::parse("2026-03-02"), window, standing).unwrap().to_string()
        };
        let happened = |from, to| dated(from, to, Standing::Happened);
        assert_eq!(happened(Some("2026-02-27"), Some("2026-02-28")), "2026-02-27");
        assert_eq!(happened(Some("2026-02-01"), Some("2026-03-01")), "2026-02-28");
        assert_eq!(happened(None, Some("2026-03-03")), "2026-03-02");
        assert_eq!(happened(Some("2026-03-01"), Some("2026-04-01")), "2026-03-02");
        assert_eq!(happened(None, None), "2026-03-02");
        assert_eq!(dated(Some("2026-06-01"), Some("2026-06-02"), Standing::Ahead), "2026-03-02");
    }

    #[test]
    fn stamps_are_gdelt_s() {
        let written = |published| stamp(minute(Some(published)));
        assert_eq!(written("2026-03-02T10:15:00"), "20260302101500");
        assert_eq!(written("2026-03-02"), "20260302000000");
        assert_eq!(written("1936-07-17T17:00:00"), "19360717170000");
    }
}
