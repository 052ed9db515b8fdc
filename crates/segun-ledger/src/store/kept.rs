//! Rows that are kept as they came, to be looked at later and elsewhere.

use super::{FromValue, Row, ValueRef};
use crate::{LedgerError, Result};
use std::ops::Range;

/// Rows of one answer, one behind the other: whoever reads them from the database need not take them apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    texts: String,
    cells: Vec<Cell>,
    rows: usize,
}

#[derive(Clone, Copy, Debug)]
enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    /// Where it begins and ends among the texts.
    Text(u32, u32),
}

impl Kept {
    /// None yet, with room for as many as `other` has: more of the same kind are to come.
    pub(crate) fn like(other: &Self) -> Self {
        Self {
            texts: String::with_capacity(other.texts.len()),
            cells: Vec::with_capacity(other.cells.len()),
            rows: 0,
        }
    }

    /// Keeps the first `columns` columns of `row`, as many as of each before it.
    pub(crate) fn push(&mut self, row: &Row<'_>, columns: usize) -> Result<()> {
        for at in 0..columns {
            self.cells.push(match row.get_ref(at)? {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(n) => Cell::Integer(n),
                ValueRef::Real(x) => Cell::Real(x),
                ValueRef::Text(text) => {
                    let begin = self.end()?;
                    self.texts.push_str(text);
                    Cell::Text(begin, self.end()?)
                }
                ValueRef::Blob(_) => return Err(LedgerError::Sql("bytes stand where a text should".into())),
            });
        }
        self.rows += 1;
        Ok(())
    }

    /// Where the texts end.
    fn end(&self) -> Result<u32> {
        u32::try_from(self.texts.len()).map_err(|_| LedgerError::Sql("rows are too large".into()))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    /// Those with these numbers, in their order.
    pub(crate) fn rows(&self, which: Range<usize>) -> impl Iterator<Item = KeptRow<'_>> {
        let columns = self.cells.len() / self.rows.max(1);
        let cells = self.cells.get(which.start * columns..which.end * columns).unwrap_or_default();
        cells.chunks(columns.max(1)).map(|cells| KeptRow { texts: &self.texts, cells })
    }
}

/// One of them.
pub(crate) struct KeptRow<'a> {
    texts: &'a str,
    cells: &'a [Cell],
}

impl<'a> KeptRow<'a> {
    /// What stands in the column of this number.
    #[inline]
    pub(crate) fn get<T: FromValue>(&self, at: usize) -> Result<T> {
        T::from_value(self.get_ref(at)?)
    }

    /// The same where it stands.
    #[inline]
    pub(crate) fn get_ref(&self, at: usize) -> Result<ValueRef<'a>> {
        Ok(match self.cells.get(at) {
            None => return Err(LedgerError::Sql(format!("there is no column {at}").into())),
            Some(Cell::Null) => ValueRef::Null,
            Some(Cell::Integer(n)) => ValueRef::Integer(*n),
            Some(Cell::Real(x)) => ValueRef::Real(*x),
            Some(Cell::Text(begin, end)) => ValueRef::Text(&self.texts[*begin as usize..*end as usize]),
        })
    }
}
