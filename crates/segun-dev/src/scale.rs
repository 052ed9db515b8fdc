//! Fills a ledger with generated reports, and measures what each costs and how fast it answers.
//!
//! The reports are made of a vocabulary and of parties whose frequencies fall as in language (Zipf 1949), over three
//! years, a quarter of them reprints of an earlier one with words changed and sentences cut. They are no language;
//! what they have in common with news is the shape that a ledger's cost depends on: how many claims a report has, how
//! often the same parties, words and texts come again.

use crate::clock::Clock;
use crate::random::Random;
use anyhow::Context;
use segun::ledger::query::{After, Filter, NamesOf, Role};
use segun::ledger::{Ledger, LedgerError};
use segun::{
    Attribution, Certainty, Entity, EntityIds, EntityType, Event, EventType, Mention, MentionKind, Mode,
    Polarity, Reading, Report, SourceKind, Span, Stance, When,
};
use std::path::PathBuf;

/// Options of `segun-dev scale`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder or address of the ledger to fill; it goes on where it ended
    #[arg(long)]
    ledger: PathBuf,
    /// Claims at which to stop and ask, rising
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
    claims: Vec<u64>,
    /// Questions of each kind
    #[arg(long, default_value_t = 40)]
    questions: usize,
    /// Only questions with these characters in their name
    #[arg(long, default_value = "")]
    only: String,
}

pub(crate) const COUNTRIES: usize = 190;
pub(crate) const PEOPLE: usize = 20_000;
const TOWNS: usize = 5_000;
pub(crate) const WORDS: usize = 40_000;
pub(crate) const OUTLETS: usize = 300;
const FIRST_DAY: i32 = 19_000;
const DAYS: i32 = 1_095;

/// A pronounceable word for a number.
pub(crate) fn word(mut n: usize, capital: bool) -> String {
    let (consonants, vowels) = (b"bcdfglmnprstv", b"aeiou");
    let mut out = String::new();
    loop {
        out.push(char::from(consonants[n % consonants.len()]));
        n /= consonants.len();
        out.push(char::from(vowels[n % vowels.len()]));
        n /= vowels.len();
        if n == 0 {
            break;
        }
    }
    if capital { out[..1].to_ascii_uppercase() + &out[1..] } else { out + "s" }
}

pub(crate) fn country(n: usize) -> String {
    let letter = |k: usize| char::from(b'A' + (k % 26) as u8);
    [letter(n / 26), letter(n), 'X'].iter().collect()
}

/// The parties of one topic that many reports are about.
struct Topic {
    people: [usize; 3],
    countries: [usize; 2],
    town: usize,
    words: [usize; 6],
    day: i32,
}

fn topic(n: u64) -> Topic {
    let mut chance = Random::of_number(n.wrapping_mul(0x51_7C_C1_B7_27_22_0A_95));
    Topic {
        people: [chance.zipf(PEOPLE), chance.zipf(PEOPLE), chance.zipf(PEOPLE)],
        countries: [chance.zipf(COUNTRIES), chance.zipf(COUNTRIES)],
        town: chance.zipf(TOWNS),
        words: std::array::from_fn(|_| 500 + chance.below(WORDS - 500)),
        day: FIRST_DAY + chance.below(DAYS as usize) as i32,
    }
}

/// Report number `n` with what was "read" in it.
pub(crate) fn reading(n: u64) -> Reading {
    let mut chance = Random::of_number(n);
    // A quarter is an earlier report of the last hundred, changed.
    let reprinted = n > 100 && chance.unit() < 0.25;
    let body = if reprinted { n - 1 - chance.below(100) as u64 } else { n };
    let mut written = Writer::default();
    let mut made = Random::of_number(body ^ 0xABCD);
    let about = topic(body / 12 + made.below(40) as u64);
    let sentences = 5 + made.below(10);
    for _ in 0..sentences {
        let leave = reprinted && chance.unit() < 0.25;
        let begin = written.text.len();
        written.sentence(&mut made, &about);
        if leave && begin > 0 {
            written.take_back(begin);
        } else if reprinted && chance.unit() < 0.3 {
            written.text.push_str(&word(chance.zipf(WORDS), false));
            written.text.push_str(". ");
        }
    }
    let day = about.day + made.below(9) as i32;
    let mut reading = written.reading;
    reading.report = Report {
        id: n.to_string(),
        language: Some(if made.unit() < 0.6 { "es" } else { "en" }.into()),
        published: format!("{}", segun::claims::Day(day).date()).parse().ok(),
        title: Some(format!("{} {} {}", word(about.people[0], true), word(about.words[0], false), n % 97)),
        url: Some(format!("https://outlet{}.example/{n}", n % OUTLETS as u64)),
        publisher: Some(word(chance.zipf(OUTLETS), true)),
        authors: Vec::new(),
        text: written.text,
    };
    reading
}

