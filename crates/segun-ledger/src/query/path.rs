//! The way along an index to the claims of a filter.
//!
//! [`Asked`] is a filter with its names looked up. It has one [`Path`], along the index that is likely to hold
//! fewest claims, or one for each namesake; what the index does not answer is asked of each claim on the way. A
//! listing follows its paths until it has rows enough; a summary looks at the newest [`LOOKED_AT`] claims on them.

use super::conditions::{Conditions, marks};
use super::page::{Listing, Order};
use super::threads::STATUS;
use super::{After, Filter, Role};
use crate::derive::NO_DAY;
use crate::{Ledger, LedgerError, Result, stem};
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use segun_language::Language;

/// Claims that a summary looks at, the newest first: its cost is bounded, however large the ledger is.
pub(super) const LOOKED_AT: usize = 20_000;

/// A filter with whom and what it names, as the ledger knows them.
pub(super) struct Asked<'a> {
    pub(super) filter: &'a Filter,
    parties: Vec<(Vec<i64>, Option<Role>)>,
    sources: Option<Vec<i64>>,
    country: Option<String>,
    outlet: Option<i64>,
    question: Option<String>,
}

/// What a path answers by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answers {
    Report,
    Text,
    FirstParty,
    Holder,
    Country,
    Outlet,
    Nothing,
}

/// One way along an index to the newest claims.
struct Path {
    /// The table that has the index, with the index.
    table: &'static str,
    /// How the claims `c` are joined to it, where it is another table.
    join: &'static str,
    /// The table that has type, certainty, polarity, tense and day at hand.
    near: &'static str,
    /// The order of the index.
    order: Order,
    /// Where it begins, with values.
    on: Conditions,
    /// What need not be asked of its claims any more.
    answers: Answers,
}

impl Path {
    /// Along an index of the claims themselves.
    fn claims(table: &'static str, on: &str, value: Option<Value>, answers: Answers) -> Self {
        let mut all = Conditions::default();
        all.and_some(on, value);
        Self { table, join: "", near: "c", order: Order::dated("c.day", "c.id"), on: all, answers }
    }

    /// Along the table of parties or countries. Who plays several parts in a claim is met once.
    fn filed(of: Answers, value: Value, role: Option<Role>) -> Self {
        let (table, column) = match of {
            Answers::Country => ("claim_country", "country"),
            _ => ("claim_party", "party"),
        };
        let mut on = Conditions::default();
        on.and(&format!("k.{column} = ?"), [value]);
        match role {
            Some(role) => on.and("k.role = ?", [role.as_str().to_owned().into()]),
            None => on.and(
                &format!(
                    "not exists (select 1 from {table} x where x.{column} = k.{column} and x.day = k.day
                     and x.claim = k.claim and x.role < k.role)"
                ),
                [],
            ),
        }
        Self {
            table: if of == Answers::Country { "claim_country k" } else { "claim_party k" },
            join: " cross join claim c on c.id = k.claim",
            near: "k",
            order: Order::newest("k.day", "k.claim"),
            on,
            answers: of,
        }
    }
}

impl<'a> Asked<'a> {
    /// Looks up whom and what `filter` names.
    pub(super) fn new(ledger: &Ledger, filter: &'a Filter) -> Result<Self> {
        let parties = filter.parties.iter().map(|(role, name)| Ok((ledger.parties(name)?, *role)));
        Ok(Self {
            filter,
            parties: parties.collect::<Result<_>>()?,
            sources: filter.holder.as_deref().map(|name| ledger.sources_named(name)).transpose()?,
            country: filter.country.as_deref().map(str::to_ascii_uppercase),
            outlet: filter.outlet.as_deref().map(|name| ledger.outlet_named(name)).transpose()?,
            question: filter.text.as_deref().map(question).transpose()?,
        })
    }

