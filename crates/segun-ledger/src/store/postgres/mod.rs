//! The store of a team: a schema of a database of PostgreSQL.
//!
//! Several may write at once: each change holds an advisory lock from its begin to its end, so that what one report
//! leads to is derived from a ledger that nobody else changes meanwhile. Each change counts up a number in the ledger, by
//! which the others see that what they keep in memory no longer holds. Numbers of rows follow one another without gaps, as
//! in SQLite, since only the holder of the lock gives them: the same reports make the same ledger.
//!
//! What a server costs is the way to it, so lookups that belong together are sent together
//! ([`Store::query_each`], [`Store::execute_each`]). Where the connection was lost, what was under way has failed, and the
//! next question goes through a new one.

mod connect;
mod encryption;
mod error;
mod making;
mod rewrite;
mod sql;
mod values;
mod words;

use super::{Cells, Dialect, GivenUp, Row, Store, Take, TakeCells, Value, ValueRef};
use crate::place::Address;
use crate::stem::Words;
use crate::{LedgerError, Result, schema};
use connect::Way;
use error::said;
use futures_util::future::try_join_all;
use segun_claims::stable_hash;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Error, Row as PgRow, SimpleQueryMessage, Statement};

/// Prepared statements that are kept.
const PREPARED: usize = 400;

/// Questions that are under way at once.
const TOGETHER: usize = 200;

/// Rows of a long answer that are in memory at once: at first, for who wants few, and then.
const ROWS: (usize, usize) = (100, 1000);

/// How often it is looked at whether anybody still waits for the answer.
const LOOK: Duration = Duration::from_millis(20);

/// A writer that stands still for so long in the middle of a change is cut off: others wait for it.
const STANDSTILL: &str = "2min";

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UnderWay {
    Nothing,
    Reading,
    Writing,
}

/// A schema of a database of PostgreSQL.
pub(crate) struct Postgres {
    runtime: Runtime,
    client: RefCell<Arc<Client>>,
    way: Way,
    statements: RefCell<HashMap<String, Statement>>,
    given_up: RefCell<Option<GivenUp>>,
    under_way: Cell<UnderWay>,
    /// How many changes there have been as far as this connection knows, and how many times others made some.
    changes: Cell<(i64, i64)>,
    /// How many cursors are open.
    cursors: Cell<u64>,
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres").field("address", &self.way.address).finish_non_exhaustive()
    }
}

