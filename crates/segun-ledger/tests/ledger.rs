//! What goes into a ledger comes out of it, once, with its evidence.

mod common;
mod stores;

use common::{bombing, filler, meeting, report};
use segun_claims::Day;
use segun_ledger::query::{Cell, Filter, Role};
use segun_ledger::{Added, Ledger, LedgerError};
use segun_report::{Certainty, EventType, Mode, Stance, When, json};
use stores::{On, ledger};

fn the_same_report_twice_is_one(on: On) {
    let (_home, mut ledger) = ledger(on);
    let made = meeting("https://a.example/1", "La Voz", "2024-05-01").0;
    assert_eq!(ledger.known(&made.report).unwrap(), None);
    assert_eq!(ledger.add(&made, "m").unwrap(), Added::New(1));
    assert_eq!(ledger.known(&made.report).unwrap(), Some(1));
    assert_eq!(ledger.add(&made, "m").unwrap(), Added::Known(1));
    assert_eq!(ledger.counts().unwrap(), (1, 2));
    assert_eq!(ledger.reading(1).unwrap(), made);
}

fn a_correction_is_a_version_and_both_are_kept(on: On) {
    let (_home, mut ledger) = ledger(on);
    let first = meeting("https://a.example/1", "La Voz", "2024-05-01").0;
    ledger.add(&first, "m").unwrap();
    let mut second = bombing("https://a.example/1", "2024-05-02").0;
    second.report.publisher = Some("La Voz".into());
    assert_eq!(ledger.add(&second, "m").unwrap(), Added::Version(2));
    ledger.settle().unwrap();
    let claims = ledger.claims(&Filter::default()).unwrap();
    assert_eq!(claims.iter().map(|c| c.r#type.as_str()).collect::<Vec<_>>(), ["ASSAULT"]);
    let versions = ledger.versions(2).unwrap();
    assert_eq!(versions.iter().map(|v| (v.version, v.current)).collect::<Vec<_>>(), [(1, false), (2, true)]);
    assert_eq!(ledger.reading(1).unwrap(), first);
    assert!(ledger.search("reunirá", &Filter::default()).unwrap().reports.is_empty());
    assert_eq!(ledger.threads(&Filter::default()).unwrap().len(), 1);
    assert_eq!(ledger.outlets(0).unwrap()[0].claims, 1);
    assert!(ledger.check(|_, _| {}).unwrap().findings.is_empty());
}

fn threads_know_no_story_that_is_gone(on: On) {
    let (_home, mut ledger) = ledger(on);
    ledger.add(&meeting("https://a.example/1", "La Voz", "2024-05-01").0, "m").unwrap();
    ledger.add(&meeting("https://b.example/1", "El Faro", "2024-05-10").0, "m").unwrap();
    let story = |ledger: &Ledger, report: i64| ledger.report(report).unwrap().story.unwrap();
    let (first, second) = (story(&ledger, 1), story(&ledger, 2));
    let known = |ledger: &Ledger| -> Vec<Vec<i64>> {
        let mut all = Vec::new();
        let take = |_: &[String], row: Vec<Cell>| {
            let [Cell::Text(profile)] = &row[..] else { panic!("{row:?}") };
            let profile: serde_json::Value = serde_json::from_str(profile).unwrap();
            let stories: Vec<(i64, u32)> = serde_json::from_value(profile["stories"].clone()).unwrap();
            all.push(stories.into_iter().map(|(story, _)| story).collect());
            Ok(())
        };
        ledger.sql("select profile from thread order by id", || false, take).unwrap();
        all
    };
    assert!(first != second && known(&ledger).contains(&vec![first, second]), "{:?}", known(&ledger));
    // The second report's story is gone with its text; the next one has the same number.
    ledger.add(&bombing("https://b.example/1", "2024-05-10").0, "m").unwrap();
    assert_eq!(story(&ledger, 3), second);
    let known = known(&ledger);
    assert!(known.contains(&vec![first]) && known.contains(&vec![second]), "{known:?}");
    assert!(known.iter().all(|stories| stories.len() == 1), "{known:?}");
}

fn reprints_are_one_origin(on: On) {
    let (_home, mut ledger) = ledger(on);
    for (n, outlet) in ["La Voz", "El Faro", "Norte"].iter().enumerate() {
        let made = meeting(&format!("https://{n}.example/x"), outlet, "2024-05-01").0;
        ledger.add(&made, "m").unwrap();
    }
    ledger.add(&bombing("https://b.example/1", "2024-05-01").0, "m").unwrap();
    ledger.settle().unwrap();
    let origins = ledger.origins(&Filter::default(), 2).unwrap();
    assert_eq!(origins.len(), 1);
    assert_eq!((origins[0].reports, origins[0].outlets), (3, 3));
    let (_, reports) = ledger.origin(origins[0].id).unwrap();
    assert!(reports[1].reason.contains("like report"), "{}", reports[1].reason);
    let threads =
        ledger.threads(&Filter { parties: vec![(None, "Luis Prado".into())], ..Filter::default() }).unwrap();
    assert_eq!(threads.iter().map(|t| (t.reports, t.origins)).max(), Some((3, 1)));
    assert!(ledger.threads(&Filter { origins: Some(2), ..Filter::default() }).unwrap().is_empty());
}

fn a_shared_quotation_shares_its_origin(on: On) {
    let (_home, mut ledger) = ledger(on);
    let quote = "no vamos a retirar ni un solo soldado de la frontera norte";
    for (n, begin) in ["Rosa Gil habló en la radio", "Ante la prensa estuvo Rosa Gil"].iter().enumerate() {
        let text = format!("{begin}. “{quote}”, dijo Rosa Gil. {}", filler(20 + n * 31, 8));
        let made = report(&format!("https://{n}.example/q"), "Norte", "2024-05-01", "es", &text)
            .names("e1", "Rosa Gil", None)
            .says("a1", "Rosa Gil", "dijo", quote, Mode::Direct, Stance::Assert)
            .event(
                "retirar",
                EventType::Retreat,
                [&["e1"], &[]],
                Certainty::Certain,
                When::Future,
                Some("a1"),
            );
        ledger.add(&made.0, "m").unwrap();
    }
    let claims = ledger.claims(&Filter::default()).unwrap();
    assert_eq!(claims.len(), 2);
    assert_eq!(claims[0].origin, claims[1].origin);
    assert_ne!(ledger.report(1).unwrap().origin, ledger.report(2).unwrap().origin);
}

fn listings_answer_what_is_asked(on: On) {
    let (_home, mut ledger) = ledger(on);
    ledger.add(&meeting("https://a.example/1", "La Voz", "2024-05-01").0, "m").unwrap();
    ledger.add(&bombing("https://b.example/1", "2024-06-01").0, "m").unwrap();
    ledger.settle().unwrap();
    let count = |filter: Filter| ledger.claims(&filter).unwrap().len();
    let party = |role, name: &str| Filter { parties: vec![(role, name.into())], ..Filter::default() };
    assert_eq!(count(Filter::default()), 3);
    assert_eq!(count(party(Some(Role::Actor), "Ana Duarte")), 2);
    assert_eq!(count(party(Some(Role::Actor), "duarte")), 2);
    assert_eq!(count(party(Some(Role::Recipient), "Ana Duarte")), 0);
    assert_eq!(count(party(None, "iso3:TCD")), 1);
    assert_eq!(count(Filter { country: Some("chl".into()), ..Filter::default() }), 1);
    assert_eq!(count(Filter { kind: Some(EventType::Assault), ..Filter::default() }), 1);
    assert_eq!(count(Filter { certainty: Some(Certainty::Possible), ..Filter::default() }), 1);
    assert_eq!(count(Filter { when: Some(When::Past), ..Filter::default() }), 1);
    assert_eq!(count(Filter { outlet: Some("el faro".into()), ..Filter::default() }), 1);
    assert_eq!(count(Filter { holder: Some("La presidenta".into()), ..Filter::default() }), 1);
    assert_eq!(count(Filter { since: Day::parse("2024-05-15"), ..Filter::default() }), 1);
    assert_eq!(count(Filter { until: Day::parse("2024-05-15"), ..Filter::default() }), 2);
    assert_eq!(count(Filter { language: Some("en".into()), ..Filter::default() }), 0);
    assert_eq!(count(Filter { text: Some("posición".into()), ..Filter::default() }), 1);
    assert_eq!(count(Filter { limit: 1, ..Filter::default() }), 1);
    let both = Filter { kind: Some(EventType::Consult), ..party(Some(Role::Actor), "Sudán") };
    assert_eq!(count(both), 0);
    let newest = ledger.claims(&Filter { limit: 1, ..Filter::default() }).unwrap();
    assert_eq!(newest[0].published.as_deref(), Some("2024-06-01"));
    assert!(matches!(ledger.claims(&party(None, "Nadie")), Err(LedgerError::Unknown(_))));
    assert_eq!(ledger.stories(&Filter::default(), 1).unwrap().len(), 2);
}

fn evidence_has_the_very_characters(on: On) {
    let (_home, mut ledger) = ledger(on);
    let made = meeting("https://a.example/1", "La Voz", "2024-05-01").0;
    ledger.add(&made, "m").unwrap();
    let claims = ledger.report_evidence(1).unwrap();
    let said = &claims[1];
    let points: Vec<char> = made.report.text.chars().collect();
    let at = |w: &segun_ledger::query::Words| points[w.start..w.end].iter().collect::<String>();
    assert_eq!(at(&said.trigger_words), "viajará");
    assert_eq!(said.cue_words.as_ref().map(&at).as_deref(), Some("dijo"));
    assert_eq!(said.source_words.as_ref().map(&at).as_deref(), Some("La presidenta"));
    assert_eq!(said.claim.sentence, "La presidenta dijo que viajará pronto.");
    let json = ledger.reading_json(1).unwrap();
    assert_eq!(json::from_slice(&json).unwrap(), made);
}

fn search_knows_forms_and_phrases(on: On) {
    let (_home, mut ledger) = ledger(on);
    ledger.add(&meeting("https://a.example/1", "La Voz", "2024-05-01").0, "m").unwrap();
    let found = |words: &str| ledger.search(words, &Filter::default()).unwrap().reports.len();
    assert_eq!(found("presidentas"), 1);
    assert_eq!(found("PRESIDENTA duarte"), 1);
    assert_eq!(found("\"presidenta dijo\""), 1);
    assert_eq!(found("\"dijo presidenta\""), 0);
    assert_eq!(found("presidenta bombardeo"), 0);
    assert!(ledger.search("…", &Filter::default()).is_err());
}

fn sql_reads_and_nothing_else(on: On) {
    let (_home, mut ledger) = ledger(on);
    ledger.add(&meeting("https://a.example/1", "La Voz", "2024-05-01").0, "m").unwrap();
    let ask = |statement: &str| {
        let mut rows = Vec::new();
        ledger.sql(
            statement,
            || false,
            |_, row| {
                rows.push(row);
                Ok(())
            },
        )?;
        Ok::<_, LedgerError>(rows)
    };
    let actor = if on == On::Folder { "json_extract(actors, '$[0]')" } else { "actors ->> 0" };
    let rows = ask(&format!("select type, {actor} from claims order by id limit 1")).unwrap();
    assert_eq!(rows, [[Cell::Text("CONSULT".into()), Cell::Text("Ana Duarte".into())]]);
    for view in
        ["claims", "reports", "threads", "steps", "origins", "sources", "outlets", "parties", "stories"]
    {
        ask(&format!("select * from {view}")).unwrap();
        let listed = ask(ledger.tables()).unwrap();
        assert!(listed.iter().any(|row| row[0] == Cell::Text(view.into())), "{view} in {listed:?}");
    }
    assert_eq!(ask("-- a remark\nselect count(*) from claims").unwrap(), [[Cell::Integer(2)]]);
    let load = if on == On::Folder {
        ["select load_extension('x')", "pragma writable_schema = 1"]
    } else {
        ["load 'x'", "select set_config('transaction_read_only', 'off', true)"]
    };
    for forbidden in load.into_iter().chain([
        "delete from claim",
        "attach 'x' as y",
        "create table x (y integer)",
        "with gone as (delete from claim returning id) select * from gone",
        "begin",
        "select 1; delete from claim",
        "nonsense",
    ]) {
        let refused = ask(forbidden);
        assert!(matches!(refused, Err(LedgerError::Query(_))), "{forbidden}: {refused:?}");
    }
    assert_eq!(ledger.counts().unwrap(), (1, 2));
}

fn the_same_reports_make_the_same_ledger(on: On) {
    let dump = |ledger: &Ledger| {
        let mut rows = Vec::new();
        for view in ["claims", "threads", "steps", "origins", "stories", "sources", "parties"] {
            let order = if view == "steps" { "thread, number" } else { "1, 2" };
            let all = format!("select * from {view} order by {order}");
            ledger
                .sql(
                    &all,
                    || false,
                    |_, row| {
                        rows.push(format!("{view} {row:?}"));
                        Ok(())
                    },
                )
                .unwrap();
        }
        rows
    };
    let fill = || {
        let (home, mut ledger) = ledger(on);
        for n in 0..6 {
            let day = format!("2024-05-0{}", n + 1);
            ledger.add(&meeting(&format!("https://m{n}.example"), "La Voz", &day).0, "m").unwrap();
            ledger.add(&bombing(&format!("https://b{n}.example"), &day).0, "m").unwrap();
        }
        ledger.settle().unwrap();
        (home, ledger)
    };
    let ((_one, first), (two, second)) = (fill(), fill());
    assert_eq!(dump(&first), dump(&second));
    // And a repair derives the same from the reports alone.
    let before = dump(&second);
    drop(second);
    let repaired = Ledger::repair(two.place(), |_| {}).unwrap();
    assert_eq!((repaired.reports, repaired.lost.len()), (12, 0));
    match on {
        On::Folder => assert!(std::path::Path::new(&repaired.old).exists()),
        On::Server => assert_eq!(Ledger::open(repaired.old.as_str()).unwrap().counts().unwrap().0, 12),
    }
    assert_eq!(dump(&Ledger::open(two.place()).unwrap()), before);
}

fn a_plan_that_nobody_saw_carried_out_has_lapsed(on: On) {
    let (_home, mut ledger) = ledger(on);
    ledger.add(&meeting("https://a.example/1", "La Voz", "2024-05-01").0, "m").unwrap();
    ledger.settle().unwrap();
    let status = |ledger: &Ledger| {
        let threads =
            ledger.threads(&Filter { kind: Some(EventType::Consult), ..Filter::default() }).unwrap();
        threads.into_iter().map(|t| t.status.unwrap()).collect::<Vec<_>>()
    };
    assert!(!status(&ledger).contains(&"lapsed".to_owned()));
    let open = |ledger: &Ledger| {
        ledger.outlets(0).unwrap()[0].record.iter().map(|r| (r.open, r.lapsed)).collect::<Vec<_>>()
    };
    assert!(open(&ledger).iter().any(|(open, _)| *open > 0));
    ledger.add(&bombing("https://b.example/1", "2026-05-01").0, "m").unwrap();
    ledger.settle().unwrap();
    assert!(status(&ledger).iter().all(|s| s == "lapsed"), "{:?}", status(&ledger));
    assert!(open(&ledger).iter().all(|(open, _)| *open == 0), "{:?}", open(&ledger));
    let lapsed =
        ledger.threads(&Filter { status: Some(segun_report::Status::Lapsed), ..Filter::default() }).unwrap();
    let of_claims = Filter { status: Some(segun_report::Status::Lapsed), ..Filter::default() };
    assert_eq!(ledger.claims(&of_claims).unwrap().len(), 2);
    let steps = ledger.steps(lapsed[0].id).unwrap();
    assert_eq!(steps.last().map(|s| s.kind.as_str()), Some("lapsed"));
}

/// Letters and digits by chance, which cannot be made shorter.
fn noise(seed: u64, length: usize) -> String {
    let mut state = seed;
    let next = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b"abcdefghijklmnopqrstuvwxyz0123456789"[(state >> 33) as usize % 36])
    };
    (0..length).map(next).collect()
}

