//! Whether a claim is about the event of a thread.
//!
//! Each aspect gives points for or against; their sum must reach [`THRESHOLD`]. Three things forbid a link outright: types
//! that are never one event, times that cannot be one, and that neither party nor place is named while the
//! sentences have little in common.

use crate::due::Due;
use crate::family::{related, symmetric};
use crate::parties::Shared;
use crate::profile::{ThreadProfile, word};
use crate::reason::{Aspect, Link, Reason};
use crate::{DatedClaim, Party, Window};

/// The points that a link needs.
pub const THRESHOLD: f32 = 3.0;

/// What each finding is worth. Those of words and of the reports' names, and those against other actors and recipients,
/// were chosen on the development topics of ECB+ among values with which all life cycles come out; the others by hand.
mod points {
    pub(super) const SAME_EVENT: f32 = 6.0;
    pub(super) const SAME_REPORT: f32 = -1.0;
    pub(super) const KIND: f32 = 1.0;
    pub(super) const RELATED_KIND: f32 = -0.3;
    pub(super) const MODE: f32 = 0.3;
    pub(super) const OTHER_MODE: f32 = -0.2;
    /// Each of the first two who take part in both.
    pub(super) const PARTY: f32 = 2.0;
    /// Each further one.
    pub(super) const FURTHER_PARTY: f32 = 0.5;
    /// Only one side is known on one of the sides of the comparison.
    pub(super) const ONE_SIDE: f32 = -0.8;
    pub(super) const OTHER_PARTNER: f32 = -3.0;
    pub(super) const NOBODY_SHARED: f32 = -4.0;
    pub(super) const ACTOR: f32 = 1.6;
    pub(super) const RECIPIENT: f32 = 1.8;
    pub(super) const OTHER_ACTOR: f32 = -1.5;
    pub(super) const OTHER_RECIPIENT: f32 = -2.0;
    pub(super) const PLACE: f32 = 1.2;
    pub(super) const WITHIN_PLACE: f32 = 0.4;
    pub(super) const OTHER_PLACE: f32 = -2.0;
    pub(super) const OTHER_COUNTRY: f32 = -3.0;
    pub(super) const TIME: f32 = 1.0;
    pub(super) const MOVED: f32 = 0.6;
    pub(super) const TENSE: f32 = 0.3;
    pub(super) const NEAR: f32 = 0.0;
    pub(super) const SHIFTED: f32 = -0.8;
    pub(super) const FAR: f32 = -1.6;
    pub(super) const WORD: f32 = 2.0;
    pub(super) const STEM: f32 = 1.0;
    pub(super) const CONTEXT_WORD: f32 = 0.3;
    pub(super) const CONTEXT_MOST: f32 = 1.2;
    pub(super) const CONTEXT_ALONE: f32 = 2.5;
    /// Other words of one language than the thread has.
    pub(super) const OTHER_WORD: f32 = -0.6;
    /// All names of the shorter list are in the other.
    pub(super) const ABOUT: f32 = 1.2;
    pub(super) const OTHER_ABOUT: f32 = -1.0;
}

/// How many words a sentence must share with a thread where neither party nor place does.
const CONTEXT_NEEDED: usize = 3;
/// Fewer names than these say nothing where none is shared.
const FEW_NAMES: usize = 3;
/// How many first letters make two words of one language kin.
const STEM_LETTERS: usize = 5;

/// The link of `claim` to the thread, where its reasons suffice.
pub fn link(claim: &DatedClaim, thread: &ThreadProfile) -> Option<Link> {
    let mut reasons = Reasons(Vec::new());
    let mut own_mentions = thread.mentions.iter().filter(|(report, _)| *report == claim.report).peekable();
    if own_mentions.peek().is_some() {
        // What the report itself says is one event needs no other reason.
        if own_mentions.any(|(_, first)| *first == claim.claim.same_as) {
            reasons.add(Aspect::SameEvent, points::SAME_EVENT, &claim.claim.same_as);
            return Some(reasons.sum());
        }
        reasons.add(Aspect::SameReport, points::SAME_REPORT, "");
    }
    kind(claim, thread, &mut reasons)?;
    let who = parties(claim, thread, &mut reasons);
    let place = places(claim, thread, &mut reasons);
    time(&Due::of(claim), thread, &mut reasons)?;
    let shared = words(claim, thread, &mut reasons);
    about(claim, thread, &mut reasons);
    if !who && !place {
        if shared < CONTEXT_NEEDED {
            return None;
        }
        reasons.add(Aspect::Context, points::CONTEXT_ALONE, "alike without a name");
    }
    Some(reasons.sum()).filter(|link| link.score >= THRESHOLD)
}

