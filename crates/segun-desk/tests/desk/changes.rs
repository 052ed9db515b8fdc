//! Those who listen are told when the ledger has changed.

use crate::common::{API, Running, add, made};
use std::io::{BufRead, BufReader};

/// The next event's name and data.
fn event(stream: &mut impl BufRead) -> Option<(String, serde_json::Value)> {
    let (mut name, mut data, mut line) = (String::new(), None, String::new());
    loop {
        line.clear();
        if stream.read_line(&mut line).unwrap() == 0 {
            return None;
        }
        if let Some(word) = line.trim().strip_prefix("event: ") {
            name = word.to_owned();
        } else if let Some(json) = line.trim().strip_prefix("data: ") {
            data = Some(serde_json::from_str(json).unwrap());
        } else if line.trim().is_empty()
            && let Some(data) = data.take()
        {
            return Some((name, data));
        }
    }
}

/// Reads the head, so that the server is known to listen.
fn head(stream: &mut impl BufRead) -> String {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(stream.read_line(&mut head).unwrap() > 0, "no head: {head}");
    }
    head
}

#[test]
fn an_ingest_is_told_to_all_who_listen() {
    let mut desk = Running::start();
    let mut listeners: Vec<_> =
        (0..3).map(|_| BufReader::new(desk.send("GET", &format!("{API}/changes"), &[], b""))).collect();
    for listener in &mut listeners {
        let head = head(listener);
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/event-stream"), "{head}");
    }
    add(desk.folder.path(), vec![made::bombing("https://faro.example/2", "2024-05-09")]);
    for listener in &mut listeners {
        // A report and what is settled afterwards may be two changes.
        let told = std::iter::from_fn(|| event(listener)).find(|(_, data)| data["claims"] == 8);
        let (name, data) = told.expect("nothing was told");
        assert_eq!((name.as_str(), &data["reports"]), ("change", &5.into()));
        assert!(data["change"].is_string());
    }
    desk.stop();
    for listener in &mut listeners {
        while event(listener).is_some() {}
    }
}

#[test]
fn no_more_listen_than_there_are_places() {
    let desk = Running::with(crate::common::reports(), |settings| settings.limits.listeners = 1);
    let mut first = BufReader::new(desk.send("GET", &format!("{API}/changes"), &[], b""));
    assert!(head(&mut first).starts_with("HTTP/1.1 200"));
    desk.get("/changes").is_problem(503);
}
