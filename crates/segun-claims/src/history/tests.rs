use super::*;
use crate::samples::{claim, country, date, person, place, plan};
use crate::{Holder, Turn};
use segun_report::EventType::Consult;
use segun_report::{Certainty, Polarity, SourceKind, Stance};

fn both() -> [crate::Party; 2] {
    [country("FRA"), country("CHL")]
}

fn by(mut dated: DatedClaim, country: Option<&str>, stance: Stance) -> DatedClaim {
    dated.claim.holder = Some(Holder {
        attribution: "a1".into(),
        key: country.map(|c| crate::Key::new("role", &format!("spokesman {c}"))),
        name: "spokesman".into(),
        kind: if country.is_some() { SourceKind::Role } else { SourceKind::Anonymous },
        stance,
        affiliation: country.map(str::to_owned),
        cue: None,
    });
    dated
}

fn may(mut dated: DatedClaim) -> DatedClaim {
    dated.claim.certainty = Certainty::Possible;
    dated
}

fn not(mut dated: DatedClaim) -> DatedClaim {
    dated.claim.polarity = Polarity::Negative;
    dated
}

fn turned(mut dated: DatedClaim, turn: Turn) -> DatedClaim {
    dated.claim.context.turn = Some(turn);
    dated
}

const JUNE: Option<(&str, &str)> = Some(("2024-06-03", "2024-06-04"));
const SEPTEMBER: Option<(&str, &str)> = Some(("2024-09-10", "2024-09-11"));

/// The history on `day`, as words.
fn steps(claims: &[DatedClaim], day: &str) -> Vec<String> {
    let history = history(claims, date(day).unwrap());
    let word = |s: &Step| {
        let contradiction = s.contradiction.map_or(String::new(), |c| format!(" {}", c.as_str()));
        format!("{} {}{contradiction}", s.day.unwrap(), s.kind.as_str())
    };
    history.steps.iter().map(word).collect()
}

#[test]
fn rumour_announcement_confirmation_fact() {
    let claims = [
        may(by(plan(Consult, "2024-05-01", &both(), None), None, Stance::Assert)),
        by(plan(Consult, "2024-05-05", &both(), JUNE), Some("FRA"), Stance::Assert),
        by(plan(Consult, "2024-05-08", &both(), JUNE), Some("CHL"), Stance::Assert),
        claim(Consult, "2024-06-04", &both()),
    ];
    let expected =
        ["2024-05-01 rumoured", "2024-05-05 announced", "2024-05-08 confirmed", "2024-06-04 happened"];
    assert_eq!(steps(&claims, "2024-07-01"), expected);
    assert_eq!(history(&claims, date("2024-05-06").unwrap()).status, Some(Status::Announced));
    let mut shuffled = claims.clone();
    shuffled.reverse();
    assert_eq!(steps(&shuffled, "2024-07-01"), expected);
}

#[test]
fn what_nobody_reports_lapses() {
    let claims = [by(plan(Consult, "2024-05-05", &both(), JUNE), Some("FRA"), Stance::Assert)];
    assert_eq!(history(&claims, date("2024-06-10").unwrap()).status, Some(Status::Announced));
    assert_eq!(history(&claims, date("2024-07-01").unwrap()).status, Some(Status::Lapsed));
    let open = [by(plan(Consult, "2024-05-05", &both(), None), Some("FRA"), Stance::Assert)];
    assert_eq!(history(&open, date("2025-03-01").unwrap()).status, Some(Status::Announced));
    assert_eq!(history(&open, date("2025-06-01").unwrap()).status, Some(Status::Lapsed));
}

#[test]
fn a_side_ends_a_rumour_and_an_outsider_disputes_it() {
    let rumour = may(by(plan(Consult, "2024-05-01", &both(), None), None, Stance::Assert));
    let denied = |country| not(by(plan(Consult, "2024-05-03", &both(), None), Some(country), Stance::Deny));
    let ends = steps(&[rumour.clone(), denied("FRA")], "2024-05-10");
    assert_eq!(ends, ["2024-05-01 rumoured", "2024-05-03 denied denial"]);
    let disputes = [rumour, denied("PER")];
    assert_eq!(steps(&disputes, "2024-05-10"), ["2024-05-01 rumoured", "2024-05-03 disputed denial"]);
    assert_eq!(history(&disputes, date("2024-05-10").unwrap()).status, Some(Status::Rumoured));
}

