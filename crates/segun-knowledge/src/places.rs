//! Places by name.

use crate::fold;

/// Lines `name, GeoNames id, latitude, longitude, country, thousands of people`, sorted by the
/// bytes of the folded name, larger places first.
static TABLE: &str = include_str!("../../../data/places.tsv");

/// A populated place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// GeoNames id.
    pub geonames: &'static str,
    /// Latitude in degrees, WGS 84.
    pub lat: f64,
    /// Longitude in degrees, WGS 84.
    pub lon: f64,
    /// Country, ISO 3166-1 alpha-3.
    pub country: &'static str,
    /// Thousands of people.
    pub thousands: u32,
}

/// The places called `name`, larger ones first; case and accents do not matter.
pub fn places(name: &str) -> Vec<Place> {
    let key = fold(name);
    let bytes = TABLE.as_bytes();
    // Invariant: lines that begin before `low` are smaller than the key, those from `high` on are not.
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes[..middle].iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1).max(low);
        let end = bytes[start..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |i| start + i + 1);
        if name_of(&TABLE[start..end]).as_bytes() < key.as_bytes() {
            low = end;
        } else {
            high = start;
        }
    }
    TABLE[low..].lines().take_while(|line| name_of(line) == key).filter_map(place).collect()
}

fn name_of(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default()
}

fn place(line: &'static str) -> Option<Place> {
    let mut fields = line.split('\t').skip(1);
    Some(Place {
        geonames: fields.next()?,
        lat: fields.next()?.parse().ok()?,
        lon: fields.next()?.parse().ok()?,
        country: fields.next()?,
        thousands: fields.next()?.parse().ok()?,
    })
}

/// The likeliest of `candidates` in a report that names `countries`: one in such a country if
/// there is one, the largest otherwise.
pub fn choose(candidates: &[Place], countries: &[&str]) -> Option<Place> {
    candidates.iter().max_by_key(|p| (countries.contains(&p.country), p.thousands)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        let names: Vec<&str> = TABLE.lines().map(name_of).collect();
        assert!(names.windows(2).all(|pair| pair[0].as_bytes() <= pair[1].as_bytes()));
    }

    #[test]
    fn every_line_is_found_by_its_name() {
        for line in TABLE.lines().step_by(997) {
            let wanted = place(line).unwrap();
            assert!(places(name_of(line)).contains(&wanted), "{line}");
        }
    }

    #[test]
    fn names_in_other_languages_and_homonyms() {
        assert_eq!(places("Pionyang")[0].country, "PRK");
        assert_eq!(places("MOSCÚ")[0].country, "RUS");
        let cordobas = places("Córdoba");
        assert_eq!(choose(&cordobas, &["ESP"]).unwrap().country, "ESP");
        assert_eq!(choose(&cordobas, &[]).unwrap().country, "ARG");
        assert!(places("").is_empty());
        assert!(places("no such place at all").is_empty());
    }
}
