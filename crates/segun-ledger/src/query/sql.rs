//! Read-only SQL over the documented views.

use crate::{Ledger, LedgerError, Result};
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde::Serialize;

/// The statement that tells what there is to ask for: the views and their columns.
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
    /// What SQLite says of the statement, the error of `row`, or that it was stopped.
    pub fn sql(
        &self,
        statement: &str,
        stop: impl FnMut() -> bool + Send + 'static,
        mut row: impl FnMut(&[String], Vec<Cell>) -> Result<()>,
    ) -> Result<Vec<String>> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(self.path(), flags)?;
        db.busy_timeout(std::time::Duration::from_secs(10))?;
        db.pragma_update(None, "query_only", true)?;
        db.authorizer(Some(allowed))?;
        db.progress_handler(10_000, Some(stop))?;
        let said = |error: rusqlite::Error| match &error {
            rusqlite::Error::MultipleStatement => {
                LedgerError::Query("one statement at a time, please".into())
            }
            rusqlite::Error::SqlInputError { msg, .. } => LedgerError::Query(explained(msg)),
            rusqlite::Error::SqliteFailure(_, Some(message)) => LedgerError::Query(explained(message)),
            _ => error.into(),
        };
        let mut statement = db.prepare(statement).map_err(said)?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).map_err(said)?;
        while let Some(found) = rows.next().map_err(said)? {
            let cells = (0..columns.len()).map(|i| Ok(cell(found.get_ref(i)?))).collect::<Result<_>>()?;
            row(&columns, cells)?;
        }
        Ok(columns)
    }
}

/// What a reader of the ledger may do.
fn allowed(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => Authorization::Allow,
        // What columns a view has.
        AuthAction::Pragma { pragma_name: "table_info", .. } => Authorization::Allow,
        AuthAction::Function { function_name } if function_name != "load_extension" => Authorization::Allow,
        _ => Authorization::Deny,
    }
}

/// SQLite's words with the way on.
fn explained(message: &str) -> String {
    if message.contains("not authorized") {
        "only reading is allowed: select … from claims, reports, threads, steps, origins, sources, outlets, parties \
         or stories"
            .into()
    } else if message.contains("no such table") || message.contains("no such column") {
        format!("{message} (`segun sql --tables` lists what there is)")
    } else {
        message.to_owned()
    }
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(i) => Cell::Integer(i),
        ValueRef::Real(r) => Cell::Real(r),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Text(bytes.iter().map(|b| format!("{b:02x}")).collect()),
    }
}