impl Postgres {
    /// A connection along `way`, whatever is there.
    fn connect(way: Way) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| LedgerError::Sql(error.into()))?;
        let client = RefCell::new(Arc::new(way.connect(&runtime)?));
        Ok(Self {
            runtime,
            client,
            way,
            statements: RefCell::new(HashMap::new()),
            given_up: RefCell::new(None),
            under_way: Cell::new(UnderWay::Nothing),
            changes: Cell::new((-1, 0)),
            cursors: Cell::new(0),
        })
    }

    fn client(&self) -> Arc<Client> {
        Arc::clone(&self.client.borrow())
    }

    /// Where nothing is under way and the connection was lost, there is a new one from now on.
    fn ready(&self) -> Result<()> {
        if self.under_way.get() == UnderWay::Nothing && self.client.borrow().is_closed() {
            let client = self.way.connect(&self.runtime)?;
            self.client.replace(Arc::new(client));
            self.statements.borrow_mut().clear();
        }
        Ok(())
    }

    /// Asks once more where nothing was under way and the connection turns out to be lost: the server may have been started
    /// anew since the last question.
    fn again<T>(&self, ask: impl Fn() -> Result<T>) -> Result<T> {
        let begins = self.under_way.get() == UnderWay::Nothing;
        match ask() {
            Err(LedgerError::Server { .. }) if begins && self.is_lost() => ask(),
            asked => asked,
        }
    }

    /// Whether the connection is lost; a server that ends one says so first, and closes it then.
    fn is_lost(&self) -> bool {
        let client = self.client();
        self.runtime.block_on(async {
            for _ in 0..10 {
                if client.is_closed() {
                    break;
                }
                tokio::time::sleep(LOOK).await;
            }
            client.is_closed()
        })
    }

    /// Waits for `work`, and breaks it off where nobody waits for it any more.
    fn wait<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T> {
        self.ended(work)?.map_err(|error| said(&self.way.address, &error))
    }

    /// The same, with what the server says of `work` in its own words.
    fn ended<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<Result<T, Error>> {
        let mut given_up = self.given_up.borrow_mut();
        let Some(given_up) = given_up.as_mut() else {
            return Ok(self.runtime.block_on(work));
        };
        if given_up() {
            return Err(LedgerError::BrokenOff);
        }
        let mut asked_to_stop = false;
        let done = self.runtime.block_on(async {
            let mut work = pin!(work);
            loop {
                match tokio::time::timeout(LOOK, &mut work).await {
                    Ok(done) => return done,
                    Err(_) if !asked_to_stop && given_up() => {
                        asked_to_stop = true;
                        // Where the server cannot be told, the answer comes all the same.
                        let stop = self.client().cancel_token();
                        let _ = stop.cancel_query(self.way.encryption.clone()).await;
                    }
                    Err(_) => {}
                }
            }
        });
        match done {
            Err(error) if asked_to_stop && error.code() == Some(&SqlState::QUERY_CANCELED) => {
                Err(LedgerError::BrokenOff)
            }
            done => Ok(done),
        }
    }

    /// That the ledger cannot be used as it was meant to, and why.
    fn unusable(&self, cause: String) -> LedgerError {
        LedgerError::Server { address: self.way.address.to_string(), cause }
    }

    /// That the user may not read it.
    fn closed(&self) -> LedgerError {
        let schema = self.way.address.schema();
        self.unusable(format!(
            "the user may not read it: have its owner `grant usage on schema {schema} to …` and `grant select on all tables \
             in schema {schema} to …`"
        ))
    }

    /// What was read, or that the user may not.
    fn may_read<T>(&self, read: Result<T>) -> Result<T> {
        read.map_err(|error| match error {
            LedgerError::ReadOnly if self.under_way.get() != UnderWay::Writing => self.closed(),
            other => other,
        })
    }

    /// Statements that are sent as they are.
    fn simple(&self, sql: &str) -> Result<Vec<SimpleQueryMessage>> {
        self.again(|| {
            self.ready()?;
            self.wait(self.client().simple_query(sql))
        })
    }

    fn prepared(&self, sql: &str) -> Result<Statement> {
        self.ready()?;
        if let Some(statement) = self.statements.borrow().get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.wait(self.client().prepare(&rewrite::rewritten(sql)))?;
        let mut statements = self.statements.borrow_mut();
        if statements.len() >= PREPARED {
            statements.clear();
        }
        statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    async fn rows(&self, statement: &Statement, values: &[ValueRef<'_>]) -> Result<Vec<PgRow>, Error> {
        use futures_util::TryStreamExt;
        self.client().query_raw(statement, values.iter()).await?.try_collect().await
    }

    /// Hands the rows of an answer to `take`, through a cursor called `name`: the same one for the same statement, so that
    /// what is asked again is prepared already.
    fn take_all(&self, name: &str, sql: &str, values: &[ValueRef<'_>], take: &mut Take<'_>) -> Result<()> {
        let declare = self.prepared(&format!("declare {name} no scroll cursor for {sql}"))?;
        self.wait(self.client().execute_raw(&declare, values.iter()))?;
        let taken = self.fetch_all(name, take);
        // Where the question failed, its cursor is gone with all else that was under way.
        let closed = self.simple(&format!("close {name}"));
        taken.and(closed.map(drop))
    }

    fn fetch_all(&self, name: &str, take: &mut Take<'_>) -> Result<()> {
        let mut many = ROWS.0;
        loop {
            let fetch = self.prepared(&format!("fetch {many} from {name}"))?;
            let rows = self.wait(self.rows(&fetch, &[]))?;
            for row in &rows {
                if take(&Row(row))?.is_break() {
                    return Ok(());
                }
            }
            if rows.len() < many {
                return Ok(());
            }
            many = ROWS.1;
        }
    }

    /// Ends what is under way with `sql`, whoever waits.
    fn end(&self, sql: &str) -> Result<()> {
        self.under_way.set(UnderWay::Nothing);
        let ended = self.runtime.block_on(self.client().batch_execute(sql));
        ended.map_err(|error| said(&self.way.address, &error))
    }
}

/// The number of the lock of the ledger at `address`, one for each schema of a database.
fn lock(address: &Address) -> i64 {
    i64::from_ne_bytes(stable_hash(&["segun", address.schema()]).to_ne_bytes())
}

/// The first value in the last row of an answer.
fn text(messages: &[SimpleQueryMessage]) -> Option<&str> {
    messages.iter().rev().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    })
}

/// The same as a number.
fn number(messages: &[SimpleQueryMessage]) -> Option<i64> {
    text(messages)?.parse().ok()
}

