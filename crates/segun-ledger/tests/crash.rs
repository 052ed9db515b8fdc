//! A writer that is killed at any moment loses no report that it said was in, and doubles none.
//!
//! The test starts itself as the writer (`WRITER` names its ledger), kills it a hundred times, and compares what is
//! there with a ledger whose writer lived.

mod common;
mod stores;

use common::{bombing, meeting};
use segun_ledger::{Added, Ledger};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;
use stores::{Home, On, ledger as ledger_on};

const WRITER: &str = "SEGUN_TEST_WRITER";
const REPORTS: usize = 600;
const KILLS: usize = 100;

fn reading(n: usize) -> segun_report::Reading {
    let day = format!("2024-0{}-{:02}", n % 9 + 1, n % 27 + 1);
    match n % 3 {
        0 => meeting(&format!("https://m{}.example", n / 2), "La Voz", &day).0,
        1 => bombing(&format!("https://b{n}.example"), &day).0,
        _ => meeting(&format!("https://x{n}.example"), "Norte", &day).0,
    }
}

/// Adds all reports, and says of each that it is in.
fn write(place: &str) {
    let mut ledger = Ledger::create(place).unwrap();
    let mut out = std::io::stdout();
    for n in 0..REPORTS {
        let reading = reading(n);
        if ledger.known(&reading.report).unwrap().is_none() {
            let added = ledger.add(&reading, "m").unwrap();
            assert!(!matches!(added, Added::Known(_)));
        }
        writeln!(out, "added {n}").unwrap();
        out.flush().unwrap();
    }
    ledger.settle().unwrap();
    writeln!(out, "all").unwrap();
}

fn nothing_is_lost_and_nothing_doubled(on: On) {
    if let Ok(place) = std::env::var(WRITER) {
        return write(&place);
    }
    let home = Home::new(on);
    let mut kills = 0;
    let mut furthest = 0;
    let mut chance: u64 = 88_172_645_463_325_252;
    loop {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([if on == On::Folder { "folder::" } else { "server::" }, "--nocapture"])
            .env(WRITER, home.address())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // So many new reports, and then a moment (Marsaglia's xorshift decides both).
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        let stop = furthest + (chance % 7) as usize;
        let moment = Duration::from_micros(chance >> 8 & 0x7FF);
        let mut said = Vec::new();
        let mut done = false;
        for line in lines {
            done |= line == "all";
            if let Some(n) = line.strip_prefix("added ").and_then(|n| n.parse::<usize>().ok()) {
                said.push(n);
                if n >= stop && kills < KILLS {
                    std::thread::sleep(moment);
                    break;
                }
            }
        }
        if !done {
            child.kill().unwrap();
            kills += 1;
        }
        child.wait().unwrap();
        furthest = said.last().copied().unwrap_or(0).max(furthest);
        let ledger = Ledger::open(home.place()).unwrap();
        for n in said.iter().rev().take(3) {
            assert!(
                ledger.known(&reading(*n).report).unwrap().is_some(),
                "report {n} is lost after kill {kills}"
            );
        }
        if done {
            break;
        }
    }
    assert!(kills >= KILLS, "only {kills} kills");
    let ledger = Ledger::open(home.place()).unwrap();
    let checked = ledger.check(|_, _| {}).unwrap();
    assert!(checked.findings.is_empty(), "{:?}", checked.findings);
    let (_calm, mut other) = ledger_on(On::Folder);
    for n in 0..REPORTS {
        other.add(&reading(n), "m").unwrap();
    }
    other.settle().unwrap();
    assert_eq!(ledger.counts().unwrap(), other.counts().unwrap());
    let all = segun_ledger::query::Filter::default();
    assert_eq!(ledger.claims(&all).unwrap(), other.claims(&all).unwrap());
    assert_eq!(ledger.threads(&all).unwrap(), other.threads(&all).unwrap());
    assert_eq!(ledger.origins(&all, 1).unwrap(), other.origins(&all, 1).unwrap());
}

on_both! {
    nothing_is_lost_and_nothing_doubled,
}
