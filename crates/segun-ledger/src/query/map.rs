//! Where it happens, may happen, or is said not to: claims by place and day.

use super::asked::Asked;
use super::keys::{Numbers, Where, Words, read};
use super::{Filter, PlaceRow};
use crate::{Ledger, Result};
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

/// The claims of a place in the making.
#[derive(Clone, Default)]
struct Spot {
    claims: i64,
    certainties: Words,
    days: BTreeMap<i32, i64>,
}

impl Ledger {
    /// The claims of which `filter` holds, by place. The newest claims along an index are looked at, at most 20,000, and
    /// of those the ones counted of which all holds.
    ///
    /// # Errors
    /// Where the filter names somebody whom the ledger does not know, or the ledger cannot be read.
    pub fn map(&self, filter: &Filter) -> Result<Map> {
        let asked = Asked::new(self, filter)?;
        let (mut numbers, mut spots, mut counted) = (Numbers::default(), Vec::new(), 0);
        let all = self.look(&asked, "w.parties, w.certainty, w.day", |row, at| {
            counted += 1;
            let found: Where<'_> = read(row.get_ref(at)?)?;
            let (certainty, day) = (row.get_ref(at + 1)?.as_str()?, row.get::<Option<i32>>(at + 2)?);
            for number in numbers.of(&found.place) {
                spots.resize(numbers.len(), Spot::default());
                let spot = &mut spots[number];
                spot.claims += 1;
                spot.certainties.count(certainty);
                if let Some(day) = day {
                    *spot.days.entry(day).or_insert(0) += 1;
                }
            }
            Ok(())
        })?;
        let mut most: Vec<(&str, Spot)> =
            spots.into_iter().enumerate().map(|(n, spot)| (numbers.key(n), spot)).collect();
        most.sort_by(|a, b| b.1.claims.cmp(&a.1.claims).then_with(|| a.0.cmp(b.0)));
        most.truncate(PLACES);
        let row = |(key, spot): (&str, Spot)| -> Result<MapRow> {
            Ok(MapRow {
                place: self.place_row(key.to_owned(), spot.claims)?,
                certainties: spot.certainties.into_map(),
                first: spot.days.first_key_value().map(|(day, _)| Day(*day).to_string()),
                last: spot.days.last_key_value().map(|(day, _)| Day(*day).to_string()),
                days: spot.days.into_iter().map(|(day, n)| (Day(day).to_string(), n)).collect(),
            })
        };
        Ok(Map { places: most.into_iter().map(row).collect::<Result<_>>()?, counted, all })
    }
}
