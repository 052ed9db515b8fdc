//! `segun sql` on a server: a connection of its own, which may read and nothing else.

use super::Postgres;
use super::connect::Way;
use crate::place::Address;
use crate::query::Cell;
use crate::store::{GivenUp, READ_ONLY, Store, TABLES_LISTED, TakeCells};
use crate::{LedgerError, Result};
use tokio_postgres::SimpleQueryMessage;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;

/// The statement that tells what there is to ask for.
pub(super) const TABLES: &str = "select c.table_name as \"table\",
        string_agg(c.column_name, ', ' order by c.ordinal_position) as columns
    from information_schema.columns c
    join information_schema.views v on v.table_schema = c.table_schema and v.table_name = c.table_name
    where c.table_schema = current_schema() group by c.table_name order by c.table_name";

/// Rows that are in memory at once.
const ROWS: usize = 1000;

/// Asks one statement; see [`Store::sql`].
pub(super) fn ask(
    address: &Address,
    statement: &str,
    stop: GivenUp,
    row: &mut TakeCells<'_>,
) -> Result<Vec<String>> {
    let mut store = Postgres::connect(Way::of(address, true)?)?;
    store.break_off_when(stop)?;
    store.begin(false)?;
    let statement = statement.trim().trim_end_matches(';');
    let client = store.client();
    // The server takes one statement alone, and says which types it gives.
    let prepared = store.ended(client.prepare(statement))?.map_err(|error| explained(&error))?;
    let columns: Vec<(String, Type)> =
        prepared.columns().iter().map(|c| (c.name().to_owned(), c.type_().clone())).collect();
    let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let run = |sql: String| store.ended(async { client.simple_query(&sql).await });
    run(format!("declare asked no scroll cursor for {statement}"))?.map_err(|error| match error.code() {
        // A cursor goes over what reads, and over nothing else.
        Some(
            &(SqlState::SYNTAX_ERROR | SqlState::FEATURE_NOT_SUPPORTED | SqlState::INVALID_CURSOR_DEFINITION),
        ) => LedgerError::Query(READ_ONLY.to_owned()),
        _ => explained(&error),
    })?;
    loop {
        let fetched = run(format!("fetch {ROWS} from asked"))?.map_err(|error| explained(&error))?;
        let mut count = 0;
        for message in &fetched {
            let SimpleQueryMessage::Row(found) = message else { continue };
            let cells = columns.iter().enumerate().map(|(at, (_, kind))| cell(found.get(at), kind));
            row(&names, cells.collect())?;
            count += 1;
        }
        if count < ROWS {
            return Ok(names);
        }
    }
}

/// A value as the server writes it.
fn cell(text: Option<&str>, kind: &Type) -> Cell {
    let Some(text) = text else { return Cell::Null };
    let plain = || Cell::Text(text.to_owned());
    match *kind {
        Type::BOOL => Cell::Integer(i64::from(text == "t")),
        Type::INT2 | Type::INT4 | Type::INT8 | Type::OID => {
            text.parse().map_or_else(|_| plain(), Cell::Integer)
        }
        Type::FLOAT4 | Type::FLOAT8 => text.parse().map_or_else(|_| plain(), Cell::Real),
        // Sums of whole numbers are such.
        Type::NUMERIC => {
            let whole = text.parse().map(Cell::Integer).ok();
            whole.or_else(|| text.parse().map(Cell::Real).ok()).unwrap_or_else(plain)
        }
        Type::BYTEA => Cell::Text(text.trim_start_matches("\\x").to_owned()),
        _ => plain(),
    }
}

/// The server's words with the way on.
fn explained(error: &tokio_postgres::Error) -> LedgerError {
    let Some(said) = error.as_db_error() else { return LedgerError::Sql(error.to_string().into()) };
    let message = said.message();
    LedgerError::Query(match *said.code() {
        SqlState::READ_ONLY_SQL_TRANSACTION | SqlState::INSUFFICIENT_PRIVILEGE => READ_ONLY.to_owned(),
        SqlState::UNDEFINED_TABLE | SqlState::UNDEFINED_COLUMN => format!("{message} ({TABLES_LISTED})"),
        _ if message.contains("multiple commands") => "one statement at a time, please".to_owned(),
        _ => message.to_owned(),
    })
}
