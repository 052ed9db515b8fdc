//! Places of claims, with where they lie.

use super::keys::{Numbers, Where, read};
use super::path::LOOKED_AT;
use crate::store::values;
use crate::{Ledger, Result};
use serde::Serialize;
use std::ops::ControlFlow;

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
        let (mut numbers, mut count) = (Numbers::default(), Vec::new());
        let sql = "select parties from claim indexed by claim_thread where thread = ?
            order by day desc nulls last, id desc limit ?";
        self.db.query(sql, values![id, LOOKED_AT as i64], &mut |row| {
            let found: Where<'_> = read(row.get_ref(0)?)?;
            for number in numbers.of(&found.place) {
                count.resize(numbers.len(), 0);
                count[number] += 1;
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let place = |(n, claims): (usize, i64)| self.place_row(numbers.key(n).to_owned(), claims);
        let mut places = count.into_iter().enumerate().map(place).collect::<Result<Vec<_>>>()?;
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
        let found = self.db.first("select name, country from party where key = ?", values![key], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(found.unwrap_or_else(|| (key.to_owned(), None)))
    }
}
