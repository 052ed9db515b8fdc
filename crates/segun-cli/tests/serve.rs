//! `segun serve`, run as a user runs it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const REPORT: &str = r#"{"id":"1","url":"https://norte.example/1","publisher":"norte","published":"2024-05-10","language":"es","text":"La canciller de Chile, Elena Soto, negó que vaya a viajar a Perú."}"#;

fn segun(ledger: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_segun"));
    command.args(arguments).env("SEGUN_LEDGER", ledger).env_remove("SEGUN_TOKEN").stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn filled(folder: &Path) {
    let input = folder.join("reports.jsonl");
    std::fs::write(&input, REPORT).unwrap();
    let output = segun(folder, &["ingest", input.to_str().unwrap()]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Starts a server, and reads where it is.
fn serve(ledger: &Path, arguments: &[&str]) -> (Child, String) {
    let mut child = segun(ledger, &[&["serve", "--listen", "0"], arguments].concat()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).unwrap_or_else(|| panic!("no address: {line}"));
    (child, address.split(' ').next().unwrap().to_owned())
}

fn get(address: &str, path: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{headers}\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[cfg(unix)]
#[test]
fn it_says_where_it_is_answers_and_stops_in_peace() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    for signal in ["-TERM", "-INT"] {
        let (mut child, address) = serve(folder.path(), &[]);
        assert!(address.starts_with("127.0.0.1:"), "{address}");
        let ledger = get(&address, "/api/v1/ledger", "");
        assert!(ledger.starts_with("HTTP/1.1 200") && ledger.contains("\"reports\":1"), "{ledger}");
        assert!(get(&address, "/api/v1/claims?polarity=-", "").contains("Elena Soto"));
        assert!(get(&address, "/", "").contains("<html"));
        // Somebody who listens does not hold it up.
        let mut listener = TcpStream::connect(&address).unwrap();
        write!(listener, "GET /api/v1/changes HTTP/1.1\r\nhost: {address}\r\n\r\n").unwrap();
        let mut first = [0; 15];
        listener.read_exact(&mut first).unwrap();
        assert_eq!(&first, b"HTTP/1.1 200 OK");
        Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{signal}");
        let mut out = String::new();
        child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        assert_eq!(out, "");
    }
}

#[test]
fn a_token_comes_from_a_file_or_a_variable() {
    const TOKEN: &str = "0123456789abcdef0123";
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let file = folder.path().join("token");
    std::fs::write(&file, format!("{TOKEN}\n")).unwrap();
    let (mut child, address) = serve(folder.path(), &["--token-file", file.to_str().unwrap()]);
    assert!(get(&address, "/api/v1/ledger", "").starts_with("HTTP/1.1 401"));
    assert!(
        get(&address, "/api/v1/ledger", &format!("authorization: Bearer {TOKEN}\r\n"))
            .starts_with("HTTP/1.1 200")
    );
    child.kill().unwrap();
    child.wait().unwrap();

    let refused = |command: &mut Command| {
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let beyond = refused(&mut segun(folder.path(), &["serve", "--listen", "0.0.0.0:0"]));
    assert!(beyond.contains("--token-file") && beyond.contains("127.0.0.1"), "{beyond}");
    let short = refused(segun(folder.path(), &["serve", "--listen", "0"]).env("SEGUN_TOKEN", "secret"));
    assert!(short.contains("openssl rand"), "{short}");
    let nowhere = refused(&mut segun(&folder.path().join("none"), &["serve", "--listen", "0"]));
    assert!(nowhere.contains("segun ingest"), "{nowhere}");
    let wrong = refused(&mut segun(folder.path(), &["serve", "--listen", "somewhere"]));
    assert!(wrong.contains("127.0.0.1:7373"), "{wrong}");
}
