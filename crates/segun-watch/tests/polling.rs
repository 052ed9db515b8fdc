//! Polling of a real server on this machine that behaves as servers do.

use jiff::{Timestamp, ToSpan};
use segun_watch::{Clock, FeedOutcome, News, Options, Poller, State, Stop, Subscription, WatchError};
use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A request as the server sees it.
struct Request {
    path: String,
    head: String,
}

impl Request {
    fn field(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// A server that answers until the test ends.
struct Server {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(answer: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                thread::spawn(move || {
                    let mut head = String::new();
                    let mut lines = BufReader::new(stream.try_clone().unwrap());
                    while lines.read_line(&mut head).is_ok_and(|read| read > 2) {}
                    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                    log.lock().unwrap().push(path.clone());
                    answer(&Request { path, head }, &mut stream);
                });
            }
        });
        Self { url, asked }
    }

    /// A server without robots.txt.
    fn open(answer: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self::new(move |request, stream| {
            let bytes = if request.path == "/robots.txt" { reply(404, "", b"") } else { answer(request) };
            let _ = stream.write_all(&bytes);
        })
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn reply(status: u16, fields: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n{fields}\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn rss(items: &[&str]) -> Vec<u8> {
    let items: String = items
        .iter()
        .map(|n| format!("<item><guid>{n}</guid><link>/page/{n}</link><title>Nota {n}</title><description>El ministro habló de {n} ayer.</description></item>"))
        .collect();
    format!("<rss version='2.0'><channel><title>Sur</title>{items}</channel></rss>").into_bytes()
}

fn begin() -> Timestamp {
    "2026-02-03T10:00:00Z".parse().unwrap()
}

fn options() -> Options {
    Options { seed: Some(7), ..Options::default() }
}

fn poller(urls: &[String], state: State, options: Options) -> Poller {
    let feeds = urls.iter().map(|url| Subscription { url: url.clone(), title: None }).collect();
    Poller::new(feeds, state, options).unwrap()
}

fn one(outcomes: Vec<FeedOutcome>) -> Result<News, WatchError> {
    let mut outcomes = outcomes;
    assert_eq!(outcomes.len(), 1, "{outcomes:?}");
    outcomes.remove(0).result
}

fn ids(news: &News) -> Vec<&str> {
    news.items.iter().map(|item| item.report.id.as_str()).collect()
}

/// What a feed that answers so gives at the first time.
fn first(answer: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static) -> Result<News, WatchError> {
    let server = Server::open(answer);
    one(poller(&[format!("{}/feed", server.url)], State::default(), options()).poll_due(begin()))
}

#[test]
fn only_new_items_are_given_and_what_is_known_survives_a_restart() {
    let items = Arc::new(Mutex::new(vec!["a", "b"]));
    let now_there = Arc::clone(&items);
    let server = Server::open(move |request| {
        let items = now_there.lock().unwrap();
        let etag = format!("\"{}\"", items.len());
        if request.field("if-none-match") == Some(etag.as_str()) {
            return reply(304, "", b"");
        }
        assert_eq!(request.field("user-agent"), Some("segun/1 (+https://desk.example/)"));
        reply(200, &format!("ETag: {etag}\r\nContent-Type: application/rss+xml\r\n"), &rss(&items))
    });
    let url = format!("{}/feed", server.url);
    let options =
        Options { agent: "segun/1".into(), contact: Some("https://desk.example/".into()), ..options() };
    let mut watch = poller(std::slice::from_ref(&url), State::default(), options.clone());
    assert!(watch.next_due().unwrap() <= begin());
    let news = one(watch.poll_due(begin())).unwrap();
    assert_eq!((ids(&news), news.title.as_deref()), (vec!["a", "b"], Some("Sur")));
    assert_eq!(news.items[0].report.url, Some(format!("{}/page/a", server.url)));
    assert!(watch.poll_due(begin()).is_empty());
    let due = watch.next_due().unwrap();
    assert_eq!(due, begin() + 15.minutes());
    assert!(one(watch.poll_due(due)).unwrap().not_modified);
    let stored = serde_json::to_string(watch.state()).unwrap();
    let mut watch = poller(&[url], serde_json::from_str(&stored).unwrap(), options);
    items.lock().unwrap().push("c");
    let news = one(watch.poll_due(watch.next_due().unwrap())).unwrap();
    assert_eq!((ids(&news), news.not_modified), (vec!["c"], false));
    // A robots.txt is asked for once a run and day.
    assert_eq!(server.asked(), ["/robots.txt", "/feed", "/feed", "/robots.txt", "/feed"]);
}

#[test]
fn redirects_are_followed_and_permanent_ones_remembered() {
    let server = Server::open(|request| match request.path.as_str() {
        "/moved" => reply(301, "Location: /again\r\n", b""),
        "/again" => reply(308, "Location: /feed\r\n", b""),
        "/elsewhere" => reply(302, "Location: /feed\r\n", b""),
        "/loop" => reply(301, "Location: /loop2\r\n", b""),
        "/loop2" => reply(301, "Location: /loop\r\n", b""),
        "/file" => reply(302, "Location: file:///etc/passwd\r\n", b""),
        "/nowhere" => reply(302, "", b""),
        _ => reply(200, "", &rss(&["a"])),
    });
    let ask = |path: &str| {
        let mut watch = poller(&[format!("{}{path}", server.url)], State::default(), options());
        let first = one(watch.poll_due(begin()));
        server.asked();
        watch.poll_due(watch.next_due().unwrap());
        (first, server.asked().last().cloned(), watch)
    };
    for (path, second) in [("/moved", "/feed"), ("/elsewhere", "/feed")] {
        let (news, last, watch) = ask(path);
        assert_eq!(ids(&news.unwrap()), ["a"]);
        assert_eq!(last.as_deref(), Some(second));
        let moved = watch.state().feeds.values().next().unwrap().moved_to.clone();
        assert_eq!(moved.is_some(), path == "/moved", "{moved:?}");
    }
    let (result, _, watch) = ask("/loop");
    assert!(matches!(result, Err(WatchError::Redirects(5))));
    assert_eq!(watch.state().feeds.values().next().unwrap().moved_to, None);
    assert!(matches!(ask("/file").0, Err(WatchError::Address(_))));
    assert!(matches!(ask("/nowhere").0, Err(WatchError::Status(302))));
}

#[test]
fn a_server_that_asks_to_wait_is_left_alone() {
    let server = Server::open(|request| match request.path.as_str() {
        "/busy" => reply(429, "Retry-After: 7200\r\n", b""),
        _ => reply(200, "", &rss(&["a"])),
    });
    let urls = [format!("{}/busy", server.url), format!("{}/feed", server.url)];
    let mut watch = poller(&urls, State::default(), options());
    let error = one(watch.poll_due(begin())).unwrap_err();
    let asked = Some(Duration::from_secs(7200));
    assert!(matches!(error, WatchError::Busy { status: 429, retry_after } if retry_after == asked));
    // The whole host is left alone, whatever else is due there.
    assert_eq!(watch.next_due().unwrap(), begin() + 2.hours());
    assert!(watch.poll_due(begin() + 1.hour()).is_empty());
    server.asked();
    let outcomes = watch.poll_due(begin() + 2.hours());
    assert_eq!((outcomes.len(), server.asked().len()), (1, 1));
}

#[test]
fn failures_are_asked_less_and_less_often_until_one_succeeds() {
    let broken = Arc::new(Mutex::new(true));
    let state = Arc::clone(&broken);
    let server =
        Server::open(
            move |_| {
                if *state.lock().unwrap() { reply(500, "", b"") } else { reply(200, "", &rss(&["a"])) }
            },
        );
    let url = [format!("{}/feed", server.url)];
    let waits = |count: usize| {
        let mut watch = poller(&url, State::default(), options());
        let mut now = begin();
        let mut waits = Vec::new();
        for _ in 0..count {
            assert!(matches!(one(watch.poll_due(now)), Err(WatchError::Status(500))));
            let due = watch.next_due().unwrap();
            waits.push(due.duration_since(now).as_secs());
            now = due;
        }
        (waits, watch, now)
    };
    let (first, mut watch, now) = waits(10);
    assert!(first[1] > first[0] / 2 && first[9] > first[0] && *first.iter().max().unwrap() <= 24 * 3600);
    // The same seed gives the same waits.
    assert_eq!(waits(10).0, first);
    *broken.lock().unwrap() = false;
    assert_eq!(ids(&one(watch.poll_due(now)).unwrap()), ["a"]);
    assert_eq!(watch.next_due().unwrap(), now + 15.minutes());
    assert_eq!(watch.state().feeds.values().next().unwrap().failures, 0);
}

#[test]
fn slow_endless_and_broken_answers_are_given_up() {
    let server = Server::new(|request, stream| {
        let _ = match request.path.as_str() {
            "/slow" => {
                let mut result = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n");
                while result.is_ok() {
                    thread::sleep(Duration::from_millis(20));
                    result = stream.write_all(b"x");
                }
                result
            }
            "/silent" => {
                thread::sleep(Duration::from_secs(5));
                Ok(())
            }
            "/endless" => {
                let mut result = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
                while result.is_ok() {
                    result = stream.write_all(&[b'x'; 10_000]);
                }
                result
            }
            "/bomb" => {
                stream.write_all(&reply(200, "Content-Encoding: gzip\r\n", &gzip(&vec![b' '; 3_000_000])))
            }
            "/cut" => stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss version='2.0'>"),
            "/garbage" => stream.write_all(b"\x00\x01\x02 no http\r\n\r\n"),
            _ => stream.write_all(&reply(404, "", b"")),
        };
    });
    let options = Options { timeout: Duration::from_millis(400), max_bytes: 1_000_000, ..options() };
    let ask = |path: &str| {
        one(poller(&[format!("{}{path}", server.url)], State::default(), options.clone()).poll_due(begin()))
            .unwrap_err()
    };
    assert!(matches!(ask("/slow"), WatchError::Timeout(_)));
    assert!(matches!(ask("/silent"), WatchError::Timeout(_)));
    assert!(matches!(ask("/endless"), WatchError::TooLong(1_000_000)));
    assert!(matches!(ask("/bomb"), WatchError::TooLong(1_000_000)));
    assert!(matches!(ask("/cut"), WatchError::Connection(_)));
    assert!(matches!(ask("/garbage"), WatchError::Connection(_)));
    // No TLS where it is promised.
    let secure = server.url.replacen("http", "https", 1);
    let error = one(poller(&[secure], State::default(), options.clone()).poll_due(begin()));
    assert!(matches!(error, Err(WatchError::RobotsUnavailable(_))));
    // Nobody listens.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error =
        one(poller(&[format!("http://{port}/")], State::default(), options.clone()).poll_due(begin()));
    assert!(matches!(error, Err(WatchError::RobotsUnavailable(_))));
}

#[test]
fn bodies_that_are_broken_packed_or_wrongly_encoded() {
    let malformed = first(|_| {
        let feed = String::from_utf8(rss(&["a", "b"])).unwrap().replace("Nota a</title>", "Nota & a</titel>");
        reply(200, "", feed.as_bytes())
    })
    .unwrap();
    assert_eq!((ids(&malformed), malformed.damage.len()), (vec!["b"], 1));
    let latin = first(|_| {
        let feed = String::from_utf8(rss(&["a"])).unwrap();
        let bytes: Vec<u8> = feed.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        reply(200, "Content-Type: text/xml; charset=iso-8859-1\r\n", &bytes)
    })
    .unwrap();
    assert!(latin.items[0].report.text.contains("habló"));
    let packed = first(|_| reply(200, "Content-Encoding: gzip\r\n", &gzip(&rss(&["a"]))));
    assert_eq!(ids(&packed.unwrap()), ["a"]);
    let page = first(|_| reply(200, "", b"<html><body>no feed</body></html>"));
    assert!(matches!(page, Err(WatchError::Feed(_))));
    assert!(matches!(first(|_| reply(200, "", b"")), Err(WatchError::Feed(_))));
}

#[test]
fn robots_are_obeyed() {
    let with = |robots: &'static str, status: u16| {
        Server::new(move |request, stream| {
            let bytes = match request.path.as_str() {
                "/robots.txt" => reply(status, "", robots.as_bytes()),
                _ => reply(200, "", &rss(&["a"])),
            };
            let _ = stream.write_all(&bytes);
        })
    };
    let closed = with("User-agent: *\nDisallow: /feed\n", 200);
    let mut watch = poller(&[format!("{}/feed", closed.url)], State::default(), options());
    assert!(matches!(one(watch.poll_due(begin())), Err(WatchError::Disallowed)));
    assert_eq!(closed.asked(), ["/robots.txt"]);
    let failing = with("", 500);
    let mut watch = poller(&[format!("{}/feed", failing.url)], State::default(), options());
    assert!(matches!(one(watch.poll_due(begin())), Err(WatchError::RobotsUnavailable(_))));
    assert_eq!(failing.asked(), ["/robots.txt"]);
    let slow = with("User-agent: *\nCrawl-delay: 100\n", 200);
    let urls = [format!("{}/1", slow.url), format!("{}/2", slow.url)];
    let mut watch = poller(&urls, State::default(), options());
    assert_eq!(watch.poll_due(begin()).len(), 1);
    let due = watch.next_due().unwrap();
    assert!(due >= begin() + 100.seconds() && due < begin() + 15.minutes());
    assert!(watch.poll_due(begin() + 50.seconds()).is_empty());
    assert_eq!(watch.poll_due(due)[0].feed, urls[1]);
    // A redirect to a place that is closed is not followed.
    let closed_host = closed.url.clone();
    let to_closed = first(move |_| reply(302, &format!("Location: {closed_host}/feed\r\n"), b""));
    assert!(matches!(to_closed, Err(WatchError::Disallowed)));
}

#[test]
fn pages_of_items_are_fetched_on_demand() {
    const PAGE: &str = "<html><head><title>x</title></head><body><article><p>El ministro de Exteriores dijo ayer que viajará el lunes a la capital vecina para firmar el acuerdo.</p>\
<p>Según la cancillería, la delegación se quedará tres días y hablará también con la prensa local.</p></article></body></html>";
    let tries = Arc::new(Mutex::new(0));
    let server = Server::open(move |request| match request.path.as_str() {
        "/feed" => reply(200, "", &rss(&["a", "b", "c"])),
        "/page/a" => reply(200, "Content-Type: text/html\r\n", PAGE.as_bytes()),
        "/page/c" => {
            let mut tries = tries.lock().unwrap();
            *tries += 1;
            if *tries == 1 { reply(503, "", b"") } else { reply(200, "", PAGE.as_bytes()) }
        }
        _ => reply(404, "", b""),
    });
    let url = [format!("{}/feed", server.url)];
    let options = Options { full: true, interval: Duration::from_secs(24 * 3600), ..options() };
    let mut watch = poller(&url, State::default(), options.clone());
    assert_eq!(ids(&one(watch.poll_due(begin())).unwrap()), [""; 0]);
    let mut got = Vec::new();
    while !watch.state().pages.is_empty() {
        // Each time as after a restart.
        let state = serde_json::from_str(&serde_json::to_string(watch.state()).unwrap()).unwrap();
        watch = poller(&url, state, options.clone());
        for outcome in watch.poll_due(watch.next_due().unwrap()) {
            got.extend(outcome.result.unwrap().items);
        }
    }
    let texts: Vec<(&str, bool, usize)> = got
        .iter()
        .map(|item| (item.report.id.as_str(), item.report.text.contains("Exteriores"), item.warnings.len()))
        .collect();
    assert_eq!(texts, [("a", true, 0), ("b", false, 1), ("c", true, 0)], "{got:#?}");
    assert_eq!(got[0].report.title.as_deref(), Some("x"));
    assert_eq!(got[0].report.publisher.as_deref(), Some("Sur"));
    assert_eq!(got[1].report.title.as_deref(), Some("Nota b"));
}

#[test]
fn what_is_gone_is_not_asked_for_again() {
    let server = Server::open(|_| reply(410, "", b""));
    let mut watch = poller(&[format!("{}/feed", server.url)], State::default(), options());
    assert!(matches!(one(watch.poll_due(begin())), Err(WatchError::Gone)));
    assert_eq!(watch.next_due(), None);
    assert!(watch.poll_due(begin() + 1000.hours()).is_empty());
}

/// A clock that does not wait.
struct Quick(RefCell<Timestamp>);

impl Clock for Quick {
    fn now(&self) -> Timestamp {
        *self.0.borrow()
    }

    fn sleep(&self, duration: Duration, _: &Stop) {
        let next = self.now().checked_add(jiff::SignedDuration::try_from(duration).unwrap()).unwrap();
        *self.0.borrow_mut() = next;
    }
}

#[test]
fn a_watch_runs_until_it_is_stopped() {
    let server = Server::open(|_| reply(200, "", &rss(&["a"])));
    let urls = [format!("{}/1", server.url), format!("{}/2", server.url)];
    let mut watch = poller(&urls, State::default(), options());
    let stop = watch.stop();
    let mut rounds = Vec::new();
    watch.run(&Quick(RefCell::new(begin())), |outcomes, state| {
        rounds.extend(outcomes.into_iter().map(|outcome| outcome.feed));
        assert!(!state.feeds.is_empty());
        if rounds.len() == 5 {
            stop.set();
        }
        ControlFlow::Continue(())
    });
    assert_eq!(rounds, [&urls[0], &urls[1], &urls[0], &urls[1], &urls[0]].map(String::clone));
    // A stopped poller asks nothing, and all stays due.
    let due = watch.next_due();
    assert!(watch.poll_due(begin() + 100.hours()).is_empty());
    assert_eq!(watch.next_due(), due);
}

#[test]
fn a_stop_cuts_off_what_is_on_its_way() {
    let server = Server::new(|request, stream| {
        if request.path == "/robots.txt" {
            let _ = stream.write_all(&reply(404, "", b""));
        } else {
            // Until the client goes.
            while stream.write_all(b"").is_ok() && stream.peek(&mut [0]).is_ok_and(|read| read > 0) {}
        }
    });
    let mut watch = poller(&[format!("{}/feed", server.url)], State::default(), options());
    let stop = watch.stop();
    let asked = Arc::clone(&server.asked);
    thread::spawn(move || {
        while asked.lock().unwrap().len() < 2 {
            thread::yield_now();
        }
        stop.set();
    });
    assert!(watch.poll_due(begin()).is_empty());
    assert!(watch.next_due().unwrap() <= begin());
}
