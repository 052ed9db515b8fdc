//! What a desk asks: what there is, what is new, who does what to whom, and where.

mod common;
mod stores;

use common::{bombing, filler, meeting, report};
use segun_claims::Day;
use segun_ledger::query::{Filter, NamesOf, Question};
use segun_ledger::{Added, Ledger, LedgerError};
use segun_report::{Certainty, EventType, Mode, Polarity, Stance, When};
use stores::{Home, On, ledger};

/// An attack in Sudán, which a side denies the next day.
fn attacked(on: On) -> (Home, Ledger) {
    let (home, mut ledger) = ledger(on);
    let mut first = bombing("https://b.example/1", "2024-05-01").0;
    first.events[0].place = vec!["e2".into()];
    ledger.add(&first, "m").unwrap();
    let text = format!("Sudán negó que su ejército bombardeó Chad. {}", filler(5, 6));
    let mut denied = report("https://d.example/1", "La Voz", "2024-05-02", "es", &text)
        .names("e1", "Sudán", Some("SDN"))
        .names("e2", "Chad", Some("TCD"))
        .says("a1", "Sudán", "negó", "que su ejército bombardeó Chad", Mode::Indirect, Stance::Deny)
        .event(
            "bombardeó",
            EventType::Assault,
            [&["e1"], &["e2"]],
            Certainty::Certain,
            When::Past,
            Some("a1"),
        )
        .0;
    denied.events[0].polarity = Polarity::Negative;
    denied.events[0].place = vec!["e2".into()];
    ledger.add(&denied, "m").unwrap();
    ledger.add(&meeting("https://a.example/1", "La Voz", "2024-05-02").0, "m").unwrap();
    ledger.settle().unwrap();
    (home, ledger)
}

fn the_overview_counts_newest_versions(on: On) {
    let (home, mut ledger) = attacked(on);
    let before = ledger.overview().unwrap();
    let code = |o: &segun_ledger::query::Overview| {
        o.languages.iter().map(|l| (l.code.clone(), l.reports)).collect::<Vec<_>>()
    };
    assert_eq!((before.reports, before.claims, before.outlets), (3, 4, 2));
    assert_eq!((before.first.as_deref(), before.last.as_deref()), (Some("2024-05-01"), Some("2024-05-02")));
    assert_eq!(before.types, ["ASSAULT", "CONSULT"]);
    assert_eq!(code(&before), [("es".to_owned(), 3)]);
    assert_eq!(before.threads, ledger.threads(&Filter::default()).unwrap().len() as i64);
    let text = format!("Ana Duarte met Luis Prado. {}", filler(8, 4));
    let corrected = report("https://a.example/1", "La Voz", "2024-05-03", "en", &text)
        .names("e1", "Ana Duarte", None)
        .names("e2", "Luis Prado", None)
        .event("met", EventType::Consult, [&["e1"], &["e2"]], Certainty::Certain, When::Past, None);
    ledger.add(&corrected.0, "m").unwrap();
    let after = ledger.overview().unwrap();
    assert_eq!((after.reports, after.claims), (3, 3));
    assert_eq!(code(&after), [("es".to_owned(), 2), ("en".to_owned(), 1)]);
    assert_eq!((after.reports.unsigned_abs(), after.claims.unsigned_abs()), ledger.counts().unwrap());
    // Another ledger in the same place is counted anew.
    drop(ledger);
    home.clear();
    let mut other = Ledger::create(home.place()).unwrap();
    assert_eq!(other.overview().unwrap().languages, []);
    other.add(&corrected.0, "m").unwrap();
    assert_eq!(code(&other.overview().unwrap()), [("en".to_owned(), 1)]);
}

