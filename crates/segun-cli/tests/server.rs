//! A ledger on a server of PostgreSQL, as a team uses it: the same as one in a folder.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

const REPORTS: &str = r#"{"id":"1","url":"https://norte.example/1","publisher":"norte","published":"2024-05-10","language":"es","text":"La canciller de Chile, Elena Soto, negó que vaya a viajar a Perú."}
{"id":"2","url":"https://sur.example/2","publisher":"sur","published":"2024-05-11","language":"es","text":"Chile y Perú podrían firmar un acuerdo pesquero en junio, según un funcionario peruano."}
"#;

fn segun(ledger: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_segun"));
    command.args(arguments).env("SEGUN_LEDGER", ledger).env_remove("SEGUN_TOKEN").stdin(Stdio::null());
    command
}

fn said(ledger: &str, arguments: &[&str]) -> String {
    let output = segun(ledger, arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The server that `variable` names; says so where there is none.
fn server(variable: &str) -> Option<String> {
    let server = std::env::var(variable).ok();
    if server.is_none() {
        // Past the harness, which keeps what passing tests print.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: {variable} names no server, so what needs it was NOT tested"
        );
    }
    server
}

#[test]
fn every_command_says_the_same_of_a_ledger_on_a_server() {
    // A server where schemas may be made. That of this test stays: servers for tests are thrown away.
    let Some(server) = server("SEGUN_TEST_POSTGRES") else { return };
    let home = tempfile::tempdir().unwrap();
    let input = home.path().join("reports.jsonl");
    std::fs::write(&input, REPORTS).unwrap();
    let folder = home.path().join("ledger").to_str().unwrap().to_owned();
    let mark = if server.contains('?') { '&' } else { '?' };
    let server = format!("{server}{mark}schema=segun_cli_{}", std::process::id());
    for place in [&folder, &server] {
        said(place, &["ingest", input.to_str().unwrap()]);
    }
    for question in [
        &["claims", "--json"][..],
        &["claims", "--actor", "Chile", "--json"],
        &["threads", "--json"],
        &["origins", "--json"],
        &["sources", "--json"],
        &["search", "acuerdo", "--json"],
        &["show", "c1"],
        &["sql", "select count(*) as n from claims"],
        &["export", "--format", "csv"],
    ] {
        let (here, there) = (said(&folder, question), said(&server, question));
        assert_eq!(here, there, "{question:?}");
    }
    for place in [&folder, &server] {
        said(place, &["ledger", "repair"]);
    }
    assert_eq!(said(&folder, &["claims", "--csv"]), said(&server, &["claims", "--csv"]), "once repaired");
    let checked = said(&server, &["ledger", "check"]);
    assert!(checked.contains("2 reports"), "{checked}");

    let mut child = segun(&server, &["serve", "--listen", "0"]).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).unwrap_or_else(|| panic!("no address: {line}"));
    let address = address.split(' ').next().unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /api/v1/claims?polarity=- HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("Elena Soto"), "{answer}");
}

#[test]
fn a_password_comes_from_the_environment_and_is_not_shown() {
    // A server that asks the role segun_guest for the password “right:geheim”.
    let Some(server) = server("SEGUN_TEST_POSTGRES_TLS") else { return };
    let guest = server.replace("segun@", "segun_guest@");
    for (password, told) in [("right:geheim", "there is no ledger"), ("wrong:geheim", "refuses the user")] {
        let output = segun(&guest, &["claims"]).env("PGPASSWORD", password).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(told) && !said.contains("geheim"), "{said}");
    }
    let with_password = server.replace("segun@", "segun_guest:geheim@");
    let shown = said(&with_password, &["claims", "--help"]) + &said(&with_password, &["ledger", "path"]);
    assert!(shown.contains("segun_guest@") && !shown.contains("geheim"), "{shown}");
}
