//! The time grammar against plain-text cases, and against arbitrary text.

#[path = "cases/files.rs"]
mod cases;

use proptest::prelude::*;
use segun_language::Language;
use segun_reading::{Document, times};
use segun_report::{Report, Time};
use segun_syntax::{Analysis, Feature, Relation, Upos, Word};
use segun_tokens::Tokenizer;
use std::sync::LazyLock;

fn language(code: &str) -> Language {
    Language::by_code(code).expect("served")
}

fn read(code: &str, grammar: &times::Grammar, published: &str, text: &str) -> Vec<Time> {
    let language = language(code);
    let sentences = Tokenizer::new(language)
        .sentences(text)
        .into_iter()
        .map(|sentence| Analysis { sentence, ..Analysis::default() })
        .collect();
    let report = Report { text: text.to_owned(), published: published.parse().ok(), ..Report::default() };
    times::find(&Document { report, language, sentences }, grammar)
}

fn run_cases(code: &str, cases: &str) {
    let grammar = &times::Grammar::load(language(code));
    let mut wrong = Vec::new();
    for (i, line) in cases.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let field = |i: usize| fields.get(i).copied().unwrap_or_default();
        let text = field(1);
        let found = read(code, grammar, field(0), text);
        let shown = || {
            let all: Vec<_> = found
                .iter()
                .map(|t| {
                    let (kind, modifier) = (t.kind.as_str(), t.modifier.map_or("", |m| m.as_str()));
                    format!("{}|{kind}|{:?}|{modifier}|{:?}|{:?}", t.span.of(text), t.value, t.from, t.to)
                })
                .collect();
            all.join("; ")
        };
        let right = if field(2).is_empty() {
            found.is_empty()
        } else {
            found.iter().any(|t| {
                let value = (!field(4).is_empty()).then(|| field(4).to_owned());
                t.span.of(text) == field(2)
                    && t.kind.as_str() == field(3)
                    && t.value == value
                    && t.modifier.map_or("", |m| m.as_str()) == field(5)
                    && (fields.len() < 7 || t.from.as_deref().unwrap_or("") == field(6))
                    && (fields.len() < 8 || t.to.as_deref().unwrap_or("") == field(7))
            })
        };
        if !right {
            wrong.push(format!("line {}: {line}\n    found {}", i + 1, shown()));
        }
    }
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_cases_of_every_language() {
    for (code, cases) in cases::of("times") {
        run_cases(&code, &cases);
    }
}

#[test]
fn every_row_of_every_language_can_be_read() {
    for language in Language::all() {
        let grammar = times::Grammar::load(language);
        assert!(grammar.problems().is_empty(), "{}: {:#?}", language.code(), grammar.problems());
    }
}

#[test]
fn tags_decide_which_monday_is_meant() {
    let grammar = times::Grammar::load(language("es"));
    // A verb that no list and no ending knows.
    let text = "El juez zxq el lunes.";
    for (tense, value) in [("Past", "2023-09-04"), ("Fut", "2023-09-11")] {
        let language = language("es");
        let mut sentences = Tokenizer::new(language).sentences(text);
        for word in &mut sentences[0].words {
            word.upos = Upos::Noun;
            if word.form == "zxq" {
                word.upos = Upos::Verb;
                word.features.set(Feature::Tense, tense);
            }
        }
        let sentences =
            sentences.into_iter().map(|sentence| Analysis { sentence, ..Analysis::default() }).collect();
        let published = "2023-09-05".parse().ok();
        let report = Report { text: text.to_owned(), published, ..Report::default() };
        let found = times::find(&Document { report, language, sentences }, &grammar);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].value.as_deref(), Some(value));
        assert!(found[0].why[0].by.starts_with("es/times.tsv:"));
    }
}