impl Store for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn execute(&self, sql: &str, values: &[ValueRef<'_>]) -> Result<usize> {
        let changed = self.again(|| {
            let statement = self.prepared(sql)?;
            self.wait(self.client().execute_raw(&statement, values.iter()))
        })?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    fn execute_each(&self, sql: &str, sets: &[Vec<ValueRef<'_>>]) -> Result<()> {
        let (statement, client) = (self.prepared(sql)?, self.client());
        for sets in sets.chunks(TOGETHER) {
            let all = sets.iter().map(|values| client.execute_raw(&statement, values.iter()));
            self.wait(try_join_all(all))?;
        }
        Ok(())
    }

    fn insert(&self, sql: &str, values: &[ValueRef<'_>]) -> Result<i64> {
        let statement = self.prepared(&format!("{sql} returning id"))?;
        let rows = self.wait(self.rows(&statement, values))?;
        let row = rows.first().ok_or_else(|| LedgerError::Sql("a new row has no number".into()))?;
        Row(row).get(0)
    }

    fn query(&self, sql: &str, values: &[ValueRef<'_>], take: &mut Take<'_>) -> Result<()> {
        let rows = self.again(|| {
            let statement = self.prepared(sql)?;
            self.wait(self.rows(&statement, values))
        });
        for row in self.may_read(rows)? {
            if take(&Row(&row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn query_each(
        &self,
        sql: &str,
        sets: &[Vec<ValueRef<'_>>],
        take: &mut dyn FnMut(usize, &Row<'_>) -> Result<()>,
    ) -> Result<()> {
        for (chunk, sets) in sets.chunks(TOGETHER).enumerate() {
            let answers = self.again(|| {
                let statement = self.prepared(sql)?;
                self.wait(try_join_all(sets.iter().map(|values| self.rows(&statement, values))))
            });
            for (n, rows) in self.may_read(answers)?.into_iter().enumerate() {
                for row in rows {
                    take(chunk * TOGETHER + n, &Row(&row))?;
                }
            }
        }
        Ok(())
    }

    fn stream(&self, sql: &str, values: &[ValueRef<'_>], take: &mut Take<'_>) -> Result<()> {
        let store: &dyn Store = self;
        // A cursor lives in a transaction.
        let _view = match self.under_way.get() {
            UnderWay::Nothing => Some(store.view()?),
            _ => None,
        };
        let depth = self.cursors.get() + 1;
        self.cursors.set(depth);
        let taken = self.take_all(&format!("rows_{:016x}_{depth}", stable_hash(&[sql])), sql, values, take);
        self.cursors.set(depth - 1);
        self.may_read(taken)
    }

    fn begin(&self, write: bool) -> Result<()> {
        if !write {
            self.simple("begin isolation level repeatable read, read only")?;
            self.under_way.set(UnderWay::Reading);
            return Ok(());
        }
        // What a change asks for is found by keys, whatever the values are and however few rows there are yet.
        let begin = format!(
            "begin isolation level read committed; set local idle_in_transaction_session_timeout = '{STANDSTILL}';
             set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off;
             select pg_advisory_xact_lock({}); select count from writing",
            lock(&self.way.address)
        );
        let begun = self.simple(&begin).inspect_err(|_| self.roll_back())?;
        self.under_way.set(UnderWay::Writing);
        let (known, by_others) = self.changes.get();
        let count = number(&begun).unwrap_or_default();
        if count != known {
            self.changes.set((count, by_others + 1));
        }
        Ok(())
    }

    fn commit(&self) -> Result<()> {
        if self.under_way.get() != UnderWay::Writing {
            return self.end("commit");
        }
        self.end("update writing set count = count + 1; commit")?;
        let (known, by_others) = self.changes.get();
        self.changes.set((known + 1, by_others));
        Ok(())
    }

    fn roll_back(&self) {
        // Where the connection is gone, so is what was under way.
        let _ = self.end("rollback");
    }

    fn written_by_others(&self) -> Result<i64> {
        Ok(self.changes.get().1)
    }

    fn break_off_when(&mut self, given_up: GivenUp) -> Result<()> {
        self.given_up.replace(Some(given_up));
        Ok(())
    }

    fn format(&self) -> Result<i64> {
        Ok(schema::postgres::FORMAT)
    }

    fn integrity(&self) -> Result<Vec<String>> {
        // A server looks after its pages itself.
        Ok(Vec::new())
    }

    fn hits(&self, table: &str, words: &Words, most: usize) -> Result<(String, Vec<Value>)> {
        words::hits(self, table, words, most)
    }

    fn sql(&self, statement: &str, stop: GivenUp, row: &mut TakeCells<'_>) -> Result<Vec<String>> {
        sql::ask(&self.way.address, statement, stop, row)
    }

    fn tables(&self) -> &'static str {
        sql::TABLES
    }
}

impl Cells for PgRow {
    fn cell(&self, at: usize) -> Result<ValueRef<'_>> {
        self.try_get(at).map_err(|error| LedgerError::Sql(error.into()))
    }

    fn column(&self, name: &str) -> Result<usize> {
        let at = self.columns().iter().position(|column| column.name() == name);
        at.ok_or_else(|| LedgerError::Sql(format!("there is no column {name}").into()))
    }
}
