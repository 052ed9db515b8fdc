//! `segun watch` against a server on loopback.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};

const FEED: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Diario de Prueba</title><link>http://localhost/</link><language>es</language>
<item><title>Canciller niega el viaje</title><link>http://localhost/1</link><guid>n1</guid>
<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate>
<content:encoded><![CDATA[<p>La canciller de Chile, Elena Soto, negó que vaya a viajar a Perú en marzo.</p>
<p>El portavoz del Gobierno dijo que no hay ninguna reunión prevista.</p>]]></content:encoded></item>
<item><title>Protesta en Quito</title><link>http://localhost/2</link><guid>n2</guid>
<pubDate>Mon, 02 Mar 2026 11:00:00 GMT</pubDate>
<content:encoded><![CDATA[<p>Cientos de personas protestaron en Quito contra la subida de los precios, según la Policía.</p>]]></content:encoded></item>
</channel></rss>"#;

/// A site with one feed and a place that takes messages.
#[derive(Default)]
struct Site {
    asked: Mutex<Vec<String>>,
    told: Mutex<Vec<String>>,
}

impl Site {
    fn start() -> (Arc<Self>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let site = Arc::new(Self::default());
        let served = Arc::clone(&site);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                served.answer(stream);
            }
        });
        (site, address)
    }

    fn answer(&self, stream: TcpStream) {
        let mut reader = BufReader::new(stream);
        let (mut first, mut length, mut known) = (String::new(), 0, false);
        if reader.read_line(&mut first).is_err() {
            return;
        }
        let mut line = String::new();
        while reader.read_line(&mut line).unwrap_or(0) > 2 {
            let lower = line.to_ascii_lowercase();
            if let Some(value) = lower.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            known |= lower.starts_with("if-none-match:");
            line.clear();
        }
        let mut body = vec![0; length];
        let _ = reader.read_exact(&mut body);
        self.asked.lock().unwrap().push(first.trim().to_owned());
        let (status, kind, answer) = match first.split(' ').nth(1) {
            Some("/feed") if known => ("304 Not Modified", "text/plain", ""),
            Some("/feed") => ("200 OK", "application/rss+xml", FEED),
            Some("/hook") => {
                self.told.lock().unwrap().push(String::from_utf8(body).unwrap());
                ("204 No Content", "text/plain", "")
            }
            _ => ("404 Not Found", "text/plain", ""),
        };
        let _ = write!(
            reader.get_mut(),
            "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\netag: \"v1\"\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{answer}",
            answer.len()
        );
    }
}

fn run(ledger: &Path, arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_segun"))
        .args(arguments)
        .env("SEGUN_LEDGER", ledger)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn new_items_go_in_and_what_was_asked_for_is_told() {
    let (site, address) = Site::start();
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger");
    run(&ledger, &["alerts", "add", "denials", "--polarity=-", "--country", "CHL"]);
    run(&ledger, &["alerts", "add", "nobody", "--actor", "Nadie Ninguno"]);
    assert!(said(&run(&ledger, &["alerts", "list", "--json"])).contains("denials"));

    let list = folder.path().join("feeds.opml");
    let opml =
        format!("<opml version=\"2.0\"><body><outline text=\"x\" xmlUrl=\"{address}/feed\"/></body></opml>");
    std::fs::write(&list, opml).unwrap();
    let first = run(&ledger, &["watch", list.to_str().unwrap(), "--once"]);
    let alerts: Vec<serde_json::Value> =
        said(&first).lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert!(!alerts.is_empty(), "{}", said(&first));
    assert!(alerts.iter().all(|a| a["alert"] == "denials" && a["claim"]["polarity"] == "-"));
    assert!(said(&first).contains("2 new reports"), "{}", said(&first));
    let reports = said(&run(&ledger, &["sql", "select outlet, published from reports order by id", "--csv"]));
    assert!(reports.contains("Diario de Prueba,2026-03-02T10:00:00"), "{reports}");

    // Asked again, the site says that nothing has changed.
    let asked = site.asked.lock().unwrap().len();
    let again = run(&ledger, &["watch", &format!("{address}/feed"), "--once"]);
    assert!(said(&again).contains("0 new reports"), "{}", said(&again));
    assert!(site.asked.lock().unwrap().len() > asked);

    // A webhook is told instead.
    let other = folder.path().join("other");
    run(&other, &["alerts", "add", "protests", "--type", "PROTEST"]);
    let hook = format!("{address}/hook");
    run(&other, &["watch", &format!("{address}/feed"), "--once", "--webhook", &hook]);
    let told = site.told.lock().unwrap().clone();
    assert!(!told.is_empty() && told.iter().all(|t| t.contains("\"protests\"")), "{told:?}");
    run(&other, &["alerts", "remove", "protests"]);
    assert_eq!(said(&run(&other, &["alerts", "list", "--json"])), "");
}
