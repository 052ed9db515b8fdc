//! Which feed is asked when, and what is new in it.

use crate::clock::{Clock, Stop};
use crate::error::WatchError;
use crate::fetch::{Body, Conditions, Fetched, Fetcher, RulesByHost, origin, runtime};
use crate::list::Subscription;
use crate::pace;
use crate::state::{FeedState, PendingPage, State};
use futures_util::future::{Either, select};
use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use segun_intake::{Incoming, IntakeError, feed, http};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::pin::pin;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use url::Url;

/// How often a page is asked for before what the feed says is taken instead.
const TRIES: u32 = 3;

/// Wait before a feed is asked again that its site does not allow: its robots.txt may change.
const DISALLOWED: Duration = Duration::from_secs(24 * 3600);

/// How a watch behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// Name and version as sites see them.
    pub agent: String,
    /// Where those who run a site can find whoever watches it: an address of a page or of mail.
    pub contact: Option<String>,
    /// Time between two requests for the same feed.
    pub interval: Duration,
    /// Time between two requests to the same host, where its robots.txt does not ask for more.
    pub host_delay: Duration,
    /// Time that a request may take as a whole.
    pub timeout: Duration,
    /// Longest body, packed and unpacked.
    pub max_bytes: usize,
    /// Redirects that are followed.
    pub max_redirects: usize,
    /// Longest wait after failures.
    pub max_backoff: Duration,
    /// Hosts that are asked at the same time.
    pub parallel: usize,
    /// Whether the page of each new item is fetched too.
    pub full: bool,
    /// What chance is drawn from; without it, from the time.
    pub seed: Option<u64>,
    /// What is known of the reports beforehand.
    pub intake: segun_intake::Options,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            agent: format!("segun/{}", env!("CARGO_PKG_VERSION")),
            contact: None,
            interval: Duration::from_secs(15 * 60),
            host_delay: Duration::from_secs(2),
            timeout: Duration::from_secs(30),
            max_bytes: 16 << 20,
            max_redirects: 5,
            max_backoff: Duration::from_secs(24 * 3600),
            parallel: 8,
            full: false,
            seed: None,
            intake: segun_intake::Options::default(),
        }
    }
}

/// What came of asking a feed, or of fetching the page of one of its items.
#[derive(Debug)]
pub struct FeedOutcome {
    /// The feed, by the address that the list gives.
    pub feed: String,
    /// What is new, or why nothing is known.
    pub result: Result<News, WatchError>,
}

/// What is new in a feed.
#[derive(Debug, Default)]
pub struct News {
    /// The feed's title.
    pub title: Option<String>,
    /// Items not seen before.
    pub items: Vec<Incoming>,
    /// Items that could not be read.
    pub damage: Vec<IntakeError>,
    /// What was lost or guessed of the feed as a whole.
    pub warnings: Vec<String>,
    /// Whether the server said that nothing has changed.
    pub not_modified: bool,
}

/// Asks feeds when they are due.
pub struct Poller {
    feeds: Vec<Subscription>,
    state: State,
    options: Options,
    seed: u64,
    fetcher: Fetcher,
    rules: RulesByHost,
    runtime: Runtime,
    stop: Stop,
}

/// Something to ask for.
#[derive(Clone, Debug)]
struct Task {
    kind: Kind,
    url: String,
    host: String,
    conditions: Conditions,
}

#[derive(Clone, Debug)]
enum Kind {
    /// A feed, by its number in the list.
    Feed(usize),
    Page(Box<PendingPage>),
}

impl Poller {
    /// A poller of `feeds` that goes on where `state` was left.
    ///
    /// # Errors
    /// Where the client cannot be set up.
    pub fn new(feeds: Vec<Subscription>, state: State, options: Options) -> Result<Self, WatchError> {
        let seed = options.seed.unwrap_or_else(|| Timestamp::now().as_nanosecond() as u64);
        let fetcher = Fetcher::new(&options)?;
        Ok(Self {
            feeds,
            state,
            options,
            seed,
            fetcher,
            rules: RulesByHost::new(),
            runtime: runtime()?,
            stop: Stop::default(),
        })
    }

    /// What ends [`Poller::run`] and [`Poller::poll_due`] early.
    pub fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// What is to be remembered for the next run.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The first time at which there is something to ask for; `None` where there never is.
    pub fn next_due(&self) -> Option<Timestamp> {
        let seconds = self.tasks().map(|(due, _)| due).min()?;
        Timestamp::from_second(seconds).ok()
    }

