//! Whether a claim is about the event of a thread.
//!
//! Each aspect gives [`points`] for or against; their sum must reach [`THRESHOLD`]. Three things forbid a link outright: types
//! that are never one event (unless one story has one word for both), times that cannot be one, and that neither party nor
//! place is shared while stories differ (or are only alike, with two words) and the sentences have little in common.

use crate::claim::PartyView;
use crate::due::Due;
use crate::family::{related, symmetric};
use crate::parties::Shared;
use crate::points;
use crate::profile::stem;
use crate::reason::{Aspect, Link, Reason};
use crate::view::ProfileView;
use crate::{DatedClaim, Party, ThreadProfile, Window};
use segun_knowledge::place_by_geonames;

/// The points that a link needs.
pub const THRESHOLD: f32 = 3.0;

/// The most points that the sentence and the report can add beside the event.
const MOST_BESIDE: f32 = gain(points::CONTEXT_MOST)
    + gain(points::CONTEXT_ALONE)
    + gain(points::STORY_ALONE)
    + gain(points::ABOUT);
/// More than sums of points are off by.
const ROUNDING: f32 = 0.01;

const fn gain(points: f32) -> f32 {
    if points > 0.0 { points } else { 0.0 }
}

/// How many words a sentence must share with a thread where neither party nor place does.
const CONTEXT_NEEDED: usize = 3;
/// Fewer names than these say nothing where none is shared.
const FEW_NAMES: usize = 3;
/// How many first letters make two words of one language kin.
const KIN_LETTERS: usize = 5;

/// The link of `claim` to the thread, where its reasons suffice.
pub fn link(claim: &DatedClaim, thread: &ThreadProfile) -> Option<Link> {
    told(claim, &thread.view())
}

/// The link of `claim` to the thread of which this is the profile.
pub(crate) fn told(claim: &DatedClaim, thread: &ProfileView<'_>) -> Option<Link> {
    let mut reasons = Reasons { told: true, ..Reasons::default() };
    weigh(claim, thread, &mut reasons)?;
    Some(Link { score: reasons.score, reasons: reasons.all })
}

/// The score of [`link()`] without its reasons: an event is compared with many threads, and put into one.
pub(crate) fn score(claim: &DatedClaim, thread: &ProfileView<'_>) -> Option<f32> {
    let mut reasons = Reasons::default();
    weigh(claim, thread, &mut reasons)?;
    Some(reasons.score)
}

/// Adds up the reasons; `None` where they do not suffice.
fn weigh(claim: &DatedClaim, thread: &ProfileView<'_>, reasons: &mut Reasons) -> Option<()> {
    let story = story(claim, thread, reasons);
    let one_word = word(claim, thread, story == Story::Same, reasons);
    let same_event = report(claim, thread, one_word, reasons);
    kind(claim, thread, story == Story::Same && one_word, reasons)?;
    let due = Due::of(claim);
    let time = time(&due, thread)?;
    // To compare costs: it is not begun where what is left could not make up for the rest.
    let short = |reasons: &Reasons, most: f32| reasons.score + most + MOST_BESIDE + ROUNDING < THRESHOLD;
    if short(reasons, most_of_names(claim) + time.map_or(0.0, |(points, _)| points)) {
        return None;
    }
    let who = parties(claim, thread, reasons);
    let place = places(claim, thread, reasons);
    if let Some((points, other)) = time {
        reasons.add_made(Aspect::Time, points, || format!("{} and {}", days(due.window), days(other.window)));
    }
    if short(reasons, 0.0) {
        return None;
    }
    let shared = words(claim, thread, reasons);
    about(claim, thread, reasons);
    if !who && !place && !same_event {
        if story == Story::Same || story == Story::Near && one_word {
            reasons.add(Aspect::Story, points::STORY_ALONE, "without a name");
        } else if shared >= CONTEXT_NEEDED {
            reasons.add(Aspect::Context, points::CONTEXT_ALONE, "alike without a name");
        } else {
            return None;
        }
    }
    (reasons.score >= THRESHOLD).then_some(())
}

