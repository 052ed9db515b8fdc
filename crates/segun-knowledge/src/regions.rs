//! Regions that are no country and no division of one: continents, seas, rivers.

use crate::{Place, PlaceKind};

static TABLE: &str = include_str!("../../../data/regions.tsv");

/// The region with key `key` ("middle-east"); its names stand in the language files.
pub fn region(key: &str) -> Option<Place> {
    let line = TABLE.lines().find(|line| line.split('\t').next() == Some(key))?;
    let mut fields = line.split('\t').skip(1);
    Some(Place {
        kind: PlaceKind::Region,
        lat: fields.next()?.parse().ok()?,
        lon: fields.next()?.parse().ok()?,
        geonames: fields.next()?.parse().ok(),
        country: None,
        area: None,
        size: 0.0,
        prominent: false,
    })
}

/// The region with GeoNames id `id`.
pub(crate) fn by_geonames(id: u32) -> Option<Place> {
    let keys = TABLE.lines().filter_map(|line| line.split('\t').next());
    keys.filter_map(region).find(|place| place.geonames == Some(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_region() {
        let keys = TABLE.lines().filter(|line| !line.starts_with('#')).map(|l| l.split('\t').next().unwrap());
        for key in keys {
            let place = region(key).unwrap();
            assert!(place.lat.abs() <= 90.0 && place.lon.abs() <= 180.0, "{key}");
        }
        assert_eq!(region("europe").unwrap().geonames, Some(6_255_148));
        assert!(region("atlantis").is_none());
    }
}
