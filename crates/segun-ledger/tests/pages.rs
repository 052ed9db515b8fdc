//! All pages of a listing together are the listing, with nothing twice, whatever is asked and however long a page is.

mod common;
mod stores;

use common::{bombing, filler, meeting, report};
use segun_ledger::query::{After, Filter, Page, Role};
use segun_ledger::{Ledger, Result};
use segun_report::{Certainty, EventType, Mode, Polarity, Reading, Stance, Status, When};
use std::fmt::Debug;
use stores::{Home, On, ledger};

/// Somebody who is both sides and the place of what happens, beside a namesake of the president.
fn march(url: &str, outlet: &str, day: &str, seed: usize) -> Reading {
    let text = format!("Luis Duarte marchó contra Chad en Sudán, según Rosa Gil. {}", filler(seed, 7));
    let mut made = report(url, outlet, day, "es", &text)
        .names("e1", "Luis Duarte", None)
        .names("e2", "Chad", Some("TCD"))
        .names("e3", "Sudán", Some("SDN"))
        .names("e4", "Rosa Gil", None)
        .says("a1", "Rosa Gil", "según", "Luis Duarte marchó contra Chad", Mode::Indirect, Stance::Assert)
        .event(
            "marchó",
            EventType::Protest,
            [&["e1", "e3"], &["e2", "e3"]],
            Certainty::Certain,
            When::Past,
            Some("a1"),
        )
        .0;
    made.events[0].place = vec!["e3".into()];
    made
}

/// Reports of some days, one without any, one corrected.
fn varied(on: On) -> (Home, Ledger) {
    let (home, mut ledger) = ledger(on);
    let outlets = ["La Voz", "El Faro", "Norte"];
    for n in 0..30 {
        let day = if n % 10 == 9 { String::new() } else { format!("2024-05-0{}", 1 + n % 4) };
        let url = format!("https://{n}.example");
        let reading = match n % 3 {
            0 => meeting(&url, outlets[n % 2], &day).0,
            1 => march(&url, outlets[n / 3 % 3], &day, n),
            _ => bombing(&url, &day).0,
        };
        ledger.add(&reading, "m").unwrap();
    }
    ledger.add(&march("https://3.example", "La Voz", "2024-05-02", 77), "m").unwrap();
    ledger.settle().unwrap();
    (home, ledger)
}

/// The page of a listing after a place in it, of so many rows.
type Turn<'a, T> = dyn Fn(Option<After>, usize) -> Result<Page<T>> + 'a;

fn all_pages<T>(turn: &Turn<'_, T>, limit: usize) -> Vec<T> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let Page { items, next } = turn(after, limit).unwrap();
        assert!(items.len() <= limit);
        rows.extend(items);
        match next {
            None => return rows,
            Some(_) if next == after => panic!("the same page again after {next:?}"),
            Some(_) => after = next,
        }
    }
}

#[track_caller]
fn same_by_pages<T: Debug + PartialEq>(least: usize, turn: &Turn<'_, T>) {
    let whole = turn(None, 0).unwrap();
    assert_eq!(whole.next, None);
    assert!(whole.items.len() >= least, "{} rows", whole.items.len());
    for (n, row) in whole.items.iter().enumerate() {
        assert!(!whole.items[..n].contains(row), "twice: {row:?}");
    }
    for limit in [1, 2, 3, 7, 1000] {
        assert_eq!(all_pages(turn, limit), whole.items, "pages of {limit}");
    }
}

fn filters() -> Vec<(usize, Filter)> {
    let party = |role, name: &str| Filter { parties: vec![(role, name.into())], ..Filter::default() };
    vec![
        (30, Filter::default()),
        (20, party(None, "duarte")),
        (10, party(Some(Role::Actor), "Luis Duarte")),
        (15, party(None, "Sudán")),
        (9, Filter { country: Some("sdn".into()), ..party(None, "Chad") }),
        (15, Filter { country: Some("SDN".into()), ..Filter::default() }),
        (9, Filter { holder: Some("Rosa Gil".into()), ..Filter::default() }),
        (5, Filter { outlet: Some("La Voz".into()), ..Filter::default() }),
        (10, Filter { kind: Some(EventType::Assault), ..Filter::default() }),
        (20, Filter { certainty: Some(Certainty::Certain), ..Filter::default() }),
        (15, Filter { text: Some("marchar".into()), ..party(None, "iso3:SDN") }),
        (10, Filter { text: Some("marchó".into()), ..Filter::default() }),
        (5, Filter { origin: Some(1), ..Filter::default() }),
        (5, Filter { origin: Some(1), ..party(Some(Role::Recipient), "Luis Prado") }),
        (10, Filter { since: segun_claims::Day::parse("2024-05-02"), ..Filter::default() }),
        (20, Filter { polarity: Some(Polarity::Positive), language: Some("es".into()), ..Filter::default() }),
    ]
}