    /// The paths to its claims, along the index that is likely to hold fewest: one, or one for each namesake.
    fn paths(&self) -> Vec<Path> {
        if let Some(report) = self.filter.report {
            let table = "claim c indexed by claim_report";
            return vec![Path::claims(table, "c.report = ?", Some(report.into()), Answers::Report)];
        }
        if let Some(question) = &self.question {
            let value = Some(question.clone().into());
            let path = Path::claims("claim_text f", "f.body match ?", value, Answers::Text);
            let (join, order) =
                (" cross join claim c on c.id = f.rowid", Order::incoming("c.day", "f.rowid"));
            return vec![Path { join, order, ..path }];
        }
        if let Some((parties, role)) = self.parties.first() {
            return parties.iter().map(|&p| Path::filed(Answers::FirstParty, p.into(), *role)).collect();
        }
        if let Some(sources) = &self.sources {
            let table = "claim c indexed by claim_source";
            let path = |&id: &i64| Path::claims(table, "c.source = ?", Some(id.into()), Answers::Holder);
            return sources.iter().map(path).collect();
        }
        if let Some(country) = &self.country {
            return vec![Path::filed(Answers::Country, country.clone().into(), None)];
        }
        if let Some(outlet) = self.outlet {
            let table = "claim c indexed by claim_outlet";
            return vec![Path::claims(table, "c.outlet = ?", Some(outlet.into()), Answers::Outlet)];
        }
        let table = match (self.filter.kind, self.filter.certainty) {
            (Some(_), _) => "claim c indexed by claim_type",
            (None, Some(_)) => "claim c indexed by claim_certainty",
            (None, None) => "claim c indexed by claim_day",
        };
        vec![Path::claims(table, "1", None, Answers::Nothing)]
    }

    /// What is asked of the claim by columns that table `table` has at hand.
    fn near(&self, table: &str) -> Conditions {
        let filter = self.filter;
        let mut near = Conditions::default();
        let words = [
            ("type", filter.kind.map(|x| x.as_str())),
            ("certainty", filter.certainty.map(|x| x.as_str())),
            ("polarity", filter.polarity.map(|x| x.as_str())),
            ("tense", filter.when.map(|x| x.as_str())),
        ];
        for (column, word) in words {
            near.and_some(&format!("{table}.{column} = ?"), word.map(|w| w.to_owned().into()));
        }
        near.and_some(&format!("{table}.day >= ?"), filter.since.map(|day| i64::from(day.0).into()));
        near.and_some(&format!("{table}.day <= ?"), filter.until.map(|day| i64::from(day.0).into()));
        near
    }