fn what_is_longer_than_usual_is_kept(on: On) {
    let (_home, mut ledger) = ledger(on);
    let (url, outlet) = (format!("https://l.example/{}", noise(1, 9_000)), noise(2, 9_000));
    let (name, data) = (format!("Ana {}", noise(3, 9_000)), noise(4, 9_000));
    let text = format!("{name} se reunió con Luis Prado, dijo {name}. {data}");
    let made = |text: &str| {
        report(&url, &outlet, "2024-05-01", "es", text)
            .names("e1", &name, None)
            .names("e2", "Luis Prado", None)
            .says("a1", &name, "dijo", "se reunió", Mode::Indirect, Stance::Assert)
            .event(
                "reunió",
                EventType::Consult,
                [&["e1"], &["e2"]],
                Certainty::Certain,
                When::Past,
                Some("a1"),
            )
            .0
    };
    assert_eq!(ledger.add(&made(&text), "m").unwrap(), Added::New(1));
    assert_eq!(ledger.add(&made(&text), "m").unwrap(), Added::Known(1));
    assert_eq!(ledger.add(&made(&format!("{text} Y nada más.")), "m").unwrap(), Added::Version(2));
    ledger.settle().unwrap();
    assert_eq!(ledger.search(&data, &Filter::default()).unwrap().reports.len(), 1);
    for filter in [
        Filter { outlet: Some(outlet.clone()), ..Filter::default() },
        Filter { holder: Some(name.clone()), ..Filter::default() },
        Filter { parties: vec![(None, name.clone())], ..Filter::default() },
    ] {
        assert_eq!(ledger.claims(&filter).unwrap().len(), 1);
    }
    assert_eq!(ledger.check(|_, _| {}).unwrap().findings, [""; 0]);
}

fn an_outlet_is_found_by_its_name_in_any_case(on: On) {
    let (_home, mut ledger) = ledger(on);
    ledger.add(&meeting("https://a.example/1", "Última Hora", "2024-05-01").0, "m").unwrap();
    for name in ["Última Hora", "Última hora", "ÚLTIMA HORA"] {
        let filter = Filter { outlet: Some(name.into()), ..Filter::default() };
        assert_eq!(ledger.claims(&filter).unwrap().len(), 2, "{name}");
    }
}

on_both! {
    what_is_longer_than_usual_is_kept,
    an_outlet_is_found_by_its_name_in_any_case,
    the_same_report_twice_is_one,
    a_correction_is_a_version_and_both_are_kept,
    threads_know_no_story_that_is_gone,
    reprints_are_one_origin,
    a_shared_quotation_shares_its_origin,
    listings_answer_what_is_asked,
    evidence_has_the_very_characters,
    search_knows_forms_and_phrases,
    sql_reads_and_nothing_else,
    the_same_reports_make_the_same_ledger,
    a_plan_that_nobody_saw_carried_out_has_lapsed,
}
