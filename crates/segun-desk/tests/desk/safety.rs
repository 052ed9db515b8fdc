//! Who may ask, how much, and what browsers are told.

use crate::common::{API, Answer, Running, reports};
use segun_desk::{DeskError, Server, Settings, Token};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

fn status(answer: &Answer) -> u16 {
    answer.status
}

#[test]
fn the_server_answers_to_its_own_names_only() {
    let desk = Running::with(reports(), |settings| settings.hosts = vec!["desk.example".into()]);
    let port = desk.address.port();
    let path = format!("{API}/ledger");
    for host in [
        format!("localhost:{port}"),
        format!("127.0.0.1:{port}"),
        format!("[::1]:{port}"),
        "Desk.Example".into(),
    ] {
        assert_eq!(desk.ask("GET", &path, &[("host", &host)], b"").status, 200, "{host}");
    }
    for host in [
        format!("evil.example:{port}"),
        "localhost".into(),
        "localhost:1".into(),
        "127.0.0.1.evil.example".into(),
    ] {
        desk.ask("GET", &path, &[("host", &host)], b"").is_problem(421);
        desk.ask("GET", "/", &[("host", &host)], b"").is_problem(421);
    }
    for host in ["", "a b", "localhost:99999"] {
        assert!([400, 421].contains(&status(&desk.ask("GET", &path, &[("host", host)], b""))), "{host}");
    }
    let own = desk.host();
    assert_eq!(desk.ask("GET", &path, &[("host", &own), ("host", "evil.example")], b"").status, 400);
    assert_eq!(desk.ask("GET", "http://evil.example/api/v1/ledger", &[], b"").status, 421);
}

#[test]
fn pages_of_other_sites_may_not_ask() {
    let desk = Running::start();
    let own = format!("http://{}", desk.host());
    let path = format!("{API}/ledger");
    for headers in [
        vec![("origin", own.as_str())],
        vec![("origin", own.as_str()), ("sec-fetch-site", "same-origin")],
        vec![("sec-fetch-site", "none")],
    ] {
        assert_eq!(desk.ask("GET", &path, &headers, b"").status, 200, "{headers:?}");
    }
    for headers in [
        vec![("origin", "https://evil.example")],
        vec![("origin", "null")],
        vec![("origin", "http://localhost")],
        vec![("origin", own.as_str()), ("origin", "https://evil.example")],
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
    ] {
        desk.ask("GET", &path, &headers, b"").is_problem(403);
        let kind = [("content-type", "application/json")];
        let headers: Vec<_> = headers.into_iter().chain(kind).collect();
        desk.ask("PUT", &format!("{API}/alerts/x"), &headers, b"{}").is_problem(403);
    }
    assert_eq!(desk.json("/alerts")["items"].as_array().unwrap().len(), 0);
    // A link from elsewhere may lead to the pages.
    assert_eq!(desk.ask("GET", "/", &[("sec-fetch-site", "cross-site")], b"").status, 200);
    let answer = desk.ask("OPTIONS", &path, &[("origin", "https://evil.example")], b"");
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[test]
fn with_a_token_nobody_else_is_answered() {
    let desk = Running::with(reports(), |settings| settings.token = Some(Token::new(TOKEN).unwrap()));
    let path = format!("{API}/claims");
    let shown = format!("Bearer {TOKEN}");
    assert_eq!(desk.ask("GET", &path, &[("authorization", &shown)], b"").status, 200);
    for wrong in ["Bearer 0123456789abcdef0123456789abcdee", "Bearer ", "Basic YTpi"] {
        let refused = desk.ask("GET", &path, &[("authorization", wrong)], b"");
        refused.is_problem(401);
        assert!(refused.header("www-authenticate").unwrap().starts_with("Bearer"));
    }
    for path in ["/claims", "/openapi.json", "/changes", "/nothing", "/alerts/x"] {
        desk.get(path).is_problem(401);
    }
    assert_eq!(desk.ask("GET", "/", &[], b"").status, 200, "the pages themselves hold no secret");
}

#[test]
fn beyond_this_machine_a_token_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    crate::common::add(folder.path(), reports());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let bind = |change: &dyn Fn(&mut Settings)| {
        let mut settings = Settings::local(folder.path());
        settings.listen.set_port(0);
        change(&mut settings);
        runtime.block_on(Server::bind(settings))
    };
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let refused = bind(&|settings| settings.listen = address.parse().unwrap());
        let error = refused.err().unwrap();
        assert!(matches!(error, DeskError::NoToken(_)), "{address}: {error}");
        assert!(error.to_string().contains("--token-file"));
    }
    let open = bind(&|settings| {
        settings.listen = "0.0.0.0:0".parse().unwrap();
        settings.token = Some(Token::new(TOKEN).unwrap());
    });
    assert!(matches!(bind(&|settings| settings.hosts = vec!["a b".into()]), Err(DeskError::Host(_))));
    let open = open.unwrap();
    let taken = open.address().port();
    assert!(matches!(bind(&|settings| settings.listen.set_port(taken)), Err(DeskError::Listen { .. })));
    let nowhere = runtime.block_on(Server::bind(Settings::local(folder.path().join("nowhere"))));
    assert!(nowhere.err().unwrap().to_string().contains("segun ingest"));
}

