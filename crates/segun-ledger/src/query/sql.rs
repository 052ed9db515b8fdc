//! Read-only SQL over the documented views.

use crate::{Ledger, Result};
use serde::Serialize;

/// The statement that tells what there is to ask a ledger in a folder for: the views and their columns.
pub const TABLES: &str = "select m.name as \"table\", group_concat(c.name, ', ') as columns
    from sqlite_schema m, pragma_table_info(m.name) c where m.type = 'view' group by m.name order by m.name";

/// One value of an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text; bytes that are none are shown in hexadecimal.
    Text(String),
}

impl Ledger {
    /// Calls `row` with the columns' names and each row of the answer to one `select` statement; gives the names, also
    /// where there are no rows. Whatever would write, attach another file or load code is refused. It ends as soon as
    /// `stop`, which is asked again and again, says so.
    ///
    /// # Errors
    /// What the database says of the statement, the error of `row`, or that it was stopped.
    pub fn sql(
        &self,
        statement: &str,
        stop: impl FnMut() -> bool + Send + 'static,
        mut row: impl FnMut(&[String], Vec<Cell>) -> Result<()>,
    ) -> Result<Vec<String>> {
        self.db.sql(statement, Box::new(stop), &mut row)
    }

    /// The statement that tells what there is to ask [`Ledger::sql`] for: the views and their columns.
    pub fn tables(&self) -> &'static str {
        self.db.tables()
    }
}
