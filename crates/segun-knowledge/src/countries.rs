//! Countries by their codes.

use crate::{Place, PlaceKind};
use std::sync::LazyLock;

static TABLE: &str = include_str!("../../../data/countries.tsv");

/// A country; names in the served languages stand in the language files.
#[derive(Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-3.
    pub iso3: &'static str,
    /// ISO 3166-1 alpha-2.
    pub iso2: &'static str,
    /// GeoNames id.
    pub geonames: &'static str,
    /// Capital, in English.
    pub capital: &'static str,
    /// Latitude and longitude of a representative point in degrees.
    pub at: Option<(f64, f64)>,
    /// Thousands of people.
    pub thousands: u32,
}

impl Country {
    /// The country as a place, where it has a point.
    pub fn place(&'static self) -> Option<Place> {
        let (lat, lon) = self.at?;
        Some(Place {
            kind: PlaceKind::Country,
            geonames: self.geonames.parse().ok(),
            lat,
            lon,
            country: Some(self.iso3),
            area: None,
            size: (f64::from(self.thousands) * 1000.0 + 1.0).ln(),
            prominent: false,
        })
    }
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let mut fields = line.split('\t');
            let mut next = || fields.next().unwrap_or_default();
            let (iso3, iso2, geonames, capital) = (next(), next(), next(), next());
            let at = next().parse().ok().zip(next().parse().ok());
            Country { iso3, iso2, geonames, capital, at, thousands: next().parse().unwrap_or_default() }
        })
        .collect()
});

/// The country with ISO 3166-1 alpha-3 code `iso3`.
pub fn country(iso3: &str) -> Option<&'static Country> {
    let all = &*COUNTRIES;
    all.binary_search_by(|c| c.iso3.cmp(iso3)).ok().map(|i| &all[i])
}

/// The country with ISO 3166-1 alpha-2 code `iso2`, in any case.
pub fn country_by_iso2(iso2: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|c| c.iso2.eq_ignore_ascii_case(iso2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_sorted_and_found() {
        assert!(COUNTRIES.windows(2).all(|pair| pair[0].iso3 < pair[1].iso3));
        let peru = country("PER").unwrap();
        assert_eq!(peru.capital, "Lima");
        assert!(peru.place().unwrap().size > 17.0);
        assert_eq!(country_by_iso2("pe").unwrap().iso3, "PER");
        assert!(country("XXX").is_none());
    }
}
