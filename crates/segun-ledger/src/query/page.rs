//! Pages of a listing.
//!
//! A page is what stands after the last row of the page before it, by that row's place and not by its distance from
//! the begin: rows that come in meanwhile shift nothing, and a late page costs what the first one does. Every
//! listing has one order ([`Order`]), by a day or a count and then by number; [`After`] is a place in it.

use super::Filter;
use super::conditions::Conditions;
use super::order::Order;
use crate::store::{Row, Value, refs};
use crate::{Ledger, LedgerError, Result};
use serde::{Serialize, Serializer};
use std::fmt;
use std::ops::ControlFlow;
use std::str::FromStr;

/// A place in the order of a listing: that of the last row of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct After {
    /// The day or count that the listing is ordered by.
    pub by: i64,
    /// The row's number.
    pub id: i64,
}

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.by, self.id)
    }
}

impl FromStr for After {
    type Err = LedgerError;

    fn from_str(text: &str) -> Result<Self> {
        let number = |part: &str| part.parse::<i64>().ok();
        let (by, id) = text.split_once('.').unwrap_or_default();
        match (number(by), number(id)) {
            (Some(by), Some(id)) => Ok(Self { by, id }),
            _ => Err(LedgerError::Query(format!("“{text}” is no place in a listing"))),
        }
    }
}

impl Serialize for After {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Rows of a listing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; `None` where there is none.
    pub next: Option<After>,
}

impl<T> Page<T> {
    /// Of rows with their places: `limit` of them, where the one more that is there says that others follow.
    pub(super) fn of(mut rows: Vec<(After, T)>, limit: usize) -> Self {
        let more = limit > 0 && rows.len() > limit;
        if more {
            rows.truncate(limit);
        }
        let next = rows.last().map(|row| row.0).filter(|_| more);
        Self { items: rows.into_iter().map(|row| row.1).collect(), next }
    }
}

/// A listing in the making.
pub(super) struct Listing<'a> {
    /// What each row has.
    pub(super) columns: &'a str,
    /// Tables, the one with the order first.
    pub(super) from: &'a str,
    /// What has to hold, with `true` before it.
    pub(super) conditions: Conditions,
    /// In which order.
    pub(super) order: Order,
}

impl Ledger {
    /// The page of `listing` after `filter.after`, of `filter.limit` rows.
    pub(super) fn page<T>(
        &self,
        listing: &Listing<'_>,
        filter: &Filter,
        make: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Page<T>> {
        let rows = self.listed(listing, filter.after, filter.one_more(), make)?;
        Ok(Page::of(rows, filter.limit))
    }

    /// The rows of `listing` after `after` with their places, at most `most`.
    pub(super) fn listed<T>(
        &self,
        listing: &Listing<'_>,
        after: Option<After>,
        most: Option<usize>,
        make: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<(After, T)>> {
        let Listing { columns, from, conditions, order } = listing;
        let (mut rows, dialect) = (Vec::new(), self.db.dialect());
        for part in order.behind(after) {
            let left = match most {
                Some(most) if most <= rows.len() => break,
                Some(most) => i64::try_from(most - rows.len()).unwrap_or(i64::MAX),
                None => i64::MAX,
            };
            let sql = format!(
                "{} {columns}, {} from {from} where true{}{} {} limit ?",
                order.select(dialect),
                order.columns(),
                conditions.sql,
                part.sql,
                order.clause(dialect)
            );
            let left = Value::from(left);
            let values = refs(conditions.values.iter().chain(&part.values).chain([&left]));
            let mut take = |row: &Row<'_>| {
                rows.push((Order::place(row)?, make(row)?));
                Ok(ControlFlow::Continue(()))
            };
            match most {
                Some(_) => self.db.query(&sql, &values, &mut take)?,
                None => self.db.stream(&sql, &values, &mut take)?,
            }
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_written() {
        for place in [After { by: -1_000_000, id: 1 }, After { by: 19_000, id: i64::MAX }] {
            assert_eq!(place.to_string().parse::<After>().unwrap(), place);
        }
        for wrong in ["", "1", "1.", ".1", "1.x", "1.2.3"] {
            assert!(matches!(wrong.parse::<After>(), Err(LedgerError::Query(_))), "{wrong}");
        }
    }

    #[test]
    fn one_row_more_says_that_others_follow() {
        let rows = |n: i64| (1..=n).map(|id| (After { by: 0, id }, id)).collect::<Vec<_>>();
        assert_eq!(Page::of(rows(2), 2).next, None);
        assert_eq!(Page::of(rows(3), 2), Page { items: vec![1, 2], next: Some(After { by: 0, id: 2 }) });
        assert_eq!(Page::of(rows(3), 0).items.len(), 3);
        let json = serde_json::to_string(&Page::of(rows(2), 1)).unwrap();
        assert_eq!(json, r#"{"items":[1],"next":"0.1"}"#);
    }
}
