//! Many readers of the desk at once, while reports come in.
//!
//! The server runs in this process over a ledger that `segun-dev scale` made; each reader is a thread with a connection
//! of its own that asks one question after the other, and a writer adds generated reports at the pace of a real ingest.

use crate::random::Random;
use crate::scale::{COUNTRIES, OUTLETS, PEOPLE, WORDS, country, quantile, reading, word};
use anyhow::{Context, bail};
use segun::ledger::Ledger;
use segun_desk::{Server, Settings};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// Options of `segun-dev desk-load`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder of a ledger that `segun-dev scale` made; reports are added to it
    #[arg(long)]
    ledger: PathBuf,
    /// Readers at once
    #[arg(long, default_value_t = 200)]
    readers: u64,
    /// How long, in seconds
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// How long each reader looks at an answer, in milliseconds
    #[arg(long, default_value_t = 0)]
    pause: u64,
    /// Reports that come in, a second
    #[arg(long, default_value_t = 20)]
    reports: u64,
}

/// The kinds of questions: a name, and an address with chance in it.
type Question = (&'static str, fn(&mut Random) -> String);

const QUESTIONS: &[Question] = &[
    ("ledger", |_| "ledger".into()),
    ("today", |_| "today".into()),
    ("claims", |_| "claims".into()),
    ("claims by country, certainty", |c| {
        format!("claims?country={}&certainty=possible", country(c.zipf(COUNTRIES)))
    }),
    ("claims by party", |c| format!("claims?party={}", person(c))),
    ("claims by words", |c| format!("claims?text={}", word(c.zipf(WORDS), false))),
    ("claims, 200 rows of CSV", |_| "claims?limit=200&format=csv".into()),
    ("one claim", |c| format!("claims/{}", 1 + c.below(50_000))),
    ("threads", |_| "threads".into()),
    ("threads by status, origins", |_| "threads?status=denied&origins=2".into()),
    ("threads by country", |c| format!("threads?country={}", country(c.zipf(COUNTRIES)))),
    ("one thread", |c| format!("threads/{}", 1 + c.below(5_000))),
    ("reports", |_| "reports".into()),
    ("reports by outlet", |c| format!("reports?outlet={}", word(c.zipf(OUTLETS), true))),
    ("one report", |c| format!("reports/{}", 1 + c.below(5_000))),
    ("origins", |_| "origins".into()),
    ("sources", |_| "sources".into()),
    ("outlets", |_| "outlets".into()),
    ("stories", |_| "stories".into()),
    ("names", |c| format!("names?prefix={}", &word(c.below(9999), false)[..2])),
];

fn person(chance: &mut Random) -> String {
    let n = chance.zipf(PEOPLE);
    format!("{}+{}", word(n % 977, true), word(n + 1000, true))
}

/// What came of one kind of question.
#[derive(Default)]
struct Times {
    milliseconds: Vec<f64>,
    /// Answers that are none, by status.
    errors: BTreeMap<u16, u64>,
    bytes: usize,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let (address, stop) = serve(&arguments.ledger)?;
    let end = Instant::now() + Duration::from_secs(arguments.seconds);
    let over = AtomicBool::new(false);
    let (all, added) = std::thread::scope(|scope| {
        let readers: Vec<_> =
            (0..arguments.readers).map(|n| scope.spawn(move || read(address, n, end, arguments))).collect();
        let writer = scope.spawn(|| add(&arguments.ledger, arguments.reports, &over));
        let joined = readers.into_iter().map(|reader| reader.join());
        let mut all: BTreeMap<usize, Times> = BTreeMap::new();
        for reader in joined {
            for (kind, times) in reader.map_err(|_| anyhow::anyhow!("a reader panicked"))?? {
                let sum = all.entry(kind).or_default();
                sum.milliseconds.extend(times.milliseconds);
                sum.bytes += times.bytes;
                for (status, count) in times.errors {
                    *sum.errors.entry(status).or_insert(0) += count;
                }
            }
        }
        over.store(true, Ordering::Relaxed);
        let added = writer.join().map_err(|_| anyhow::anyhow!("the writer panicked"))??;
        anyhow::Ok((all, added))
    })?;
    let _ = stop.send(());
    tell(arguments, &all, added);
    Ok(())
}

fn tell(arguments: &Arguments, all: &BTreeMap<usize, Times>, added: u64) {
    let count: usize = all.values().map(|times| times.milliseconds.len()).sum();
    println!(
        "{} readers for {} s, {} ms between questions: {} answers a second; {added} reports came in",
        arguments.readers,
        arguments.seconds,
        arguments.pause,
        count as u64 / arguments.seconds.max(1)
    );
    println!("\n| question | answers | KB | p50 ms | p99 ms | errors |\n|---|---|---|---|---|---|");
    let row = |name: &str, times: &Times| {
        let n = times.milliseconds.len();
        let mut sorted = times.milliseconds.clone();
        sorted.sort_by(f64::total_cmp);
        println!(
            "| {name} | {n} | {} | {:.1} | {:.1} | {:?} |",
            (times.bytes / n.max(1)) >> 10,
            quantile(&sorted, 0.5),
            quantile(&sorted, 0.99),
            times.errors
        );
    };
    let mut sum = Times::default();
    for (kind, times) in all {
        row(QUESTIONS[*kind].0, times);
        sum.milliseconds.extend(&times.milliseconds);
        sum.bytes += times.bytes;
        times.errors.iter().for_each(|(status, count)| *sum.errors.entry(*status).or_insert(0) += count);
    }
    row("all", &sum);
}

/// Starts the server on a thread of its own.
fn serve(ledger: &Path) -> anyhow::Result<(SocketAddr, oneshot::Sender<()>)> {
    let mut settings = Settings::local(ledger);
    settings.listen.set_port(0);
    let (stop, stopped) = oneshot::channel::<()>();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let run = || -> anyhow::Result<()> {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(async {
                let server = Server::bind(settings).await?;
                let _ = tell.send(Ok(server.address()));
                server.run(async { drop(stopped.await) }).await;
                anyhow::Ok(())
            })
        };
        if let Err(error) = run() {
            let _ = tell.send(Err(error));
        }
    });
    Ok((told.recv().context("the server did not start")??, stop))
}

