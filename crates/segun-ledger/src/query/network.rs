//! Who does what to whom: parties with what claims say between them.

use super::Filter;
use super::asked::Asked;
use super::keys::{Numbers, Sides, Words, read};
use crate::store::Row;
use crate::{Ledger, Result};
use segun_claims::Day;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

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

/// An edge in the making.
#[derive(Default)]
struct Edge {
    claims: i64,
    types: Words,
    certainties: Words,
    denied: i64,
    days: Option<(i32, i32)>,
}

/// Edges in the making, between the numbers of keys.
#[derive(Default)]
struct Edges {
    numbers: Numbers,
    edges: HashMap<(usize, usize), Edge>,
    /// Claims of each party.
    claims: Vec<i64>,
    counted: usize,
}

const COLUMNS: &str = "w.parties, w.type, w.certainty, w.polarity = '-', w.day";

impl Edges {
    /// Counts a claim: a row with [`COLUMNS`] from column `at` on.
    fn count(&mut self, row: &Row<'_>, at: usize) -> Result<()> {
        let sides: Sides<'_> = read(row.get_ref(at)?)?;
        let (kind, certainty) = (row.get_ref(at + 1)?.as_str()?, row.get_ref(at + 2)?.as_str()?);
        let (denied, day): (bool, Option<i32>) = (row.get(at + 3)?, row.get(at + 4)?);
        let (actors, recipients) = (self.numbers.of(&sides.actor), self.numbers.of(&sides.recipient));
        self.claims.resize(self.numbers.len(), 0);
        let mut parties = Vec::new();
        for (from, to) in actors.iter().flat_map(|a| recipients.iter().map(move |r| (*a, *r))) {
            if from == to {
                continue;
            }
            let edge = self.edges.entry((from, to)).or_default();
            edge.claims += 1;
            edge.types.count(kind);
            edge.certainties.count(certainty);
            edge.denied += i64::from(denied);
            edge.days = span(edge.days, day);
            for party in [from, to] {
                if !parties.contains(&party) {
                    parties.push(party);
                    self.claims[party] += 1;
                }
            }
        }
        self.counted += 1;
        Ok(())
    }

    /// The parties with most claims.
    fn most(&self, nodes: usize) -> Vec<usize> {
        let mut most: Vec<usize> = (0..self.claims.len()).filter(|n| self.claims[*n] > 0).collect();
        let place = |n: &usize| (Reverse(self.claims[*n]), self.numbers.key(*n));
        most.sort_by(|a, b| place(a).cmp(&place(b)));
        most.truncate(nodes);
        most
    }

    /// The edges between `nodes`, the most frequent first.
    fn between(&mut self, nodes: &[usize]) -> Vec<EdgeRow> {
        let mut rows = Vec::new();
        for (from, to) in nodes.iter().flat_map(|a| nodes.iter().map(move |b| (*a, *b))) {
            let Some(edge) = self.edges.remove(&(from, to)) else { continue };
            rows.push(EdgeRow {
                from: self.numbers.key(from).to_owned(),
                to: self.numbers.key(to).to_owned(),
                claims: edge.claims,
                types: edge.types.into_map(),
                certainties: edge.certainties.into_map(),
                denied: edge.denied,
                first: edge.days.map(|d| Day(d.0).to_string()),
                last: edge.days.map(|d| Day(d.1).to_string()),
            });
        }
        rows.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to))));
        rows
    }
}

/// `days` with `day` in it.
fn span(days: Option<(i32, i32)>, day: Option<i32>) -> Option<(i32, i32)> {
    match (days, day) {
        (Some((first, last)), Some(day)) => Some((first.min(day), last.max(day))),
        (None, Some(day)) => Some((day, day)),
        (days, None) => days,
    }
}

impl Ledger {
    /// The `nodes` parties with most claims among those of which `filter` holds, and what is claimed between them. The
    /// newest claims along an index are looked at, at most 20,000, and of those the ones counted of which all holds.
    ///
    /// # Errors
    /// Where the filter names somebody whom the ledger does not know, or the ledger cannot be read.
    pub fn network(&self, filter: &Filter, nodes: usize) -> Result<Network> {
        let asked = Asked::new(self, filter)?;
        let mut edges = Edges::default();
        let all = self.look(&asked, COLUMNS, |row, at| edges.count(row, at))?;
        let most = edges.most(nodes);
        let node = |n: &usize| -> Result<NodeRow> {
            let key = edges.numbers.key(*n).to_owned();
            let (name, country) = self.called(&key)?;
            Ok(NodeRow { key, name, country, claims: edges.claims[*n] })
        };
        Ok(Network {
            nodes: most.iter().map(node).collect::<Result<_>>()?,
            counted: edges.counted,
            edges: edges.between(&most),
            all,
        })
    }
}