struct Reasons(Vec<Reason>);

impl Reasons {
    fn add(&mut self, aspect: Aspect, points: f32, evidence: impl Into<String>) {
        self.0.push(Reason { aspect, points, evidence: evidence.into() });
    }

    fn sum(self) -> Link {
        Link { score: self.0.iter().map(|r| r.points).sum(), reasons: self.0 }
    }
}

fn kind(claim: &DatedClaim, thread: &ThreadProfile, reasons: &mut Reasons) -> Option<()> {
    let own = claim.claim.kind;
    let same = thread.sorts.core().iter().any(|s| s.kind == own);
    if same {
        reasons.add(Aspect::Kind, points::KIND, own.as_str());
    } else {
        let other = thread.sorts.core().into_iter().find(|s| related(s.kind, own))?;
        reasons.add(
            Aspect::Kind,
            points::RELATED_KIND,
            format!("{} and {}", own.as_str(), other.kind.as_str()),
        );
    }
    if let Some(mode) = &claim.claim.mode {
        let modes: Vec<&String> = thread.sorts.values().filter_map(|s| s.mode.as_ref()).collect();
        if modes.contains(&mode) {
            reasons.add(Aspect::Mode, points::MODE, mode);
        } else if let Some(other) = modes.first() {
            reasons.add(Aspect::Mode, points::OTHER_MODE, format!("{mode} and {other}"));
        }
    }
    Some(())
}

/// Whether anybody takes part in both.
fn parties(claim: &DatedClaim, thread: &ThreadProfile, reasons: &mut Reasons) -> bool {
    let actors: Vec<&Party> = claim.claim.actors.iter().collect();
    let recipients: Vec<&Party> = claim.claim.recipients.iter().collect();
    let (thread_actors, thread_recipients) = (thread.actors.core(), thread.recipients.core());
    if symmetric(claim.claim.kind) {
        let own = once([actors, recipients].concat());
        let theirs = once([thread_actors, thread_recipients].concat());
        return joint(&own, &theirs, reasons);
    }
    let mut any = false;
    for (aspect, own, theirs, same, other) in [
        (Aspect::Actors, actors, thread_actors, points::ACTOR, points::OTHER_ACTOR),
        (Aspect::Recipients, recipients, thread_recipients, points::RECIPIENT, points::OTHER_RECIPIENT),
    ] {
        if own.is_empty() || theirs.is_empty() {
            continue;
        }
        let shared = Shared::between(&own, &theirs);
        match shared.pairs.first() {
            Some((worth, a, b)) => {
                any = true;
                reasons.add(aspect, same * worth, pair(a, b));
            }
            None => reasons.add(aspect, other, format!("{}, not {}", own[0].name, theirs[0].name)),
        }
    }
    any
}

/// Each party once, also where it is named on both sides.
fn once(parties: Vec<&Party>) -> Vec<&Party> {
    let mut seen = std::collections::BTreeSet::new();
    parties.into_iter().filter(|p| seen.insert(&p.key)).collect()
}

/// Those who act on each other: it does not matter on which side a report names them.
fn joint(own: &[&Party], theirs: &[&Party], reasons: &mut Reasons) -> bool {
    if own.is_empty() || theirs.is_empty() {
        return false;
    }
    let shared = Shared::between(own, theirs);
    for (n, (worth, a, b)) in shared.pairs.iter().enumerate() {
        let most = if n < 2 { points::PARTY } else { points::FURTHER_PARTY };
        reasons.add(Aspect::Parties, most * worth, pair(a, b));
    }
    let strangers = || {
        let stranger = |list: &[&Party], other: &[&Party]| {
            let alone = |p: &&&Party| Shared::between(&[p], other).pairs.is_empty();
            list.iter().find(alone).map_or_else(String::new, |p| p.name.clone())
        };
        format!("{}, not {}", stranger(own, theirs), stranger(theirs, own))
    };
    match shared.pairs.len() {
        0 => reasons.add(Aspect::Parties, points::NOBODY_SHARED, strangers()),
        1 if shared.left > 0 && shared.right > 0 => {
            reasons.add(Aspect::Parties, points::OTHER_PARTNER, strangers());
        }
        1 => reasons.add(Aspect::Parties, points::ONE_SIDE, "one side only"),
        _ => {}
    }
    !shared.pairs.is_empty()
}

