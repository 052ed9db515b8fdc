//! A filter with its names looked up, and what it asks of each claim.

use super::conditions::{Conditions, marks};
use super::order::Order;
use super::path::{Answers, Path};
use super::threads::STATUS;
use super::{Filter, Role};
use crate::derive::NO_DAY;
use crate::stem::Words;
use crate::store::{Dialect, Value};
use crate::{Ledger, LedgerError, Result};
use segun_language::Language;

/// A filter with whom and what it names, as the ledger knows them.
pub(super) struct Asked<'a> {
    pub(super) filter: &'a Filter,
    parties: Vec<(Vec<i64>, Option<Role>)>,
    sources: Option<Vec<i64>>,
    country: Option<String>,
    outlet: Option<i64>,
    question: Option<Words>,
    dialect: Dialect,
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
            dialect: ledger.db.dialect(),
        })
    }

    /// The paths to its claims, along the index that is likely to hold fewest: one, or one for each namesake.
    pub(super) fn paths(&self) -> Vec<Path> {
        if let Some(report) = self.filter.report {
            let table = "claim c indexed by claim_report";
            return vec![Path::claims(table, "c.report = ?", [report.into()], Answers::Report)];
        }
        if let Some(origin) = self.filter.origin {
            let table = "claim c indexed by claim_origin";
            let path = Path::claims(table, "c.origin = ?", [origin.into()], Answers::Origin);
            return vec![Path { order: Order::incoming("c.day", "c.id"), ..path }];
        }
        if let Some(story) = self.filter.story {
            let table = "report x indexed by report_story
                cross join claim c indexed by claim_report on c.report = x.id";
            return vec![Path::claims(table, "x.story = ?", [story.into()], Answers::Story)];
        }
        if let Some(question) = &self.question {
            let (on, values) = self.dialect.matching("f", question);
            let path = Path::claims("claim_text f", &on, values, Answers::Text);
            let (join, order) =
                (" cross join claim c on c.id = f.rowid", Order::incoming("c.day", "f.rowid"));
            return vec![Path { join, order, ..path }];
        }
        if let Some((parties, role)) = self.parties.first() {
            return parties.iter().map(|&p| Path::filed(Answers::FirstParty, p.into(), *role)).collect();
        }
        if let Some(sources) = &self.sources {
            let table = "claim c indexed by claim_source";
            let path = |&id: &i64| Path::claims(table, "c.source = ?", [id.into()], Answers::Holder);
            return sources.iter().map(path).collect();
        }
        if let Some(country) = &self.country {
            return vec![Path::filed(Answers::Country, country.clone().into(), None)];
        }
        if let Some(outlet) = self.outlet {
            let table = "claim c indexed by claim_outlet";
            return vec![Path::claims(table, "c.outlet = ?", [outlet.into()], Answers::Outlet)];
        }
        let table = match (self.filter.kind, self.filter.certainty) {
            (Some(_), _) => "claim c indexed by claim_type",
            (None, Some(_)) => "claim c indexed by claim_certainty",
            (None, None) => "claim c indexed by claim_day",
        };
        vec![Path::claims(table, "true", [], Answers::Nothing)]
    }

    /// What is asked of the claim by columns that table `table` has at hand.
    pub(super) fn near(&self, table: &str) -> Conditions {
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

    /// What the table of `path` does not answer.
    pub(super) fn beside(&self, path: &Path) -> Conditions {
        // Words have no other columns beside them.
        let mut all = if path.answers == Answers::Text { self.near("c") } else { Conditions::default() };
        all.add(self.far(path.answers));
        all
    }

    /// What the table of `path` answers, from its begin.
    pub(super) fn along(&self, path: &Path) -> Conditions {
        let mut all = path.on.clone();
        if path.answers != Answers::Text {
            all.add(self.near(path.near));
        }
        all
    }

    /// Everything else that is asked of the claim, but for what its path answers.
    pub(super) fn far(&self, answered: Answers) -> Conditions {
        let filter = self.filter;
        let mut all = Conditions::default();
        let ids = |ids: &[i64]| ids.iter().map(|&id| Value::from(id)).collect::<Vec<_>>();
        // What costs least comes first: SQLite asks no further of a claim once one condition does not hold.
        if let Some(sources) = self.sources.as_ref().filter(|_| answered != Answers::Holder) {
            all.and(&format!("c.source in ({})", marks(sources.len())), ids(sources));
        }
        let outlet = self.outlet.filter(|_| answered != Answers::Outlet);
        all.and_some("c.outlet = ?", outlet.map(Value::from));
        let report = filter.report.filter(|_| answered != Answers::Report);
        all.and_some("c.report = ?", report.map(Value::from));
        let origin = filter.origin.filter(|_| answered != Answers::Origin);
        all.and_some("c.origin = ?", origin.map(Value::from));
        let story = filter.story.filter(|_| answered != Answers::Story);
        let of_story = "exists (select 1 from report x where x.id = c.report and x.story = ?)";
        all.and_some(of_story, story.map(Value::from));
        all.and_some("c.language = ?", filter.language.clone().map(Value::from));
        let mut thread = Conditions::default();
        let status = filter.status.map(|status| status.as_str().to_owned().into());
        thread.and_some(&format!("{STATUS} = ?"), status);
        thread.and_some("t.origins >= ?", filter.origins.map(|origins| i64::from(origins).into()));
        if !thread.values.is_empty() {
            let condition = format!(
                "exists (select 1 from thread t indexed by thread_brief where t.id = c.thread{})",
                thread.sql
            );
            all.and(&condition, thread.values);
        }
        if let Some(country) = self.country.as_ref().filter(|_| answered != Answers::Country) {
            let condition = format!(
                "exists (select 1 from claim_country x where x.country = ? and x.day = coalesce(c.day, {NO_DAY})
                 and x.claim = c.id)"
            );
            all.and(&condition, [country.clone().into()]);
        }
        let first = usize::from(answered == Answers::FirstParty);
        for (parties, role) in self.parties.iter().skip(first) {
            let mut condition = format!(
                "exists (select 1 from claim_party x where x.party in ({}) and x.day = coalesce(c.day, {NO_DAY})
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
        if let Some(question) = self.question.as_ref().filter(|_| answered != Answers::Text) {
            let (on, values) = self.dialect.matching("f", question);
            all.and(&format!("exists (select 1 from claim_text f where f.rowid = c.id and {on})"), values);
        }
        all
    }
}

/// `text` as a question in every language's stems.
pub(super) fn question(text: &str) -> Result<Words> {
    let languages: Vec<&str> = Language::all().into_iter().map(Language::code).collect();
    Words::of(text, &languages)
        .ok_or_else(|| LedgerError::Query(format!("“{text}” has no words to look for")))
}
