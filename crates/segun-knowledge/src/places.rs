//! Places: where they lie, how large they are, in what.

use crate::{fold, table};
use std::sync::LazyLock;

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// A city, town, village, or part of one.
    Settlement,
    /// A division of the second level.
    County,
    /// A division of the first level: state, province, region.
    Division,
    /// A country.
    Country,
    /// A continent, sea, river or the like.
    Region,
}

/// A first-level division of a country, or the rest of a country without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Area(u16);

impl Area {
    /// The area with GeoNames code `code` ("US.TX").
    pub fn by_code(code: &str) -> Option<Self> {
        (0..table::areas()).find(|n| table::area(*n).code == code).map(|n| Self(n as u16))
    }

    /// The country, ISO 3166-1 alpha-3.
    pub fn country(self) -> &'static str {
        table::area(self.0 as usize).country
    }

    /// The division as a place.
    pub fn place(self) -> Option<Place> {
        table::area(self.0 as usize).place.map(place)
    }
}

/// A place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// What it is.
    pub kind: PlaceKind,
    /// GeoNames id, where it has one.
    pub geonames: Option<u32>,
    /// Latitude of a representative point in degrees, WGS 84.
    pub lat: f64,
    /// Longitude of a representative point in degrees, WGS 84.
    pub lon: f64,
    /// Country, ISO 3166-1 alpha-3.
    pub country: Option<&'static str>,
    /// The division that it is or lies in.
    pub area: Option<Area>,
    /// Natural logarithm of one more than the population.
    pub size: f64,
    /// Whether it is a capital, or so large that its name alone says which is meant.
    pub prominent: bool,
}

impl Place {
    /// Whether this place lies in `other`, a country, division or county.
    pub fn is_in(&self, other: &Place) -> bool {
        use PlaceKind::{Country, County, Division, Region, Settlement};
        match (self.kind, other.kind) {
            (Settlement | County | Division, Country) => self.country == other.country,
            (Settlement | County, Division) => self.area == other.area,
            (Settlement, County) => self.area == other.area && self.kilometres(other) < COUNTY,
            (_, Settlement | County | Division | Country | Region) => false,
        }
    }

    /// Distance to `other` on the earth's surface.
    pub fn kilometres(&self, other: &Place) -> f64 {
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let across = (b - a) / 2.0;
        let along = (other.lon - self.lon).to_radians() / 2.0;
        let h = across.sin().powi(2) + a.cos() * b.cos() * along.sin().powi(2);
        2.0 * RADIUS * h.sqrt().min(1.0).asin()
    }
}

/// The earth's mean radius in kilometres.
const RADIUS: f64 = 6371.0;
/// How far from a county's middle its places lie.
const COUNTY: f64 = 50.0;

/// A place under one of its names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Named {
    /// The place.
    pub place: Place,
    /// Whether it usually goes by that name, which may also be one from another language or time.
    pub usual: bool,
}

/// The settlements, counties and divisions called `name`, larger ones first; case and accents do not matter.
pub fn places(name: &str) -> Vec<Named> {
    table::named(&fold(name)).into_iter().map(|(n, usual)| Named { place: place(n), usual }).collect()
}

/// The numbers of all places with their GeoNames ids, by id.
static BY_ID: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| {
    let mut ids: Vec<(u32, u32)> =
        (0..table::places() as u32).map(|n| (table::record(n).geonames, n)).collect();
    ids.sort_unstable();
    ids
});

/// The place with GeoNames id `id`.
pub fn place_by_geonames(id: u32) -> Option<Place> {
    BY_ID.binary_search_by_key(&id, |entry| entry.0).ok().map(|at| place(BY_ID[at].1))
}

fn place(n: u32) -> Place {
    let record = table::record(n);
    let area = Area(record.area);
    Place {
        kind: match record.kind {
            0 => PlaceKind::Settlement,
            1 => PlaceKind::County,
            _ => PlaceKind::Division,
        },
        geonames: Some(record.geonames),
        lat: record.lat,
        lon: record.lon,
        country: Some(area.country()),
        area: Some(area),
        size: record.size,
        prominent: record.prominent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn largest(name: &str) -> Place {
        places(name)[0].place
    }

    #[test]
    fn names_in_other_languages_and_homonyms() {
        assert_eq!(largest("Pionyang").country, Some("PRK"));
        assert_eq!(largest("MOSCÚ").country, Some("RUS"));
        assert_eq!(largest("Baviera").kind, PlaceKind::Division);
        let countries: Vec<_> = places("Córdoba").iter().map(|n| n.place.country.unwrap()).collect();
        assert!(countries.contains(&"ESP") && countries.contains(&"ARG"));
        assert!(places("").is_empty());
        assert!(places("no such place at all").is_empty());
    }

    #[test]
    fn places_lie_in_their_divisions() {
        let texas = Area::by_code("US.TX").unwrap().place().unwrap();
        assert_eq!((texas.kind, texas.country), (PlaceKind::Division, Some("USA")));
        let towns: Vec<Place> = places("Paris").iter().map(|n| n.place).filter(|p| p.is_in(&texas)).collect();
        assert_eq!(towns.len(), 1);
        let county = places("Lamar County").iter().map(|n| n.place).find(|p| p.is_in(&texas)).unwrap();
        assert!(towns[0].is_in(&county) && !county.is_in(&towns[0]));
        assert!((towns[0].kilometres(&largest("Dallas")) - 150.0).abs() < 15.0);
        assert!(Area::by_code("US.XX").is_none());
    }
}
