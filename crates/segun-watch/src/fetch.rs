//! One polite request: robots.txt first, redirects one by one, within limits of time and size.

use crate::error::WatchError;
use crate::pace;
use crate::poller::Options;
use crate::reach::{NotPublic, PublicOnly, Reach};
use crate::robots::{self, Known, Rules};
use jiff::Timestamp;
use reqwest::header::{self, HeaderMap};
use reqwest::{Client, ClientBuilder, RequestBuilder, Response, StatusCode};
use segun_intake::{Cause, http};
use std::collections::BTreeMap;
use std::error::Error;
use std::time::Duration;
use tokio::runtime::Runtime;
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
    /// Asks public addresses only.
    public: Client,
    /// Asks any address.
    inside: Client,
    agent: String,
    timeout: Duration,
    limit: usize,
    redirects: usize,
}

impl Fetcher {
    pub(crate) fn new(options: &Options) -> Result<Self, WatchError> {
        let agent = match &options.contact {
            Some(contact) => format!("{} (+{contact})", options.agent),
            None => options.agent.clone(),
        };
        let builder = || client().user_agent(&agent).connect_timeout(options.timeout);
        let public = built(builder().dns_resolver(PublicOnly))?;
        let inside = built(builder())?;
        // The product's name without its version is what robots.txt files speak of.
        let product = options.agent.split(['/', ' ']).next().unwrap_or_default().to_owned();
        Ok(Self {
            public,
            inside,
            agent: product,
            timeout: options.timeout,
            limit: options.max_bytes,
            redirects: options.max_redirects,
        })
    }

    /// Asks for `url`, where the site allows it, on behalf of the `subscription`.
    pub(crate) async fn get(
        &self,
        subscription: &str,
        url: &str,
        conditions: &Conditions,
        known: &RulesByHost,
        now: Timestamp,
    ) -> Fetched {
        let mut fetched =
            Fetched { result: Ok(None), moved_to: None, learnt: RulesByHost::new(), asked: Vec::new() };
        let reach = match address(subscription) {
            Ok(subscription) => self.timed(async { Ok(Reach::of(&subscription).await) }).await,
            Err(error) => Err(error),
        };
        fetched.result = match reach {
            Ok(reach) => self.follow(reach, url, conditions, known, now, &mut fetched).await,
            Err(error) => Err(error),
        };
        fetched
    }