fn the_change_is_another_one_after_every_change_and_only_then(on: On) {
    let (home, mut ledger) = ledger(on);
    let mut seen = vec![ledger.change().unwrap()];
    let mut changed = |ledger: &Ledger, what: &str| {
        let reader = Ledger::read_only(home.place()).unwrap();
        let now = reader.change().unwrap();
        assert_eq!(now, ledger.change().unwrap(), "{what}");
        assert!(!seen.contains(&now), "{what}");
        seen.push(now);
    };
    ledger.add(&meeting("https://a.example/1", "La Voz", "2024-05-01").0, "m").unwrap();
    changed(&ledger, "a report");
    ledger.settle().unwrap();
    changed(&ledger, "settled");
    ledger.add(&bombing("https://a.example/1", "2024-05-02").0, "m").unwrap();
    changed(&ledger, "a version");
    ledger.settle().unwrap();
    changed(&ledger, "settled again");
    // What somebody wants to be told is no news.
    let last = ledger.change().unwrap();
    let mut alerts = vec![ledger.alerts_change().unwrap()];
    for country in ["CHL", "PER"] {
        let question = Question { country: Some(country.into()), ..Question::default() };
        ledger.keep_alert("neighbours", &question).unwrap();
        let now = ledger.alerts_change().unwrap();
        assert!(!alerts.contains(&now), "{country}");
        alerts.push(now);
    }
    assert_eq!(ledger.change().unwrap(), last);
    ledger.claims(&Filter::default()).unwrap();
    assert_eq!(ledger.add(&bombing("https://a.example/1", "2024-05-02").0, "m").unwrap(), Added::Known(2));
    ledger.settle().unwrap();
    drop(ledger);
    assert_eq!(Ledger::open(home.place()).unwrap().change().unwrap(), last);
}

fn readers_read_beside_a_writer_and_never_write(on: On) {
    let (home, mut ledger) = ledger(on);
    assert!(matches!(Ledger::read_only(Home::new(on).place()), Err(LedgerError::Missing(_))));
    ledger.add(&meeting("https://a.example/1", "La Voz", "2024-05-01").0, "m").unwrap();
    let mut reader = Ledger::read_only(home.place()).unwrap();
    ledger.add(&bombing("https://b.example/1", "2024-05-02").0, "m").unwrap();
    assert_eq!(reader.counts().unwrap(), (2, 3));
    let refused = reader.add(&bombing("https://c.example/1", "2024-05-02").0, "m");
    assert!(matches!(refused, Err(LedgerError::ReadOnly)), "{refused:?}");
    assert!(matches!(reader.settle(), Err(LedgerError::ReadOnly)));
    // The last one who closes the file leaves a whole one.
    drop((ledger, reader));
    assert_eq!(Ledger::read_only(home.place()).unwrap().counts().unwrap(), (2, 3));
}

fn several_questions_are_put_to_one_state(on: On) {
    let (home, mut ledger) = ledger(on);
    ledger.add(&meeting("https://a.example/1", "La Voz", "2024-05-01").0, "m").unwrap();
    let reader = Ledger::read_only(home.place()).unwrap();
    let counts = reader.at_once(|reader| {
        let before = reader.counts().unwrap();
        ledger.add(&bombing("https://b.example/1", "2024-05-02").0, "m").unwrap();
        (before, reader.counts().unwrap())
    });
    assert_eq!(counts.unwrap(), ((1, 2), (1, 2)));
    assert_eq!(reader.counts().unwrap(), (2, 3));
}

fn a_reader_may_be_handed_from_thread_to_thread(on: On) {
    let (home, mut ledger) = ledger(on);
    ledger.add(&bombing("https://b.example/1", "2024-05-02").0, "m").unwrap();
    let reader = Ledger::read_only(home.place()).unwrap();
    let counts = std::thread::spawn(move || reader.counts().unwrap()).join().unwrap();
    assert_eq!(counts, ledger.counts().unwrap());
}

fn readers_refuse_what_has_another_format(on: On) {
    let (home, ledger) = ledger(on);
    drop(ledger);
    let version = |format: i64| match on {
        On::Folder => home.execute(&format!("pragma user_version = {format}")),
        On::Server => home.execute(&format!("update ledger set format = {format}")),
    };
    version(4);
    assert!(matches!(Ledger::read_only(home.place()), Err(LedgerError::Newer { .. })));
    assert!(matches!(Ledger::open(home.place()), Err(LedgerError::Newer { .. })));
    version(2);
    assert!(matches!(Ledger::read_only(home.place()), Err(LedgerError::Older { .. })));
    home.clear();
    match home.file() {
        Some(file) => std::fs::write(file, "something else").unwrap(),
        None => home.execute("create schema if not exists public; select 1"),
    }
    let expected = Ledger::read_only(home.place());
    match on {
        On::Folder => assert!(matches!(expected, Err(LedgerError::NotALedger(_)))),
        On::Server => assert!(matches!(expected, Err(LedgerError::Missing(_)))),
    }
}

