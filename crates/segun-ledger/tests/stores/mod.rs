//! The same tests on both stores: in a folder, and on the server that `SEGUN_TEST_POSTGRES` names.

#![allow(dead_code)] // each test file uses its part

use segun_ledger::{Ledger, Place};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

/// The variable with the address of a server where schemas may be made: `postgres://user@host/database`.
const SERVER: &str = "SEGUN_TEST_POSTGRES";

/// Where a test's ledgers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum On {
    Folder,
    Server,
}

/// Makes of each function, which takes an [`On`], a test on both stores.
#[macro_export]
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod folder {
            $(#[test] fn $name() { super::$name($crate::stores::On::Folder); })*
        }
        mod server {
            $(#[test] fn $name() {
                if $crate::stores::there_is_a_server() {
                    super::$name($crate::stores::On::Server);
                }
            })*
        }
    };
}

/// Whether there is a server to test on; says so where there is none.
pub(crate) fn there_is_a_server() -> bool {
    let there = cfg!(feature = "postgres") && std::env::var_os(SERVER).is_some();
    if !there {
        // Past the harness, which keeps what passing tests print.
        let _ =
            writeln!(std::io::stderr(), "SKIPPED: {SERVER} names no server, so PostgreSQL was NOT tested");
    }
    there
}

/// A server that encrypts, at an address that can be added to.
pub(crate) struct Encrypted {
    /// Without parameters.
    pub(crate) address: String,
    /// The folder with its certificate (`server.pem`) and that of its authority (`authority.pem`).
    pub(crate) certificates: String,
}

/// The server that encrypts; says so where there is none.
pub(crate) fn encrypted() -> Option<Encrypted> {
    let found = || {
        let address = std::env::var("SEGUN_TEST_POSTGRES_TLS").ok()?;
        Some(Encrypted { address, certificates: std::env::var("SEGUN_TEST_POSTGRES_CERTIFICATES").ok()? })
    };
    let found = found().filter(|_| there_is_a_server());
    if found.is_none() {
        let _ =
            writeln!(std::io::stderr(), "SKIPPED: there is no server that encrypts, so that was NOT tested");
    }
    found
}

/// A place for one test's ledger, which is gone with it.
pub(crate) struct Home {
    folder: tempfile::TempDir,
    /// The address of the server without a schema, and the schema.
    server: Option<(String, String)>,
}

impl Home {
    pub(crate) fn new(on: On) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let server = (on == On::Server).then(|| {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let schema = format!("test_{}_{number}", std::process::id());
            (std::env::var(SERVER).unwrap(), schema)
        });
        Self { folder: tempfile::tempdir().unwrap(), server }
    }

    /// Where the ledger is.
    pub(crate) fn place(&self) -> Place {
        self.address().as_str().into()
    }

    /// The same as text.
    pub(crate) fn address(&self) -> String {
        match &self.server {
            Some((server, schema)) => {
                let sign = if server.contains('?') { '&' } else { '?' };
                format!("{server}{sign}schema={schema}")
            }
            None => self.folder.path().to_str().unwrap().to_owned(),
        }
    }

    /// The schema of the ledger, where it is on a server.
    pub(crate) fn schema(&self) -> &str {
        self.server.as_ref().map_or("", |(_, schema)| schema)
    }

    /// The file of the ledger, where it is in a folder.
    pub(crate) fn file(&self) -> Option<std::path::PathBuf> {
        self.server.is_none().then(|| self.folder.path().join("ledger.sqlite"))
    }

    /// The folder of a ledger that is in one.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Does to the ledger's tables what no program of ours does.
    pub(crate) fn execute(&self, sql: &str) {
        match &self.server {
            Some((server, schema)) => at_server(server, &format!("set search_path to {schema}; {sql}")),
            None => {
                rusqlite::Connection::open(self.file().unwrap()).unwrap().execute_batch(sql).unwrap();
            }
        }
    }

    /// The same outside of every transaction, on a server.
    pub(crate) fn execute_alone(&self, sql: &str) {
        if let Some((server, _)) = &self.server {
            at_server(server, sql);
        }
    }

    /// Everything of the ledger is gone.
    pub(crate) fn clear(&self) {
        match &self.server {
            Some((server, schema)) => at_server(server, &format!("drop schema if exists {schema} cascade")),
            None => {
                for entry in std::fs::read_dir(self.folder.path()).unwrap() {
                    std::fs::remove_file(entry.unwrap().path()).unwrap();
                }
            }
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let Some((server, schema)) = &self.server else { return };
        for end in ["", "_repair", "_old_1"] {
            at_server(server, &format!("drop schema if exists {schema}{end} cascade"));
        }
    }
}

#[cfg(feature = "postgres")]
fn at_server(server: &str, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(server, tokio_postgres::NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        client.batch_execute(sql).await.unwrap();
        drop(client);
        connection.await.unwrap().unwrap();
    });
}

#[cfg(not(feature = "postgres"))]
fn at_server(_: &str, _: &str) {
    unreachable!("there is no server without the feature");
}

/// An empty ledger.
pub(crate) fn ledger(on: On) -> (Home, Ledger) {
    let home = Home::new(on);
    let ledger = Ledger::create(home.place()).unwrap();
    (home, ledger)
}
