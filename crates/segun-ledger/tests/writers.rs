//! Several who write to one ledger at once make the ledger that one of them would have made.
//!
//! Which report comes in first is chance, and what follows from reports follows from their order. So what came of several
//! writers is compared with what one writer makes of the same reports in the order in which they came in: everything
//! that can be listed has to be the same.

mod common;
mod stores;

use common::{bombing, meeting};
use segun_ledger::query::Filter;
use segun_ledger::{Added, Ledger, LedgerError};
use segun_report::Reading;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use stores::{Home, On, ledger as ledger_on};

/// Makes this program a writer: the place of the ledger, and which of the reports are its own.
const WRITER: &str = "SEGUN_TEST_TEAM";
const WRITERS: usize = 4;
const REPORTS: usize = 120;

/// Some are new versions of others, some are reprints, most are of one of few threads.
fn reading(n: usize) -> Reading {
    let day = format!("2024-0{}-{:02}", n % 3 + 1, n % 27 + 1);
    match n % 3 {
        0 => meeting(&format!("https://m{}.example", n / 6), "La Voz", &day).0,
        1 => bombing(&format!("https://b{n}.example"), &day).0,
        _ => meeting(&format!("https://x{n}.example"), "Norte", &day).0,
    }
}

/// The reports of one writer: its share, and those of the next one too, which both bring.
fn share(writer: usize) -> impl Iterator<Item = usize> {
    (0..REPORTS).filter(move |n| n % WRITERS == writer || n % WRITERS == (writer + 1) % WRITERS)
}

/// Adds the reports of a writer; waits where the ledger cannot wait by itself.
fn write(ledger: &mut Ledger, writer: usize, mut said: impl FnMut(usize)) {
    for n in share(writer) {
        loop {
            match ledger.add(&reading(n), "m") {
                Ok(_) => break,
                Err(LedgerError::Locked) => std::thread::yield_now(),
                Err(error) => panic!("{error}"),
            }
        }
        said(n);
        if n % 20 == 0 {
            settle(ledger);
        }
    }
    settle(ledger);
}

fn settle(ledger: &mut Ledger) {
    while let Err(error) = ledger.settle() {
        assert!(matches!(error, LedgerError::Locked), "{error}");
    }
}

/// Everything that can be listed.
fn listings(ledger: &Ledger) -> Vec<String> {
    let all = Filter::default();
    let mut lines = Vec::new();
    let mut add = |line: String| lines.push(line);
    ledger.claims(&all).unwrap().iter().for_each(|row| add(format!("{row:?}")));
    for thread in ledger.threads(&all).unwrap() {
        add(format!("{thread:?} {:?}", ledger.steps(thread.id).unwrap()));
    }
    for origin in ledger.origins(&all, 0).unwrap() {
        add(format!("{origin:?} {:?}", ledger.origin(origin.id).unwrap().1));
    }
    for story in ledger.stories(&all, 0).unwrap() {
        add(format!("{story:?} {:?}", ledger.story(story.id).unwrap().1));
    }
    ledger.sources(None, 0).unwrap().iter().for_each(|row| add(format!("{row:?}")));
    ledger.outlets(0).unwrap().iter().for_each(|row| add(format!("{row:?}")));
    let found = ledger.search("presidenta", &all).unwrap();
    found.reports.iter().for_each(|row| add(format!("{:?} {:.9}", row.report, row.score)));
    found.claims.iter().for_each(|row| add(format!("{row:?}")));
    add(format!(
        "{:?}",
        ledger.overview().map(|o| (o.reports, o.claims, o.threads, o.types, o.languages)).unwrap()
    ));
    lines
}

/// What one writer makes of the reports of `home` in the order in which they came in.
fn compare_with_one_writer(home: &Home) {
    let team = Ledger::open(home.place()).unwrap();
    assert_eq!(team.check(|_, _| {}).unwrap().findings, [""; 0]);
    let (_alone, mut alone) = ledger_on(On::Folder);
    let mut reports = 0;
    while let Ok(reading) = team.reading(reports + 1) {
        reports += 1;
        assert!(
            !matches!(alone.add(&reading, "m").unwrap(), Added::Known(_)),
            "report {reports} is there twice"
        );
    }
    alone.settle().unwrap();
    let (of_team, of_one) = (listings(&team), listings(&alone));
    assert!(of_one.len() > 100, "{}", of_one.len());
    for (team, one) in of_team.iter().zip(&of_one) {
        assert_eq!(team, one);
    }
    assert_eq!(of_team.len(), of_one.len());
}

fn several_threads_write_at_once(on: On) {
    let (home, ledger) = ledger_on(on);
    drop(ledger);
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let place = home.place();
            scope.spawn(move || write(&mut Ledger::open(place).unwrap(), writer, |_| {}));
        }
    });
    compare_with_one_writer(&home);
}

/// A process that writes its share, and says of each report that it is in.
fn start(on: On, home: &Home, writer: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([if on == On::Folder { "folder::several_proc" } else { "server::several_proc" }, "--nocapture"])
        .env(WRITER, format!("{writer} {}", home.address()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn several_processes_write_and_some_are_killed(on: On) {
    if let Ok(told) = std::env::var(WRITER) {
        let (writer, place) = told.split_once(' ').unwrap();
        let mut ledger = Ledger::create(place).unwrap();
        let mut out = std::io::stdout();
        return write(&mut ledger, writer.parse().unwrap(), |n| {
            writeln!(out, "added {n}").unwrap();
            out.flush().unwrap();
        });
    }
    // They make the ledger too, all at once.
    let home = Home::new(on);
    for round in 0..3 {
        let mut writers: Vec<Child> = (0..WRITERS).map(|writer| start(on, &home, writer)).collect();
        // Two are killed after a few reports, in the midst of the next one.
        for (n, victim) in writers.iter_mut().take(2).enumerate() {
            let out = BufReader::new(victim.stdout.take().unwrap());
            let said = out.lines().map_while(Result::ok).filter(|line| line.starts_with("added"));
            said.take(3 + 5 * n + 4 * round).for_each(drop);
            victim.kill().unwrap();
        }
        for writer in &mut writers {
            let out = BufReader::new(match writer.stdout.take() {
                Some(out) => out,
                None => {
                    writer.wait().unwrap();
                    continue;
                }
            });
            out.lines().map_while(Result::ok).for_each(drop);
            assert!(writer.wait().unwrap().success());
        }
    }
    for writer in 0..2 {
        let mut last = start(on, &home, writer);
        BufReader::new(last.stdout.take().unwrap()).lines().map_while(Result::ok).for_each(drop);
        assert!(last.wait().unwrap().success());
    }
    compare_with_one_writer(&home);
    let ledger = Ledger::open(home.place()).unwrap();
    for n in (0..REPORTS).filter(|n| n % 3 != 0) {
        assert!(ledger.known(&reading(n).report).unwrap().is_some(), "report {n} is lost");
    }
}

on_both! {
    several_threads_write_at_once,
    several_processes_write_and_some_are_killed,
}
