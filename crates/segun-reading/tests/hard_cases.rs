//! Hard cases, one file a phenomenon and language under `cases/hard/LANGUAGE/PHENOMENON.txt`.
//!
//! A line `> ` begins a case, with `published DATE | ` in front where time matters; the lines under it are facts
//! that must hold, and nothing else is asked: `event TRIGGER | key=value …`, `none WORD`,
//! `said CUE | key=value …`, `nosaid WORD`, `name NAME | type= country=`, `time SPAN | value= from= to=`.
//! Not all of them are read rightly yet: `cases/hard/floors.tsv` holds the share of each file that must be, and is
//! raised when more are. `HARD=1 cargo test --test hard_cases -- --nocapture` shows what is wrong.

#![allow(clippy::print_stderr)] // what went wrong is worth reading

use segun_reading::{Options, Reader};
use segun_report::{Attribution, Event, Reading, Report, Span};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

static MODEL: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/segun-base.safetensors"));

/// One text with the facts that must hold.
struct Case {
    line: usize,
    published: Option<String>,
    text: String,
    facts: Vec<String>,
}

fn cases(file: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (i, line) in file.lines().enumerate() {
        if let Some(rest) = line.strip_prefix("> ") {
            let dated = rest.strip_prefix("published ").and_then(|r| r.split_once(" | "));
            let (published, text) = dated.map_or((None, rest), |(date, text)| (Some(date.to_owned()), text));
            cases.push(Case { line: i + 1, published, text: text.replace("\\n", "\n"), facts: Vec::new() });
        } else if !line.trim().is_empty() && !line.starts_with('#') {
            cases.last_mut().expect("a case before any fact").facts.push(line.to_owned());
        }
    }
    cases
}

/// Where `word` stands in `text`; `word @2` is its second occurrence.
fn place(text: &str, word: &str) -> Span {
    let (word, number) = match word.rsplit_once(" @") {
        Some((word, n)) => (word, n.parse().unwrap_or(1)),
        None => (word, 1),
    };
    let (start, _) =
        text.match_indices(word).nth(number - 1).unwrap_or_else(|| panic!("'{word}' in: {text}"));
    Span::new(start, start + word.len())
}

/// A reading with what the facts ask of it.
struct Checked<'a> {
    reading: &'a Reading,
    text: &'a str,
}

