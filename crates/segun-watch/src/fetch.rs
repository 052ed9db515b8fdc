//! One polite request: robots.txt first, redirects one by one, within limits of time and size.

use crate::error::WatchError;
use crate::pace;
use crate::poller::Options;
use crate::robots::{self, Known, Rules};
use jiff::Timestamp;
use reqwest::header::{self, HeaderMap};
use reqwest::{Client, Response, StatusCode};
use segun_intake::{Cause, http};
use std::collections::BTreeMap;
use std::time::Duration;
use url::Url;

/// Rules by host, as [`origin`] names it.
pub(crate) type RulesByHost = BTreeMap<String, Known>;

/// A body and what was said of it.
#[derive(Debug)]
pub(crate) struct Body {
    /// Where it was in the end.
    pub(crate) url: Url,
    pub(crate) bytes: Vec<u8>,
    pub(crate) content_type: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    pub(crate) warning: Option<String>,
}

/// What came of a request.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// The body; `None` where it has not changed.
    pub(crate) result: Result<Option<Body>, WatchError>,
    /// The address that the asked one has become for good.
    pub(crate) moved_to: Option<String>,
    /// Rules that were learnt on the way.
    pub(crate) learnt: RulesByHost,
    /// Hosts that were asked.
    pub(crate) asked: Vec<String>,
}

/// What the client already has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conditions {
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

/// The host of an address with scheme and port.
pub(crate) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Makes requests.
pub(crate) struct Fetcher {
    client: Client,
    agent: String,
    timeout: Duration,
    limit: usize,
    redirects: usize,
}

