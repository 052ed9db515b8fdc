//! Names that begin with what somebody has typed so far.

use crate::parties::filed_name;
use crate::store::{Row, values};
use crate::{Ledger, Result};
use segun_claims::folded;
use serde::Serialize;
use std::ops::ControlFlow;

/// Names that are looked at: those of a single letter are too many to rank.
const CANDIDATES: i64 = 500;

/// Whose names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamesOf {
    /// Those who take part, and places.
    Party,
    /// Those who say something.
    Source,
    /// Those who publish.
    Outlet,
}

/// A name.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NameRow {
    /// What identifies whoever has it; an outlet's is its name.
    pub key: String,
    /// The name.
    pub name: String,
    /// `country`, `place` or `party`; of a source its kind; `outlet`.
    pub kind: String,
    /// Country, ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Claims.
    pub claims: i64,
}

impl NameRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            key: row.get(0)?,
            name: row.get(1)?,
            kind: row.get(2)?,
            country: row.get(3)?,
            claims: row.get(4)?,
        })
    }
}

impl Ledger {
    /// Those whose name begins with `prefix` in any case and with or without accents, most claims first, at most `limit`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn names(&self, prefix: &str, of: NamesOf, limit: usize) -> Result<Vec<NameRow>> {
        let prefix = filed_name(prefix);
        match of {
            NamesOf::Party => self.party_names(&prefix, limit),
            NamesOf::Source => self.source_names(&prefix, limit),
            NamesOf::Outlet => self.outlet_names(&prefix, limit),
        }
    }

    fn party_names(&self, prefix: &str, limit: usize) -> Result<Vec<NameRow>> {
        if prefix.is_empty() {
            return Ok(Vec::new());
        }
        self.db.all(
            "select p.key, p.name, case when p.key like 'iso3:%' then 'country'
                                        when p.key like 'geonames:%' then 'place' else 'party' end,
                    p.country, p.claims
             from (select distinct x.party from (select party from alias where name >= ?1 and name < ?2 order by name, party limit ?3) x) a
             cross join party p on p.id = a.party order by p.claims desc, p.key limit ?4",
            values![prefix, end(prefix), CANDIDATES, rows(limit)],
            NameRow::from_row,
        )
    }

    fn source_names(&self, prefix: &str, limit: usize) -> Result<Vec<NameRow>> {
        let from = if prefix.is_empty() {
            "source where ?1 <= name_folded and ?2 >= name_folded and ?3 > 0"
        } else {
            "(select * from source indexed by source_name where name_folded >= ?1 and name_folded < ?2
              order by name_folded, id limit ?3) x"
        };
        self.db.all(
            &format!(
                "select key, name, kind, affiliation, claims from {from} order by claims desc, id limit ?4"
            ),
            values![prefix, end(prefix), 2 * CANDIDATES, rows(limit)],
            NameRow::from_row,
        )
    }

    fn outlet_names(&self, prefix: &str, limit: usize) -> Result<Vec<NameRow>> {
        // There are few, and their names are kept as they write them.
        let mut names = Vec::new();
        self.db.query(
            "select name, name, 'outlet', null, claims from outlet indexed by outlet_claims order by claims desc, id
             limit 20000",
            values![],
            &mut |row| {
                if names.len() == limit {
                    return Ok(ControlFlow::Break(()));
                }
                let row = NameRow::from_row(row)?;
                if folded(&row.name).starts_with(prefix) {
                    names.push(row);
                }
                Ok(ControlFlow::Continue(()))
            },
        )?;
        Ok(names)
    }
}

/// A limit as databases take it.
fn rows(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// What comes behind all names that begin with `prefix`.
fn end(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}
