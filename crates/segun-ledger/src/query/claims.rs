//! Claims, newest first.

use super::{Filter, Role};
use crate::{Ledger, LedgerError, Result, stem};
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use segun_language::Language;
use serde::Serialize;
use std::fmt::Write;

/// A claim as it is listed: what the ledger's table says, days as dates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimRow {
    /// Its number.
    pub id: i64,
    /// The report's number.
    pub report: i64,
    /// The event's id in the report.
    pub event: String,
    /// PLOVER type.
    pub r#type: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Names of who acts.
    pub actors: Vec<String>,
    /// Names of who undergoes.
    pub recipients: Vec<String>,
    /// Names of where.
    pub places: Vec<String>,
    /// How sure the holder is.
    pub certainty: String,
    /// `+` or `-`.
    pub polarity: String,
    /// Against the publication.
    pub when: String,
    /// First day of the window, ISO 8601.
    pub from: Option<String>,
    /// Day after its last one.
    pub to: Option<String>,
    /// Who says it; `None` is the author.
    pub holder: Option<String>,
    /// What kind of source that is.
    pub holder_kind: Option<String>,
    /// What it does with what it says.
    pub stance: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// The outlet.
    pub outlet: Option<String>,
    /// Language of the report.
    pub language: Option<String>,
    /// The word that names the event.
    pub trigger: String,
    /// The sentence that says it.
    pub sentence: String,
    /// How sure the reading is.
    pub confidence: f64,
    /// Number of its origin.
    pub origin: Option<i64>,
    /// Number of its thread.
    pub thread: Option<i64>,
    /// Address of the report.
    pub url: Option<String>,
}

/// Columns of a claim `c` with its report `r` and outlet `o`.
pub(super) const COLUMNS: &str = "c.id, c.report, c.event, c.type, c.mode, c.actors, c.recipients, c.places,
    c.certainty, c.polarity, c.tense, date(c.from_day * 86400, 'unixepoch'), date(c.to_day * 86400, 'unixepoch'),
    c.holder, c.holder_kind, c.stance, date(c.day * 86400, 'unixepoch'), o.name, c.language, c.trigger, c.sentence,
    c.confidence, c.origin, c.thread, r.url";

/// The tables that [`COLUMNS`] are of.
pub(super) const JOINED: &str = "join report r on r.id = c.report left join outlet o on o.id = c.outlet";

impl ClaimRow {
    /// From a row of [`COLUMNS`].
    pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let names = |i: usize| -> rusqlite::Result<Vec<String>> {
            Ok(serde_json::from_str(&row.get::<_, String>(i)?).unwrap_or_default())
        };
        Ok(Self {
            id: row.get(0)?,
            report: row.get(1)?,
            event: row.get(2)?,
            r#type: row.get(3)?,
            mode: row.get(4)?,
            actors: names(5)?,
            recipients: names(6)?,
            places: names(7)?,
            certainty: row.get(8)?,
            polarity: row.get(9)?,
            when: row.get(10)?,
            from: row.get(11)?,
            to: row.get(12)?,
            holder: row.get(13)?,
            holder_kind: row.get(14)?,
            stance: row.get(15)?,
            published: row.get(16)?,
            outlet: row.get(17)?,
            language: row.get(18)?,
            trigger: row.get(19)?,
            sentence: row.get(20)?,
            confidence: row.get(21)?,
            origin: row.get(22)?,
            thread: row.get(23)?,
            url: row.get(24)?,
        })
    }
}

/// A select statement with its values, in the making.
#[derive(Default)]
struct Statement {
    conditions: String,
    values: Vec<Value>,
}

impl Statement {
    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        let _ = write!(self.conditions, " and {condition}");
        self.values.push(value.into());
    }
}

/// The index that a listing goes along: tried in order of how few claims it is likely to hold.
enum Drive {
    Report(i64),
    Text(String),
    Party(Vec<i64>, Option<Role>),
    Source(Vec<i64>),
    Country(String),
    Outlet(i64),
    Type,
    Certainty,
    Day,
}