/// The most points that who and where can add.
fn most_of_names(claim: &DatedClaim) -> f32 {
    let claim = &claim.claim;
    let who = if symmetric(claim.kind) {
        let further = (claim.actors.len() + claim.recipients.len()).saturating_sub(2);
        2.0 * gain(points::PARTY) + further as f32 * gain(points::FURTHER_PARTY)
    } else {
        gain(points::ACTOR) + gain(points::RECIPIENT)
    };
    who + gain(points::PLACE)
}

/// Reasons in the making.
#[derive(Default)]
struct Reasons {
    score: f32,
    /// Whether somebody asks what they are.
    told: bool,
    all: Vec<Reason>,
}

impl Reasons {
    fn add(&mut self, aspect: Aspect, points: f32, evidence: &str) {
        self.add_made(aspect, points, || evidence.to_owned());
    }

    /// The same with evidence that is only made where it is told.
    fn add_made(&mut self, aspect: Aspect, points: f32, evidence: impl FnOnce() -> String) {
        self.score += points;
        if self.told {
            self.all.push(Reason { aspect, points, evidence: evidence() });
        }
    }
}

/// Whether the report says that a mention in the thread is of the same event.
fn report(claim: &DatedClaim, thread: &ProfileView<'_>, one_word: bool, reasons: &mut Reasons) -> bool {
    let mut own = thread.mentions.iter().filter(|(report, _)| *report == claim.report).peekable();
    if own.peek().is_none() {
        return false;
    }
    let same = own.any(|(_, first)| *first == claim.claim.same_as);
    let (aspect, worth, of_other_word) = if same {
        (Aspect::SameEvent, points::SAME_EVENT, points::SAME_EVENT_OTHER_WORD)
    } else {
        (Aspect::SameReport, points::SAME_REPORT, points::SAME_REPORT_OTHER_WORD)
    };
    reasons.add(aspect, worth, if same { claim.claim.same_as.as_str() } else { "" });
    if !one_word {
        reasons.add(aspect, of_other_word, "with another word");
    }
    same
}

/// Days of silence after which another story says nothing: stories of one event end and begin anew.
const SILENCE: i32 = 4;
/// How like a story a report has to be, of 1, so that a word suffices where no name is shared.
const LIKE: f32 = 0.5;

/// How the report's story stands to those of the thread.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Story {
    Same,
    /// The report is like one of them.
    Near,
    Other,
}

fn story(claim: &DatedClaim, thread: &ProfileView<'_>, reasons: &mut Reasons) -> Story {
    let Some(own) = claim.story else { return Story::Other };
    let of_thread = |story: u64| thread.stories.values().any(|s| *s == story);
    if of_thread(own) {
        reasons.add(Aspect::Story, points::STORY, "");
        return Story::Same;
    }
    let same_days = match (claim.published, thread.first, thread.last) {
        (Some(day), Some(first), Some(last)) => day.0 >= first.0 - SILENCE && day.0 <= last.0 + SILENCE,
        _ => true,
    };
    if thread.stories.top().is_some() && same_days {
        reasons.add(Aspect::Story, points::OTHER_STORY, "another");
    }
    let Some((_, likeness)) = claim.near_stories.iter().find(|(story, _)| of_thread(*story)) else {
        return Story::Other;
    };
    reasons.add(Aspect::Story, points::NEAR_STORY * likeness, "alike");
    if *likeness >= LIKE { Story::Near } else { Story::Other }
}