impl Fetcher {
    pub(crate) fn new(options: &Options) -> Result<Self, WatchError> {
        // Another library may have chosen one already; any will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let agent = match &options.contact {
            Some(contact) => format!("{} (+{contact})", options.agent),
            None => options.agent.clone(),
        };
        let client = Client::builder()
            .user_agent(agent)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(options.timeout)
            .build()
            .map_err(|error| WatchError::Client(said(&error)))?;
        // The product's name without its version is what robots.txt files speak of.
        let product = options.agent.split(['/', ' ']).next().unwrap_or_default().to_owned();
        Ok(Self {
            client,
            agent: product,
            timeout: options.timeout,
            limit: options.max_bytes,
            redirects: options.max_redirects,
        })
    }

    /// Asks for `url`, where the site allows it.
    pub(crate) async fn get(
        &self,
        url: &str,
        conditions: &Conditions,
        known: &RulesByHost,
        now: Timestamp,
    ) -> Fetched {
        let mut fetched =
            Fetched { result: Ok(None), moved_to: None, learnt: RulesByHost::new(), asked: Vec::new() };
        fetched.result = self.follow(url, conditions, known, now, &mut fetched).await;
        fetched
    }

    async fn follow(
        &self,
        url: &str,
        conditions: &Conditions,
        known: &RulesByHost,
        now: Timestamp,
        fetched: &mut Fetched,
    ) -> Result<Option<Body>, WatchError> {
        let mut url = address(url)?;
        let mut for_good = true;
        for _ in 0..=self.redirects {
            self.ask_robots(&url, known, now, fetched).await?;
            fetched.asked.push(origin(&url));
            let answer = self.timed(self.answer(&url, conditions, now)).await?;
            match answer {
                Answer::Same => return Ok(None),
                Answer::Body(body) => return Ok(Some(body)),
                Answer::Redirect { to, is_permanent } => {
                    for_good &= is_permanent;
                    url = address(&to)?;
                    if for_good {
                        fetched.moved_to = Some(url.to_string());
                    }
                }
            }
        }
        // A loop is no new address.
        fetched.moved_to = None;
        Err(WatchError::Redirects(self.redirects))
    }

    async fn timed<T>(&self, work: impl Future<Output = Result<T, WatchError>>) -> Result<T, WatchError> {
        tokio::time::timeout(self.timeout, work).await.unwrap_or(Err(WatchError::Timeout(self.timeout)))
    }

    async fn answer(&self, url: &Url, conditions: &Conditions, now: Timestamp) -> Result<Answer, WatchError> {
        let mut request = self
            .client
            .get(url.clone())
            .header(header::ACCEPT, "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5")
            .header(header::ACCEPT_ENCODING, "gzip, br, deflate");
        if let Some(etag) = &conditions.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = &conditions.last_modified {
            request = request.header(header::IF_MODIFIED_SINCE, date);
        }
        let response = request.send().await.map_err(|error| WatchError::Connection(said(&error)))?;
        let status = response.status();
        match status.as_u16() {
            304 => return Ok(Answer::Same),
            301 | 302 | 303 | 307 | 308 => {
                let to = field(response.headers(), header::LOCATION).and_then(|to| url.join(&to).ok());
                let Some(to) = to else { return Err(WatchError::Status(status.as_u16())) };
                return Ok(Answer::Redirect {
                    to: to.to_string(),
                    is_permanent: matches!(
                        status,
                        StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT
                    ),
                });
            }
            410 => return Err(WatchError::Gone),
            429 | 503 => {
                let retry_after = field(response.headers(), header::RETRY_AFTER)
                    .and_then(|value| pace::retry_after(&value, now));
                return Err(WatchError::Busy { status: status.as_u16(), retry_after });
            }
            200 | 203 => {}
            other => return Err(WatchError::Status(other)),
        }
        let headers = response.headers().clone();
        let raw = self.body(response, self.limit).await?;
        let (bytes, warning) = match field(&headers, header::CONTENT_ENCODING) {
            None => (raw, None),
            Some(encodings) => match http::decode_content(&encodings, &raw, self.limit) {
                Ok((bytes, warning)) => (bytes.into_owned(), warning),
                Err(Cause::TooLong(limit)) => return Err(WatchError::TooLong(limit)),
                Err(cause) => return Err(WatchError::Feed(cause)),
            },
        };
        Ok(Answer::Body(Body {
            url: url.clone(),
            bytes,
            content_type: field(&headers, header::CONTENT_TYPE),
            etag: field(&headers, header::ETAG),
            last_modified: field(&headers, header::LAST_MODIFIED),
            warning,
        }))
    }

    /// A body within the limit.
    async fn body(&self, mut response: Response, limit: usize) -> Result<Vec<u8>, WatchError> {
        let mut bytes = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(piece)) if bytes.len() + piece.len() > limit => {
                    return Err(WatchError::TooLong(limit));
                }
                Ok(Some(piece)) => bytes.extend_from_slice(&piece),
                Ok(None) => return Ok(bytes),
                Err(error) => return Err(WatchError::Connection(said(&error))),
            }
        }
    }

    /// Whether the site allows `url`.
    async fn ask_robots(
        &self,
        url: &Url,
        known: &RulesByHost,
        now: Timestamp,
        fetched: &mut Fetched,
    ) -> Result<(), WatchError> {
        let host = origin(url);
        let still = |known: &&Known| known.until > now.as_second();
        let rules = match known.get(&host).filter(still).or_else(|| fetched.learnt.get(&host)) {
            Some(known) => known.rules.clone(),
            None => {
                let rules = self.robots(url).await;
                let holds = if matches!(rules, Rules::Unknown(_)) { robots::RETRY } else { robots::HOLDS };
                let entry = Known { rules: rules.clone(), until: now.as_second() + holds };
                fetched.learnt.insert(host, entry);
                rules
            }
        };
        match rules {
            Rules::Unknown(why) => Err(WatchError::RobotsUnavailable(why)),
            rules if rules.allow(url.as_str()) => Ok(()),
            _ => Err(WatchError::Disallowed),
        }
    }

    /// The rules of a host: all is allowed where it has none (4xx), nothing while it fails (5xx).
    async fn robots(&self, url: &Url) -> Rules {
        let Ok(mut url) = url.join("/robots.txt") else { return Rules::All };
        // RFC 9309 asks to follow five redirects at least.
        for _ in 0..=self.redirects.max(5) {
            let answer = self.timed(async {
                let response = self
                    .client
                    .get(url.clone())
                    .send()
                    .await
                    .map_err(|e| WatchError::Connection(said(&e)))?;
                let status = response.status();
                if status.is_redirection() {
                    return Ok((status, field(response.headers(), header::LOCATION), Vec::new()));
                }
                let bytes = if status.is_success() { self.beginning(response).await? } else { Vec::new() };
                Ok((status, None, bytes))
            });
            match answer.await {
                Err(error) => return Rules::Unknown(error.to_string()),
                Ok((status, to, _)) if status.is_redirection() => {
                    let next = to.and_then(|to| url.join(&to).ok());
                    match next.filter(|next| matches!(next.scheme(), "http" | "https")) {
                        Some(next) => url = next,
                        None => return Rules::All,
                    }
                }
                Ok((status, _, bytes)) if status.is_success() => return Rules::parse(&self.agent, &bytes),
                Ok((status, ..)) if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                    return Rules::Unknown(format!("status {}", status.as_u16()));
                }
                Ok(_) => return Rules::All,
            }
        }
        Rules::All
    }

    /// As much of a robots.txt as is looked at.
    async fn beginning(&self, mut response: Response) -> Result<Vec<u8>, WatchError> {
        let mut bytes = Vec::new();
        while bytes.len() < robots::LIMIT {
            match response.chunk().await {
                Ok(Some(piece)) => bytes.extend_from_slice(&piece),
                Ok(None) => break,
                Err(error) => return Err(WatchError::Connection(said(&error))),
            }
        }
        Ok(bytes)
    }
}

enum Answer {
    Same,
    Body(Body),
    Redirect { to: String, is_permanent: bool },
}

pub(crate) fn address(text: &str) -> Result<Url, WatchError> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| WatchError::Address(text.to_owned()))
}

fn field(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
}

/// An error with what caused it: the outermost says little.
pub(crate) fn said(error: &reqwest::Error) -> String {
    let mut out = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        out = format!("{out}: {cause}");
        source = cause.source();
    }
    out
}
