//! Claims, newest first.

use super::conditions::{Conditions, marks};
use super::threads::STATUS;
use super::{Filter, Role};
use crate::derive::NO_DAY;
use crate::parties::Parties;
use crate::{Ledger, LedgerError, Result, stem};
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use segun_claims::Party;
use segun_language::Language;
use serde::Serialize;

/// A claim as it is listed: what the ledger's table says, days as dates.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
pub(super) const COLUMNS: &str = "c.id, c.report, c.event, c.type, c.mode, c.parties, c.certainty, c.polarity, c.tense, date(c.from_day * 86400, 'unixepoch'), date(c.to_day * 86400, 'unixepoch'),
    c.holder, c.holder_kind, c.stance, date(c.day * 86400, 'unixepoch'), o.name, c.language, c.trigger, c.sentence,
    c.confidence, c.origin, c.thread, r.url";

/// The tables that [`COLUMNS`] are of.
pub(super) const JOINED: &str = "join report r on r.id = c.report left join outlet o on o.id = c.outlet";

impl ClaimRow {
    /// From a row of [`COLUMNS`].
    pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let Parties { actor, recipient, place } = row.get(5)?;
        let names = |of: Vec<Party>| of.into_iter().map(|p| p.name).collect();
        Ok(Self {
            id: row.get(0)?,
            report: row.get(1)?,
            event: row.get(2)?,
            r#type: row.get(3)?,
            mode: row.get(4)?,
            actors: names(actor),
            recipients: names(recipient),
            places: names(place),
            certainty: row.get(6)?,
            polarity: row.get(7)?,
            when: row.get(8)?,
            from: row.get(9)?,
            to: row.get(10)?,
            holder: row.get(11)?,
            holder_kind: row.get(12)?,
            stance: row.get(13)?,
            published: row.get(14)?,
            outlet: row.get(15)?,
            language: row.get(16)?,
            trigger: row.get(17)?,
            sentence: row.get(18)?,
            confidence: row.get(19)?,
            origin: row.get(20)?,
            thread: row.get(21)?,
            url: row.get(22)?,
        })
    }
}

/// One way along an index to the newest claims.
struct Path {
    /// The table that has the index, and the claims `c`.
    from: &'static str,
    /// The table that has type, certainty, polarity, tense and day at hand.
    near: &'static str,
    /// Newest first, in the order of the index.
    order: &'static str,
    /// Where it begins, …
    on: String,
    /// … with these values.
    values: Vec<Value>,
}

impl Path {
    /// Along an index of the claims themselves.
    fn claims(from: &'static str, on: &str, values: Vec<Value>) -> Self {
        Self { from, near: "c", order: "c.day desc, c.id desc", on: on.to_owned(), values }
    }

    /// Along a table of parties or countries.
    fn filed(from: &'static str, on: &str, values: Vec<Value>) -> Self {
        Self { from, near: "k", order: "k.day desc, k.claim desc", on: on.to_owned(), values }
    }
}

/// Whom and what a filter names, as the ledger knows it.
struct Named {
    parties: Vec<(Vec<i64>, Option<Role>)>,
    sources: Option<Vec<i64>>,
    country: Option<String>,
    outlet: Option<i64>,
    question: Option<String>,
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

    /// `columns` of the newest claims of which `filter` holds, along each path that it takes.
    fn along<T>(
        &self,
        filter: &Filter,
        columns: &str,
        make: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let named = self.named(filter)?;
        let conditions = conditions(filter, &named);
        let mut rows = Vec::new();
        for path in paths(filter, &named) {
            let near = near(filter, path.near);
            let sql = format!(
                "select {columns} from {} {JOINED} where {}{}{} order by {} limit ?",
                path.from, path.on, near.sql, conditions.sql, path.order
            );
            let values = path.values.iter().chain(&near.values).chain(&conditions.values).cloned();
            let values = values.chain([Value::from(filter.rows())]);
            let mut statement = self.db.prepare_cached(&sql)?;
            for row in statement.query_map(params_from_iter(values), make)? {
                rows.push(row?);
            }
        }
        Ok(rows)
    }

