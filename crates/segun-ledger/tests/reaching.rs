//! How a server is reached: encrypted as its address asks for, with a password, or not at all.

#![cfg(feature = "postgres")]

mod common;
mod stores;

use segun_ledger::query::Cell;
use segun_ledger::{Ledger, LedgerError};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Instant;
use stores::{Home, On, encrypted, there_is_a_server};

/// What is said where the ledger at `address` cannot be used; never a password.
fn refusal(address: &str) -> String {
    let refused = Ledger::create(address).unwrap_err();
    assert!(matches!(refused, LedgerError::Server { .. } | LedgerError::Query(_)), "{refused:?}");
    let said = refused.to_string();
    assert!(!said.contains("geheim") && !format!("{refused:?}").contains("geheim"), "{said}");
    said
}

/// Whether what is sent to the server of `ledger` is encrypted.
fn is_encrypted(ledger: &Ledger) -> bool {
    let mut encrypted = false;
    let statement = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
    let take = |_: &[String], row: Vec<Cell>| {
        encrypted = row == [Cell::Integer(1)];
        Ok(())
    };
    ledger.sql(statement, || false, take).unwrap();
    encrypted
}

#[test]
fn what_is_sent_is_encrypted_as_the_address_asks() {
    let Some(server) = encrypted() else { return };
    let home = Home::new(On::Server);
    let own = format!("{}/server.pem", server.certificates);
    let authority = format!("{}/authority.pem", server.certificates);
    for (parameters, expected) in [
        (String::new(), true),
        ("&sslmode=disable".into(), false),
        ("&sslmode=prefer".into(), true),
        ("&sslmode=require".into(), true),
        (format!("&sslmode=verify-full&sslrootcert={authority}"), true),
        (format!("&sslmode=verify-full&sslrootcert={own}"), true),
    ] {
        let address = format!("{}?schema={}{parameters}", server.address, home.schema());
        let mut ledger = Ledger::create(address.as_str()).unwrap_or_else(|e| panic!("{parameters}: {e}"));
        assert_eq!(is_encrypted(&ledger), expected, "{parameters}");
        // It is told to stop in the same way.
        let mut looks = 0;
        let stop = move || {
            looks += 1;
            looks > 3
        };
        let began = Instant::now();
        let refused = ledger.sql("select pg_sleep(60)", stop, |_, _| Ok(()));
        assert!(matches!(refused, Err(LedgerError::BrokenOff)), "{refused:?}");
        assert!(began.elapsed().as_secs() < 30, "{parameters}");
        ledger.settle().unwrap();
    }
    // A socket of the machine needs none.
    let here = format!("{}&sslmode=require", home.address());
    assert!(!is_encrypted(&Ledger::create(here.as_str()).unwrap()));
}

#[test]
fn a_server_that_may_be_another_one_is_refused() {
    let Some(server) = encrypted() else { return };
    let authority = format!("{}/authority.pem", server.certificates);
    let of = |parameters: &str| format!("{}?{parameters}", server.address);
    let unknown = refusal(&of("sslmode=verify-full"));
    assert!(unknown.contains("sslrootcert=FILE"), "{unknown}");
    let elsewhere =
        of(&format!("sslmode=verify-full&sslrootcert={authority}")).replace("localhost", "127.0.0.1");
    let other = refusal(&elsewhere);
    assert!(other.contains("write the host"), "{other}");
    for (wrong, told) in [
        ("sslmode=verify-ca", "verify-full"),
        ("sslmode=require&sslrootcert=x.pem", "verify-full"),
        ("sslmode=verify-full&sslrootcert=/no/such.pem", "/no/such.pem"),
    ] {
        let said = refusal(&of(wrong));
        assert!(said.contains(told), "{wrong}: {said}");
    }
}

#[test]
fn a_server_that_does_not_encrypt_is_said_so() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // The request for encryption, and the answer that there is none.
        stream.read_exact(&mut [0; 8]).unwrap();
        stream.write_all(b"N").unwrap();
    });
    let said = refusal(&format!("postgres://ana:geheim@127.0.0.1:{port}/news?sslmode=require"));
    assert!(said.contains("sslmode=disable") && said.contains("ssl"), "{said}");
    server.join().unwrap();
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let began = Instant::now();
    let said = refusal(&format!("postgres://ana:geheim@127.0.0.1:{port}/news?connect_timeout=1"));
    assert!(began.elapsed().as_secs() < 10 && said.contains("1 s"), "{said}");
    // Nobody at all is there.
    drop(listener);
    let said = refusal(&format!("postgres://ana:geheim@127.0.0.1:{port}/news"));
    assert!(said.contains(&format!("127.0.0.1:{port}")) && said.contains("running"), "{said}");
    let said = refusal("postgres://ana:geheim@no-such-host.invalid/news");
    assert!(said.contains("no-such-host.invalid") && said.contains("address"), "{said}");
}

#[test]
fn a_password_is_asked_for_and_never_shown() {
    // The role's is “right:geheim”.
    let Some(server) = encrypted() else { return };
    let home = Home::new(On::Server);
    let of = |user: &str| format!("{}?schema={}", server.address.replace("segun@", user), home.schema());
    for wrong in ["segun_guest:geheim@", "segun_guest:geheim%3F@"] {
        let said = refusal(&of(wrong));
        assert!(said.contains("password") && said.contains("PGPASSWORD"), "{said}");
    }
    let none = refusal(&of("segun_guest@"));
    assert!(none.contains("asks for a password") && none.contains("PGPASSWORD"), "{none}");
    let refused = Ledger::open(of("segun_guest:right%3Ageheim@").as_str());
    assert!(matches!(refused, Err(LedgerError::Missing(_))), "{refused:?}");
}

#[test]
fn an_address_that_is_cut_by_its_password_is_said_so() {
    for wrong in ["postgres://ana:geh?eim@db.example/news", "postgres://ana:geheim/news"] {
        let said = refusal(wrong);
        assert!(said.contains("%3F") && !said.contains("geh"), "{said}");
    }
    let mistyped = Ledger::create("postgress://ana:geheim@db.example/news").unwrap_err().to_string();
    assert!(mistyped.contains("postgres://") && !mistyped.contains("geheim"), "{mistyped}");
    assert!(!std::path::Path::new("postgress:").exists());
}

#[test]
fn a_database_without_all_letters_is_said_so() {
    if !there_is_a_server() {
        return;
    }
    let home = Home::new(On::Server);
    let name = format!("latin_{}", std::process::id());
    home.execute_alone(&format!("create database {name} encoding 'LATIN1' locale 'C' template template0"));
    let said = refusal(&home.address().replace("/postgres?", &format!("/{name}?")));
    home.execute_alone(&format!("drop database {name} with (force)"));
    assert!(said.contains("LATIN1") && said.contains("--encoding UTF8"), "{said}");
}
