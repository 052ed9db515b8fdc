//! What the ledger needs of a database.
//!
//! The ledger's SQL is written once, in what SQLite and PostgreSQL have in common; a [`Store`] runs it. What cannot be
//! said in common is a method of [`Dialect`]: the two kinds of full text, and rows that are to come once. Statements say
//! `indexed by` and `cross join` where SQLite is to go along a certain index; PostgreSQL's planner decides by itself, and
//! its store takes those words out.
//!
//! A statement is known by its text: each store keeps the prepared ones. Rows are handed to a closure one by one, so that
//! a store may read them as they come; what the closure asks of the same store meanwhile is answered.

mod dialect;
mod kept;
#[cfg(feature = "postgres")]
mod postgres;
mod sqlite;
mod value;

use crate::stem::Words;
use crate::{LedgerError, Result};
pub(crate) use dialect::Dialect;
pub(crate) use kept::{Kept, KeptRow};
#[cfg(feature = "postgres")]
pub(crate) use postgres::Postgres;
pub(crate) use sqlite::Sqlite;
use std::fmt;
use std::ops::{ControlFlow, Deref};
pub(crate) use value::{FromValue, ToValue, Value, ValueRef, values};

/// What is said to who asks for more than reading.
const READ_ONLY: &str = "only reading is allowed: select … from claims, reports, threads, steps, origins, sources, outlets, \
    parties or stories";

/// What is said to who asks for what there is not.
const TABLES_LISTED: &str = "`segun sql --tables` lists what there is";

/// A row of an answer, as a store has it.
pub(crate) trait Cells {
    /// The value of the column of this number.
    fn cell(&self, at: usize) -> Result<ValueRef<'_>>;

    /// The number of the column of this name.
    fn column(&self, name: &str) -> Result<usize>;
}

/// A row of an answer.
pub(crate) struct Row<'r>(pub(crate) &'r dyn Cells);

impl<'r> Row<'r> {
    /// What stands in the column of this number.
    pub(crate) fn get<T: FromValue>(&self, at: usize) -> Result<T> {
        T::from_value(self.0.cell(at)?)
    }

    /// The same where it stands.
    pub(crate) fn get_ref(&self, at: usize) -> Result<ValueRef<'r>> {
        self.0.cell(at)
    }

    /// What stands in the column of this name.
    pub(crate) fn named<T: FromValue>(&self, name: &str) -> Result<T> {
        self.get(self.0.column(name)?)
    }
}

/// Takes a row, and says whether it wants another one.
pub(crate) type Take<'a> = dyn FnMut(&Row<'_>) -> Result<ControlFlow<()>> + 'a;

/// Says whether nobody waits for the answer any more.
pub(crate) type GivenUp = Box<dyn FnMut() -> bool + Send>;

/// Columns' names and the cells of a row, as `segun sql` gets them.
pub(crate) type TakeCells<'a> = dyn FnMut(&[String], Vec<crate::query::Cell>) -> Result<()> + 'a;

/// A database with one ledger.
pub(crate) trait Store: fmt::Debug + Send {
    /// In which words it is to be asked where they differ.
    fn dialect(&self) -> Dialect;

