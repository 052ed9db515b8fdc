//! Where something lies that is known by its key: `iso3:FRA`, `geonames:2988507`.

use crate::{Place, country, places, regions};

/// Latitude and longitude in degrees of whatever has `key`: a country by its ISO 3166-1 alpha-3 code, a place or region
/// by its GeoNames id. `None` where the tables do not have it, and for keys of other kinds.
pub fn located(key: &str) -> Option<(f64, f64)> {
    let at = |place: Place| (place.lat, place.lon);
    match key.split_once(':')? {
        ("iso3", code) => country(code)?.at,
        ("geonames", id) => {
            let id: u32 = id.parse().ok()?;
            places::place_by_geonames(id).or_else(|| regions::by_geonames(id)).map(at)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places;

    #[test]
    fn keys_lead_to_points() {
        assert_eq!(located("iso3:PER"), country("PER").unwrap().at);
        let moscow = places("Moscow")[0].place;
        let key = format!("geonames:{}", moscow.geonames.unwrap());
        assert_eq!(located(&key), Some((moscow.lat, moscow.lon)));
        assert!(located("geonames:6255148").is_some_and(|(lat, _)| lat > 30.0), "Europe is a region");
        for unknown in ["iso3:XXX", "geonames:1", "geonames:x", "wikidata:Q142", "name:peru", "peru", ""] {
            assert_eq!(located(unknown), None, "{unknown}");
        }
    }
}
