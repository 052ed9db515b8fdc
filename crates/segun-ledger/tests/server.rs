//! What is said where a ledger on a server cannot be used, and what servers alone have to keep.

#![cfg(feature = "postgres")]

mod common;
mod stores;

use common::{bombing, meeting, report};
use segun_ledger::query::{Cell, Filter};
use segun_ledger::{Ledger, LedgerError};
use segun_report::{Certainty, EventType, When};
use stores::{Home, On, ledger, there_is_a_server};

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
    for wrong in ["postgres://127.0.0.1:9/news?schema=a;b", "postgres://127.0.0.1:9/news?schema=pg_x"] {
        assert!(matches!(Ledger::create(wrong), Err(LedgerError::Query(_))), "{wrong}");
    }
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
    // Who may not even read is told so, and not that nothing is there.
    let mut closed = Vec::new();
    let mut ask = || closed.push(Ledger::read_only(as_guest.as_str()).unwrap_err().to_string());
    drop(Ledger::create(home.place()).unwrap());
    ask();
    home.execute(&format!("grant usage on schema {} to {guest}", home.schema()));
    ask();
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
    assert!(
        closed.iter().all(|said| said.contains("grant usage") && said.contains("grant select")),
        "{closed:?}"
    );
    assert_eq!(reader.unwrap(), 1);
    assert!(matches!(denied, Err(LedgerError::ReadOnly)), "{denied:?}");
}

#[test]
fn a_text_that_the_server_cannot_hold_is_kept_all_the_same() {
    if !there_is_a_server() {
        return;
    }
    let (_home, mut ledger) = ledger(On::Server);
    let mut odd = report("https://o.example/1", "La\0Voz", "2024-05-01", "es", "A\0na vio a Luis.")
        .names("e1", "A\0na", None)
        .names("e2", "Luis", None)
        .event("vio", EventType::Consult, [&["e1"], &["e2"]], Certainty::Certain, When::Past, None)
        .0;
    odd.report.title = Some("t\0".into());
    ledger.add(&odd, "m").unwrap();
    ledger.settle().unwrap();
    assert_eq!(ledger.reading(1).unwrap(), odd);
    assert_eq!(ledger.report(1).unwrap().title.as_deref(), Some("t\u{fffd}"));
    assert_eq!(ledger.claims(&Filter::default()).unwrap()[0].actors, ["A\0na"]);
    let mut actors = Vec::new();
    let take = |_: &[String], row: Vec<Cell>| {
        actors.extend(row);
        Ok(())
    };
    ledger.sql("select actors ->> 0 from claims", || false, take).unwrap();
    assert_eq!(actors, [Cell::Text("A\u{fffd}na".into())]);
    assert_eq!(
        ledger.claims(&Filter { outlet: Some("la\0voz".into()), ..Filter::default() }).unwrap().len(),
        1
    );
}

#[test]
fn a_lost_connection_is_made_anew() {
    if !there_is_a_server() {
        return;
    }
    let home = Home::new(On::Server);
    let name = format!("lost_{}", std::process::id());
    let address = format!("{}&application_name={name}", home.address());
    let end = || {
        home.execute(&format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{name}'"
        ))
    };
    let mut ledger = Ledger::create(address.as_str()).unwrap();
    let reader = Ledger::read_only(address.as_str()).unwrap();
    ledger.add(&meeting("https://a.example/1", "La Voz", "2024-05-01").0, "m").unwrap();
    assert_eq!(reader.counts().unwrap(), (1, 2));
    end();
    ledger.add(&bombing("https://b.example/1", "2024-05-02").0, "m").unwrap();
    assert_eq!(reader.counts().unwrap(), (2, 3));
    // It only reads as before.
    assert!(matches!(reader.sql("delete from claim", || false, |_, _| Ok(())), Err(LedgerError::Query(_))));
    // What was under way is lost, and said so.
    let lost = reader.at_once(|reader| {
        reader.counts().unwrap();
        end();
        reader.counts()
    });
    assert!(matches!(lost.unwrap(), Err(LedgerError::Server { .. } | LedgerError::Sql(_))));
    assert_eq!(reader.counts().unwrap(), (2, 3));
    let mut reader = reader;
    assert!(matches!(
        reader.add(&bombing("https://c.example", "2024-05-02").0, "m"),
        Err(LedgerError::ReadOnly)
    ));
}

#[test]
fn what_the_server_is_set_to_changes_nothing() {
    if !there_is_a_server() {
        return;
    }
    let home = Home::new(On::Server);
    let strict = format!("{}&options=-c%20default_transaction_isolation%3Dserializable", home.address());
    drop(Ledger::create(strict.as_str()).unwrap());
    std::thread::scope(|scope| {
        for writer in 0..3 {
            let strict = strict.as_str();
            scope.spawn(move || {
                let mut ledger = Ledger::open(strict).unwrap();
                for n in 0..15 {
                    let url = format!("https://w{writer}.example/{n}");
                    ledger.add(&meeting(&url, "La Voz", "2024-05-01").0, "m").unwrap();
                }
                ledger.settle().unwrap();
            });
        }
    });
    let ledger = Ledger::open(home.place()).unwrap();
    assert_eq!(ledger.counts().unwrap().0, 45);
    assert_eq!(ledger.check(|_, _| {}).unwrap().findings, [""; 0]);
    // A limit of the server is said to be one.
    let hasty = format!("{}&options=-c%20statement_timeout%3D100", home.address());
    let hasty = Ledger::open(hasty.as_str()).unwrap();
    let refused = hasty.sql("select pg_sleep(20)", || false, |_, _| Ok(()));
    assert!(matches!(&refused, Err(LedgerError::Query(why)) if why.contains("timeout")), "{refused:?}");
}

#[test]
fn a_repair_takes_nothing_from_others() {
    if !there_is_a_server() {
        return;
    }
    let (home, mut writer) = ledger(On::Server);
    writer.add(&meeting("https://a.example/1", "La Voz", "2024-05-01").0, "m").unwrap();
    // Another ledger that happens to have the name is left alone.
    let others = format!("{}_repair", home.address());
    drop(Ledger::create(others.as_str()).unwrap());
    let refused = Ledger::repair(home.place(), |_| {}).unwrap_err();
    assert!(refused.to_string().contains("_repair"), "{refused}");
    assert_eq!(Ledger::open(others.as_str()).unwrap().counts().unwrap(), (0, 0));
    home.execute(&format!("drop schema {}_repair cascade", home.schema()));
    // What an interrupted repair has left is not in the way, and who was there before goes on.
    home.execute(&format!(
        "create schema {0}_repair; create table {0}_repair.x (y integer); comment on schema {0}_repair is 'segun ledger repair'",
        home.schema()
    ));
    assert_eq!(Ledger::repair(home.place(), |_| {}).unwrap().reports, 1);
    writer.add(&bombing("https://b.example/1", "2024-05-02").0, "m").unwrap();
    writer.settle().unwrap();
    drop(writer);
    let ledger = Ledger::open(home.place()).unwrap();
    assert_eq!(ledger.counts().unwrap(), (2, 3));
    assert_eq!(ledger.check(|_, _| {}).unwrap().findings, [""; 0]);
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
