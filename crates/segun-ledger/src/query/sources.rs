//! Sources and outlets, with how what they said ended.

use super::conditions::Conditions;
use super::order::Order;
use super::page::Listing;
use super::{After, Filter, Page};
use crate::store::{Row, values};
use crate::{Ledger, LedgerError, Result};
use segun_claims::Share;
use serde::Serialize;

/// A source or an outlet as it is listed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SourceRow {
    /// Its number.
    pub id: i64,
    /// What identifies it; an outlet's is its name.
    pub key: String,
    /// Name.
    pub name: String,
    /// What kind of source it is; `outlet` for outlets.
    pub kind: String,
    /// The country that it speaks for.
    pub affiliation: Option<String>,
    /// Claims.
    pub claims: i64,
    /// How they ended, by how sure it was.
    pub record: Vec<RecordRow>,
}

/// How what was said with one certainty ended; who says the same of one event again counts once.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordRow {
    /// How sure the holder was.
    pub certainty: String,
    /// Of which later reports of other origins tell how they ended.
    pub resolved: i64,
    /// That came true.
    pub came_true: i64,
    /// That were denied or did not come about.
    pub denied: i64,
    /// Whose time passed without any report.
    pub lapsed: i64,
    /// Not ended, or nobody else told.
    pub open: i64,
    /// Share that came true.
    pub share: Option<f64>,
    /// Where that share lies with 95 % (Wilson's interval).
    pub interval: Option<[f64; 2]>,
}

/// Where sources and outlets stand.
struct Table {
    name: &'static str,
    columns: &'static str,
    /// With the index by claims.
    ordered: &'static str,
}

const SOURCES: Table = Table {
    name: "source",
    columns: "x.id, x.key, x.name, x.kind, x.affiliation, x.claims",
    ordered: "source x indexed by source_claims",
};

const OUTLETS: Table = Table {
    name: "outlet",
    columns: "x.id, x.name, x.name, 'outlet', null, x.claims",
    ordered: "outlet x indexed by outlet_claims",
};

impl SourceRow {
    /// Without its record.
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            key: row.get(1)?,
            name: row.get(2)?,
            kind: row.get(3)?,
            affiliation: row.get(4)?,
            claims: row.get(5)?,
            record: Vec::new(),
        })
    }
}

impl Ledger {
    /// The sources with most claims, or those called `name`, with their record.
    ///
    /// # Errors
    /// Where nobody is called `name`, or the ledger cannot be read.
    pub fn sources(&self, name: Option<&str>, limit: usize) -> Result<Vec<SourceRow>> {
        Ok(self.page_of_sources(name, None, limit)?.items)
    }

    /// One page of [`Ledger::sources`], after a place in it. All sources called `name` are one page.
    ///
    /// # Errors
    /// As there.
    pub fn page_of_sources(
        &self,
        name: Option<&str>,
        after: Option<After>,
        limit: usize,
    ) -> Result<Page<SourceRow>> {
        let Some(name) = name else { return self.most(&SOURCES, after, limit) };
        let mut found = Vec::new();
        if after.is_none() {
            for id in self.sources_named(name)? {
                found.push(self.source(id)?);
            }
        }
        Ok(Page { items: found, next: None })
    }

    /// The outlets with most claims, with their record.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn outlets(&self, limit: usize) -> Result<Vec<SourceRow>> {
        Ok(self.page_of_outlets(None, limit)?.items)
    }

    /// One page of [`Ledger::outlets`], after a place in it.
    ///
    /// # Errors
    /// As there.
    pub fn page_of_outlets(&self, after: Option<After>, limit: usize) -> Result<Page<SourceRow>> {
        self.most(&OUTLETS, after, limit)
    }

    /// The source of a number, with its record.
    ///
    /// # Errors
    /// Where there is none.
    pub fn source(&self, id: i64) -> Result<SourceRow> {
        self.one(&SOURCES, id)
    }

    /// The outlet of a number, with its record.
    ///
    /// # Errors
    /// Where there is none.
    pub fn outlet(&self, id: i64) -> Result<SourceRow> {
        self.one(&OUTLETS, id)
    }

    fn most(&self, of: &Table, after: Option<After>, limit: usize) -> Result<Page<SourceRow>> {
        let listing = Listing {
            columns: of.columns,
            from: of.ordered,
            conditions: Conditions::default(),
            order: Order::most("x.claims", "x.id"),
        };
        let filter = Filter { after, limit, ..Filter::default() };
        let mut page = self.page(&listing, &filter, SourceRow::from_row)?;
        for row in &mut page.items {
            row.record = self.record(of.name, row.id)?;
        }
        Ok(page)
    }

    fn one(&self, of: &Table, id: i64) -> Result<SourceRow> {
        let Table { name, columns, .. } = of;
        let mut row = self
            .db
            .first(
                &format!("select {columns} from {name} x where x.id = ?"),
                values![id],
                SourceRow::from_row,
            )?
            .ok_or_else(|| LedgerError::Unknown(format!("there is no {name} {id} in the ledger")))?;
        row.record = self.record(name, id)?;
        Ok(row)
    }

    /// How the claims of one source or outlet ended.
    fn record(&self, column: &str, id: i64) -> Result<Vec<RecordRow>> {
        let ended = |outcome: &str| {
            format!("cast(coalesce(sum(claims) filter (where outcome = '{outcome}'), 0) as bigint)")
        };
        let sql = format!(
            "select certainty, {}, {}, {}, {}
             from tally where of = '{column}' and id = ? group by certainty having sum(claims) > 0
             order by case certainty when 'certain' then 0 when 'probable' then 1 when 'possible' then 2 else 3 end",
            ended("came_true"),
            ended("denied"),
            ended("lapsed"),
            ended("open")
        );
        self.db.all(&sql, values![id], |row| {
            let count = |at: usize| row.get::<i64>(at);
            let (came, denied, lapsed) = (count(1)?, count(2)?, count(3)?);
            let resolved = came + denied + lapsed;
            Ok(RecordRow {
                certainty: row.get(0)?,
                resolved,
                came_true: came,
                denied,
                lapsed,
                open: count(4)?,
                share: (resolved > 0).then(|| came as f64 / resolved as f64),
                interval: (resolved > 0).then(|| {
                    let share = Share::of(index(came), index(resolved));
                    [share.low, share.high]
                }),
            })
        })
    }
}

/// A count as Rust has it.
fn index(count: i64) -> usize {
    usize::try_from(count).unwrap_or(0)
}
