//! Places of claims, with where they lie.

use crate::parties::Parties;
use crate::{Ledger, Result};
use rusqlite::OptionalExtension;
use segun_claims::Party;
use serde::Serialize;
use std::collections::BTreeMap;

use super::path::LOOKED_AT;

/// A place with the claims that have it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceRow {
    /// What identifies it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its country, ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Latitude in degrees, where it is known.
    pub lat: Option<f64>,
    /// Longitude in degrees, where it is known.
    pub lon: Option<f64>,
    /// Claims that name it as their place.
    pub claims: i64,
}

impl Ledger {
    /// Where the claims of a thread take place, the most frequent first.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn thread_places(&self, id: i64) -> Result<Vec<PlaceRow>> {
        let mut statement = self.db.prepare_cached(
            "select parties from claim indexed by claim_thread where thread = ? order by day desc, id desc limit ?",
        )?;
        let mut rows = statement.query(rusqlite::params![id, LOOKED_AT as i64])?;
        let mut count: BTreeMap<String, i64> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            for key in keys(row.get::<_, Parties>(0)?.place) {
                *count.entry(key).or_insert(0) += 1;
            }
        }
        let mut places =
            count.into_iter().map(|(key, n)| self.place_row(key, n)).collect::<Result<Vec<_>>>()?;
        places.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| a.key.cmp(&b.key)));
        Ok(places)
    }

    /// The place of `key` with `claims` claims.
    pub(super) fn place_row(&self, key: String, claims: i64) -> Result<PlaceRow> {
        let (name, country) = self.called(&key)?;
        let (lat, lon) = segun_knowledge::located(&key).unzip();
        Ok(PlaceRow { key, name, country, lat, lon, claims })
    }

    /// Name and country of the party of `key`.
    pub(super) fn called(&self, key: &str) -> Result<(String, Option<String>)> {
        let found = self
            .db
            .prepare_cached("select name, country from party where key = ?")?
            .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(found.unwrap_or_else(|| (key.to_owned(), None)))
    }
}

/// The keys of `parties`, each once.
pub(super) fn keys(parties: Vec<Party>) -> Vec<String> {
    let mut keys: Vec<String> = parties.into_iter().map(|party| party.key.as_str().to_owned()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