fn claims_come_in_pages(on: On) {
    let (_home, ledger) = varied(on);
    for (least, filter) in filters() {
        let least = if filter.text.is_some() { 5 } else { least };
        same_by_pages(least, &|after, limit| {
            ledger.page_of_claims(&Filter { after, limit, ..filter.clone() })
        });
    }
}

fn a_bounded_listing_is_the_begin_of_the_unbounded_one(on: On) {
    let (_home, ledger) = varied(on);
    for (_, filter) in filters() {
        let whole = ledger.claims(&filter).unwrap();
        let some = ledger.claims(&Filter { limit: 4, ..filter.clone() }).unwrap();
        assert_eq!(some, whole[..4], "{filter:?}");
        let whole = ledger.threads(&filter).unwrap();
        let some = ledger.threads(&Filter { limit: 1, ..filter.clone() }).unwrap();
        assert_eq!(some, whole[..1], "{filter:?}");
    }
}

fn threads_come_in_pages(on: On) {
    let (_home, ledger) = varied(on);
    let more = [
        Filter { status: Some(Status::Happened), ..Filter::default() },
        Filter { status: Some(Status::Happened), outlet: Some("El Faro".into()), ..Filter::default() },
        Filter { origins: Some(2), ..Filter::default() },
    ];
    for filter in filters().into_iter().map(|(_, filter)| filter).chain(more) {
        same_by_pages(1, &|after, limit| ledger.page_of_threads(&Filter { after, limit, ..filter.clone() }));
    }
}

fn every_other_listing_comes_in_pages(on: On) {
    let (_home, ledger) = varied(on);
    let paged = |after, limit| Filter { after, limit, ..Filter::default() };
    same_by_pages(30, &|after, limit| ledger.page_of_reports(&paged(after, limit)));
    for filter in [
        Filter { outlet: Some("El Faro".into()), ..Filter::default() },
        Filter { text: Some("posiciones".into()), ..Filter::default() },
        Filter { until: segun_claims::Day::parse("2024-05-02"), ..Filter::default() },
    ] {
        same_by_pages(10, &|after, limit| ledger.page_of_reports(&Filter { after, limit, ..filter.clone() }));
    }
    same_by_pages(3, &|after, limit| ledger.page_of_origins(&paged(after, limit), 1));
    same_by_pages(2, &|after, limit| ledger.page_of_stories(&paged(after, limit), 1));
    same_by_pages(1, &|after, limit| ledger.page_of_sources(None, after, limit));
    same_by_pages(3, &|after, limit| ledger.page_of_outlets(after, limit));
    let thread = ledger.threads(&Filter::default()).unwrap().into_iter().max_by_key(|t| t.claims).unwrap();
    same_by_pages(8, &|after, limit| ledger.page_of_thread_evidence(thread.id, after, limit));
}

fn what_comes_in_meanwhile_shifts_nothing(on: On) {
    let (_home, mut ledger) = varied(on);
    let filter = Filter { limit: 10, ..Filter::default() };
    let before = ledger.claims(&Filter::default()).unwrap();
    let first = ledger.page_of_claims(&filter).unwrap();
    ledger.add(&march("https://new.example", "Norte", "2024-05-09", 200), "m").unwrap();
    let mut rows = first.items;
    rows.extend(ledger.claims(&Filter { after: first.next, ..Filter::default() }).unwrap());
    let ids = |rows: &[segun_ledger::query::ClaimRow]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(ids(&rows), ids(&before));
}

on_both! {
    claims_come_in_pages,
    a_bounded_listing_is_the_begin_of_the_unbounded_one,
    threads_come_in_pages,
    every_other_listing_comes_in_pages,
    what_comes_in_meanwhile_shifts_nothing,
}
