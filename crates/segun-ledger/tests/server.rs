//! What is said where a ledger on a server cannot be used, and what servers alone have to keep.

#![cfg(feature = "postgres")]

mod common;
mod stores;

use common::{bombing, meeting, report};
use segun_ledger::query::{Cell, Filter};
use segun_ledger::{Ledger, LedgerError};
use stores::{Home, On, ledger, there_is_a_server};

#[test]
fn an_address_without_a_server_is_said_so_and_its_password_is_not() {
    let refused = Ledger::open("postgres://ana:geheim@127.0.0.1:9/news").unwrap_err();
    let said = refused.to_string();
    assert!(matches!(refused, LedgerError::Server { .. }), "{refused:?}");
    assert!(said.contains("127.0.0.1:9") && said.contains("running"), "{said}");
    assert!(!said.contains("geheim") && !format!("{refused:?}").contains("geheim"), "{said}");
    for wrong in ["postgres://127.0.0.1:9/news?schema=a;b", "postgres://127.0.0.1:9/news?schema=pg_x"] {
        assert!(matches!(Ledger::create(wrong), Err(LedgerError::Query(_))), "{wrong}");
    }
}

#[test]
fn what_is_not_there_or_no_ledger_is_said_so() {
    if !there_is_a_server() {
        return;
    }
    let home = Home::new(On::Server);
    assert!(matches!(Ledger::open(home.place()), Err(LedgerError::Missing(_))));
    home.execute(&format!("create schema {0}; create table {0}.other (x integer)", home.schema()));
    assert!(matches!(Ledger::open(home.place()), Err(LedgerError::NotALedger(_))));
    assert!(matches!(Ledger::create(home.place()), Err(LedgerError::NotALedger(_))));
    let nowhere = home.address().replace("/news", "/no_such").replace("/postgres?", "/no_such?");
    let refused = Ledger::create(nowhere.as_str()).unwrap_err();
    assert!(refused.to_string().contains("createdb"), "{refused}");
}

#[test]
fn who_may_not_make_a_ledger_is_told_what_to_do() {
    if !there_is_a_server() {
        return;
    }
    let home = Home::new(On::Server);
    let guest = format!("guest_{}", std::process::id());
    home.execute(&format!("drop role if exists {guest}; create role {guest} login"));
    let as_guest = home.address().replace("postgres://segun@", &format!("postgres://{guest}@"));
    let refused = Ledger::create(as_guest.as_str()).unwrap_err();
    // Who may read reads, and is told that it is no more than that.
    let mut owner = Ledger::create(home.place()).unwrap();
    owner.add(&bombing("https://b.example/1", "2024-05-02").0, "m").unwrap();
    home.execute(&format!(
        "grant usage on schema {0} to {guest}; grant select on all tables in schema {0} to {guest}",
        home.schema()
    ));
    let reader =
        Ledger::read_only(as_guest.as_str()).map(|reader| reader.claims(&Filter::default()).unwrap().len());
    let mut writer = Ledger::open(as_guest.as_str()).unwrap();
    let denied = writer.add(&bombing("https://b.example/2", "2024-05-02").0, "m");
    drop(writer);
    home.execute(&format!("drop owned by {guest}; drop role {guest}"));
    assert!(refused.to_string().contains("grant create on database"), "{refused}");
    assert_eq!(reader.unwrap(), 1);
    assert!(matches!(denied, Err(LedgerError::ReadOnly)), "{denied:?}");
}

#[test]
fn a_text_that_the_server_cannot_hold_is_kept_all_the_same() {
    if !there_is_a_server() {
        return;
    }
    let (_home, mut ledger) = ledger(On::Server);
    let mut odd = report("https://o.example/1", "La\0Voz", "2024-05-01", "es", "Uno\0 dos.").0;
    odd.report.title = Some("t\0".into());
    ledger.add(&odd, "m").unwrap();
    assert_eq!(ledger.reading(1).unwrap(), odd);
    assert_eq!(ledger.report(1).unwrap().title.as_deref(), Some("t\u{fffd}"));
}

