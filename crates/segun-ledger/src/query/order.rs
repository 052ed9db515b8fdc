//! Orders of listings, each that of an index.

use super::After;
use super::conditions::Conditions;
use crate::Result;
use crate::derive::NO_DAY;
use crate::store::{Dialect, Row, Value};
use std::cmp::Ordering;

/// The order of a listing, the same as that of an index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    /// The day or count.
    by: &'static str,
    /// The number.
    id: &'static str,
    /// Whether numbers alone say the order.
    alone: bool,
    /// Whether there may be no day; those without one come before all days.
    undated: bool,
    /// Whether days rise, and whether numbers do.
    rising: (bool, bool),
    /// Whether rows of one day and number are one.
    once: bool,
}

impl Order {
    /// Latest first.
    pub(super) fn newest(by: &'static str, id: &'static str) -> Self {
        Self { by, id, alone: false, undated: false, rising: (false, false), once: false }
    }

    /// The same, where one number may stand in several rows, one after the other: it comes once.
    pub(super) fn newest_once(by: &'static str, id: &'static str) -> Self {
        Self { once: true, ..Self::newest(by, id) }
    }

    /// Latest first, undated ones last.
    pub(super) fn dated(by: &'static str, id: &'static str) -> Self {
        Self { undated: true, ..Self::newest(by, id) }
    }

    /// Undated ones first, then the earliest.
    pub(super) fn oldest(by: &'static str, id: &'static str) -> Self {
        Self { undated: true, rising: (true, true), ..Self::newest(by, id) }
    }

    /// Highest number first.
    pub(super) fn incoming(by: &'static str, id: &'static str) -> Self {
        Self { alone: true, ..Self::newest(by, id) }
    }

    /// Highest count first, numbers rising.
    pub(super) fn most(by: &'static str, id: &'static str) -> Self {
        Self { rising: (false, true), ..Self::newest(by, id) }
    }

    /// The same by the columns of the claims `c` themselves, whatever table the index is of.
    pub(super) fn of_claims(self) -> Self {
        Self { by: "c.day", id: "c.id", undated: true, ..self }
    }

    /// The column of the number.
    pub(super) fn id(self) -> &'static str {
        self.id
    }

    /// Columns by whose names [`Order::place`] finds a row's place.
    pub(super) fn columns(self) -> String {
        format!("coalesce({}, {NO_DAY}) as place_by, {} as place_id", self.by, self.id)
    }

    /// The place of a row with [`Order::columns`].
    pub(super) fn place(row: &Row<'_>) -> Result<After> {
        Ok(After { by: row.named("place_by")?, id: row.named("place_id")? })
    }

    /// The words that a select statement in this order begins with.
    pub(super) fn select(self, dialect: Dialect) -> String {
        if self.once { dialect.once(self.by, self.id).0 } else { "select".to_owned() }
    }

    /// What a bounded part `p` of a listing has beside its `id`, and the clause for whatever is joined to it: some databases
    /// forget the order of the part.
    pub(super) fn kept(self, dialect: Dialect) -> (String, String) {
        if dialect.keeps_order() {
            return Default::default();
        }
        let part = Self { by: "p.place", id: "p.id", once: false, ..self };
        let place = if self.alone { String::new() } else { format!(", {} as place", self.by) };
        (place, part.clause(dialect))
    }

    /// As a clause.
    pub(super) fn clause(self, dialect: Dialect) -> String {
        let way = |rising: bool| if rising { "" } else { " desc" };
        let id = format!("{}{}", self.id, way(self.rising.1));
        if self.alone {
            format!("order by {id}")
        } else {
            let once = if self.once { dialect.once(self.by, self.id).1 } else { String::new() };
            // SQLite's order, which is not everybody's.
            let undated = match (self.undated, self.rising.0) {
                (false, _) => "",
                (true, true) => " nulls first",
                (true, false) => " nulls last",
            };
            format!("{once}order by {}{}{undated}, {id}", self.by, way(self.rising.0))
        }
    }

    /// Which of two places comes first.
    pub(super) fn compare(self, a: After, b: After) -> Ordering {
        let way = |rising: bool, order: Ordering| if rising { order } else { order.reverse() };
        let id = way(self.rising.1, a.id.cmp(&b.id));
        if self.alone { id } else { way(self.rising.0, a.by.cmp(&b.by)).then(id) }
    }

    /// What holds of the rows behind `after`: conditions for one part of the index after the other, each of which is
    /// a single run of it.
    pub(super) fn behind(self, after: Option<After>) -> Vec<Conditions> {
        let Some(After { by: at, id: number }) = after else { return vec![Conditions::default()] };
        let Self { by, id, .. } = self;
        let further = |rising: bool| if rising { ">" } else { "<" };
        let (later, next) = (further(self.rising.0), further(self.rising.1));
        let one = |sql: String, values: Vec<Value>| {
            let mut part = Conditions::default();
            part.and(&sql, values);
            part
        };
        if self.alone {
            return vec![one(format!("{id} {next} ?"), vec![number.into()])];
        }
        let undated = self.undated && at == i64::from(NO_DAY);
        let mut parts = if undated {
            vec![one(format!("{by} is null and {id} {next} ?"), vec![number.into()])]
        } else {
            vec![
                one(format!("{by} = ? and {id} {next} ?"), vec![at.into(), number.into()]),
                one(format!("{by} {later} ?"), vec![at.into()]),
            ]
        };
        match (undated, self.undated, self.rising.0) {
            (true, _, true) => parts.push(one(format!("{by} is not null"), Vec::new())),
            (false, true, false) => parts.push(one(format!("{by} is null"), Vec::new())),
            _ => {}
        }
        parts
    }

    /// What holds of the row at `after` and those before it, where days fall.
    pub(super) fn until(self, after: After) -> Conditions {
        let Self { by, id, .. } = self;
        let mut all = Conditions::default();
        if self.alone {
            all.and(&format!("{id} >= ?"), [after.id.into()]);
        } else if self.undated && after.by == i64::from(NO_DAY) {
            all.and(&format!("({by} is not null or {id} >= ?)"), [after.id.into()]);
        } else {
            let values = [after.by.into(), after.by.into(), after.id.into()];
            all.and(&format!("({by} > ? or {by} = ? and {id} >= ?)"), values);
        }
        all
    }
}