#[test]
fn every_answer_tells_browsers_to_keep_to_our_pages() {
    let desk = Running::start();
    for (method, path) in
        [("GET", "/"), ("GET", "/api/v1/ledger"), ("GET", "/api/v1/nothing"), ("PATCH", "/api/v1/ledger")]
    {
        let answer = desk.ask(method, path, &[], b"");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'") && !policy.contains("unsafe"),
            "{policy}"
        );
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{method} {path}");
        }
        assert!(answer.header("permissions-policy").unwrap().contains("geolocation=()"));
    }
    let refused = desk.ask("GET", "/", &[("host", "evil.example")], b"");
    assert!(refused.header("content-security-policy").is_some());
}

#[test]
fn pages_answer_every_address_without_a_file() {
    let desk = Running::start();
    let first = desk.ask("GET", "/", &[], b"");
    assert_eq!((first.status, first.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert_eq!(first.header("cache-control"), Some("no-cache"));
    for path in ["/threads/12", "/map?since=2024-05-01", "/index.html", "/a/b/c"] {
        assert_eq!(desk.ask("GET", path, &[], b"").body, first.body, "{path}");
    }
    for path in
        ["/nothing.js", "/assets/none.css", "/../Cargo.toml", "/%2e%2e/Cargo.toml", "/..%2fCargo.toml"]
    {
        desk.ask("GET", path, &[], b"").is_problem(404);
    }
    let tag = first.header("etag").unwrap();
    assert_eq!(desk.ask("GET", "/", &[("if-none-match", tag)], b"").status, 304);
    desk.ask("POST", "/", &[], b"").is_problem(405);
}

#[test]
fn what_is_too_long_or_too_slow_is_refused() {
    let desk = Running::with(reports(), |settings| settings.limits.head = Duration::from_millis(50));
    let kind = [("content-type", "application/json")];
    let long = format!("{{\"text\":\"{}\"}}", "a".repeat(1 << 20));
    desk.ask("PUT", &format!("{API}/alerts/x"), &kind, long.as_bytes()).is_problem(413);
    let long = format!("{API}/claims?text={}", "a".repeat(100_000));
    let answer = desk.ask("GET", &long, &[], b"");
    assert!([400, 414, 431].contains(&answer.status), "{}", answer.status);
    // A head that does not come to its end: the server hangs up.
    let mut slow = TcpStream::connect(desk.address).unwrap();
    slow.write_all(b"GET /api/v1/ledger HTTP/1.1\r\nhost:").unwrap();
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest);
    assert!(!String::from_utf8_lossy(&rest).contains("200 OK"));
}

#[test]
fn what_takes_too_long_is_given_up() {
    let desk = Running::with(reports(), |settings| settings.limits.answer = Duration::from_millis(50));
    // A body that does not come to its end.
    let headers = [("content-type", "application/json"), ("content-length", "100")];
    let answer = desk.ask("POST", &format!("{API}/read"), &headers, b"{\"text\":");
    answer.is_problem(503);
    assert_eq!(answer.header("retry-after"), Some("1"));
}

#[test]
fn connections_beyond_the_limit_wait_for_a_place() {
    let desk = Running::with(reports(), |settings| settings.limits.connections = 1);
    let held = TcpStream::connect(desk.address).unwrap();
    let mut waiting = desk.send("GET", &format!("{API}/ledger"), &[], b"");
    waiting.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let mut byte = [0];
    assert!(waiting.read(&mut byte).is_err(), "answered beside the one that is held");
    drop(held);
    waiting.set_read_timeout(None).unwrap();
    assert_eq!(waiting.read(&mut byte).unwrap(), 1);
}