    /// Everything else that is asked of the claim, but for what its path answers.
    fn far(&self, answered: Answers) -> Conditions {
        let filter = self.filter;
        let mut all = Conditions::default();
        let ids = |ids: &[i64]| ids.iter().map(|&id| Value::from(id)).collect::<Vec<_>>();
        let first = usize::from(answered == Answers::FirstParty);
        for (parties, role) in self.parties.iter().skip(first) {
            let mut condition = format!(
                "exists (select 1 from claim_party x where x.party in ({}) and x.day = ifnull(c.day, {NO_DAY})
                 and x.claim = c.id",
                marks(parties.len())
            );
            let mut values = ids(parties);
            if let Some(role) = role {
                condition.push_str(" and x.role = ?");
                values.push(role.as_str().to_owned().into());
            }
            all.and(&(condition + ")"), values);
        }
        if let Some(country) = self.country.as_ref().filter(|_| answered != Answers::Country) {
            let condition = format!(
                "exists (select 1 from claim_country x where x.country = ? and x.day = ifnull(c.day, {NO_DAY})
                 and x.claim = c.id)"
            );
            all.and(&condition, [country.clone().into()]);
        }
        if let Some(sources) = self.sources.as_ref().filter(|_| answered != Answers::Holder) {
            all.and(&format!("c.source in ({})", marks(sources.len())), ids(sources));
        }
        if let Some(question) = self.question.as_ref().filter(|_| answered != Answers::Text) {
            let condition = "exists (select 1 from claim_text f where f.rowid = c.id and f.body match ?)";
            all.and(condition, [question.clone().into()]);
        }
        let outlet = self.outlet.filter(|_| answered != Answers::Outlet);
        all.and_some("c.outlet = ?", outlet.map(Value::from));
        let report = filter.report.filter(|_| answered != Answers::Report);
        all.and_some("c.report = ?", report.map(Value::from));
        all.and_some("c.language = ?", filter.language.clone().map(Value::from));
        let status = filter.status.map(|status| status.as_str().to_owned().into());
        all.and_some(&format!("(select {STATUS} from thread t where t.id = c.thread) = ?"), status);
        let origins = filter.origins.map(|origins| i64::from(origins).into());
        all.and_some("(select origins from thread t where t.id = c.thread) >= ?", origins);
        all
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
        make: fn(&Row<'_>) -> rusqlite::Result<T>,
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

    /// Looks at the newest [`LOOKED_AT`] claims on the paths, and takes `columns` of those that are asked for. Says
    /// also whether that was all.
    pub(super) fn look<T>(
        &self,
        asked: &Asked<'_>,
        columns: &str,
        make: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<(Vec<T>, bool)> {
        let paths = asked.paths();
        let each = (LOOKED_AT / paths.len().max(1)).max(1);
        let (mut rows, mut all) = (Vec::new(), true);
        let mut seen = std::collections::BTreeSet::new();
        for path in paths {
            // Words have no other columns beside them.
            let (inner, outer) = match path.answers {
                Answers::Text => (Conditions::default(), asked.near("c")),
                _ => (asked.near(path.near), Conditions::default()),
            };
            let id = path.order.id();
            let mut fits = outer;
            fits.add(asked.far(path.answers));
            let sql = format!(
                "select (1{}) as fits, c.id, {columns} from
                     (select {id} as id from {} where 1{}{} {} limit ?) p
                 cross join claim c on c.id = p.id",
                fits.sql,
                path.table,
                path.on.sql,
                inner.sql,
                path.order.clause()
            );
            let limit = Value::from(i64::try_from(each + 1).unwrap_or(-1));
            let values =
                fits.values.iter().chain(&path.on.values).chain(&inner.values).cloned().chain([limit]);
            let mut statement = self.db.prepare_cached(&sql)?;
            let mut found = statement.query(params_from_iter(values))?;
            let mut looked = 0;
            while let Some(row) = found.next()? {
                looked += 1;
                if looked > each {
                    all = false;
                } else if row.get::<_, Option<bool>>("fits")? == Some(true)
                    && seen.insert(row.get::<_, i64>(1)?)
                {
                    rows.push(make(row)?);
                }
            }
        }
        Ok((rows, all))
    }

    /// Whether thread number `thread` has a claim that is asked for; only at `until` or before it, where given.
    pub(super) fn asks_for_thread(
        &self,
        asked: &Asked<'_>,
        thread: i64,
        until: Option<After>,
    ) -> Result<bool> {
        let order = match asked.paths().first().map(|path| path.answers) {
            Some(Answers::Text) => Order::incoming("c.day", "c.id"),
            _ => Order::dated("c.day", "c.id"),
        };
        let mut all = Conditions::default();
        all.and("c.thread = ?", [thread.into()]);
        all.add(asked.near("c"));
        all.add(asked.far(Answers::Nothing));
        if let Some(until) = until {
            all.add(order.until(until));
        }
        let sql = format!("select exists (select 1 from claim c indexed by claim_thread where 1{})", all.sql);
        let mut statement = self.db.prepare_cached(&sql)?;
        Ok(statement.query_row(params_from_iter(all.values), |row| row.get(0))?)
    }
}

/// `text` as a question in every language's stems.
pub(super) fn question(text: &str) -> Result<String> {
    let languages: Vec<&str> = Language::all().into_iter().map(Language::code).collect();
    stem::question(text, &languages)
        .ok_or_else(|| LedgerError::Query(format!("“{text}” has no words to look for")))
}