#[derive(Default)]
struct Writer {
    text: String,
    reading: Reading,
}

impl Writer {
    fn say(&mut self, word: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(word);
        self.text.push(' ');
        Span::new(start, start + word.len())
    }

    fn filler(&mut self, chance: &mut Random, topic: &Topic, words: usize) {
        for _ in 0..words {
            let n = if chance.unit() < 0.2 { chance.one(&topic.words) } else { chance.zipf(WORDS) };
            self.say(&word(n, false));
        }
    }

    fn entity(&mut self, kind: EntityType, n: usize, name: String, home: Option<usize>) -> String {
        let span = self.say(&name);
        if let Some(known) = self.reading.entities.iter_mut().find(|e| e.name == name && e.kind == kind) {
            known.mentions.push(Mention { span, kind: MentionKind::Name });
            return known.id.clone();
        }
        let id = format!("e{}", self.reading.entities.len() + 1);
        let iso3 = (kind == EntityType::Location && home == Some(n)).then(|| country(n));
        self.reading.entities.push(Entity {
            id: id.clone(),
            kind,
            name,
            ids: EntityIds { iso3, ..EntityIds::default() },
            country: home.map(country),
            sector: None,
            role: None,
            office: None,
            lat: None,
            lon: None,
            mentions: vec![Mention { span, kind: MentionKind::Name }],
            confidence: 1.0,
            place_confidence: None,
            why: Vec::new(),
        });
        id
    }

    fn person(&mut self, n: usize) -> String {
        let name = format!("{} {}", word(n % 977, true), word(n + 1000, true));
        self.entity(EntityType::Person, n, name, Some(n % COUNTRIES))
    }

    fn country(&mut self, n: usize) -> String {
        self.entity(EntityType::Location, n, word(n + 50_000, true), Some(n))
    }

    /// One sentence: perhaps somebody who says so, and most often an event.
    fn sentence(&mut self, chance: &mut Random, topic: &Topic) {
        let begin = self.text.len();
        let mut source = None;
        if chance.unit() < 0.6 {
            let (id, span) = (self.person(chance.one(&topic.people)), Span::new(begin, self.text.len() - 1));
            let cue = self.say("dice");
            source = Some((id, span, cue));
        }
        let content = self.text.len();
        self.filler(chance, topic, 4);
        let actor = self.person(chance.one(&topic.people));
        let trigger = self.say(&word(chance.zipf(400), false));
        let recipient = self.country(chance.one(&topic.countries));
        let town = word(topic.town + 70_000, true);
        let place = self.entity(EntityType::Location, topic.town, town, None);
        let words = 8 + chance.below(14);
        self.filler(chance, topic, words);
        self.text.truncate(self.text.trim_end().len());
        let end = self.text.len();
        self.text.push_str(". ");
        let attribution = source.map(|(entity, source, cue)| {
            let id = format!("a{}", self.reading.attributions.len() + 1);
            self.reading.attributions.push(Attribution {
                id: id.clone(),
                source: Some(source),
                source_kind: SourceKind::Named,
                source_entity: Some(entity),
                affiliation: None,
                cue: Some(cue),
                content: vec![Span::new(content, end)],
                mode: if chance.unit() < 0.2 { Mode::Direct } else { Mode::Indirect },
                stance: chance.one(&[Stance::Assert, Stance::Assert, Stance::Deny, Stance::Estimate]),
                within: None,
                said_at: None,
                confidence: 0.9,
                why: Vec::new(),
            });
            id
        });
        if chance.unit() < 0.75 {
            let id = format!("v{}", self.reading.events.len() + 1);
            self.reading.events.push(Event {
                same_as: id.clone(),
                id,
                trigger,
                kind: Some(EventType::ALL[chance.zipf(EventType::ALL.len())]),
                mode: None,
                cameo: None,
                actor: vec![actor],
                recipient: vec![recipient],
                place: vec![place],
                time: None,
                from: None,
                to: None,
                certainty: chance.one(&[
                    Certainty::Certain,
                    Certainty::Certain,
                    Certainty::Possible,
                    Certainty::Uncommitted,
                ]),
                polarity: if chance.unit() < 0.08 { Polarity::Negative } else { Polarity::Positive },
                when: chance.one(&[When::Past, When::Past, When::Present, When::Future]),
                source: attribution,
                confidence: 0.8,
                certainty_confidence: 1.0,
                why: Vec::new(),
            });
        }
    }