    async fn follow(
        &self,
        reach: Reach,
        url: &str,
        conditions: &Conditions,
        known: &RulesByHost,
        now: Timestamp,
        fetched: &mut Fetched,
    ) -> Result<Option<Body>, WatchError> {
        let mut url = address(url)?;
        let mut for_good = true;
        for _ in 0..=self.redirects {
            self.ask_robots(reach, &url, known, now, fetched).await?;
            fetched.asked.push(origin(&url));
            let answer = self.timed(self.answer(reach, &url, conditions, now)).await?;
            match answer {
                Answer::Same => return Ok(None),
                Answer::Body(body) => return Ok(Some(body)),
                Answer::Redirect { to, is_permanent } => {
                    for_good &= is_permanent;
                    url = web(to)?;
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

    /// A request for `url`, where it may be asked.
    fn request(&self, reach: Reach, url: &Url) -> Result<RequestBuilder, WatchError> {
        if !reach.allows(url) {
            return Err(WatchError::Inside(origin(url)));
        }
        let client = if reach == Reach::Inside { &self.inside } else { &self.public };
        Ok(client.get(url.clone()))
    }

    async fn answer(
        &self,
        reach: Reach,
        url: &Url,
        conditions: &Conditions,
        now: Timestamp,
    ) -> Result<Answer, WatchError> {
        let mut request = self
            .request(reach, url)?
            .header(header::ACCEPT, "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5")
            .header(header::ACCEPT_ENCODING, "gzip, br, deflate");
        if let Some(etag) = &conditions.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = &conditions.last_modified {
            request = request.header(header::IF_MODIFIED_SINCE, date);
        }
        let response = sent(request, url).await?;
        let status = response.status();
        match status.as_u16() {
            304 => return Ok(Answer::Same),
            301 | 302 | 303 | 307 | 308 => {
                let to = field(response.headers(), header::LOCATION).and_then(|to| url.join(&to).ok());
                let Some(to) = to else { return Err(WatchError::Status(status.as_u16())) };
                return Ok(Answer::Redirect {
                    to,
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
        reach: Reach,
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
                let rules = self.robots(reach, url).await?;
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
    async fn robots(&self, reach: Reach, url: &Url) -> Result<Rules, WatchError> {
        let Ok(mut url) = url.join("/robots.txt") else { return Ok(Rules::All) };
        // RFC 9309 asks to follow five redirects at least.
        for _ in 0..=self.redirects.max(5) {
            let answer = self.timed(async {
                let response = sent(self.request(reach, &url)?, &url).await?;
                let status = response.status();
                if status.is_redirection() {
                    return Ok((status, field(response.headers(), header::LOCATION), Vec::new()));
                }
                let bytes = if status.is_success() { self.beginning(response).await? } else { Vec::new() };
                Ok((status, None, bytes))
            });
            match answer.await {
                Err(error @ WatchError::Inside(_)) => return Err(error),
                Err(error) => return Ok(Rules::Unknown(error.to_string())),
                Ok((status, to, _)) if status.is_redirection() => {
                    match to.and_then(|to| url.join(&to).ok()).and_then(|next| web(next).ok()) {
                        Some(next) => url = next,
                        None => return Ok(Rules::All),
                    }
                }
                Ok((status, _, bytes)) if status.is_success() => {
                    return Ok(Rules::parse(&self.agent, &bytes));
                }
                Ok((status, ..)) if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                    return Ok(Rules::Unknown(format!("status {}", status.as_u16())));
                }
                Ok(_) => return Ok(Rules::All),
            }
        }
        Ok(Rules::All)
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
    Redirect { to: Url, is_permanent: bool },
}

pub(crate) fn address(text: &str) -> Result<Url, WatchError> {
    Url::parse(text).map_err(|_| WatchError::Address(text.to_owned())).and_then(web)
}

fn web(url: Url) -> Result<Url, WatchError> {
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    if is_web { Ok(url) } else { Err(WatchError::Address(url.into())) }
}

/// A client that is yet to be built; it follows no redirects by itself.
pub(crate) fn client() -> ClientBuilder {
    // Another library may have chosen one already; any will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(reqwest::redirect::Policy::none())
}

pub(crate) fn built(client: ClientBuilder) -> Result<Client, WatchError> {
    client.build().map_err(|error| WatchError::Client(said(&error)))
}

/// What drives requests.
pub(crate) fn runtime() -> Result<Runtime, WatchError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| WatchError::Client(error.to_string()))
}

async fn sent(request: RequestBuilder, url: &Url) -> Result<Response, WatchError> {
    request.send().await.map_err(|error| {
        let is_inside = causes(&error).any(|cause| cause.is::<NotPublic>());
        if is_inside { WatchError::Inside(origin(url)) } else { WatchError::Connection(said(&error)) }
    })
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

fn field(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
}

/// An error with what caused it: the outermost says little.
pub(crate) fn said(error: &reqwest::Error) -> String {
    causes(error).fold(error.to_string(), |out, cause| format!("{out}: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn a_public_feed_leads_nowhere_inside() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let fetcher = Fetcher::new(&Options::default()).unwrap();
        for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"] {
            let page = format!("http://{host}:{port}/page");
            // A name that nobody has, as no public address can be relied on here.
            let (conditions, known) = (Conditions::default(), RulesByHost::new());
            let asked =
                fetcher.get("https://feed.invalid/", &page, &conditions, &known, Timestamp::UNIX_EPOCH);
            let fetched = runtime().unwrap().block_on(asked);
            assert!(matches!(fetched.result, Err(WatchError::Inside(_))), "{host}: {fetched:?}");
            assert!(fetched.learnt.is_empty() && fetched.asked.is_empty());
        }
        assert!(listener.accept().is_err());
    }
}
