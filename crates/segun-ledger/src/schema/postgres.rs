//! Formats of a ledger on a server.

/// The statements that lead from each format to the next; the first makes a new ledger. A format that was ever released is
/// never edited.
pub(crate) const STEPS: &[&str] = &[include_str!("postgres/3.sql")];

/// The views for `segun sql`, made anew with every format: to change them is to make a new format.
pub(crate) const VIEWS: &str = include_str!("postgres/views.sql");

/// The newest format. They are counted as those of files are: the first on a server was that of files of format 3.
pub(crate) const FORMAT: i64 = 2 + STEPS.len() as i64;
