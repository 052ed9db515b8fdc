//! Who does what to whom: parties with what claims say between them.

use super::Filter;
use super::path::Asked;
use super::places::keys;
use crate::parties::Parties;
use crate::{Ledger, Result};
use rusqlite::Row;
use segun_claims::Day;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Parties and what is claimed between them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Network {
    /// The parties with most claims, the most frequent first.
    pub nodes: Vec<NodeRow>,
    /// From who acts to who undergoes, between those parties, the most frequent first.
    pub edges: Vec<EdgeRow>,
    /// Claims that were counted.
    pub counted: usize,
    /// Whether those are all; otherwise the newest ones were looked at.
    pub all: bool,
}

/// A party.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NodeRow {
    /// What identifies it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its country, ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Claims in which it acts on somebody or somebody on it.
    pub claims: i64,
}

/// What is claimed that one party does to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EdgeRow {
    /// Key of who acts.
    pub from: String,
    /// Key of who undergoes.
    pub to: String,
    /// Claims.
    pub claims: i64,
    /// How many are of which PLOVER type.
    pub types: BTreeMap<String, i64>,
    /// How many have which certainty.
    pub certainties: BTreeMap<String, i64>,
    /// How many say that it is not so.
    pub denied: i64,
    /// Day of the first report.
    pub first: Option<String>,
    /// Day of the last one.
    pub last: Option<String>,
}

/// What is read of a claim.
struct Said {
    actors: Vec<String>,
    recipients: Vec<String>,
    kind: String,
    certainty: String,
    denied: bool,
    day: Option<i32>,
}

const COLUMNS: &str = "c.parties, c.type, c.certainty, c.polarity = '-', c.day";

impl Said {
    /// From a row with [`COLUMNS`] behind two others.
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let Parties { actor, recipient, .. } = row.get(2)?;
        Ok(Self {
            actors: keys(actor),
            recipients: keys(recipient),
            kind: row.get(3)?,
            certainty: row.get(4)?,
            denied: row.get(5)?,
            day: row.get(6)?,
        })
    }
}

/// An edge in the making.
#[derive(Default)]
struct Edge {
    row: EdgeRow,
    days: Option<(i32, i32)>,
}

impl Edge {
    fn count(&mut self, said: &Said) {
        self.row.claims += 1;
        *self.row.types.entry(said.kind.clone()).or_insert(0) += 1;
        *self.row.certainties.entry(said.certainty.clone()).or_insert(0) += 1;
        self.row.denied += i64::from(said.denied);
        self.days = span(self.days, said.day);
    }
}

/// `days` with `day` in it.
pub(super) fn span(days: Option<(i32, i32)>, day: Option<i32>) -> Option<(i32, i32)> {
    match (days, day) {
        (Some((first, last)), Some(day)) => Some((first.min(day), last.max(day))),
        (None, Some(day)) => Some((day, day)),
        (days, None) => days,
    }
}

impl Ledger {
    /// The `nodes` parties with most claims among those of which `filter` holds, and what is claimed between them. The
    /// newest claims are looked at, at most 20,000; so are those of each further condition that has no index.
    ///
    /// # Errors
    /// Where the filter names somebody whom the ledger does not know, or the ledger cannot be read.
    pub fn network(&self, filter: &Filter, nodes: usize) -> Result<Network> {
        let asked = Asked::new(self, filter)?;
        let (claims, all) = self.look(&asked, COLUMNS, Said::from_row)?;
        let mut edges: BTreeMap<(&str, &str), Edge> = BTreeMap::new();
        let mut count: BTreeMap<&str, i64> = BTreeMap::new();
        for said in &claims {
            let mut parties = BTreeSet::new();
            for (from, to) in said.actors.iter().flat_map(|a| said.recipients.iter().map(move |r| (a, r))) {
                if from != to {
                    edges.entry((from, to)).or_default().count(said);
                    parties.extend([from, to]);
                }
            }
            parties.into_iter().for_each(|party| *count.entry(party).or_insert(0) += 1);
        }
        let mut most: Vec<(&str, i64)> = count.into_iter().collect();
        most.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        most.truncate(nodes);
        let kept: BTreeSet<&str> = most.iter().map(|node| node.0).collect();
        let mut edges: Vec<EdgeRow> = edges
            .into_iter()
            .filter(|((from, to), _)| kept.contains(from) && kept.contains(to))
            .map(|((from, to), Edge { row, days })| EdgeRow {
                from: from.to_owned(),
                to: to.to_owned(),
                first: days.map(|d| Day(d.0).to_string()),
                last: days.map(|d| Day(d.1).to_string()),
                ..row
            })
            .collect();
        edges.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to))));
        let node = |(key, claims): (&str, i64)| -> Result<NodeRow> {
            let (name, country) = self.called(key)?;
            Ok(NodeRow { key: key.to_owned(), name, country, claims })
        };
        Ok(Network {
            nodes: most.into_iter().map(node).collect::<Result<_>>()?,
            edges,
            counted: claims.len(),
            all,
        })
    }
}