fn kind(claim: &DatedClaim, thread: &ProfileView<'_>, misread: bool, reasons: &mut Reasons) -> Option<()> {
    let own = claim.claim.kind;
    let same = thread.sorts.core().any(|s| s.kind == own);
    if same {
        reasons.add(Aspect::Kind, points::KIND, own.as_str());
    } else {
        let family = thread.sorts.core().find(|s| related(s.kind, own));
        let (points, other) = match family {
            Some(other) => (points::RELATED_KIND, other),
            None if misread => (points::OTHER_KIND, thread.sorts.top()?),
            None => return None,
        };
        reasons.add_made(Aspect::Kind, points, || format!("{} and {}", own.as_str(), other.kind.as_str()));
    }
    if let Some(mode) = &claim.claim.mode {
        let modes: Vec<&str> = thread.sorts.values().filter_map(|s| s.mode).collect();
        if modes.contains(&&**mode) {
            reasons.add(Aspect::Mode, points::MODE, mode);
        } else if let Some(other) = modes.first() {
            reasons.add_made(Aspect::Mode, points::OTHER_MODE, || format!("{mode} and {other}"));
        }
    }
    Some(())
}

/// Whether anybody takes part in both.
fn parties(claim: &DatedClaim, thread: &ProfileView<'_>, reasons: &mut Reasons) -> bool {
    let actors: Vec<PartyView<'_>> = claim.claim.actors.iter().map(Party::view).collect();
    let recipients: Vec<PartyView<'_>> = claim.claim.recipients.iter().map(Party::view).collect();
    let thread_actors: Vec<PartyView<'_>> = thread.actors.core().copied().collect();
    let thread_recipients: Vec<PartyView<'_>> = thread.recipients.core().copied().collect();
    if symmetric(claim.claim.kind) {
        let own = once([actors, recipients].concat());
        let theirs = once([thread_actors, thread_recipients].concat());
        return joint(&own, &theirs, reasons);
    }
    let apart = |a: &[PartyView<'_>], b: &[PartyView<'_>]| Shared::between(a, b).pairs.is_empty();
    let crossed = !apart(&actors, &thread_recipients) && !apart(&recipients, &thread_actors);
    if crossed && apart(&actors, &thread_actors) && apart(&recipients, &thread_recipients) {
        reasons.add(Aspect::Actors, points::REVERSED, "the other way round");
        return false;
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
                reasons.add_made(aspect, same * worth, || pair(a, b));
            }
            None => reasons.add_made(aspect, other, || format!("{}, not {}", own[0].name, theirs[0].name)),
        }
    }
    any
}

/// Each party once, also where it is named on both sides.
fn once(parties: Vec<PartyView<'_>>) -> Vec<PartyView<'_>> {
    let mut seen = std::collections::BTreeSet::new();
    parties.into_iter().filter(|p| seen.insert(p.key)).collect()
}

/// Those who act on each other: it does not matter on which side a report names them.
fn joint(own: &[PartyView<'_>], theirs: &[PartyView<'_>], reasons: &mut Reasons) -> bool {
    if own.is_empty() || theirs.is_empty() {
        return false;
    }
    let shared = Shared::between(own, theirs);
    for (n, (worth, a, b)) in shared.pairs.iter().enumerate() {
        let most = if n < 2 { points::PARTY } else { points::FURTHER_PARTY };
        reasons.add_made(Aspect::Parties, most * worth, || pair(a, b));
    }
    let strangers = || {
        let stranger = |list: &[PartyView<'_>], other: &[PartyView<'_>]| {
            let alone = |p: &&PartyView<'_>| Shared::between(&[**p], other).pairs.is_empty();
            list.iter().find(alone).map_or_else(String::new, |p| p.name.to_owned())
        };
        format!("{}, not {}", stranger(own, theirs), stranger(theirs, own))
    };
    match shared.pairs.len() {
        0 => reasons.add_made(Aspect::Parties, points::NOBODY_SHARED, strangers),
        1 if shared.left > 0 && shared.right > 0 => {
            reasons.add_made(Aspect::Parties, points::OTHER_PARTNER, strangers);
        }
        1 => reasons.add(Aspect::Parties, points::ONE_SIDE, "one side only"),
        _ => {}
    }
    !shared.pairs.is_empty()
}

fn pair(a: &str, b: &str) -> String {
    if a == b { a.to_owned() } else { format!("{a} and {b}") }
}

/// How far apart two places of one country are that may be one: a town and its suburb, in km.
const NEARBY: f64 = 50.0;

/// How two places stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lies {
    /// In another country, or nobody knows where.
    Abroad,
    /// Elsewhere in the country.
    Elsewhere,
    /// Not far.
    Nearby,
    /// One lies in the other.
    Within,
    Same,
}

