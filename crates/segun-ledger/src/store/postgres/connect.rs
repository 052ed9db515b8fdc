//! The way to a server.

use super::encryption::{Encryption, PARAMETERS};
use super::error::said;
use crate::place::Address;
use crate::{LedgerError, Result};
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config};

/// How long to wait for another writer.
const PATIENCE: &str = "60s";

/// How long to wait for the server, where the address does not say.
const ANSWER: Duration = Duration::from_secs(15);

/// A connection without a word for so long is looked at, and is lost after four unanswered looks.
const SILENCE: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_secs(10);
const LOOKS: u32 = 4;

/// How long what was sent may be on its way.
const ON_ITS_WAY: Duration = Duration::from_secs(90);

/// How to get to the schema of an address, as often as need be.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// Where it leads.
    pub(super) address: Address,
    config: Config,
    /// As the address asks for it.
    pub(super) encryption: Encryption,
    read_only: bool,
}

/// Whether `name` can be that of a ledger's schema: it needs no quotation marks, and the server cuts nothing off.
pub(super) fn is_name(name: &str) -> bool {
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase()) && !name.starts_with("pg_");
    plain && begins && name.len() <= 63
}

impl Way {
    /// The way to `address`, for writing or only for reading.
    ///
    /// # Errors
    /// Where it is no address.
    pub(super) fn of(address: &Address, read_only: bool) -> Result<Self> {
        let name = address.schema();
        if !is_name(name) {
            return Err(LedgerError::Query(format!(
                "“{name}” is wrong as schema: small letters, digits and _, at most 63, a letter first"
            )));
        }
        let wrong = |cause: &str| LedgerError::Query(format!("{address} is no address of a server: {cause}"));
        if !address.is_sound() {
            return Err(wrong(
                "it is postgres://user:password@host:port/database?schema=name; other marks than letters and digits in a \
                 password are written in percent (? is %3F)",
            ));
        }
        let mut config: Config = address
            .url(|name| !PARAMETERS.contains(&name))
            .parse()
            .map_err(|error: tokio_postgres::Error| wrong(&cause(&error)))?;
        if config.get_password().is_none()
            && let Some(password) = std::env::var_os("PGPASSWORD")
        {
            config.password(password.as_encoded_bytes());
        }
        if config.get_application_name().is_none() {
            config.application_name("segun");
        }
        config.connect_timeout(config.get_connect_timeout().copied().unwrap_or(ANSWER));
        if address.parameter("keepalives_idle").is_none() {
            config.keepalives_idle(SILENCE).keepalives_interval(LOOK).keepalives_retries(LOOKS);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(ON_ITS_WAY);
        }
        if config.get_hosts().is_empty() {
            // Whom to expect at an address that is only a number.
            for number in config.get_hostaddrs().to_vec() {
                config.host(number.to_string());
            }
        }
        let encryption = Encryption::of(address)?;
        let here = config.get_hosts().iter().all(is_socket);
        config.ssl_mode(if here { SslMode::Disable } else { encryption.mode });
        Ok(Self { address: address.clone(), config, encryption, read_only })
    }

    /// A connection whose statements are about the schema of the address, whatever is in it.
    ///
    /// # Errors
    /// Where the server cannot be reached or refuses.
    pub(super) fn connect(&self, runtime: &Runtime) -> Result<Client> {
        let hosts = u32::try_from(self.config.get_hosts().len()).unwrap_or(1).max(1);
        let patience = self.config.get_connect_timeout().copied().unwrap_or(ANSWER) * hosts;
        runtime.block_on(async {
            // Its own timeout ends with the connection; a server may say nothing after that, too.
            let connected = tokio::time::timeout(patience, self.config.connect(self.encryption.clone()));
            let (client, connection) = connected
                .await
                .map_err(|_| LedgerError::Server {
                    address: self.address.to_string(),
                    cause: format!(
                        "it has not answered for {} s (is the server running, and is this its address?)",
                        patience.as_secs()
                    ),
                })?
                .map_err(|error| said(&self.address, &error))?;
            tokio::spawn(async move {
                // What goes wrong is said to whoever asks next.
                let _ = connection.await;
            });
            client.batch_execute(&self.session()).await.map_err(|error| said(&self.address, &error))?;
            Ok(client)
        })
    }

    /// What holds for all questions of a connection.
    fn session(&self) -> String {
        let schema = self.address.schema();
        let (idle, interval) = (SILENCE.as_secs(), LOOK.as_secs());
        // Questions are planned for their values: a name may be that of one claim or of all. Who asks through a cursor wants
        // a page, or everything in the order of an index. A writer that is cut off must not hold up the others for hours.
        let mut session = format!(
            "set search_path to {schema}; set lock_timeout to '{PATIENCE}'; set plan_cache_mode to force_custom_plan;
             set cursor_tuple_fraction to 0.005; set jit to off; set client_min_messages to warning;
             set tcp_keepalives_idle to {idle}; set tcp_keepalives_interval to {interval};
             set tcp_keepalives_count to {LOOKS}"
        );
        if self.read_only {
            session.push_str("; set default_transaction_read_only to on");
        }
        session
    }
}

#[cfg(unix)]
fn is_socket(host: &Host) -> bool {
    matches!(host, Host::Unix(_))
}

#[cfg(not(unix))]
fn is_socket(_: &Host) -> bool {
    false
}

/// What is wrong with an address, without it.
fn cause(error: &tokio_postgres::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}