    /// Everything that may be asked for, with the second from which on.
    fn tasks(&self) -> impl Iterator<Item = (i64, Task)> + '_ {
        let feeds = self.feeds.iter().enumerate().filter_map(|(number, subscription)| {
            let none = FeedState::default();
            let feed = self.state.feeds.get(&subscription.url).unwrap_or(&none);
            if feed.gone {
                return None;
            }
            let conditions =
                Conditions { etag: feed.etag.clone(), last_modified: feed.last_modified.clone() };
            let url = feed.moved_to.clone().unwrap_or_else(|| subscription.url.clone());
            Some((feed.due, Kind::Feed(number), url, conditions))
        });
        let pages = self.state.pages.iter().map(|page| {
            (page.due, Kind::Page(Box::new(page.clone())), page.url.clone(), Conditions::default())
        });
        feeds.chain(pages).map(|(due, kind, url, conditions)| {
            let host = Url::parse(&url).map_or_else(|_| url.clone(), |url| origin(&url));
            let free = self.state.hosts.get(&host).copied().unwrap_or(i64::MIN);
            (due.max(free), Task { kind, url, host, conditions })
        })
    }

    /// Asks what is due at `now`, one request to a host at most, and gives what came of it in the order of
    /// the list. Hosts that have more to be asked for are due again after their delay.
    pub fn poll_due(&mut self, now: Timestamp) -> Vec<FeedOutcome> {
        let mut hosts = BTreeSet::new();
        let mut due: Vec<(i64, Task)> = self.tasks().filter(|(due, _)| *due <= now.as_second()).collect();
        // Who has waited longest comes first.
        due.sort_by_key(|(due, _)| *due);
        due.retain(|(_, task)| hosts.insert(task.host.clone()));
        let begin = Instant::now();
        let fetched = self.fetch(due.into_iter().map(|(_, task)| task).collect(), now);
        let spent = i64::try_from(begin.elapsed().as_secs()).unwrap_or(0);
        let mut outcomes = Vec::new();
        for (task, fetched) in fetched {
            self.remember_hosts(&fetched, now.as_second() + spent);
            outcomes.extend(match task.kind {
                Kind::Feed(number) => Some(self.feed(number, fetched, now)),
                Kind::Page(page) => self.page(*page, fetched, now),
            });
        }
        let number = |url: &str| self.feeds.iter().position(|feed| feed.url == url);
        outcomes.sort_by_cached_key(|outcome| number(&outcome.feed));
        self.state.hosts.retain(|_, free| *free > now.as_second());
        outcomes
    }

    /// Calls [`Poller::poll_due`] whenever something is due, and `each` with what came of it and what is to be
    /// remembered, until `each` breaks off, the [`Stop`] is set, or there is nothing left to ask for.
    pub fn run(
        &mut self,
        clock: &dyn Clock,
        mut each: impl FnMut(Vec<FeedOutcome>, &State) -> ControlFlow<()>,
    ) {
        while !self.stop.is_set() {
            let Some(due) = self.next_due() else { return };
            let wait = due.duration_since(clock.now());
            if let Ok(wait) = Duration::try_from(wait)
                && !wait.is_zero()
            {
                clock.sleep(wait, &self.stop);
                continue;
            }
            let outcomes = self.poll_due(clock.now());
            if !self.stop.is_set() && outcomes.is_empty() && self.next_due() == Some(due) {
                // The clock stands still: nothing more will come.
                return;
            }
            if each(outcomes, &self.state).is_break() {
                return;
            }
        }
    }

    /// Makes the requests of `tasks`, several at the same time; those that a stop cuts off are left out.
    fn fetch(&self, tasks: Vec<Task>, now: Timestamp) -> Vec<(Task, Fetched)> {
        let work = stream::iter(tasks).map(|task| async move {
            let subscription = match &task.kind {
                Kind::Feed(number) => &self.feeds[*number].url,
                Kind::Page(page) => &page.feed,
            };
            let fetched = self.fetcher.get(subscription, &task.url, &task.conditions, &self.rules, now).await;
            (task, fetched)
        });
        self.runtime.block_on(async {
            let mut all = Vec::new();
            let mut work = pin!(work.buffered(self.options.parallel.max(1)));
            loop {
                match select(work.next(), pin!(stopped(&self.stop))).await {
                    Either::Left((Some(done), _)) => all.push(done),
                    Either::Left((None, _)) | Either::Right(_) => return all,
                }
            }
        })
    }

    fn remember_hosts(&mut self, fetched: &Fetched, now: i64) {
        self.rules.extend(fetched.learnt.iter().map(|(host, known)| (host.clone(), known.clone())));
        for host in &fetched.asked {
            let asked = self.rules.get(host).map_or(Duration::ZERO, |known| known.rules.delay());
            self.pause(host, now, asked.max(self.options.host_delay));
        }
    }

    /// Leaves a host alone for a while.
    fn pause(&mut self, host: &str, now: i64, pause: Duration) {
        let free = now + seconds(pause);
        let known = self.state.hosts.entry(host.to_owned()).or_insert(free);
        *known = free.max(*known);
    }

    /// Takes in the answer for a feed.
    fn feed(&mut self, number: usize, fetched: Fetched, now: Timestamp) -> FeedOutcome {
        let url = self.feeds[number].url.clone();
        let mut known = self.state.feeds.remove(&url).unwrap_or_default();
        if let Some(moved_to) = &fetched.moved_to {
            known.moved_to = Some(moved_to.clone());
        }
        let result = match fetched.result {
            Ok(None) => Ok(News { not_modified: true, ..News::default() }),
            Ok(Some(body)) => self.news(&url, &mut known, body, now),
            Err(error) => Err(error),
        };
        match &result {
            Ok(_) => {
                known.failures = 0;
                known.due = now.as_second() + seconds(self.options.interval);
            }
            Err(error) => {
                let wait = self.wait_after(error, &url, known.failures);
                if let (WatchError::Busy { .. }, Some(host)) = (error, fetched.asked.last()) {
                    self.pause(host, now.as_second(), wait);
                }
                known.gone = matches!(error, WatchError::Gone);
                known.failures = known.failures.saturating_add(1);
                known.due = now.as_second() + seconds(wait);
            }
        }
        self.state.feeds.insert(url.clone(), known);
        FeedOutcome { feed: url, result }
    }

    fn wait_after(&self, error: &WatchError, url: &str, failures: u32) -> Duration {
        let chance = pace::chance(self.seed, pace::hash(url) ^ u64::from(failures));
        let backoff = pace::backoff(
            self.options.interval,
            self.options.max_backoff,
            failures.saturating_add(1),
            chance,
        );
        match error {
            WatchError::Busy { retry_after: Some(wait), .. } => *wait,
            WatchError::Disallowed => DISALLOWED,
            _ => backoff,
        }
    }

    /// What a body has that was not seen before.
    fn news(
        &mut self,
        url: &str,
        known: &mut FeedState,
        body: Body,
        now: Timestamp,
    ) -> Result<News, WatchError> {
        let charset = body.content_type.as_deref().and_then(|value| http::media_type(value).1);
        let base = Some(body.url.as_str());
        let found = feed::read(&body.bytes, url, charset.as_deref(), base, &self.options.intake)
            .map_err(WatchError::Feed)?;
        let mut news = News { title: found.title, warnings: found.warnings, ..News::default() };
        news.warnings.extend(body.warning);
        let held = found.items.len();
        for item in found.items {
            match item {
                Err(error) => news.damage.push(error),
                Ok(item) => {
                    let report = &item.incoming.report;
                    let key = item.key.clone().unwrap_or_else(|| {
                        format!("{}\n{}", report.title.as_deref().unwrap_or_default(), report.text)
                    });
                    if !known.is_new(pace::hash(&key)) {
                        continue;
                    }
                    match report.url.clone().filter(|_| self.options.full) {
                        Some(page) => {
                            let page = PendingPage::new(url, page, now.as_second(), item.incoming.report);
                            self.state.pages.push_back(page);
                        }
                        None => news.items.push(item.incoming),
                    }
                }
            }
        }
        known.forget(held);
        known.etag = body.etag;
        known.last_modified = body.last_modified;
        Ok(news)
    }

    /// Takes in the answer for the page of an item; nothing where it is to be asked for again.
    fn page(&mut self, mut page: PendingPage, fetched: Fetched, now: Timestamp) -> Option<FeedOutcome> {
        self.state
            .pages
            .retain(|other| other.url != page.url || other.id != page.id || other.feed != page.feed);
        let result = fetched.result.and_then(|body| body.ok_or(WatchError::Status(304)));
        let read = result.and_then(|body| {
            let charset = body.content_type.as_deref().and_then(|value| http::media_type(value).1);
            segun_intake::page(&body.bytes, &page.id, charset.as_deref()).map_err(WatchError::Feed)
        });
        let feed = page.feed.clone();
        let item = match read {
            Ok(incoming) => page.with_page(incoming),
            Err(error) => {
                let may_pass = matches!(
                    error,
                    WatchError::Busy { .. }
                        | WatchError::Timeout(_)
                        | WatchError::Connection(_)
                        | WatchError::RobotsUnavailable(_)
                        | WatchError::Status(500..)
                );
                page.tries += 1;
                if may_pass && page.tries < TRIES {
                    let wait = self.wait_after(&error, &page.url, page.tries);
                    if let (WatchError::Busy { .. }, Some(host)) = (&error, fetched.asked.last()) {
                        self.pause(host, now.as_second(), wait);
                    }
                    page.due = now.as_second() + seconds(wait);
                    self.state.pages.push_back(page);
                    return None;
                }
                page.without_page(format!("its page is not read ({error}); this is what the feed says"))
            }
        };
        Some(FeedOutcome { feed, result: Ok(News { items: vec![item], ..News::default() }) })
    }
}

impl std::fmt::Debug for Poller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Poller")
            .field("feeds", &self.feeds)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Whole seconds, rounded up: rather too polite than not.
fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs() + u64::from(duration.subsec_nanos() > 0)).unwrap_or(i64::MAX / 2)
}

/// Ends when the stop is set.
async fn stopped(stop: &Stop) {
    while !stop.is_set() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