#[test]
fn a_question_is_broken_off() {
    if !there_is_a_server() {
        return;
    }
    let (_home, mut ledger) = ledger(On::Server);
    ledger.add(&meeting("https://a.example/1", "La Voz", "2024-05-01").0, "m").unwrap();
    let began = std::time::Instant::now();
    let mut looks = 0;
    let stop = move || {
        looks += 1;
        looks > 3
    };
    let refused = ledger.sql("select pg_sleep(60)", stop, |_, _| Ok(()));
    assert!(matches!(refused, Err(LedgerError::BrokenOff)), "{refused:?}");
    assert!(began.elapsed().as_secs() < 30);
    ledger.break_off_when(|| true).unwrap();
    assert!(matches!(ledger.counts(), Err(LedgerError::BrokenOff)));
    ledger.break_off_when(|| false).unwrap();
    assert_eq!(ledger.counts().unwrap(), (1, 2));
}

#[test]
fn the_best_are_ranked_as_in_a_folder() {
    if !there_is_a_server() {
        return;
    }
    let fill = |on| {
        let (home, mut ledger) = ledger(on);
        for n in 0..20 {
            ledger.add(&meeting(&format!("https://m{n}.example"), "La Voz", "2024-05-01").0, "m").unwrap();
            let words =
                "río ".repeat(n % 7 + 1) + "Reunión en U.S.A. del río-mar, 3,5 km; la Casa Blanca calla.";
            let made = report(&format!("https://w{n}.example"), "Norte", "2024-05-02", "es", &words);
            ledger.add(&made.0, "m").unwrap();
        }
        ledger.settle().unwrap();
        (home, ledger)
    };
    let ((_one, folder), (_two, server)) = (fill(On::Folder), fill(On::Server));
    for words in [
        "río",
        "presidenta",
        "\"Casa Blanca\"",
        "reuniones río",
        "\"Blanca Casa\"",
        "U.S.A.",
        "río-mar",
        "3,5",
    ] {
        let found = |ledger: &Ledger| {
            let found = ledger.search(words, &Filter::default()).unwrap();
            let reports =
                found.reports.iter().map(|r| (r.report.id, (r.score * 1e9).round())).collect::<Vec<_>>();
            (reports, found.claims)
        };
        assert_eq!(found(&server), found(&folder), "{words}");
    }
    assert!(!server.search("río", &Filter::default()).unwrap().reports.is_empty());
}

#[test]
fn views_say_what_they_say_of_a_folder() {
    if !there_is_a_server() {
        return;
    }
    let dump = |on| {
        let (_home, mut ledger) = ledger(on);
        for n in 0..6 {
            let day = if n == 5 { String::new() } else { format!("2024-05-0{}", n + 1) };
            ledger.add(&meeting(&format!("https://m{n}.example"), "La Voz", &day).0, "m").unwrap();
            ledger.add(&bombing(&format!("https://b{n}.example"), &day).0, "m").unwrap();
        }
        ledger.settle().unwrap();
        let mut rows: Vec<String> = Vec::new();
        for view in ["claims", "reports", "threads", "steps", "origins", "sources", "outlets", "stories"] {
            let take = |columns: &[String], row: Vec<Cell>| {
                rows.push(format!("{view} {columns:?} {row:?}"));
                Ok(())
            };
            ledger.sql(&format!("select * from {view} order by 1, 2"), || false, take).unwrap();
        }
        let tables = ledger.tables();
        let take = |_: &[String], row: Vec<Cell>| {
            rows.push(format!("{row:?}"));
            Ok(())
        };
        ledger.sql(tables, || false, take).unwrap();
        rows
    };
    let (folder, server) = (dump(On::Folder), dump(On::Server));
    for (folder, server) in folder.iter().zip(&server) {
        assert_eq!(server, folder);
    }
    assert_eq!(server.len(), folder.len());
}
