//! Where it happens, may happen, or is said not to: claims by place and day.

use super::network::span;
use super::path::Asked;
use super::places::keys;
use super::{Filter, PlaceRow};
use crate::parties::Parties;
use crate::{Ledger, Result};
use rusqlite::Row;
use segun_claims::Day;
use serde::Serialize;
use std::collections::BTreeMap;

/// Places on a map, at most.
const PLACES: usize = 2_000;

/// Claims by place.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Map {
    /// The places with most claims first; at most two thousand.
    pub places: Vec<MapRow>,
    /// Claims that were counted, those without a place included.
    pub counted: usize,
    /// Whether those are all; otherwise the newest ones were looked at.
    pub all: bool,
}

/// The claims of one place.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MapRow {
    /// The place.
    #[serde(flatten)]
    pub place: PlaceRow,
    /// How many have which certainty.
    pub certainties: BTreeMap<String, i64>,
    /// Day of the first report.
    pub first: Option<String>,
    /// Day of the last one.
    pub last: Option<String>,
    /// Days with their claims, oldest first.
    pub days: Vec<(String, i64)>,
}

/// What is read of a claim: its places, certainty and day.
type Said = (Vec<String>, String, Option<i32>);

/// The claims of a place in the making.
#[derive(Default)]
struct Spot {
    claims: i64,
    certainties: BTreeMap<String, i64>,
    days: BTreeMap<i32, i64>,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Said> {
    Ok((keys(row.get::<_, Parties>(2)?.place), row.get(3)?, row.get(4)?))
}

impl Ledger {
    /// The claims of which `filter` holds, by place. The newest claims are looked at, at most 20,000; so are those of
    /// each further condition that has no index.
    ///
    /// # Errors
    /// Where the filter names somebody whom the ledger does not know, or the ledger cannot be read.
    pub fn map(&self, filter: &Filter) -> Result<Map> {
        let asked = Asked::new(self, filter)?;
        let (claims, all) = self.look(&asked, "c.parties, c.certainty, c.day", from_row)?;
        let counted = claims.len();
        let mut spots: BTreeMap<String, Spot> = BTreeMap::new();
        for (places, certainty, day) in claims {
            for key in places {
                let spot = spots.entry(key).or_default();
                spot.claims += 1;
                *spot.certainties.entry(certainty.clone()).or_insert(0) += 1;
                if let Some(day) = day {
                    *spot.days.entry(day).or_insert(0) += 1;
                }
            }
        }
        let mut most: Vec<(String, Spot)> = spots.into_iter().collect();
        most.sort_by(|a, b| b.1.claims.cmp(&a.1.claims).then_with(|| a.0.cmp(&b.0)));
        most.truncate(PLACES);
        let row = |(key, spot): (String, Spot)| -> Result<MapRow> {
            let days = spot.days.keys().fold(None, |days, day| span(days, Some(*day)));
            Ok(MapRow {
                place: self.place_row(key, spot.claims)?,
                certainties: spot.certainties,
                first: days.map(|d| Day(d.0).to_string()),
                last: days.map(|d| Day(d.1).to_string()),
                days: spot.days.into_iter().map(|(day, n)| (Day(day).to_string(), n)).collect(),
            })
        };
        Ok(Map { places: most.into_iter().map(row).collect::<Result<_>>()?, counted, all })
    }
}
