//! Time expressions and their TIMEX3 values.
//!
//! 1. [`atoms`] cuts each sentence into letters, digits and signs,
//! 2. [`matching`] finds, from left to right, the longest phrase that a row of the
//!    language's `times.tsv` matches ([`pattern`] tells how such a row is written),
//! 3. [`evaluate`] turns what the row says that it means ([`meaning`]) into a value and an
//!    interval: against the day of publication, the date last mentioned, and the tense of
//!    the clause ([`tense`]); [`calendar`] does the counting.
//!
//! All words and phrases stand in the language's files; a phrase is added there.

mod atoms;
mod calendar;
mod evaluate;
mod matching;
mod meaning;
mod pattern;
mod tense;

use crate::Document;
use calendar::{Grain, Period};
use evaluate::Context;
use matching::{Matcher, Node};
use segun_language::Language;
use segun_report::{Span, Time, TimeType, Why};
use std::cell::Cell;
use tense::{Direction, Place, Tenses};

/// The time grammar of one language.
#[derive(Debug)]
pub struct Grammar {
    code: &'static str,
    rules: pattern::Rules,
    tenses: Tenses,
}

impl Grammar {
    /// Reads the language's time files.
    ///
    /// A row that cannot be read is left out; [`Grammar::problems`] names it.
    pub fn load(language: Language) -> Self {
        Self { code: language.code(), rules: pattern::load(language), tenses: Tenses::load(language) }
    }

    /// What is wrong in the language's time files; empty for files that are right.
    pub fn problems(&self) -> &[String] {
        &self.rules.problems
    }
}

/// What has been mentioned so far.
#[derive(Default)]
struct Mentioned {
    last: Option<Period>,
    /// The day last mentioned, and the number of the sentence.
    day: Option<(Period, usize)>,
}

/// Finds the time expressions of `document`, in text order.
pub fn find(document: &Document, grammar: &Grammar) -> Vec<Time> {
    let mut times = Vec::new();
    let mut mentioned = Mentioned::default();
    if document.sentences.is_empty() {
        let whole = Span::new(0, document.text().len());
        in_sentence(document, grammar, None, whole, &mut mentioned, &mut times);
    }
    for (i, analysis) in document.sentences.iter().enumerate() {
        in_sentence(document, grammar, Some(i), analysis.sentence.span, &mut mentioned, &mut times);
    }
    times
}

fn in_sentence(
    document: &Document,
    grammar: &Grammar,
    sentence: Option<usize>,
    span: Span,
    mentioned: &mut Mentioned,
    times: &mut Vec<Time>,
) {
    let text = document.text();
    let number = sentence.unwrap_or(0);
    let atoms = atoms::split(text, span, &grammar.rules.words);
    let matcher = Matcher::new(&grammar.rules, &atoms, text);
    let place = Place { document, sentence, atoms: &atoms };
    let mut at = 0;
    while at < atoms.len() {
        let Some((end, node)) = matcher.longest(at) else {
            at += 1;
            continue;
        };
        let direction = || grammar.tenses.around(&place, at, end);
        let context = Context {
            rules: &grammar.rules,
            published: document.report.published,
            last: mentioned.last,
            last_day: mentioned.day.filter(|(_, s)| number <= s + 1).map(|(day, _)| day.start),
            direction: &direction,
            by_tense: Cell::new(false),
        };
        if let Some(meant) = context.time(&node) {
            if let Some(period) = meant.period {
                if meant.kind == TimeType::Date && !meant.aside {
                    mentioned.last = Some(period);
                }
                if period.grain == Grain::Day {
                    mentioned.day = Some((period, number));
                }
            }
            let mut why = vec![Why::rule("value", named(grammar, &node))];
            if context.by_tense.get() {
                let tense = if direction() == Direction::Future { "future" } else { "past" };
                why.push(Why::rule("value", format!("tense:{tense}")));
            }
            times.push(Time {
                id: format!("t{}", times.len() + 1),
                span: Span::new(atoms[at].span.start, atoms[end - 1].span.end),
                kind: meant.kind,
                value: meant.value,
                modifier: meant.modifier,
                from: meant.from,
                to: meant.to,
                why,
            });
        }
        at = end;
    }
}

/// The rows that matched, as `es/times.tsv:12,40`.
fn named(grammar: &Grammar, node: &Node) -> String {
    fn lines(rules: &pattern::Rules, node: &Node, all: &mut Vec<usize>) {
        if let Node::Rule { rule, captures } = node {
            let line = rules.all[*rule].line;
            if !all.contains(&line) {
                all.push(line);
            }
            captures.all().into_iter().for_each(|node| lines(rules, node, all));
        }
    }
    let mut all = Vec::new();
    lines(&grammar.rules, node, &mut all);
    let all: Vec<_> = all.iter().map(usize::to_string).collect();
    format!("{}/{}:{}", grammar.code, pattern::FILE, all.join(","))
}