    /// Executes a statement that gives no rows; how many it changed.
    fn execute(&self, sql: &str, values: &[ValueRef<'_>]) -> Result<usize>;

    /// Executes `sql` with each of `sets`, one after the other.
    fn execute_each(&self, sql: &str, sets: &[Vec<ValueRef<'_>>]) -> Result<()>;

    /// Inserts one row into a table whose rows have numbers; its number.
    fn insert(&self, sql: &str, values: &[ValueRef<'_>]) -> Result<i64>;

    /// Hands the rows of an answer to `take`, a bounded number of them.
    fn query(&self, sql: &str, values: &[ValueRef<'_>], take: &mut Take<'_>) -> Result<()>;

    /// Asks `sql` with each of `sets`, one after the other; `take` gets the number of the set with each row.
    fn query_each(
        &self,
        sql: &str,
        sets: &[Vec<ValueRef<'_>>],
        take: &mut dyn FnMut(usize, &Row<'_>) -> Result<()>,
    ) -> Result<()>;

    /// As [`Store::query`], however many rows there are: never more than some of them are in memory.
    fn stream(&self, sql: &str, values: &[ValueRef<'_>], take: &mut Take<'_>) -> Result<()>;

    /// Begins to write: nobody else does until it ends. Or begins to read what does not change meanwhile.
    fn begin(&self, write: bool) -> Result<()>;

    /// Ends what was begun.
    fn commit(&self) -> Result<()>;

    /// Undoes what was begun.
    fn roll_back(&self);

    /// A number that is another one when somebody else has written since; asked while a change is being written.
    fn written_by_others(&self) -> Result<i64>;

    /// Ends whatever is asked from now on with an error as soon as `given_up` says so.
    fn break_off_when(&mut self, given_up: GivenUp) -> Result<()>;

    /// The format of the ledger.
    fn format(&self) -> Result<i64>;

    /// What is wrong with what the database keeps, in its words.
    fn integrity(&self) -> Result<Vec<String>>;

    /// The newest `most` rows of the table of words `table` that have all of `words`: a statement for their `rowid` and
    /// `score` (BM25, lower is better), with its values.
    fn hits(&self, table: &str, words: &Words, most: usize) -> Result<(String, Vec<Value>)>;

    /// Asks one statement of a user, who may read and nothing else, until `stop` says so; the columns' names.
    fn sql(&self, statement: &str, stop: GivenUp, row: &mut TakeCells<'_>) -> Result<Vec<String>>;

    /// The statement that tells what [`Store::sql`] can be asked for.
    fn tables(&self) -> &'static str;
}

impl dyn Store + '_ {
    /// The first row of an answer.
    pub(crate) fn first<T>(
        &self,
        sql: &str,
        values: &[ValueRef<'_>],
        make: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let (mut make, mut found) = (Some(make), None);
        self.query(sql, values, &mut |row| {
            if let Some(make) = make.take() {
                found = Some(make(row)?);
            }
            Ok(ControlFlow::Break(()))
        })?;
        Ok(found)
    }

    /// The row of an answer that always has one.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        values: &[ValueRef<'_>],
        make: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.first(sql, values, make)?
            .ok_or_else(|| LedgerError::Sql("a row that should be there is not".into()))
    }

    /// The only value of an answer that always has one.
    pub(crate) fn value<T: FromValue>(&self, sql: &str, values: &[ValueRef<'_>]) -> Result<T> {
        self.one(sql, values, |row| row.get(0))
    }

    /// All rows of an answer.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        values: &[ValueRef<'_>],
        mut make: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut all = Vec::new();
        self.query(sql, values, &mut |row| {
            all.push(make(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(all)
    }

    /// Begins to write; what is not committed is undone.
    pub(crate) fn change(&self) -> Result<Change<'_>> {
        self.begin(true)?;
        Ok(Change { store: self, ended: false })
    }

    /// Begins to read one state.
    pub(crate) fn view(&self) -> Result<Change<'_>> {
        self.begin(false)?;
        Ok(Change { store: self, ended: false })
    }
}

/// `values` as a store takes them.
pub(crate) fn refs<'a>(values: impl IntoIterator<Item = &'a Value>) -> Vec<ValueRef<'a>> {
    values.into_iter().map(ToValue::to_value).collect()
}

/// A change in the making. Undone where it is dropped before it is committed.
pub(crate) struct Change<'a> {
    store: &'a (dyn Store + 'a),
    ended: bool,
}

impl Change<'_> {
    /// Makes it last.
    pub(crate) fn commit(mut self) -> Result<()> {
        self.store.commit()?;
        self.ended = true;
        Ok(())
    }
}

impl<'a> Deref for Change<'a> {
    type Target = dyn Store + 'a;

    fn deref(&self) -> &Self::Target {
        self.store
    }
}

impl Drop for Change<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.store.roll_back();
        }
    }
}