fn lies(a: PartyView<'_>, b: PartyView<'_>) -> Lies {
    if a.key == b.key {
        return Lies::Same;
    }
    if a.country.is_none() || a.country != b.country {
        return Lies::Abroad;
    }
    let is_country = |p: PartyView<'_>| p.value_in("iso3").is_some();
    if is_country(a) || is_country(b) {
        return Lies::Within;
    }
    let place = |p: PartyView<'_>| place_by_geonames(p.value_in("geonames")?.parse().ok()?);
    match place(a).zip(place(b)) {
        Some((x, y)) if x.is_in(&y) || y.is_in(&x) => Lies::Within,
        Some((x, y)) if x.kilometres(&y) <= NEARBY => Lies::Nearby,
        _ => Lies::Elsewhere,
    }
}

/// Whether a place is shared.
fn places(claim: &DatedClaim, thread: &ProfileView<'_>, reasons: &mut Reasons) -> bool {
    let theirs = thread.places();
    let own = claim.claim.places.iter().map(Party::view);
    let both = own.flat_map(|a| theirs.iter().map(move |b| (lies(a, *b), a, *b)));
    // Of equals the first.
    let Some((lies, a, b)) = both.rev().max_by_key(|(lies, ..)| *lies) else { return false };
    match lies {
        Lies::Same => reasons.add(Aspect::Place, points::PLACE, a.name),
        Lies::Within => reasons.add_made(Aspect::Place, points::WITHIN_PLACE, || pair(a.name, b.name)),
        Lies::Nearby => reasons.add_made(Aspect::Place, points::NEARBY_PLACE, || pair(a.name, b.name)),
        Lies::Elsewhere | Lies::Abroad => {
            let points = if lies == Lies::Abroad { points::OTHER_COUNTRY } else { points::OTHER_PLACE };
            reasons.add_made(Aspect::Place, points, || format!("{}, not {}", a.name, b.name));
        }
    }
    lies >= Lies::Within
}

/// Days by which a plan may be moved without a word about it.
const SHIFT: i32 = 30;
/// Days beyond which two plans are never one.
const BEYOND: i32 = 90;
/// Days beyond which two dates of what happened are never one.
const ANOTHER: i32 = 10;