#[test]
fn what_was_agreed_on_lies_ahead() {
    let english = language("en");
    let grammar = times::Grammar::load(english);
    for (verb, value) in [("agreed", "2023-09-11"), ("failed", "2023-09-04")] {
        let text = format!("Both {verb} to meet on Monday.");
        let mut sentences = Tokenizer::new(english).sentences(&text);
        for word in &mut sentences[0].words {
            word.upos = Upos::Noun;
            if word.form == verb {
                word.upos = Upos::Verb;
                word.features.set(Feature::Tense, "Past");
            } else if word.form == "meet" {
                word.upos = Upos::Verb;
                word.features.set(Feature::VerbForm, "Inf");
            }
        }
        let sentences =
            sentences.into_iter().map(|sentence| Analysis { sentence, ..Analysis::default() }).collect();
        let report = Report { text, published: "2023-09-05".parse().ok(), ..Report::default() };
        let found = times::find(&Document { report, language: english, sentences }, &grammar);
        assert_eq!(found[0].value.as_deref(), Some(value), "{verb}");
    }
}

#[test]
fn the_verb_that_a_day_hangs_on_counts_not_the_nearest() {
    let english = language("en");
    let grammar = times::Grammar::load(english);
    let text = "The members would vote on Monday and warned of delays.";
    for (on, value) in [("vote", "2023-09-11"), ("warned", "2023-09-04")] {
        let mut sentences = Tokenizer::new(english).sentences(text);
        let words = &mut sentences[0].words;
        let at = |words: &[Word], form: &str| words.iter().position(|w| w.form == form);
        let (above, vote) = (at(words, on), at(words, "vote"));
        for word in words.iter_mut() {
            (word.upos, word.head) = (Upos::Noun, None);
            match word.form.as_str() {
                "would" => {
                    (word.upos, word.head, word.relation) = (Upos::Aux, vote, Relation::intern("aux"));
                }
                "vote" => word.upos = Upos::Verb,
                "warned" => {
                    word.upos = Upos::Verb;
                    word.features.set(Feature::Tense, "Past");
                }
                "Monday" => word.head = above,
                _ => {}
            }
        }
        let monday = at(words, "Monday");
        words.iter_mut().filter(|w| w.form == "on").for_each(|w| w.head = monday);
        let sentences =
            sentences.into_iter().map(|sentence| Analysis { sentence, ..Analysis::default() }).collect();
        let published = "2023-09-05".parse().ok();
        let report = Report { text: text.to_owned(), published, ..Report::default() };
        let found = times::find(&Document { report, language: english, sentences }, &grammar);
        assert_eq!(found[0].value.as_deref(), Some(value), "{on}");
    }
}

static GRAMMARS: LazyLock<Vec<(&str, times::Grammar)>> =
    LazyLock::new(|| Language::all().into_iter().map(|l| (l.code(), times::Grammar::load(l))).collect());

fn check(code: &str, grammar: &times::Grammar, text: &str) {
    let found = read(code, grammar, "2023-09-05", text);
    let mut end = 0;
    for time in &found {
        assert!(text.is_char_boundary(time.span.start) && text.is_char_boundary(time.span.end));
        assert!(time.span.start >= end && time.span.end > time.span.start);
        end = time.span.end;
    }
}

proptest! {
    #[test]
    fn arbitrary_text_is_read(text in any::<String>()) {
        for (code, grammar) in GRAMMARS.iter() {
            check(code, grammar, &text);
        }
    }

    #[test]
    fn arbitrary_mixtures_of_time_words_are_read(
        words in proptest::collection::vec(
            prop_oneof![
                Just("hace"), Just("el"), Just("lunes"), Just("99999999"), Just("años"), Just("de"), Just("mayo"),
                Just("31"), Just("febrero"), Just("the"), Just("last"), Just("two"), Just("thousand"),
                Just("centuries"), Just("ago"), Just("Feb."), Just("30"), Just("0000"), Just("9999"),
                Just("siglo"), Just("XXI"), Just("in"), Just("há"), Just("segunda-feira"), Just("("), Just(")"), Just("dentro"), Just("24:60"), Just("🙂"), Just("é")
            ],
            0..24,
        )
    ) {
        let text = words.join(" ");
        for (code, grammar) in GRAMMARS.iter() {
            check(code, grammar, &text);
        }
    }
}
