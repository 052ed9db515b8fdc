//! What is remembered from run to run.

use segun_intake::Incoming;
use segun_report::Report;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// Items of one feed that are remembered as seen, beside those that it holds.
pub(crate) const REMEMBERED: usize = 4_000;

/// What is remembered from run to run. Times are seconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// By the address that the list gives.
    pub feeds: BTreeMap<String, FeedState>,
    /// When each host may be asked again.
    pub hosts: BTreeMap<String, i64>,
    /// Items whose pages are still to be fetched.
    pub pages: VecDeque<PendingPage>,
}

/// What is remembered of a feed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedState {
    /// Where it has moved to for good.
    pub moved_to: Option<String>,
    /// Its version, in the server's words.
    pub etag: Option<String>,
    /// When it was last changed, in the server's words.
    pub last_modified: Option<String>,
    /// When it is due.
    pub due: i64,
    /// Failures since the last success.
    pub failures: u32,
    /// Whether it is gone for good.
    pub gone: bool,
    /// Hashes of the items that were seen, the last one last.
    pub seen: VecDeque<u64>,
}

/// An item whose page is still to be fetched, with what the feed says of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PendingPage {
    /// The feed, by the address that the list gives.
    pub feed: String,
    /// The page.
    pub url: String,
    /// When it is due.
    pub due: i64,
    /// How often it was asked for.
    pub tries: u32,
    /// The report of what the feed itself says: its name.
    pub id: String,
    /// Its language.
    pub language: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its outlet.
    pub publisher: Option<String>,
    /// Who signed it.
    pub authors: Vec<String>,
    /// Its text.
    pub text: String,
}

impl PendingPage {
    pub(crate) fn new(feed: &str, url: String, due: i64, report: Report) -> Self {
        Self {
            feed: feed.to_owned(),
            url,
            due,
            tries: 0,
            id: report.id,
            language: report.language,
            published: report.published.map(|moment| moment.to_string()),
            title: report.title,
            publisher: report.publisher,
            authors: report.authors,
            text: report.text,
        }
    }

    /// What the feed itself says, with a word on why its page is not read.
    pub(crate) fn without_page(self, warning: String) -> Incoming {
        let report = Report {
            id: self.id,
            language: self.language,
            published: self.published.and_then(|moment| moment.parse().ok()),
            title: self.title,
            url: Some(self.url),
            publisher: self.publisher,
            authors: self.authors,
            text: self.text,
        };
        Incoming { report, warnings: vec![warning] }
    }

    /// The report of its page, with what only the feed says.
    pub(crate) fn with_page(self, mut page: Incoming) -> Incoming {
        let report = &mut page.report;
        report.id = self.id;
        report.url = Some(self.url);
        report.published = report.published.or_else(|| self.published.and_then(|moment| moment.parse().ok()));
        report.title = report.title.take().or(self.title);
        report.publisher = report.publisher.take().or(self.publisher);
        report.language = report.language.take().or(self.language);
        if report.authors.is_empty() {
            report.authors = self.authors;
        }
        page
    }
}

impl FeedState {
    /// Remembers an item as the last one; false where it was seen before.
    pub(crate) fn is_new(&mut self, item: u64) -> bool {
        let before = self.seen.iter().position(|seen| *seen == item);
        if let Some(before) = before {
            self.seen.remove(before);
        }
        self.seen.push_back(item);
        before.is_none()
    }

    /// Forgets the oldest items, but none of the `held` last ones.
    pub(crate) fn forget(&mut self, held: usize) {
        while self.seen.len() > REMEMBERED + held {
            self.seen.pop_front();
        }
    }
}