    fn named(&self, filter: &Filter) -> Result<Named> {
        let parties = filter.parties.iter().map(|(role, name)| Ok((self.parties(name)?, *role)));
        Ok(Named {
            parties: parties.collect::<Result<_>>()?,
            sources: filter.holder.as_deref().map(|name| self.sources_named(name)).transpose()?,
            country: filter.country.as_deref().map(str::to_ascii_uppercase),
            outlet: filter.outlet.as_deref().map(|name| self.outlet(name)).transpose()?,
            question: filter.text.as_deref().map(question).transpose()?,
        })
    }
}

/// The paths to the claims of `filter`, along the index that is likely to hold fewest: one, or one for each namesake.
fn paths(filter: &Filter, named: &Named) -> Vec<Path> {
    if let Some(report) = filter.report {
        return vec![Path::claims("claim c indexed by claim_report", "c.report = ?", vec![report.into()])];
    }
    if let Some(question) = &named.question {
        let from = "claim_text f cross join claim c on c.id = f.rowid";
        let path = Path::claims(from, "f.body match ?", vec![question.clone().into()]);
        return vec![Path { order: "f.rowid desc", ..path }];
    }
    if let Some((parties, role)) = named.parties.first() {
        let from = "claim_party k cross join claim c on c.id = k.claim";
        let role = role.map(|role| Value::from(role.as_str().to_owned()));
        let on = if role.is_some() { "k.party = ? and k.role = ?" } else { "k.party = ?" };
        let values = |party: i64| std::iter::once(Value::from(party)).chain(role.clone()).collect();
        return parties.iter().map(|&party| Path::filed(from, on, values(party))).collect();
    }
    if let Some(sources) = &named.sources {
        let from = "claim c indexed by claim_source";
        return sources.iter().map(|&s| Path::claims(from, "c.source = ?", vec![s.into()])).collect();
    }
    if let Some(country) = &named.country {
        let from = "claim_country k cross join claim c on c.id = k.claim";
        return vec![Path::filed(from, "k.country = ?", vec![country.clone().into()])];
    }
    if let Some(outlet) = named.outlet {
        return vec![Path::claims("claim c indexed by claim_outlet", "c.outlet = ?", vec![outlet.into()])];
    }
    let from = match (filter.kind, filter.certainty) {
        (Some(_), _) => "claim c indexed by claim_type",
        (None, Some(_)) => "claim c indexed by claim_certainty",
        (None, None) => "claim c indexed by claim_day",
    };
    vec![Path::claims(from, "1", Vec::new())]
}

/// What is asked of the claim by columns that table `table` has at hand.
fn near(filter: &Filter, table: &str) -> Conditions {
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

/// Everything else that is asked of the claim.
fn conditions(filter: &Filter, named: &Named) -> Conditions {
    let mut all = Conditions::default();
    let ids = |ids: &[i64]| ids.iter().map(|&id| Value::from(id)).collect::<Vec<_>>();
    for (parties, role) in &named.parties {
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
    if let Some(country) = &named.country {
        let condition = format!(
            "exists (select 1 from claim_country x where x.country = ? and x.day = ifnull(c.day, {NO_DAY})
             and x.claim = c.id)"
        );
        all.and(&condition, [country.clone().into()]);
    }
    if let Some(sources) = &named.sources {
        all.and(&format!("c.source in ({})", marks(sources.len())), ids(sources));
    }
    if let (Some(_), Some(question)) = (filter.report, &named.question) {
        let condition = "c.id in (select rowid from claim_text where body match ?)";
        all.and(condition, [question.clone().into()]);
    }
    all.and_some("c.outlet = ?", named.outlet.map(Value::from));
    all.and_some("c.language = ?", filter.language.clone().map(Value::from));
    let status = filter.status.map(|status| status.as_str().to_owned().into());
    all.and_some(&format!("(select {STATUS} from thread t where t.id = c.thread) = ?"), status);
    let origins = filter.origins.map(|origins| i64::from(origins).into());
    all.and_some("(select origins from thread t where t.id = c.thread) >= ?", origins);
    all
}

/// `text` as a question in every language's stems.
pub(super) fn question(text: &str) -> Result<String> {
    let languages: Vec<&str> = Language::all().into_iter().map(Language::code).collect();
    stem::question(text, &languages)
        .ok_or_else(|| LedgerError::Query(format!("“{text}” has no words to look for")))
}