fn pair(a: &str, b: &str) -> String {
    if a == b { a.to_owned() } else { format!("{a} and {b}") }
}

/// Whether a place is shared.
fn places(claim: &DatedClaim, thread: &ThreadProfile, reasons: &mut Reasons) -> bool {
    let (own, theirs) = (&claim.claim.places, thread.places());
    let (Some(first), Some(other)) = (own.first(), theirs.first()) else { return false };
    let is_country = |p: &Party| p.key.value_in("iso3").is_some();
    let both = own.iter().flat_map(|a| theirs.iter().map(move |b| (a, *b)));
    let best = both
        .map(|(a, b)| {
            if a.key == b.key {
                (3, a, b)
            } else if a.country.is_none() || a.country != b.country {
                (0, a, b)
            } else if is_country(a) || is_country(b) {
                (2, a, b)
            } else {
                (1, a, b)
            }
        })
        .max_by_key(|(rank, ..)| *rank);
    let (rank, a, b) = best.unwrap_or((0, first, other));
    match rank {
        3 => reasons.add(Aspect::Place, points::PLACE, &a.name),
        2 => reasons.add(Aspect::Place, points::WITHIN_PLACE, pair(&a.name, &b.name)),
        1 => reasons.add(Aspect::Place, points::OTHER_PLACE, format!("{}, not {}", a.name, b.name)),
        _ => reasons.add(Aspect::Place, points::OTHER_COUNTRY, format!("{}, not {}", a.name, b.name)),
    }
    rank >= 2
}

/// Days by which a plan may be moved without a word about it.
const SHIFT: i32 = 30;
/// Days beyond which two plans are never one.
const BEYOND: i32 = 90;
/// Days beyond which two dates of what happened are never one.
const ANOTHER: i32 = 10;

fn time(due: &Due, thread: &ThreadProfile, reasons: &mut Reasons) -> Option<()> {
    let all: Vec<(&Due, u32)> = thread.dues.iter().collect();
    if all.is_empty() || due.window.is_open() {
        return Some(());
    }
    let gap = |other: &Due| due.window.distance(other.window) - due.slack.max(other.slack);
    // What happened on a day stays there: the day that most claims give.
    let happened =
        all.iter().rev().filter(|(d, _)| d.said && d.past).max_by_key(|(_, n)| *n).map(|(d, _)| *d);
    let plans = || all.iter().map(|(d, _)| *d).filter(|d| d.said && !d.past);
    let nearest = plans().min_by_key(|d| gap(d));
    let show = |other: &Due| format!("{} and {}", days(due.window), days(other.window));
    let (points, evidence) = match (due.said, happened, nearest) {
        (true, Some(other), _) => match gap(other) {
            ..=0 => (points::TIME, show(other)),
            gap if gap <= ANOTHER => (points::FAR, show(other)),
            _ => return None,
        },
        (true, None, Some(other)) => match gap(other) {
            ..=0 => (points::TIME, show(other)),
            _ if due.moved => (points::MOVED, show(other)),
            _ if later_than_moved(due, &all) => (points::MOVED, show(other)),
            gap if gap <= SHIFT => (points::SHIFTED, show(other)),
            gap if gap <= BEYOND && !due.past => (points::FAR, show(other)),
            _ => return None,
        },
        // A tense against dates, or a tense against a tense.
        _ => {
            let other =
                happened.or(nearest).or_else(|| all.iter().map(|(d, _)| *d).min_by_key(|d| gap(d)))?;
            match gap(other) {
                ..=0 => (points::TENSE, show(other)),
                _ if due.moved && !other.past || later_than_moved(due, &all) => (points::TENSE, show(other)),
                gap if gap <= 5 => (points::NEAR, show(other)),
                gap if gap <= SHIFT && !other.past => (points::SHIFTED, show(other)),
                _ => return None,
            }
        }
    };
    reasons.add(Aspect::Time, points, evidence);
    Some(())
}

