//! The way along an index to the claims of a filter.
//!
//! What is [`Asked`] has one [`Path`], along the index that is likely to hold fewest claims, or one for each
//! namesake; what the index does not answer is asked of each claim on the way. A listing follows its paths until it
//! has rows enough; a summary looks at the newest [`LOOKED_AT`] claims on them.

use super::asked::Asked;
use super::conditions::Conditions;
use super::order::Order;
use super::page::Listing;
use super::{After, Role};
use crate::store::{Row, Value, refs};
use crate::{Ledger, Result};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// Claims that a summary looks at, the newest first: its cost is bounded, however large the ledger is.
pub(super) const LOOKED_AT: usize = 20_000;

/// What a path answers by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Answers {
    Report,
    Origin,
    Story,
    Text,
    FirstParty,
    Holder,
    Country,
    Outlet,
    Nothing,
}

/// One way along an index to the newest claims.
pub(super) struct Path {
    /// The table that has the index, with the index.
    pub(super) table: &'static str,
    /// How the claims `c` are joined to it, where it is another table.
    pub(super) join: &'static str,
    /// The table that has type, certainty, polarity, tense and day at hand.
    pub(super) near: &'static str,
    /// The order of the index.
    pub(super) order: Order,
    /// Where it begins, with values.
    pub(super) on: Conditions,
    /// What need not be asked of its claims any more.
    pub(super) answers: Answers,
}

impl Path {
    /// Along an index of the claims themselves.
    pub(super) fn claims(
        table: &'static str,
        on: &str,
        values: impl IntoIterator<Item = Value>,
        answers: Answers,
    ) -> Self {
        let mut all = Conditions::default();
        all.and(on, values);
        Self { table, join: "", near: "c", order: Order::dated("c.day", "c.id"), on: all, answers }
    }

    /// Along the table of parties or countries. Who plays several parts in a claim is met once.
    pub(super) fn filed(of: Answers, value: Value, role: Option<Role>) -> Self {
        let (table, column) = match of {
            Answers::Country => ("claim_country k", "country"),
            _ => ("claim_party k", "party"),
        };
        let mut on = Conditions::default();
        on.and(&format!("k.{column} = ?"), [value]);
        on.and_some("k.role = ?", role.map(|role| role.as_str().to_owned().into()));
        let order = if role.is_some() { Order::newest } else { Order::newest_once };
        Self {
            table,
            join: " cross join claim c on c.id = k.claim",
            near: "k",
            order: order("k.day", "k.claim"),
            on,
            answers: of,
        }
    }
}

impl Ledger {
    /// `columns` of the newest claims that are asked for, after `after`, at most `most`, in order; `join` adds the
    /// tables of columns that are not the claim's own.
    pub(super) fn along<T>(
        &self,
        asked: &Asked<'_>,
        after: Option<After>,
        most: Option<usize>,
        (columns, join): (&str, &str),
        make: fn(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<(After, T)>> {
        let mut rows = Vec::new();
        let paths = asked.paths();
        let order = paths.first().map_or_else(|| Order::dated("c.day", "c.id"), |path| path.order);
        for path in paths {
            let mut conditions = path.on;
            conditions.add(asked.near(path.near));
            conditions.add(asked.far(path.answers));
            let from = format!("{}{} {join}", path.table, path.join);
            let listing = Listing { columns, from: &from, conditions, order: path.order };
            rows.extend(self.listed(&listing, after, most, make)?);
        }
        // Lists of namesakes, merged; a claim may be in several.
        rows.sort_by(|a, b| order.compare(a.0, b.0));
        rows.dedup_by_key(|row| row.0.id);
        rows.truncate(most.unwrap_or(usize::MAX));
        Ok(rows)
    }

    /// Looks at the newest [`LOOKED_AT`] claims on the paths, and hands those that are asked for to `take`: `columns` of
    /// the claim `w`, with the place of the first of them in the row. Says whether those were all.
    pub(super) fn look(
        &self,
        asked: &Asked<'_>,
        columns: &str,
        mut take: impl FnMut(&Row<'_>, usize) -> Result<()>,
    ) -> Result<bool> {
        let paths = asked.paths();
        let each = (LOOKED_AT / paths.len().max(1)).max(1);
        let dialect = self.db.dialect();
        let mut all = true;
        let mut seen = BTreeSet::<i64>::new();
        for path in paths {
            let (on, fits) = (asked.along(&path), asked.beside(&path));
            let id = path.order.id();
            let (kept, again) = path.order.kept(dialect);
            // Only those that fit are looked up in the table, whose rows are wide.
            let (beside, join) = if fits.values.is_empty() {
                ("p".to_owned(), "cross join claim w on w.id = p.id".to_owned())
            } else {
                let brief = "p cross join claim c indexed by claim_brief on c.id = p.id".to_owned();
                (brief, format!("left join claim w on w.id = case when true{} then c.id end", fits.sql))
            };
            let sql = format!(
                "select w.id, {columns} from ({} {id} as id{kept} from {} where true{} {} limit ?) {beside} {join} {again}",
                path.order.select(dialect),
                path.table,
                on.sql,
                path.order.clause(dialect)
            );
            let limit = Value::from(i64::try_from(each + 1).unwrap_or(i64::MAX));
            let values = refs(on.values.iter().chain([&limit]).chain(&fits.values));
            let mut looked = 0;
            self.db.query(&sql, &values, &mut |row| {
                looked += 1;
                if looked > each {
                    all = false;
                } else if let Some(id) = row.get(0)?
                    && seen.insert(id)
                {
                    take(row, 1)?;
                }
                Ok(ControlFlow::Continue(()))
            })?;
        }
        Ok(all)
    }

    /// Whether thread number `thread` has a claim that is asked for; only at `until` or before it, where given.
    pub(super) fn asks_for_thread(
        &self,
        asked: &Asked<'_>,
        thread: i64,
        until: Option<After>,
    ) -> Result<bool> {
        let mut all = Conditions::default();
        all.and("c.thread = ?", [thread.into()]);
        all.add(asked.near("c"));
        all.add(asked.far(Answers::Nothing));
        if let (Some(until), Some(path)) = (until, asked.paths().first()) {
            all.add(path.order.of_claims().until(until));
        }
        let sql =
            format!("select exists (select 1 from claim c indexed by claim_thread where true{})", all.sql);
        self.db.value(&sql, &refs(&all.values))
    }
}
