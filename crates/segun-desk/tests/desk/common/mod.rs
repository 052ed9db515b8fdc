//! A real server over a ledger in a fresh folder, and a client that sends exactly what it is told to.

#![allow(dead_code)] // each test file uses its part

#[path = "../../../../segun-ledger/tests/common/mod.rs"]
pub(crate) mod made;

use made::Made;
use segun_desk::{Server, Settings};
use segun_ledger::Ledger;
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// Where the API is.
pub(crate) const API: &str = "/api/v1";

/// A server at work; it stops when it is dropped.
pub(crate) struct Running {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Over a ledger with a few reports.
    pub(crate) fn start() -> Self {
        Self::with(reports(), |_| {})
    }

    /// Over a ledger with `reports`, with `change`d settings.
    pub(crate) fn with(reports: Vec<Made>, change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        add(folder.path(), reports);
        let mut settings = Settings::local(folder.path());
        settings.listen.set_port(0);
        settings.limits.look = std::time::Duration::from_millis(10);
        change(&mut settings);
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let server = Server::bind(settings).await.unwrap();
                tell.send(server.address()).unwrap();
                server.run(async { drop(stopped.await) }).await;
            });
        });
        Self { folder, address: told.recv().unwrap(), stop: Some(stop), thread: Some(thread) }
    }

    /// Tells it to stop, and waits until it has.
    pub(crate) fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }

    /// The name by which it is called.
    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.address.port())
    }

    /// A request with the headers of the test and those that every request has, if the test gives no others.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = self.send(method, path, headers, body);
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Answer::parse(&bytes)
    }

    /// Sends a request and leaves the connection open.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> TcpStream {
        let mut head = format!("{method} {path} HTTP/1.1\r\n");
        let own = [
            ("host", self.host()),
            ("connection", "close".into()),
            ("content-length", body.len().to_string()),
        ];
        for (name, value) in own {
            if !headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name)) {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
        // A server that refuses need not read all of it.
        let _ = stream.write_all(body);
        stream
    }

    /// The answer to a question to the API.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", &format!("{API}{path}"), &[], b"")
    }

    /// The JSON of an answer that has to be there.
    pub(crate) fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("no head");
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let pair =
            |line: &str| line.split_once(':').map(|(n, v)| (n.to_ascii_lowercase(), v.trim().to_owned()));
        let headers = lines.filter_map(pair).collect();
        let mut answer = Self { status, headers, body: bytes[end + 4..].to_vec() };
        if answer.header("transfer-encoding") == Some("chunked") {
            answer.body = joined(&answer.body);
        }
        answer
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// That it is a problem of `status`, and says so.
    pub(crate) fn is_problem(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        let problem = self.json();
        assert_eq!(problem["status"], status);
        assert!(problem["title"].is_string() && problem["type"] == "about:blank", "{problem}");
        problem["detail"].as_str().unwrap().to_owned()
    }
}

/// The chunks of a body in one piece.
fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = chunks.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&chunks[..end]).unwrap().trim(), 16).unwrap();
        body.extend(&chunks[end + 2..end + 2 + size]);
        chunks = &chunks[end + 2 + size + 2..];
    }
    body
}

/// Adds `reports` to the ledger in `folder`.
pub(crate) fn add(folder: &Path, reports: Vec<Made>) {
    let mut ledger = Ledger::create(folder).unwrap();
    for report in reports {
        ledger.add(&report.0, "m").unwrap();
    }
    ledger.settle().unwrap();
}

/// A meeting in three outlets and a bombing.
pub(crate) fn reports() -> Vec<Made> {
    vec![
        made::meeting("https://voz.example/1", "La Voz", "2024-05-01"),
        made::meeting("https://norte.example/1", "Norte", "2024-05-01"),
        made::meeting("https://sur.example/1", "Sur", "2024-05-02"),
        made::bombing("https://faro.example/1", "2024-05-03"),
    ]
}
