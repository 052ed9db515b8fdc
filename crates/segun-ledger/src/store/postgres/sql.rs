//! `segun sql` on a server: a connection of its own, which may read and nothing else.

use super::{Postgres, UnderWay};
use crate::place::Address;
use crate::query::Cell;
use crate::store::{GivenUp, READ_ONLY, Store, TABLES_LISTED, TakeCells};
use crate::{LedgerError, Result};
use tokio_postgres::SimpleQueryMessage;
use tokio_postgres::types::Type;

/// The statement that tells what there is to ask for.
pub(super) const TABLES: &str = "select c.table_name as \"table\",
        string_agg(c.column_name, ', ' order by c.ordinal_position) as columns
    from information_schema.columns c
    join information_schema.views v on v.table_schema = c.table_schema and v.table_name = c.table_name
    where c.table_schema = current_schema() group by c.table_name order by c.table_name";

/// First words of statements that read.
const READS: [&str; 3] = ["select", "with", "values"];

/// Rows that are in memory at once.
const ROWS: usize = 1000;

/// Asks one statement; see [`Store::sql`].
pub(super) fn ask(
    address: &Address,
    statement: &str,
    stop: GivenUp,
    row: &mut TakeCells<'_>,
) -> Result<Vec<String>> {
    let mut store = Postgres::connect(address)?;
    store.break_off_when(stop)?;
    let statement = statement.trim().trim_end_matches(';');
    store.simple("begin isolation level repeatable read, read only")?;
    store.under_way.set(UnderWay::Reading);
    // A cursor goes over nothing else; what writes in other words, the server refuses.
    let first = statement.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
    if !first.is_some_and(|word| READS.iter().any(|reads| word.eq_ignore_ascii_case(reads))) {
        return Err(LedgerError::Query(READ_ONLY.to_owned()));
    }
    // The server takes one statement alone, and says which types it gives.
    let prepared = store.runtime.block_on(store.client.prepare(statement)).map_err(|e| explained(&e))?;
    let columns: Vec<(String, Type)> =
        prepared.columns().iter().map(|c| (c.name().to_owned(), c.type_().clone())).collect();
    let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let run = |sql: &str| store.runtime.block_on(store.client.simple_query(sql)).map_err(|e| explained(&e));
    run(&format!("declare asked no scroll cursor for {statement}"))?;
    loop {
        let fetched = store.simple(&format!("fetch {ROWS} from asked")).map_err(|error| match error {
            LedgerError::ReadOnly => LedgerError::Query(READ_ONLY.to_owned()),
            LedgerError::Sql(said) => LedgerError::Query(said.to_string()),
            other => other,
        })?;
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
    use tokio_postgres::error::SqlState;
    let Some(said) = error.as_db_error() else { return LedgerError::Sql(error.to_string().into()) };
    let message = said.message();
    let code = said.code();
    if *code == SqlState::QUERY_CANCELED {
        LedgerError::BrokenOff
    } else if message.contains("multiple commands") {
        LedgerError::Query("one statement at a time, please".into())
    } else if [SqlState::READ_ONLY_SQL_TRANSACTION, SqlState::INSUFFICIENT_PRIVILEGE].contains(code)
        || message.contains("data-modifying")
    {
        LedgerError::Query(READ_ONLY.to_owned())
    } else if [SqlState::UNDEFINED_TABLE, SqlState::UNDEFINED_COLUMN].contains(code) {
        LedgerError::Query(format!("{message} ({TABLES_LISTED})"))
    } else {
        LedgerError::Query(message.to_owned())
    }
}