impl Ledger {
    /// The newest claims of which `filter` holds.
    ///
    /// # Errors
    /// Where it names somebody whom the ledger does not know, or the ledger cannot be read.
    pub fn claims(&self, filter: &Filter) -> Result<Vec<ClaimRow>> {
        let mut rows = self.along(filter, COLUMNS, ClaimRow::from_row)?;
        // Lists of namesakes, merged; a claim may have the same party in two parts.
        rows.sort_by(|a, b| b.published.cmp(&a.published).then(b.id.cmp(&a.id)));
        rows.dedup_by_key(|row| row.id);
        if filter.limit > 0 {
            rows.truncate(filter.limit);
        }
        Ok(rows)
    }

    /// The threads of the newest claims of which `filter` holds, as often as they come.
    pub(super) fn thread_numbers(&self, filter: &Filter) -> Result<Vec<i64>> {
        let rows = self.along(filter, "c.thread", |row| row.get::<_, Option<i64>>(0))?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// `columns` of the newest claims of which `filter` holds, along the index that fits it best: newest first, for
    /// each of several namesakes.
    fn along<T>(
        &self,
        filter: &Filter,
        columns: &str,
        make: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut parties = Vec::new();
        for (role, name) in &filter.parties {
            parties.push((self.parties(name)?, *role));
        }
        let sources = filter.holder.as_deref().map(|name| self.sources_named(name)).transpose()?;
        let outlet = filter.outlet.as_deref().map(|name| self.outlet(name)).transpose()?;
        let drive = if let Some(report) = filter.report {
            Drive::Report(report)
        } else if let Some(text) = &filter.text {
            Drive::Text(question(text)?)
        } else if let Some((ids, role)) = parties.first().cloned() {
            Drive::Party(ids, role)
        } else if let Some(ids) = sources.clone() {
            Drive::Source(ids)
        } else if let Some(country) = &filter.country {
            Drive::Country(country.to_ascii_uppercase())
        } else if let Some(outlet) = outlet {
            Drive::Outlet(outlet)
        } else if filter.kind.is_some() {
            Drive::Type
        } else if filter.certainty.is_some() {
            Drive::Certainty
        } else {
            Drive::Day
        };
        let mut rest = Statement::default();
        // The party that drives the listing needs no second look.
        let driving = usize::from(matches!(drive, Drive::Party(..)));
        for (ids, role) in &parties[driving.min(parties.len())..] {
            rest.and(&exists_party(ids.len(), *role), ids[0]);
            rest.values.extend(ids[1..].iter().map(|&id| Value::from(id)));
        }
        if let Some(country) = &filter.country {
            rest.and(
                "exists (select 1 from claim_country x where x.country = ? and x.day = ifnull(c.day, -1000000)
                 and x.claim = c.id)",
                country.to_ascii_uppercase(),
            );
        }
        if let Some(ids) = &sources {
            rest.and(&format!("c.source in ({})", marks(ids.len())), ids[0]);
            rest.values.extend(ids[1..].iter().map(|&id| Value::from(id)));
        }
        if let Some(outlet) = outlet {
            rest.and("c.outlet = ?", outlet);
        }
        if let Some(language) = &filter.language {
            rest.and("c.language = ?", language.clone());
        }
        if let Some(status) = filter.status {
            rest.and("(select status from thread t where t.id = c.thread) = ?", status.as_str().to_owned());
        }
        if let Some(origins) = filter.origins {
            rest.and("(select origins from thread t where t.id = c.thread) >= ?", i64::from(origins));
        }
        let mut rows = Vec::new();
        match drive {
            Drive::Report(report) => {
                let mut on = "c.report = ?".to_owned();
                let mut values = vec![Value::from(report)];
                if let Some(text) = &filter.text {
                    on.push_str(" and c.id in (select rowid from claim_text where body match ?)");
                    values.push(question(text)?.into());
                }
                let from = "claim c indexed by claim_report";
                rows = self.listed(columns, make, filter, from, &on, &values, "c", "c.id", &rest)?;
            }
            Drive::Text(question) => {
                let text = "claim_text f cross join claim c on c.id = f.rowid";
                rows = self.listed(
                    columns,
                    make,
                    filter,
                    text,
                    "f.body match ?",
                    &[question.into()],
                    "c",
                    "f.rowid desc",
                    &rest,
                )?;
            }
            Drive::Party(ids, role) => {
                let from = "claim_party k cross join claim c on c.id = k.claim";
                for id in ids {
                    let (mut on, mut values) = ("k.party = ?".to_owned(), vec![Value::from(id)]);
                    if let Some(role) = role {
                        on.push_str(" and k.role = ?");
                        values.push(role.as_str().to_owned().into());
                    }
                    rows.extend(self.listed(
                        columns,
                        make,
                        filter,
                        from,
                        &on,
                        &values,
                        "k",
                        "k.day desc, k.claim desc",
                        &rest,
                    )?);
                }
            }
            Drive::Country(country) => {
                let from = "claim_country k cross join claim c on c.id = k.claim";
                let order = "k.day desc, k.claim desc";
                rows = self.listed(
                    columns,
                    make,
                    filter,
                    from,
                    "k.country = ?",
                    &[country.into()],
                    "k",
                    order,
                    &rest,
                )?;
            }
            Drive::Source(ids) => {
                for id in ids {
                    let from = "claim c indexed by claim_source";
                    let order = "c.day desc, c.id desc";
                    rows.extend(self.listed(
                        columns,
                        make,
                        filter,
                        from,
                        "c.source = ?",
                        &[id.into()],
                        "c",
                        order,
                        &rest,
                    )?);
                }
            }
            Drive::Outlet(outlet) => {
                let from = "claim c indexed by claim_outlet";
                let order = "c.day desc, c.id desc";
                rows = self.listed(
                    columns,
                    make,
                    filter,
                    from,
                    "c.outlet = ?",
                    &[outlet.into()],
                    "c",
                    order,
                    &rest,
                )?;
            }
            Drive::Type => {
                let from = "claim c indexed by claim_type";
                rows =
                    self.listed(columns, make, filter, from, "1", &[], "c", "c.day desc, c.id desc", &rest)?;
            }
            Drive::Certainty => {
                let from = "claim c indexed by claim_certainty";
                rows =
                    self.listed(columns, make, filter, from, "1", &[], "c", "c.day desc, c.id desc", &rest)?;
            }
            Drive::Day => {
                let from = "claim c indexed by claim_day";
                rows =
                    self.listed(columns, make, filter, from, "1", &[], "c", "c.day desc, c.id desc", &rest)?;
            }
        }
        Ok(rows)
    }