impl Checked<'_> {
    /// What is wrong with `fact`, if anything.
    fn wrong(&self, fact: &str) -> Option<String> {
        let mut parts = fact.split(" | ");
        let (kind, what) = parts.next().and_then(|head| head.split_once(' ')).unwrap_or_default();
        let at = place(self.text, what);
        let keys = parts.filter_map(|p| p.trim().split_once('='));
        let event = self.reading.events.iter().find(|e| e.kind.is_some() && e.trigger.overlaps(at));
        let said = self.reading.attributions.iter().find(|a| a.cue.is_some_and(|cue| cue.overlaps(at)));
        let found: Option<BTreeMap<&str, String>> = match kind {
            "none" => return event.map(|e| format!("an event {}", e.trigger.of(self.text))),
            "nosaid" => return said.map(|_| "an attribution".to_owned()),
            "event" => event.map(|e| self.of_event(e)),
            "said" => said.map(|s| self.of_said(s)),
            "name" => self.of_name(at),
            "time" => self.of_time(at),
            other => panic!("unknown fact {other}"),
        };
        let Some(found) = found else { return Some("nothing".to_owned()) };
        let mut wrong = Vec::new();
        for (key, wanted) in keys {
            let ours = found.get(key).map_or("", String::as_str);
            let same = match key {
                "actor" | "recipient" | "place" => set(wanted) == set(ours),
                "holder" => wanted == ours || found.get("holder cue").is_some_and(|cue| cue == wanted),
                _ => wanted.trim_end_matches(" @2") == ours,
            };
            if !same {
                wrong.push(format!("{key}={ours}"));
            }
        }
        (!wrong.is_empty()).then(|| wrong.join(" | "))
    }

    fn of_event(&self, event: &Event) -> BTreeMap<&'static str, String> {
        let holder =
            event.source.as_ref().and_then(|id| self.reading.attributions.iter().find(|a| a.id == *id));
        let names = |ids: &[String]| {
            let chosen = self.reading.entities.iter().filter(|e| ids.contains(&e.id));
            let forms = chosen.map(|e| {
                let mut forms: Vec<&str> = e.mentions.iter().map(|m| m.span.of(self.text)).collect();
                forms.sort_by_key(|f| std::cmp::Reverse(f.len()));
                forms.first().copied().unwrap_or_default().to_owned()
            });
            let forms: Vec<String> = forms.collect();
            if forms.is_empty() { "-".to_owned() } else { forms.join(" ; ") }
        };
        let of = |span: Option<Span>| span.map_or_else(String::new, |s| s.of(self.text).to_owned());
        BTreeMap::from([
            ("type", event.kind.map_or_else(String::new, |k| k.as_str().to_owned())),
            ("certainty", event.certainty.as_str().to_owned()),
            ("polarity", event.polarity.as_str().to_owned()),
            ("when", event.when.as_str().to_owned()),
            ("actor", names(&event.actor)),
            ("recipient", names(&event.recipient)),
            ("place", names(&event.place)),
            ("holder", holder.map_or("author".to_owned(), |h| of(h.source.or(h.cue)))),
            ("holder cue", holder.map_or_else(String::new, |h| of(h.cue))),
        ])
    }

    fn of_said(&self, said: &Attribution) -> BTreeMap<&'static str, String> {
        let of = |span: Option<Span>| span.map_or("-".to_owned(), |s| s.of(self.text).to_owned());
        let within =
            said.within.as_ref().and_then(|id| self.reading.attributions.iter().find(|a| a.id == *id));
        let content: Vec<&str> = said.content.iter().map(|part| part.of(self.text)).collect();
        BTreeMap::from([
            ("source", of(said.source)),
            ("content", content.join(" ; ")),
            ("stance", said.stance.as_str().to_owned()),
            ("kind", said.source_kind.as_str().to_owned()),
            ("mode", said.mode.as_str().to_owned()),
            ("within", within.map_or_else(String::new, |w| of(w.cue))),
        ])
    }

    fn of_name(&self, at: Span) -> Option<BTreeMap<&'static str, String>> {
        let entity = self.reading.entities.iter().find(|e| e.mentions.iter().any(|m| m.span == at))?;
        Some(BTreeMap::from([
            ("type", entity.kind.as_str().to_owned()),
            ("country", entity.country.clone().unwrap_or_default()),
        ]))
    }

    fn of_time(&self, at: Span) -> Option<BTreeMap<&'static str, String>> {
        let time = self.reading.times.iter().find(|t| t.span.overlaps(at))?;
        let day =
            |t: &Option<String>| t.as_deref().unwrap_or_default().get(..10).unwrap_or_default().to_owned();
        Some(BTreeMap::from([
            ("value", time.value.clone().unwrap_or_default()),
            ("from", day(&time.from)),
            ("to", day(&time.to)),
        ]))
    }
}

fn set(names: &str) -> Vec<String> {
    let mut all: Vec<String> =
        names.split(" ; ").map(|n| n.trim().to_lowercase()).filter(|n| !n.is_empty() && n != "-").collect();
    all.sort();
    all
}

#[test]
fn enough_hard_cases_are_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/hard");
    let reader = Reader::from_model(MODEL).expect("the model that comes with the program");
    let show = std::env::var_os("HARD").is_some();
    let mut short = Vec::new();
    let mut table = String::new();
    let floors = fs::read_to_string(folder.join("floors.tsv")).expect("the floors");
    for row in floors.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        let mut fields = row.split('\t');
        let mut field = || fields.next().unwrap_or_default();
        let (language, phenomenon, floor) = (field(), field(), field().parse::<f64>().expect("a share"));
        let path = folder.join(language).join(format!("{phenomenon}.txt"));
        let cases = cases(&fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())));
        assert!(cases.len() >= 40, "{language} {phenomenon}: only {} cases", cases.len());
        let mut right = 0;
        for case in &cases {
            assert!(!case.facts.is_empty(), "{}:{} has no fact", path.display(), case.line);
            let report = Report {
                language: Some(language.to_owned()),
                published: case.published.as_ref().and_then(|p| p.parse().ok()),
                text: case.text.clone(),
                ..Report::default()
            };
            let reading = reader.read(report, Options::default()).expect("a served language");
            let checked = Checked { reading: &reading, text: &case.text };
            let wrong: Vec<String> = case
                .facts
                .iter()
                .filter_map(|fact| checked.wrong(fact).map(|ours| format!("  {fact}\n    ours: {ours}")))
                .collect();
            if wrong.is_empty() {
                right += 1;
            } else if show {
                eprintln!("{language} {phenomenon}:{} {}\n{}", case.line, case.text, wrong.join("\n"));
            }
        }
        let share = f64::from(right) / cases.len() as f64;
        table += &format!("{language}\t{phenomenon}\t{share:.2}\t({right} of {})\n", cases.len());
        if share < floor {
            short.push(format!("{language} {phenomenon}: {share:.2}, {floor} wanted"));
        }
    }
    eprintln!("{table}");
    assert!(short.is_empty(), "{}", short.join("\n"));
}