/// What the times speak for or against, and that of the thread which counts; nothing where one says no time, and `None`
/// where they cannot be one.
fn time<'t>(due: &Due, thread: &'t ProfileView<'_>) -> Option<Option<(f32, &'t Due)>> {
    let all: Vec<(&Due, u32)> = thread.dues.iter().collect();
    if all.is_empty() || due.window.is_open() {
        return Some(None);
    }
    let gap = |other: &Due| due.window.distance(other.window) - due.slack.max(other.slack);
    // What happened on a day stays there: the day that most claims give.
    let happened =
        all.iter().rev().filter(|(d, _)| d.said && d.past).max_by_key(|(_, n)| *n).map(|(d, _)| *d);
    let plans = || all.iter().map(|(d, _)| *d).filter(|d| d.said && !d.past);
    let nearest = plans().min_by_key(|d| gap(d));
    let found = match (due.said, happened, nearest) {
        (true, Some(other), _) => match gap(other) {
            ..=0 => (points::TIME, other),
            gap if gap <= ANOTHER => (points::FAR, other),
            _ => return None,
        },
        (true, None, Some(other)) => match gap(other) {
            ..=0 => (points::TIME, other),
            _ if due.moved => (points::MOVED, other),
            _ if later_than_moved(due, &all) => (points::MOVED, other),
            gap if gap <= SHIFT => (points::SHIFTED, other),
            gap if gap <= BEYOND && !due.past => (points::FAR, other),
            _ => return None,
        },
        // A tense against dates, or a tense against a tense.
        _ => {
            let other =
                happened.or(nearest).or_else(|| all.iter().map(|(d, _)| *d).min_by_key(|d| gap(d)))?;
            match gap(other) {
                ..=0 => (points::TENSE, other),
                _ if due.moved && !other.past || later_than_moved(due, &all) => (points::TENSE, other),
                gap if gap <= 5 => (points::NEAR, other),
                gap if gap <= SHIFT && !other.past => (points::SHIFTED, other),
                _ => return None,
            }
        }
    };
    Some(Some(found))
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

/// Whether the thread knows the event's word, in any inflection.
fn word(claim: &DatedClaim, thread: &ProfileView<'_>, story: bool, reasons: &mut Reasons) -> bool {
    let Some(own) = stem(claim) else { return false };
    let word = &claim.claim.word;
    if thread.stems.values().any(|s| *s == own) {
        reasons.add(Aspect::Word, points::WORD, word);
        if story {
            reasons.add(Aspect::Word, points::STORY_WORD, "in one story");
        }
        return true;
    }
    // The language in front, and the first letters.
    let language = claim.language.as_deref().unwrap_or_default().len() + 1;
    let end = own.char_indices().nth(KIN_LETTERS + language).map_or(own.len(), |(at, _)| at);
    let begins = |with: &str| thread.stems.values().any(|s| s.starts_with(with));
    let own_language = begins(&own[..language]);
    let known = |sense: &&String| thread.senses.values().any(|s| s == *sense);
    if let Some(sense) = claim.claim.context.senses.iter().find(known) {
        let points = if own_language { points::SENSE } else { points::FOREIGN_SENSE };
        reasons.add_made(Aspect::Word, points, || format!("{word}: {sense}"));
    } else if own.chars().count() >= KIN_LETTERS + language && begins(&own[..end]) {
        reasons.add(Aspect::Word, points::KIN, word);
    } else if own_language {
        reasons.add(Aspect::Word, points::OTHER_WORD, word);
        if story {
            reasons.add(Aspect::Word, points::STORY_OTHER_WORD, "in one story");
        }
    }
    false
}

/// How many words of the sentence, other than the names that were compared, the thread knows.
fn words(claim: &DatedClaim, thread: &ProfileView<'_>, reasons: &mut Reasons) -> usize {
    let own = claim.claim.context.words.iter().map(String::as_str);
    let known: Vec<&str> = own.filter(|w| thread.context.values().any(|known| known == w)).collect();
    if known.is_empty() {
        return 0;
    }
    let own = claim.parties().chain(&claim.claim.places).map(Party::view);
    let theirs = thread.parties().chain(thread.places.values().copied());
    let names: Vec<String> = own.chain(theirs).map(|p| crate::folded(p.name)).collect();
    let named = |w: &str| names.iter().any(|name| name.split(' ').any(|part| part == w));
    let shared: Vec<&str> = known.into_iter().filter(|w| !named(w)).collect();
    if !shared.is_empty() {
        let points = (shared.len() as f32 * points::CONTEXT_WORD).min(points::CONTEXT_MOST);
        reasons.add_made(Aspect::Context, points, || shared.join(", "));
    }
    shared.len()
}

/// What both reports name beside the event; countries are in all news.
fn about(claim: &DatedClaim, thread: &ProfileView<'_>, reasons: &mut Reasons) {
    let own = &claim.claim.context.about;
    let theirs: Vec<&str> = thread.about.core().copied().collect();
    if own.is_empty() || theirs.is_empty() {
        return;
    }
    let shared: Vec<&str> = own
        .iter()
        .filter(|key| theirs.contains(&key.as_str()))
        .map(|key| key.rsplit(':').next().unwrap_or(key))
        .collect();
    if !shared.is_empty() {
        let share = shared.len() as f32 / own.len().min(theirs.len()) as f32;
        reasons.add_made(Aspect::About, points::ABOUT * share.min(1.0), || shared.join(", "));
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
    fn the_score_is_that_of_the_reasons() {
        let both = [country("AAA"), country("BBB")];
        let mut claims = [
            claim(Assault, "2024-04-09", &both),
            claim(Assault, "2024-04-10", &[country("BBB"), country("AAA")]),
            claim(Consult, "2024-04-09", &[person("Gabriel Boric", "CHL"), country("FRA")]),
            plan(
                Consult,
                "2024-03-01",
                &[country("CHL"), country("FRA")],
                Some(("2024-04-01", "2024-04-20")),
            ),
            claim(Retreat, "2024-05-01", &[]),
        ];
        for (n, dated) in claims.iter_mut().enumerate() {
            dated.report = n.to_string();
            dated.story = (n % 2 == 0).then_some(7);
            dated.claim.context.words = vec!["harbour".into(), "kestrel".into(), "freighter".into()];
            dated.claim.context.about = vec!["a".into(), format!("b{n}")];
        }
        let mut linked = 0;
        for (one, other) in claims.iter().flat_map(|one| claims.iter().map(move |other| (one, other))) {
            let profile = profile(std::slice::from_ref(other));
            let told = link(one, &profile);
            assert_eq!(score(one, &profile.view()), told.as_ref().map(|link| link.score));
            linked += usize::from(told.is_some());
        }
        assert!(linked > claims.len(), "{linked}");
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
    fn words_of_one_meaning_speak_for_it_across_languages_only() {
        let mut attack = claim(Assault, "2024-04-09", &[country("AAA"), country("BBB")]);
        attack.claim.places = vec![place("lima", "PER")];
        attack.claim.context.senses = vec!["fight".into()];
        let mut other = attack.clone();
        other.report = "another".into();
        other.claim.context.stem = Some("combat".into());
        let word = |other: &DatedClaim| {
            points(&link(other, &profile(std::slice::from_ref(&attack))).unwrap(), Aspect::Word)
        };
        assert!((points::OTHER_WORD..0.0).contains(&word(&other)));
        other.language = Some("es".into());
        assert!(word(&other) > 0.0);
        other.claim.context.senses = vec!["death".into()];
        assert_eq!(word(&other), 0.0);
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
    fn places_lie_in_or_near_each_other() {
        let (lima, callao, cusco) =
            (place("3936456", "PER"), place("3946083", "PER"), place("3941584", "PER"));
        let lies = |a: &Party, b: &Party| lies(a.view(), b.view());
        assert!(lies(&lima, &lima) == Lies::Same);
        assert!(lies(&lima, &callao) == Lies::Nearby);
        assert!(lies(&lima, &cusco) == Lies::Elsewhere);
        assert!(lies(&lima, &country("PER")) == Lies::Within);
        // Detroit in Michigan.
        assert!(lies(&place("4990729", "USA"), &place("5001836", "USA")) == Lies::Within);
        assert!(lies(&lima, &place("4990729", "USA")) == Lies::Abroad);
    }

    #[test]
    fn one_word_in_one_story_is_one_event_unless_sides_or_places_differ() {
        let mut first = claim(Assault, "2024-04-09", &[]);
        first.story = Some(7);
        let mut again = first.clone();
        again.report = "another".into();
        assert!(link(&again, &profile(std::slice::from_ref(&first))).is_some());
        again.story = Some(8);
        assert_eq!(link(&again, &profile(std::slice::from_ref(&first))), None);

        let mut attack = claim(Assault, "2024-04-09", &[country("AAA"), country("BBB")]);
        attack.story = Some(7);
        attack.claim.places = vec![place("lima", "PER")];
        let mut elsewhere = attack.clone();
        elsewhere.report = "another".into();
        assert!(link(&elsewhere, &profile(std::slice::from_ref(&attack))).is_some());
        let mut answer = elsewhere.clone();
        std::mem::swap(&mut answer.claim.actors, &mut answer.claim.recipients);
        assert_eq!(link(&answer, &profile(std::slice::from_ref(&attack))), None);
        elsewhere.claim.places = vec![place("cusco", "PER")];
        elsewhere.claim.recipients.clear();
        assert_eq!(link(&elsewhere, &profile(&[attack])), None);
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
