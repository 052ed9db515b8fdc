//! Countries by their codes.

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
    /// Latitude and longitude of the capital in degrees.
    pub at: Option<(f64, f64)>,
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
            Country { iso3, iso2, geonames, capital, at }
        })
        .collect()
});

/// The country with ISO 3166-1 alpha-3 code `iso3`.
pub fn country(iso3: &str) -> Option<&'static Country> {
    let all = &*COUNTRIES;
    all.binary_search_by(|c| c.iso3.cmp(iso3)).ok().map(|i| &all[i])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_sorted_and_found() {
        assert!(COUNTRIES.windows(2).all(|pair| pair[0].iso3 < pair[1].iso3));
        assert_eq!(country("PER").unwrap().capital, "Lima");
        assert!(country("XXX").is_none());
    }
}