/// Whether the event was put off, and `due` lies behind that.
fn later_than_moved(due: &Due, all: &[(&Due, u32)]) -> bool {
    all.iter().any(|(other, _)| {
        other.moved && due.window.to.is_none_or(|to| other.window.from.is_none_or(|f| to >= f))
    })
}

fn days(window: Window) -> String {
    let text = |day: Option<crate::Day>| day.map_or_else(|| "…".to_owned(), |d| d.to_string());
    match (window.from, window.to) {
        (Some(from), Some(to)) if to.0 - from.0 <= 1 => from.to_string(),
        (from, to) => format!("{}/{}", text(from), text(to.map(|d| crate::Day(d.0 - 1)))),
    }
}

/// How many words of the sentence, other than the names that were compared, the thread knows.
fn words(claim: &DatedClaim, thread: &ThreadProfile, reasons: &mut Reasons) -> usize {
    let own = word(claim);
    // The language in front, and the first letters.
    let language = own.len() - claim.claim.word.len();
    let letters =
        claim.claim.word.char_indices().nth(STEM_LETTERS).map_or(own.len(), |(at, _)| language + at);
    let stem = &own[..letters];
    if thread.words.values().any(|w| *w == own) {
        reasons.add(Aspect::Word, points::WORD, &claim.claim.word);
    } else if claim.claim.word.chars().count() >= STEM_LETTERS
        && thread.words.values().any(|w| w.starts_with(stem))
    {
        reasons.add(Aspect::Word, points::STEM, &claim.claim.word);
    } else if thread.words.values().any(|w| w.starts_with(&own[..language])) {
        reasons.add(Aspect::Word, points::OTHER_WORD, &claim.claim.word);
    }
    let named = |w: &str| {
        let of = |p: &Party| crate::folded(&p.name).split(' ').any(|part| part == w);
        claim.parties().chain(&claim.claim.places).any(of)
            || thread.parties().chain(thread.places.values()).any(of)
    };
    let shared: Vec<&str> = claim
        .claim
        .context
        .words
        .iter()
        .filter(|w| thread.context.values().any(|known| known == *w) && !named(w))
        .map(String::as_str)
        .collect();
    if !shared.is_empty() {
        let points = (shared.len() as f32 * points::CONTEXT_WORD).min(points::CONTEXT_MOST);
        reasons.add(Aspect::Context, points, shared.join(", "));
    }
    shared.len()
}