    /// Runs one listing along one index; `k` is the table that has type, certainty and day at hand.
    #[allow(clippy::too_many_arguments)]
    fn listed<T>(
        &self,
        columns: &str,
        make: fn(&Row<'_>) -> rusqlite::Result<T>,
        filter: &Filter,
        from: &str,
        on: &str,
        on_values: &[Value],
        k: &str,
        order: &str,
        rest: &Statement,
    ) -> Result<Vec<T>> {
        let mut near = Statement::default();
        let words = [
            ("type", filter.kind.map(|x| x.as_str())),
            ("certainty", filter.certainty.map(|x| x.as_str())),
            ("polarity", filter.polarity.map(|x| x.as_str())),
            ("tense", filter.when.map(|x| x.as_str())),
        ];
        for (column, word) in words {
            if let Some(word) = word {
                near.and(&format!("{k}.{column} = ?"), word.to_owned());
            }
        }
        if let Some(since) = filter.since {
            near.and(&format!("{k}.day >= ?"), i64::from(since.0));
        }
        if let Some(until) = filter.until {
            near.and(&format!("{k}.day <= ?"), i64::from(until.0));
        }
        let sql = format!(
            "select {columns} from {from} {JOINED} where {on}{}{} order by {order} limit ?",
            near.conditions, rest.conditions
        );
        let values = on_values.iter().chain(&near.values).chain(&rest.values).cloned();
        let values = values.chain([Value::from(filter.rows())]);
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), make)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// `text` as a question in every language's stems.
pub(super) fn question(text: &str) -> Result<String> {
    let languages: Vec<&str> = Language::all().into_iter().map(Language::code).collect();
    stem::question(text, &languages)
        .ok_or_else(|| LedgerError::Query(format!("“{text}” has no words to look for")))
}

/// Whether one of `count` parties takes part.
fn exists_party(count: usize, role: Option<Role>) -> String {
    let role = role.map_or_else(String::new, |r| format!(" and x.role = '{}'", r.as_str()));
    format!(
        "exists (select 1 from claim_party x where x.party in ({}) and x.day = ifnull(c.day, -1000000)
         and x.claim = c.id{role})",
        marks(count)
    )
}

/// `count` question marks.
pub(super) fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}
