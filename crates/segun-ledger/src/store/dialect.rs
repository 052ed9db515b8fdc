//! What SQLite and PostgreSQL do not say in the same words.

use super::Value;
use crate::stem::Words;

/// In which words a store is asked where they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// SQLite's.
    Sqlite,
}

impl Dialect {
    /// The begin of a select statement, and what stands before its `order by`, where rows of the same `by` and `id`, which
    /// it is ordered by, are to come once.
    pub(crate) fn once(self, by: &str, id: &str) -> (String, String) {
        match self {
            // Grouped by what the index is ordered by, rows are compared with the one before them.
            Self::Sqlite => ("select".to_owned(), format!("group by {by}, {id} ")),
        }
    }

    /// The condition that the table of words called `table` has all that is asked for, with its values.
    pub(crate) fn matching(self, table: &str, words: &Words) -> (String, Vec<Value>) {
        match self {
            Self::Sqlite => (format!("{table}.body match ?"), vec![words.in_fts5().into()]),
        }
    }
}