#[test]
fn two_origins_beat_a_denial_and_reprints_do_not() {
    let denied = not(by(plan(Consult, "2024-05-03", &both(), None), Some("FRA"), Stance::Deny));
    let first = claim(Consult, "2024-05-10", &both());
    let mut reprint = claim(Consult, "2024-05-11", &both());
    reprint.origin = first.origin;
    let told = [denied.clone(), first.clone(), reprint.clone()];
    assert_eq!(history(&told, date("2024-05-12").unwrap()).status, Some(Status::Denied));
    reprint.origin += 1;
    let told = [denied, first, reprint];
    assert_eq!(history(&told, date("2024-05-12").unwrap()).status, Some(Status::Happened));
    let step = history(&told, date("2024-05-12").unwrap()).steps.pop().unwrap();
    assert_eq!(step.kind, StepKind::Happened);
}

#[test]
fn put_off_by_word_or_by_a_later_time() {
    let first = by(plan(Consult, "2024-05-05", &both(), JUNE), Some("FRA"), Stance::Assert);
    let word = turned(plan(Consult, "2024-05-20", &both(), None), Turn::Postponed);
    let later = by(plan(Consult, "2024-05-20", &both(), SEPTEMBER), Some("FRA"), Stance::Assert);
    let expected = ["2024-05-05 announced", "2024-05-20 postponed"];
    assert_eq!(steps(&[first.clone(), word], "2024-08-01"), expected);
    let expected = ["2024-05-05 announced", "2024-05-20 postponed superseded", "2024-10-16 lapsed"];
    assert_eq!(steps(&[first, later], "2024-12-01"), expected);
}

#[test]
fn another_place_is_another_scope() {
    let mut first = by(plan(Consult, "2024-05-05", &both(), JUNE), Some("FRA"), Stance::Assert);
    first.claim.places = vec![place("lima", "PER")];
    let mut elsewhere = not(by(plan(Consult, "2024-05-06", &both(), JUNE), Some("CHL"), Stance::Assert));
    elsewhere.claim.places = vec![place("quito", "ECU")];
    let expected = ["2024-05-05 announced", "2024-05-06 narrowed different_scope"];
    assert_eq!(steps(&[first, elsewhere], "2024-05-10"), expected);
}

#[test]
fn a_source_that_takes_back_supersedes_itself() {
    let first = by(plan(Consult, "2024-05-05", &both(), JUNE), Some("FRA"), Stance::Assert);
    let back = not(by(plan(Consult, "2024-05-06", &both(), None), Some("FRA"), Stance::Assert));
    assert_eq!(steps(&[first, back], "2024-05-10"), ["2024-05-05 announced", "2024-05-06 denied superseded"]);
}

#[test]
fn a_correction_takes_back_a_single_origin() {
    let fact = claim(Consult, "2024-05-05", &[person("Ana Rey", "FRA"), person("Luis Paz", "CHL")]);
    let mut back = not(turned(claim(Consult, "2024-05-06", &both()), Turn::Corrected));
    back.origin = fact.origin;
    assert_eq!(steps(&[fact, back], "2024-05-10"), ["2024-05-05 happened", "2024-05-06 denied correction"]);
}

#[test]
fn called_off_is_denied_and_not_yet_is_not() {
    let first = by(plan(Consult, "2024-05-05", &both(), JUNE), Some("FRA"), Stance::Assert);
    let off = turned(plan(Consult, "2024-05-20", &both(), JUNE), Turn::Cancelled);
    let told = steps(&[first.clone(), off], "2024-08-01");
    assert_eq!(told, ["2024-05-05 announced", "2024-05-20 cancelled superseded"]);
    let not_yet = not(claim(Consult, "2024-05-20", &both()));
    assert_eq!(steps(&[first, not_yet], "2024-06-01"), ["2024-05-05 announced"]);
}

#[test]
fn what_is_only_wanted_has_no_status() {
    let mut wanted = by(plan(Consult, "2024-05-05", &both(), JUNE), Some("FRA"), Stance::Want);
    wanted.claim.certainty = Certainty::Uncommitted;
    assert_eq!(history(&[wanted], date("2024-06-01").unwrap()), History::default());
}
