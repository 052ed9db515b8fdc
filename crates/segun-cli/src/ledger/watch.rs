//! `segun watch`.

use super::alerts::{asked, kept};
use super::arguments::WatchArguments;
use super::filling::Filling;
use super::ingest::on_interrupt;
use super::place;
use crate::inputs::{self, Input};
use crate::progress::Progress;
use crate::run::Outcome;
use crate::{beside, messages};
use anyhow::{Context, bail};
use segun::intake::{Incoming, Options as Known};
use segun::ledger::{Ledger, Place};
use segun::watch::{
    Clock, FeedOutcome, Options, Poller, State, Subscription, SystemClock, Webhook, subscriptions,
};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What is remembered of feeds, in the ledger's folder.
const STATE: &str = "watch.json";

/// The file of what is remembered of feeds. Where the ledger is on a server, several may watch for it: each remembers on its
/// own machine what it has asked.
fn state_file(place: &Place) -> anyhow::Result<PathBuf> {
    match place {
        Place::Folder(folder) => Ok(folder.join(STATE)),
        Place::Server(address) => {
            let folder = place::data()?;
            std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
            let of = segun::claims::stable_hash(&[&address.to_string()]);
            Ok(folder.join(format!("watch-{of:016x}.json")))
        }
    }
}

/// Longest wait of a run that asks once.
const AT_ONCE: Duration = Duration::from_secs(60);

pub(super) fn run(arguments: &WatchArguments) -> anyhow::Result<Outcome> {
    let place = place::place(&arguments.place)?;
    let feeds = feeds(&arguments.feed)?;
    let reader = arguments.actors.reader()?;
    let mut filling = Filling::new(&reader, &place)?;
    let questions = kept(&filling.ledger())?;
    let webhook = arguments.webhook.as_deref().map(Webhook::new).transpose()?;
    let state_file = state_file(&place)?;
    let options = Options {
        contact: arguments.contact.clone(),
        interval: Duration::from_secs(60 * u64::from(arguments.interval)),
        full: arguments.full,
        intake: Known { language: arguments.language.clone(), ..Known::default() },
        ..Options::default()
    };
    let count = feeds.len();
    let mut state = read_state(&state_file)?;
    if arguments.once {
        // Whoever asks once wants them asked now; what their hosts asked for still holds.
        state.feeds.values_mut().for_each(|feed| feed.due = 0);
    }
    let mut poller = Poller::new(feeds, state, options)?;
    let stop = poller.stop();
    on_interrupt({
        let stop = stop.clone();
        move || {
            let before = stop.is_set();
            stop.set();
            before
        }
    })?;
    messages::note(&format!("watching {count} feeds; Ctrl-C ends it"));
    let jobs = inputs::jobs(None);
    let mut take_in = |outcomes: Vec<FeedOutcome>, state: &State| {
        round(&mut filling, outcomes, jobs, |ledger, report| {
            for alert in asked(ledger, &questions, report)? {
                tell(&serde_json::to_string(&alert)?, webhook.as_ref())?;
            }
            Ok(())
        })?;
        // What was seen is remembered once it is in the ledger, so that a kill in between loses nothing.
        write_state(&state_file, state)
    };
    let ended = if arguments.once {
        once(&mut poller, &mut take_in)
    } else {
        let mut ended = Ok(());
        poller.run(&SystemClock, |outcomes, state| {
            ended = take_in(outcomes, state);
            if ended.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        ended
    };
    ended.with_context(|| format!("the ledger in {place}"))?;
    filling.finish(&place, false)
}

/// Asks for everything that is due within a minute: hosts with several feeds or pages want a pause between them.
fn once(
    poller: &mut Poller,
    take_in: &mut impl FnMut(Vec<FeedOutcome>, &State) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let stop = poller.stop();
    while !stop.is_set()
        && let Some(due) = poller.next_due()
    {
        let wait = Duration::try_from(due.duration_since(SystemClock.now())).unwrap_or_default();
        if wait > AT_ONCE {
            break;
        }
        SystemClock.sleep(wait, &stop);
        let outcomes = poller.poll_due(SystemClock.now());
        take_in(outcomes, poller.state())?;
    }
    Ok(())
}

/// Takes in what one round brought.
fn round(
    filling: &mut Filling<'_>,
    outcomes: Vec<FeedOutcome>,
    jobs: usize,
    added: impl FnMut(&Ledger, i64) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut inputs = Vec::new();
    for FeedOutcome { feed, result } in outcomes {
        match result {
            Err(error) => messages::note(&format!("{feed}: {error}")),
            Ok(news) => {
                news.warnings.iter().for_each(|warning| messages::note(&format!("{feed}: {warning}")));
                for Incoming { report, warnings } in news.items {
                    warnings.iter().for_each(|warning| messages::note(&format!("{}: {warning}", report.id)));
                    inputs.push(Input::Report(Box::new(report)));
                }
                inputs.extend(news.damage.iter().map(|damage| Input::Failure(damage.to_string())));
            }
        }
    }
    if inputs.is_empty() {
        return Ok(());
    }
    let mut progress = Progress::new(false);
    filling.fill(inputs.into_iter(), jobs, &mut progress, added)?;
    filling.settle()
}

/// Says an alert on standard output, or to the webhook; one that the webhook does not take is not lost.
fn tell(alert: &str, webhook: Option<&Webhook>) -> anyhow::Result<()> {
    if let Some(webhook) = webhook {
        match webhook.send(alert) {
            Ok(()) => return Ok(()),
            Err(error) => messages::note(&format!("the webhook did not take an alert ({error}); here it is")),
        }
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{alert}")?;
    out.flush()?;
    Ok(())
}

/// The feeds that the arguments name: addresses, and files with lists of them.
fn feeds(arguments: &[String]) -> anyhow::Result<Vec<Subscription>> {
    let mut all: Vec<Subscription> = Vec::new();
    for argument in arguments {
        if argument.contains("://") {
            all.push(Subscription { url: argument.clone(), title: None });
            continue;
        }
        let list = std::fs::read(argument).with_context(|| argument.clone())?;
        all.extend(subscriptions(&list).with_context(|| argument.clone())?);
    }
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|feed| seen.insert(feed.url.clone()));
    if all.is_empty() {
        bail!("there is no feed to watch");
    }
    Ok(all)
}

fn read_state(file: &Path) -> anyhow::Result<State> {
    match std::fs::read(file) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_else(|error| {
            messages::note(&format!("{} is damaged ({error}): every feed is asked anew", file.display()));
            State::default()
        })),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(State::default()),
        Err(error) => Err(error).with_context(|| file.display().to_string()),
    }
}

/// Writes beside the file and moves it there, so that there is always a whole one.
fn write_state(file: &Path, state: &State) -> anyhow::Result<()> {
    let name = || file.display().to_string();
    let mut beside = beside::file(file).with_context(name)?;
    serde_json::to_writer(&mut beside, state)?;
    beside.persist(file).with_context(name)?;
    Ok(())
}