/// What both reports name beside the event; countries are in all news.
fn about(claim: &DatedClaim, thread: &ThreadProfile, reasons: &mut Reasons) {
    let own = &claim.claim.context.about;
    let theirs = thread.about.core();
    if own.is_empty() || theirs.is_empty() {
        return;
    }
    let shared: Vec<&str> = own
        .iter()
        .filter(|key| theirs.contains(key))
        .map(|key| key.rsplit(':').next().unwrap_or(key))
        .collect();
    if !shared.is_empty() {
        let share = shared.len() as f32 / own.len().min(theirs.len()) as f32;
        reasons.add(Aspect::About, points::ABOUT * share.min(1.0), shared.join(", "));
    } else if own.len().min(theirs.len()) >= FEW_NAMES {
        reasons.add(Aspect::About, points::OTHER_ABOUT, "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{claim, country, person, place, plan};
    use segun_report::EventType::{self, Assault, Consult, Retreat};

    fn profile(claims: &[DatedClaim]) -> ThreadProfile {
        let mut profile = ThreadProfile::default();
        claims.iter().for_each(|c| profile.absorb(c));
        profile
    }

    fn points(link: &Link, aspect: Aspect) -> f32 {
        link.reasons.iter().filter(|r| r.aspect == aspect).map(|r| r.points).sum()
    }

    #[test]
    fn a_rumour_and_what_came_of_it_are_one() {
        let rumour = plan(
            Consult,
            "2024-03-01",
            &[country("FRA"), country("CHL")],
            Some(("2024-03-25", "2024-04-08")),
        );
        let met =
            claim(Consult, "2024-04-09", &[person("Gabriel Boric", "CHL"), person("Emmanuel Macron", "FRA")]);
        let link = link(&met, &profile(&[rumour])).unwrap();
        assert!(points(&link, Aspect::Time) > 0.0 && points(&link, Aspect::Parties) > 2.0, "{link}");
    }

    #[test]
    fn last_years_meeting_is_another() {
        let mut old = claim(Consult, "2023-04-01", &[country("FRA"), country("CHL")]);
        let met = claim(Consult, "2024-04-09", &[country("FRA"), country("CHL")]);
        assert_eq!(link(&met, &profile(std::slice::from_ref(&old))), None);
        old.claim.window.from = crate::Day::parse("2023-04-01");
        assert_eq!(link(&met, &profile(&[old])), None);
    }

    #[test]
    fn another_partner_is_another_meeting() {
        let first = claim(Consult, "2024-04-09", &[country("FRA"), country("CHL")]);
        let mut other = claim(Consult, "2024-04-09", &[country("FRA"), country("PER")]);
        other.report = "another".into();
        assert_eq!(link(&other, &profile(&[first])), None);
    }

    #[test]
    fn sides_matter_where_one_acts_on_the_other() {
        let attack = claim(Assault, "2024-04-09", &[country("AAA"), country("BBB")]);
        let back = claim(Assault, "2024-04-09", &[country("BBB"), country("AAA")]);
        assert!(link(&attack, &profile(std::slice::from_ref(&attack))).is_some());
        let mut answer = back.clone();
        answer.report = "another".into();
        answer.claim.same_as = "v9".into();
        assert_eq!(link(&answer, &profile(&[attack])), None);
    }

    #[test]
    fn a_put_off_plan_stays_its_thread() {
        let both = [country("FRA"), country("CHL")];
        let first = plan(Consult, "2024-03-01", &both, Some(("2024-04-02", "2024-04-03")));
        let mut later = plan(Consult, "2024-03-20", &both, Some(("2024-09-02", "2024-09-03")));
        assert_eq!(link(&later, &profile(std::slice::from_ref(&first))), None);
        later.claim.context.turn = Some(crate::Turn::Postponed);
        assert!(link(&later, &profile(std::slice::from_ref(&first))).is_some());
        let mut met = claim(Consult, "2024-09-03", &both);
        met.claim.window.from = crate::Day::parse("2024-09-02");
        assert!(link(&met, &profile(&[first, later])).is_some());
    }

    #[test]
    fn the_nameless_do_not_melt_together() {
        let one = claim(Assault, "2024-04-09", &[]);
        let mut other = claim(Assault, "2024-04-09", &[]);
        other.report = "another".into();
        assert_eq!(link(&other, &profile(std::slice::from_ref(&one))), None);
        let mut alike = [one, other];
        for claim in &mut alike {
            claim.claim.context.words = ["harbour", "kestrel", "17", "freighter"].map(str::to_owned).to_vec();
        }
        assert!(link(&alike[1], &profile(&alike[..1])).is_some());
    }

    #[test]
    fn places_speak_for_and_against() {
        let mut here = claim(Assault, "2024-04-09", &[country("AAA")]);
        here.claim.places = vec![place("lima", "PER")];
        let mut there = here.clone();
        there.report = "another".into();
        assert!(link(&there, &profile(std::slice::from_ref(&here))).is_some());
        there.claim.places = vec![place("cusco", "PER")];
        assert_eq!(link(&there, &profile(std::slice::from_ref(&here))), None);
        there.claim.places = vec![country("PER")];
        let within = link(&there, &profile(&[here]));
        assert!(within.is_some_and(|l| points(&l, Aspect::Place) > 0.0));
    }

    #[test]
    fn related_types_may_be_one_and_strangers_never() {
        let both = [country("AAA"), country("BBB")];
        let truce = claim(EventType::Agree, "2024-04-09", &both);
        let mut other = claim(Retreat, "2024-04-09", &both);
        other.report = "another".into();
        assert!(link(&other, &profile(std::slice::from_ref(&truce))).is_some());
        other.claim.kind = Consult;
        assert_eq!(link(&other, &profile(&[truce])), None);
    }
}