/// Adds generated reports until it is `over`.
fn add(folder: &Path, a_second: u64, over: &AtomicBool) -> anyhow::Result<u64> {
    let mut ledger = Ledger::create(folder)?;
    let (first, _) = ledger.counts()?;
    let mut added = 0;
    while a_second > 0 && !over.load(Ordering::Relaxed) {
        let began = Instant::now();
        ledger.add(&reading(first + added), "generated")?;
        added += 1;
        if added % 50 == 0 {
            ledger.settle()?;
        }
        std::thread::sleep(Duration::from_secs_f64(1.0 / a_second as f64).saturating_sub(began.elapsed()));
    }
    ledger.settle()?;
    Ok(added)
}

/// One reader: asks until it is the `end`.
fn read(
    address: SocketAddr,
    n: u64,
    end: Instant,
    arguments: &Arguments,
) -> anyhow::Result<BTreeMap<usize, Times>> {
    let mut chance = Random::new(n, "desk-load");
    let mut connection = BufReader::new(TcpStream::connect(address)?);
    let mut all: BTreeMap<usize, Times> = BTreeMap::new();
    // Not all at the same moment.
    std::thread::sleep(Duration::from_millis(arguments.pause * n / arguments.readers.max(1)));
    while Instant::now() < end {
        let kind = chance.below(QUESTIONS.len());
        let path = QUESTIONS[kind].1(&mut chance);
        let began = Instant::now();
        let (status, bytes) = ask(&mut connection, address, &path)?;
        let times = all.entry(kind).or_default();
        times.milliseconds.push(began.elapsed().as_secs_f64() * 1000.0);
        times.bytes += bytes;
        if status >= 400 {
            *times.errors.entry(status).or_insert(0) += 1;
        }
        std::thread::sleep(Duration::from_millis(arguments.pause));
    }
    Ok(all)
}

/// One question on an open connection: status and length.
fn ask(
    connection: &mut BufReader<TcpStream>,
    address: SocketAddr,
    path: &str,
) -> anyhow::Result<(u16, usize)> {
    let head = format!("GET /api/v1/{path} HTTP/1.1\r\nhost: {address}\r\n\r\n");
    connection.get_mut().write_all(head.as_bytes())?;
    let (mut line, mut status, mut length) = (String::new(), 0, None);
    loop {
        line.clear();
        if connection.read_line(&mut line)? == 0 {
            bail!("the server hung up");
        }
        let lower = line.trim().to_ascii_lowercase();
        if let Some(rest) = lower.strip_prefix("http/1.1 ") {
            status = rest.get(..3).and_then(|code| code.parse().ok()).unwrap_or(0);
        } else if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().ok();
        } else if lower.is_empty() {
            break;
        }
    }
    let length = length.context("an answer without a length")?;
    let mut body = vec![0; length];
    connection.read_exact(&mut body)?;
    Ok((status, length))
}