fn what_is_new_begins_with_what_is_denied(on: On) {
    let (_home, ledger) = attacked(on);
    let news = ledger.changed(None, &Filter::default(), 60).unwrap();
    assert_eq!((news.since.as_deref(), news.day.as_deref()), (Some("2024-05-02"), Some("2024-05-02")));
    let first = &news.items[0];
    assert_eq!(first.thread.r#type, "ASSAULT");
    assert!(first.step.as_ref().unwrap().contradiction.is_some());
    assert!(!first.new);
    assert_eq!(first.days[12..], [1, 1]);
    assert_eq!(first.days.len(), 14);
    assert!(news.items[1..].iter().all(|item| item.new && item.thread.r#type == "CONSULT"));
    assert!(news.items.len() > 1);
    // From the day before on, it is new.
    assert!(ledger.changed(Day::parse("2024-05-01"), &Filter::default(), 1).unwrap().items[0].new);
    let later = ledger.changed(Day::parse("2024-05-03"), &Filter::default(), 60).unwrap();
    assert_eq!(later.items, []);
    let of = |filter: Filter| ledger.changed(None, &filter, 60).unwrap().items.len();
    assert_eq!(of(Filter { country: Some("TCD".into()), ..Filter::default() }), 1);
    assert_eq!(of(Filter { kind: Some(EventType::Assault), ..Filter::default() }), 1);
    assert_eq!(of(Filter { text: Some("bombardeó".into()), ..Filter::default() }), 1);
    let nobody = Filter { parties: vec![(None, "Nadie".into())], ..Filter::default() };
    assert!(matches!(ledger.changed(None, &nobody, 60), Err(LedgerError::Unknown(_))));
}

fn a_thread_has_days_places_and_origins(on: On) {
    let (_home, ledger) = attacked(on);
    let filter = Filter { kind: Some(EventType::Assault), ..Filter::default() };
    let thread = ledger.threads(&filter).unwrap()[0].id;
    assert_eq!(ledger.thread_days(thread).unwrap(), [("2024-05-01".into(), 1), ("2024-05-02".into(), 1)]);
    let places = ledger.thread_places(thread).unwrap();
    assert_eq!(places.len(), 1);
    assert_eq!((places[0].key.as_str(), places[0].name.as_str(), places[0].claims), ("iso3:TCD", "Chad", 2));
    assert!(places[0].lat.is_some_and(|lat| (5.0..25.0).contains(&lat)));
    let origins = ledger.thread_origins(thread).unwrap();
    assert_eq!(origins.len(), 2);
    assert_eq!(origins[0].reports[0].report.id, 1);
    assert_eq!(origins.iter().map(|o| o.claims.len()).sum::<usize>(), 2);
    assert_eq!(origins[1].origin.id, ledger.report(2).unwrap().origin.unwrap());
    let second = origins[1].claims[0];
    assert!(ledger.claim_reasons(origins[0].claims[0]).unwrap().is_none());
    let reasons = ledger.claim_reasons(second).unwrap().unwrap();
    assert!(reasons.as_array().is_some_and(|all| all.iter().all(|one| one["aspect"].is_string())));
    let confidence = |claim| ledger.claim_evidence(claim).unwrap().link_confidence;
    assert_eq!(confidence(origins[0].claims[0]), None);
    let points: f64 = reasons.as_array().unwrap().iter().map(|one| one["points"].as_f64().unwrap()).sum();
    let expected = segun_claims::link_confidence(points);
    assert!(confidence(second).is_some_and(|found| (found - expected).abs() < 1e-3 && found > 0.5));
    assert!(matches!(ledger.claim_reasons(99), Err(LedgerError::Unknown(_))));
}

fn the_network_has_who_acts_on_whom(on: On) {
    let (_home, ledger) = attacked(on);
    let network = ledger.network(&Filter::default(), 60).unwrap();
    assert_eq!((network.counted, network.all), (4, true));
    let edge = network.edges.iter().find(|edge| edge.from == "iso3:SDN").unwrap();
    assert_eq!((edge.to.as_str(), edge.claims, edge.denied), ("iso3:TCD", 2, 1));
    assert_eq!((edge.types["ASSAULT"], edge.certainties["certain"]), (2, 2));
    assert_eq!((edge.first.as_deref(), edge.last.as_deref()), (Some("2024-05-01"), Some("2024-05-02")));
    let nodes: Vec<_> = network.nodes.iter().map(|n| (n.name.as_str(), n.claims)).collect();
    assert!(nodes.contains(&("Sudán", 2)) && nodes.contains(&("Ana Duarte", 2)), "{nodes:?}");
    let few = ledger.network(&Filter::default(), 1).unwrap();
    assert_eq!((few.nodes.len(), few.edges.len()), (1, 0));
    let denied = Filter { polarity: Some(Polarity::Negative), ..Filter::default() };
    let denied = ledger.network(&denied, 60).unwrap();
    assert_eq!((denied.counted, denied.edges.len(), denied.edges[0].denied), (1, 1, 1));
    for filter in [
        Filter { text: Some("bombardeó".into()), ..Filter::default() },
        Filter { language: Some("es".into()), country: Some("SDN".into()), ..Filter::default() },
        Filter { parties: vec![(None, "Chad".into()), (None, "Sudán".into())], ..Filter::default() },
    ] {
        let found = ledger.network(&filter, 60).unwrap();
        assert_eq!((found.counted, found.all), (2, true), "{filter:?}");
    }
}

fn the_map_has_places_with_days(on: On) {
    let (_home, ledger) = attacked(on);
    let map = ledger.map(&Filter::default()).unwrap();
    assert_eq!((map.counted, map.all, map.places.len()), (4, true, 1));
    let chad = &map.places[0];
    assert_eq!((chad.place.key.as_str(), chad.place.claims), ("iso3:TCD", 2));
    assert_eq!(chad.days, [("2024-05-01".into(), 1), ("2024-05-02".into(), 1)]);
    assert_eq!((chad.certainties["certain"], chad.first.as_deref()), (2, Some("2024-05-01")));
    let json = serde_json::to_value(chad).unwrap();
    assert_eq!(json["name"], "Chad");
    let until = Filter { until: Day::parse("2024-05-01"), ..Filter::default() };
    assert_eq!(ledger.map(&until).unwrap().places[0].place.claims, 1);
}

fn names_are_completed_in_any_case(on: On) {
    let (_home, ledger) = attacked(on);
    let names = |prefix: &str, of| {
        let rows = ledger.names(prefix, of, 8).unwrap();
        rows.into_iter().map(|row| (row.name, row.kind, row.claims)).collect::<Vec<_>>()
    };
    assert_eq!(names("SUDA", NamesOf::Party), [("Sudán".into(), "country".into(), 2)]);
    assert_eq!(names("ana d", NamesOf::Party), [("Ana Duarte".into(), "party".into(), 2)]);
    assert_eq!(names("ch", NamesOf::Party)[0].0, "Chad");
    assert_eq!(names("", NamesOf::Party), []);
    assert_eq!(names("xyz", NamesOf::Party), []);
    assert_eq!(names("sudán", NamesOf::Source).len(), 1);
    assert!(names("", NamesOf::Source).len() > 1);
    assert_eq!(names("el f", NamesOf::Outlet), [("El Faro".into(), "outlet".into(), 1)]);
    assert_eq!(names("", NamesOf::Outlet).len(), 2);
    assert_eq!(ledger.names("", NamesOf::Outlet, 1).unwrap().len(), 1);
    let source = &ledger.sources(None, 1).unwrap()[0];
    assert_eq!(ledger.source(source.id).unwrap(), *source);
    assert_eq!(ledger.outlet(1).unwrap().name, "El Faro");
    assert!(matches!(ledger.outlet(9), Err(LedgerError::Unknown(_))));
}

fn alerts_are_kept_and_read(on: On) {
    let (home, mut ledger) = ledger(on);
    let question = Question { actor: vec!["Ana Duarte".into()], ..Question::default() };
    ledger.keep_alert("ana", &question).unwrap();
    let wrong = Question { status: Some("open".into()), ..Question::default() };
    assert!(matches!(ledger.keep_alert("open", &wrong), Err(LedgerError::Query(_))));
    home.execute("insert into alert (name, asked) values ('odd', '{\"colour\": 1}')");
    let kept = ledger.alerts().unwrap();
    assert_eq!(kept.len(), 2);
    assert_eq!((kept[0].0.as_str(), kept[0].1.as_ref().unwrap()), ("ana", &question));
    assert!(kept[1].1.is_err());
    ledger.forget_alert("ana").unwrap();
    assert_eq!(ledger.alerts().unwrap().len(), 1);
}

on_both! {
    the_overview_counts_newest_versions,
    the_change_is_another_one_after_every_change_and_only_then,
    readers_read_beside_a_writer_and_never_write,
    several_questions_are_put_to_one_state,
    a_reader_may_be_handed_from_thread_to_thread,
    readers_refuse_what_has_another_format,
    what_is_new_begins_with_what_is_denied,
    a_thread_has_days_places_and_origins,
    the_network_has_who_acts_on_whom,
    the_map_has_places_with_days,
    names_are_completed_in_any_case,
    alerts_are_kept_and_read,
}
