//! The way to a ledger on a server, and the making of one.

use super::error::said;
use super::{Postgres, UnderWay, number};
use crate::place::Address;
use crate::schema::postgres as formats;
use crate::store::{Store, values};
use crate::{LedgerError, Place, Result};
use segun_claims::stable_hash;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use tokio_postgres::{Config, NoTls};

/// How long to wait for another writer.
const PATIENCE: &str = "60s";

/// The number of the lock of the ledger at `address`, one for each schema of a database.
pub(super) fn lock(address: &Address) -> i64 {
    i64::from_ne_bytes(stable_hash(&["segun", address.schema()]).to_ne_bytes())
}

impl Postgres {
    /// Opens the ledger at `address` for reading and writing; `create` makes one where there is none.
    pub(crate) fn open(address: &Address, create: bool) -> Result<Self> {
        let store = Self::connect(address)?;
        match store.found()? {
            Some(format) if format == formats::FORMAT => {}
            None if !create => return Err(LedgerError::Missing(Place::Server(address.clone()))),
            _ => store.make()?,
        }
        Ok(store)
    }

    /// Opens the ledger at `address` for reading only.
    pub(crate) fn read_only(address: &Address) -> Result<Self> {
        let store = Self::connect(address)?;
        store.simple("set default_transaction_read_only = on")?;
        match store.found()? {
            Some(found) if found < formats::FORMAT => {
                Err(LedgerError::Older { found, known: formats::FORMAT })
            }
            Some(_) => Ok(store),
            None => Err(LedgerError::Missing(Place::Server(address.clone()))),
        }
    }

    /// A connection whose statements are about the schema of `address`, whatever is in it.
    pub(super) fn connect(address: &Address) -> Result<Self> {
        let name = address.schema();
        let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.len() <= 40;
        if !plain || name.starts_with("pg_") {
            return Err(LedgerError::Query(format!(
                "“{name}” is wrong as schema: small letters, digits and _, at most 40, a letter first"
            )));
        }
        let mut config: Config = address.url().parse().map_err(|error: tokio_postgres::Error| {
            LedgerError::Query(format!("{address} is no address of a server: {}", cause(&error)))
        })?;
        if config.get_password().is_none()
            && let Some(password) = std::env::var_os("PGPASSWORD")
        {
            config.password(password.as_encoded_bytes());
        }
        config.application_name("segun").connect_timeout(std::time::Duration::from_secs(15));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| LedgerError::Sql(error.into()))?;
        let connected = runtime.block_on(config.connect(NoTls));
        let (client, connection) = connected.map_err(|error| said(address, &error))?;
        runtime.spawn(async move {
            // What goes wrong is said to whoever asks next.
            let _ = connection.await;
        });
        let store = Self {
            runtime,
            client,
            address: address.clone(),
            statements: RefCell::new(HashMap::new()),
            given_up: RefCell::new(None),
            under_way: Cell::new(UnderWay::Nothing),
            changes: Cell::new((-1, 0)),
            cursors: Cell::new(0),
        };
        // Questions are planned for their values: a name may be that of one claim or of all. Who asks through a cursor wants
        // a page, or everything in the order of an index.
        store.simple(&format!(
            "set search_path to {name}; set lock_timeout to '{PATIENCE}'; set plan_cache_mode to force_custom_plan;
             set cursor_tuple_fraction to 0.005; set jit to off; set client_min_messages to warning"
        ))?;
        Ok(store)
    }

    /// The format of the ledger that is there; `None` where there is none.
    fn found(&self) -> Result<Option<i64>> {
        let schema = self.address.schema();
        let tables = self.simple(&format!(
            "select count(*) filter (where tablename = 'ledger') * 1000000 + count(*)
             from pg_catalog.pg_tables where schemaname = '{schema}'"
        ))?;
        match number(&tables).unwrap_or_default() {
            0 => Ok(None),
            ..1_000_000 => Err(LedgerError::NotALedger(Place::Server(self.address.clone()))),
            _ => {
                let found = number(&self.simple("select format from ledger")?).unwrap_or_default();
                if found > formats::FORMAT {
                    return Err(LedgerError::Newer { found, known: formats::FORMAT });
                }
                Ok(Some(found))
            }
        }
    }

    /// Makes a ledger of the newest format, from nothing or from an older one; all or nothing.
    fn make(&self) -> Result<()> {
        let schema = self.address.schema();
        let may_not = |error| match error {
            LedgerError::ReadOnly => LedgerError::Server {
                address: self.address.to_string(),
                cause: format!(
                    "the user may not make a ledger in this database: `grant create on database … to …`, or have its \
                     owner make the schema {schema} for the user (`create schema {schema} authorization …`)"
                ),
            },
            other => other,
        };
        self.simple(&format!("begin; select pg_advisory_xact_lock({})", lock(&self.address)))?;
        self.under_way.set(UnderWay::Reading);
        let made = (|| {
            // Somebody else may have made it meanwhile.
            let there = self.simple(&format!(
                "select count(*) from pg_catalog.pg_namespace where nspname = '{schema}'"
            ))?;
            if number(&there) == Some(0) {
                self.simple(&format!("create schema {schema}"))?;
            }
            let from = self.found()?.unwrap_or(formats::FORMAT - formats::STEPS.len() as i64);
            let known = formats::FORMAT - formats::STEPS.len() as i64;
            for step in &formats::STEPS[usize::try_from(from - known).unwrap_or(0)..] {
                self.simple(step)?;
            }
            self.simple(formats::VIEWS)?;
            self.execute("update ledger set format = ?", values![formats::FORMAT])?;
            self.commit()
        })();
        made.map_err(may_not).inspect_err(|_| self.roll_back())
    }
}

/// Gives the ledger at `new` the name of the one at `old`, which gets a free one; that name.
pub(crate) fn set_aside(old: &Address, new: &Address) -> Result<String> {
    let store = Postgres::connect(old)?;
    let (name, fresh) = (old.schema(), new.schema());
    let mut aside = String::new();
    for n in 1.. {
        aside = format!("{name}_old_{n}");
        let taken = store
            .simple(&format!("select count(*) from pg_catalog.pg_namespace where nspname = '{aside}'"))?;
        if number(&taken) == Some(0) {
            break;
        }
    }
    store.simple(&format!(
        "begin; select pg_advisory_xact_lock({}); alter schema {name} rename to {aside};
         alter schema {fresh} rename to {name}; commit",
        lock(old)
    ))?;
    Ok(old.with_schema(aside).to_string())
}

/// Drops what an interrupted repair left at `address`.
pub(crate) fn drop_schema(address: &Address) -> Result<()> {
    let store = Postgres::connect(address)?;
    store.simple(&format!("drop schema if exists {} cascade", address.schema()))?;
    Ok(())
}

/// What is wrong with an address, without it.
fn cause(error: &tokio_postgres::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}
