//! A ledger on a server is opened, made, and made anew.

use super::connect::{Way, is_name};
use super::{Postgres, UnderWay, lock, number, text};
use crate::place::Address;
use crate::schema::postgres as formats;
use crate::store::{Store, values};
use crate::{LedgerError, Place, Result};

/// What marks a schema as a repair's, which the next one may drop.
const REPAIR: &str = "segun ledger repair";

impl Postgres {
    /// Opens the ledger at `address` for reading and writing; `create` makes one where there is none.
    pub(crate) fn open(address: &Address, create: bool) -> Result<Self> {
        let store = Self::connect(Way::of(address, false)?)?;
        match store.found()? {
            Some(format) if format == formats::FORMAT => {}
            None if !create => return Err(LedgerError::Missing(Place::Server(address.clone()))),
            _ => store.make()?,
        }
        Ok(store)
    }

    /// Opens the ledger at `address` for reading only.
    pub(crate) fn read_only(address: &Address) -> Result<Self> {
        let store = Self::connect(Way::of(address, true)?)?;
        match store.found()? {
            Some(found) if found < formats::FORMAT => {
                Err(LedgerError::Older { found, known: formats::FORMAT })
            }
            Some(_) => Ok(store),
            None => Err(LedgerError::Missing(Place::Server(address.clone()))),
        }
    }

    /// The format of the ledger that is there; `None` where there is none.
    fn found(&self) -> Result<Option<i64>> {
        let schema = self.way.address.schema();
        let there = self.simple(&format!(
            "select case when not exists (select from pg_catalog.pg_tables where schemaname = '{schema}') then 'nothing'
                         when not has_schema_privilege('{schema}', 'usage') then 'closed'
                         when to_regclass('{schema}.ledger') is null then 'something else'
                         else 'ledger' end"
        ))?;
        match text(&there) {
            Some("nothing") => Ok(None),
            Some("something else") => Err(LedgerError::NotALedger(Place::Server(self.way.address.clone()))),
            Some("closed") => Err(self.closed()),
            _ => {
                let format = self.may_read(self.simple("select format from ledger"))?;
                let found = number(&format).unwrap_or_default();
                if found > formats::FORMAT {
                    return Err(LedgerError::Newer { found, known: formats::FORMAT });
                }
                Ok(Some(found))
            }
        }
    }

    /// Makes a ledger of the newest format, from nothing or from an older one; all or nothing.
    fn make(&self) -> Result<()> {
        let schema = self.way.address.schema();
        let may_not = |error| match error {
            LedgerError::ReadOnly => self.unusable(format!(
                "the user may not make a ledger in this database: `grant create on database … to …`, or \
                 have its owner make the schema {schema} for the user (`create schema {schema} \
                 authorization …`)"
            )),
            other => other,
        };
        self.simple(&format!(
            "begin isolation level read committed; select pg_advisory_xact_lock({})",
            lock(&self.way.address)
        ))?;
        self.under_way.set(UnderWay::Reading);
        let made = (|| {
            let encoding = self.simple("show server_encoding")?;
            if text(&encoding) != Some("UTF8") {
                return Err(self.unusable(format!(
                    "its database is encoded in {}, which has not the letters of all languages: make one with `createdb \
                     --encoding UTF8 --template template0 …`",
                    text(&encoding).unwrap_or_default()
                )));
            }
            let there = self.simple(&format!(
                "select count(*) from pg_catalog.pg_namespace where nspname = '{schema}'"
            ))?;
            if number(&there) == Some(0) {
                self.simple(&format!("create schema {schema}"))?;
            }
            let found = self.found()?;
            if found == Some(formats::FORMAT) {
                // Somebody else has made it meanwhile.
                return self.commit();
            }
            let known = formats::FORMAT - formats::STEPS.len() as i64;
            let done = usize::try_from(found.unwrap_or(known) - known).unwrap_or(0);
            for step in &formats::STEPS[done..] {
                self.simple(step)?;
            }
            self.simple(formats::VIEWS)?;
            self.execute("update ledger set format = ?", values![formats::FORMAT])?;
            self.commit()
        })();
        made.map_err(may_not).inspect_err(|_| self.roll_back())
    }

    /// Keeps others from writing to the ledger for as long as this connection lives, and makes an empty schema for a new
    /// one; where it is.
    ///
    /// # Errors
    /// Where somebody writes, or the schema's name is taken.
    pub(crate) fn begin_repair(&self) -> Result<Address> {
        let fresh = self.way.address.with_schema(format!("{}_repair", self.way.address.schema()));
        let name = fresh.schema();
        if !is_name(name) {
            return Err(LedgerError::Query(format!(
                "“{name}”, which the repair needs, is too long as schema: rename the ledger's schema first"
            )));
        }
        self.simple(&format!("select pg_advisory_lock({})", lock(&self.way.address)))?;
        let mark = self.simple(&format!(
            "select case when to_regnamespace('{name}') is null then ''
                         else coalesce(obj_description(to_regnamespace('{name}'), 'pg_namespace'), 'somebody else') end"
        ))?;
        if !matches!(text(&mark), Some("" | REPAIR)) {
            return Err(
                self.unusable(format!("the schema {name} is not of a repair, and the repair needs the name"))
            );
        }
        self.simple(&format!(
            "begin; drop schema if exists {name} cascade; create schema {name}; comment on schema {name} is '{REPAIR}'; commit"
        ))?;
        Ok(fresh)
    }

    /// Gives the ledger at `fresh` the name of this one, which gets a free one: where this one is then.
    ///
    /// # Errors
    /// Where the user owns not both.
    pub(crate) fn end_repair(&self, fresh: &Address) -> Result<Address> {
        let (name, fresh) = (self.way.address.schema(), fresh.schema());
        let held = "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()";
        if number(&self.simple(held)?) == Some(0) {
            // The lock is gone with the connection that had it.
            return Err(self.unusable(
                "the connection was lost, and others may have written meanwhile: run the same command again"
                    .into(),
            ));
        }
        let mut aside = String::new();
        for n in 1.. {
            aside = format!("{name}_old_{n}");
            let taken = self
                .simple(&format!("select count(*) from pg_catalog.pg_namespace where nspname = '{aside}'"))?;
            if number(&taken) == Some(0) {
                break;
            }
        }
        // Who goes on writing sees that what it knows no longer holds.
        self.simple(&format!(
            "begin; update {fresh}.writing set count = count + 1 + (select count from {name}.writing);
             comment on schema {fresh} is null; alter schema {name} rename to {aside};
             alter schema {fresh} rename to {name}; commit"
        ))?;
        Ok(self.way.address.with_schema(aside))
    }
}