    /// Takes back the sentence that began at `begin`.
    fn take_back(&mut self, begin: usize) {
        self.text.truncate(begin);
        self.reading.events.retain(|e| e.trigger.start < begin);
        self.reading.attributions.retain(|a| a.content[0].start < begin);
        for entity in &mut self.reading.entities {
            entity.mentions.retain(|m| m.span.start < begin);
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut ledger = Ledger::create(&arguments.ledger)?;
    let (mut reports, mut claims) = ledger.counts()?;
    println!(
        "| claims | reports | ingest, ms a report | on the processor | file, MB | memory, MB \
         | question | median ms | p95 ms | p95 ms on the processor |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for &goal in &arguments.claims {
        let first = reports;
        let (mut wall, mut processor) = (0.0, 0.0);
        // Without what it takes to make the reports up.
        let mut timed = |work: &mut dyn FnMut() -> anyhow::Result<()>| {
            let clock = Clock::start();
            work()?;
            let (more_wall, more_processor) = clock.milliseconds();
            (wall, processor) = (wall + more_wall, processor + more_processor);
            anyhow::Ok(())
        };
        while claims < goal {
            let reading = reading(reports);
            claims += reading.events.len() as u64;
            timed(&mut || {
                ledger.add(&reading, "generated").with_context(|| format!("report {reports}"))?;
                if (reports + 1) % 500 == 0 {
                    ledger.settle()?;
                }
                Ok(())
            })?;
            reports += 1;
        }
        timed(&mut || Ok(ledger.settle()?))?;
        let each = |milliseconds: f64| milliseconds / (reports - first).max(1) as f64;
        let size = match ledger.place().folder() {
            Some(folder) => (std::fs::metadata(folder.join("ledger.sqlite"))?.len() >> 20).to_string(),
            None => String::new(),
        };
        for (question, times) in ask(&ledger, arguments)? {
            let (mut by_wall, mut on_processor): (Vec<f64>, Vec<f64>) = times.into_iter().unzip();
            by_wall.sort_by(f64::total_cmp);
            on_processor.sort_by(f64::total_cmp);
            println!(
                "| {claims} | {reports} | {:.2} | {:.2} | {size} | {} | {question} | {:.1} | {:.1} | {:.1} |",
                each(wall),
                each(processor),
                memory_mb(),
                quantile(&by_wall, 0.5),
                quantile(&by_wall, 0.95),
                quantile(&on_processor, 0.95)
            );
        }
    }
    Ok(())
}

/// An answer; a rare name may not have come up in a small ledger.
fn known<T>(answer: segun::ledger::Result<T>) -> anyhow::Result<()> {
    match answer {
        Ok(_) | Err(LedgerError::Unknown(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Milliseconds of questions of one kind, by the wall and on the processor.
type Times = Vec<(f64, f64)>;

/// Every kind of listing, each asked for different things.
fn ask(ledger: &Ledger, arguments: &Arguments) -> anyhow::Result<Vec<(&'static str, Times)>> {
    type Question<'a> = (&'static str, Box<dyn Fn(&mut Random) -> anyhow::Result<()> + 'a>);
    let limit = 50;
    let person = |chance: &mut Random| {
        let n = chance.zipf(PEOPLE);
        format!("{} {}", word(n % 977, true), word(n + 1000, true))
    };
    let listed = |filter: Filter| known(ledger.claims(&Filter { limit, ..filter }));
    let threads = |filter: Filter| known(ledger.threads(&Filter { limit, ..filter }));
    let threads_in_all = usize::try_from(ledger.overview()?.threads)?;
    let kind = |chance: &mut Random| Some(EventType::ALL[chance.below(16)]);
    let all: Vec<Question<'_>> = vec![
        ("claims, newest", Box::new(|_| listed(Filter::default()))),
        (
            "claims by actor",
            Box::new(|c| {
                listed(Filter { parties: vec![(Some(Role::Actor), person(c))], ..Filter::default() })
            }),
        ),
        (
            "claims by actor, type, certainty",
            Box::new(|c| {
                let parties = vec![(Some(Role::Actor), person(c))];
                listed(Filter {
                    parties,
                    kind: kind(c),
                    certainty: Some(Certainty::Possible),
                    ..Filter::default()
                })
            }),
        ),
        (
            "claims by country and type",
            Box::new(|c| {
                listed(Filter {
                    country: Some(country(c.zipf(COUNTRIES))),
                    kind: kind(c),
                    ..Filter::default()
                })
            }),
        ),
        (
            "claims by country, denied, future",
            Box::new(|c| {
                listed(Filter {
                    country: Some(country(c.zipf(COUNTRIES))),
                    polarity: Some(Polarity::Negative),
                    when: Some(When::Future),
                    ..Filter::default()
                })
            }),
        ),
        ("claims by holder", Box::new(|c| listed(Filter { holder: Some(person(c)), ..Filter::default() }))),
        (
            "claims by outlet",
            Box::new(|c| listed(Filter { outlet: Some(word(c.zipf(OUTLETS), true)), ..Filter::default() })),
        ),
        (
            "claims by type, language",
            Box::new(|c| listed(Filter { kind: kind(c), language: Some("en".into()), ..Filter::default() })),
        ),
        (
            "claims by words",
            Box::new(|c| listed(Filter { text: Some(word(c.zipf(WORDS), false)), ..Filter::default() })),
        ),
        ("threads, newest", Box::new(|_| threads(Filter::default()))),
        (
            "threads by party",
            Box::new(|c| threads(Filter { parties: vec![(None, person(c))], ..Filter::default() })),
        ),
        (
            "threads by status and origins",
            Box::new(|_| {
                threads(Filter { status: Some(segun::Status::Denied), origins: Some(2), ..Filter::default() })
            }),
        ),
        (
            "origins",
            Box::new(|_| {
                ledger.origins(&Filter { limit, ..Filter::default() }, 2)?;
                Ok(())
            }),
        ),
        (
            "sources",
            Box::new(|_| {
                ledger.sources(None, limit)?;
                Ok(())
            }),
        ),
        (
            "outlets",
            Box::new(|_| {
                ledger.outlets(limit)?;
                Ok(())
            }),
        ),
        (
            "stories",
            Box::new(|_| {
                ledger.stories(&Filter { limit, ..Filter::default() }, 2)?;
                Ok(())
            }),
        ),
        (
            "claims, a late page",
            Box::new(|c| {
                let after = Some(After { by: i64::from(FIRST_DAY) + c.below(DAYS as usize) as i64, id: 1 });
                known(ledger.page_of_claims(&Filter { after, limit, ..Filter::default() }))
            }),
        ),
        (
            "claims by country, a late page",
            Box::new(|c| {
                let after = Some(After { by: i64::from(FIRST_DAY) + c.below(DAYS as usize) as i64, id: 1 });
                let country = Some(country(c.zipf(COUNTRIES)));
                known(ledger.page_of_claims(&Filter { after, country, limit, ..Filter::default() }))
            }),
        ),
        (
            "a page of claims that hardly any are",
            Box::new(|c| {
                let filter = Filter {
                    language: Some("es".into()),
                    status: Some(segun::Status::Postponed),
                    origins: Some(40),
                    certainty: Some(Certainty::Possible),
                    country: Some(country(c.zipf(COUNTRIES))),
                    limit,
                    ..Filter::default()
                };
                known(ledger.page_of_claims(&filter))
            }),
        ),
        (
            "threads by country, second page",
            Box::new(|c| {
                let filter = Filter { country: Some(country(c.zipf(COUNTRIES))), limit, ..Filter::default() };
                let first = ledger.page_of_threads(&filter)?;
                ledger.page_of_threads(&Filter { after: first.next, ..filter })?;
                Ok(())
            }),
        ),
        (
            "reports by outlet",
            Box::new(|c| {
                let outlet = Some(word(c.zipf(OUTLETS), true));
                known(ledger.reports(&Filter { outlet, limit, ..Filter::default() }))
            }),
        ),
        (
            "reports by words",
            Box::new(|c| {
                let text = Some(word(c.zipf(WORDS), false));
                known(ledger.reports(&Filter { text, limit, ..Filter::default() }))
            }),
        ),
        ("overview", Box::new(|_| known(ledger.overview()))),
        ("change", Box::new(|_| known(ledger.change()))),
        ("what is new", Box::new(|_| known(ledger.changed(None, &Filter::default(), 60)))),
        (
            "what is new of a month, by country",
            Box::new(|c| {
                let since = segun::claims::Day(FIRST_DAY + DAYS - 30);
                let filter = Filter { country: Some(country(c.zipf(COUNTRIES))), ..Filter::default() };
                known(ledger.changed(Some(since), &filter, 60))
            }),
        ),
        (
            "days of 50 threads",
            Box::new(|_| {
                let threads = ledger.threads(&Filter { limit, ..Filter::default() })?;
                let ids: Vec<i64> = threads.iter().map(|thread| thread.id).collect();
                known(ledger.days_of(&ids, segun::claims::Day(FIRST_DAY + DAYS), 14))
            }),
        ),
        (
            "a thread with its origins and places",
            Box::new(|c| {
                let id = 1 + c.below(threads_in_all.max(1)) as i64;
                let Ok(_) = ledger.thread(id) else { return Ok(()) };
                ledger.steps(id)?;
                ledger.thread_days(id)?;
                ledger.thread_places(id)?;
                known(ledger.thread_origins(id))
            }),
        ),
        (
            "names",
            Box::new(|c| {
                let name = person(c);
                known(ledger.names(&name[..1 + c.below(4)], NamesOf::Party, 8))
            }),
        ),
        ("network", Box::new(|_| known(ledger.network(&Filter::default(), 60)))),
        (
            "network of a country",
            Box::new(|c| {
                let country = Some(country(c.zipf(COUNTRIES)));
                known(ledger.network(&Filter { country, ..Filter::default() }, 60))
            }),
        ),
        (
            "network by status and origins",
            Box::new(|_| {
                let status = Some(segun::Status::Denied);
                known(ledger.network(&Filter { status, origins: Some(2), ..Filter::default() }, 60))
            }),
        ),
        ("map", Box::new(|_| known(ledger.map(&Filter::default())))),
        ("map by type", Box::new(|c| known(ledger.map(&Filter { kind: kind(c), ..Filter::default() })))),
        (
            "search",
            Box::new(|c| {
                let words = format!("{} {}", word(c.zipf(WORDS), false), word(c.zipf(WORDS), false));
                ledger.search(&words, &Filter { limit, ..Filter::default() })?;
                Ok(())
            }),
        ),
    ];
    let mut chance = Random::of_number(7);
    let mut measured = Vec::new();
    for (name, question) in all.into_iter().filter(|(name, _)| name.contains(&arguments.only)) {
        let mut times = Times::with_capacity(arguments.questions);
        for _ in 0..arguments.questions {
            let clock = Clock::start();
            question(&mut chance)?;
            times.push(clock.milliseconds());
        }
        measured.push((name, times));
    }
    Ok(measured)
}

pub(crate) fn quantile(sorted: &[f64], q: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((last as f64 * q).round() as usize).copied().unwrap_or_default()
}

/// Peak memory of this process, from Linux's own account; 0 elsewhere.
fn memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) >> 10
}
