//! The bytes of `places.bin`, read in place.
//!
//! `data/packing.py` writes them, numbers in little endian:
//! 1. a head: `places1\n`, then the numbers (u32) of areas, places and blocks, and the bytes of all blocks;
//! 2. areas, 15 bytes each, sorted: country (ISO 3166-1 alpha-3), GeoNames code of the division in nine
//!    bytes filled up with zeros, number (u24) of the place that the division is, or 2²⁴ - 1;
//! 3. places, 11 bytes each, larger ones first: GeoNames id (u24), latitude and longitude in hundredths of
//!    a degree (i16 each), area (u16), kind with 128 added where it is prominent (u8), twelve times the
//!    logarithm of one more than the population (u8);
//! 4. where each block begins, counted from the first (u32);
//! 5. blocks of sixteen folded names, sorted, the last one shorter: bytes shared with the name before
//!    (none for the first of a block), bytes of its own, number of places, the own bytes, and the places
//!    (u24), with 2²³ added where the name is a usual one of the place.

static BYTES: &[u8] = include_bytes!("../../../data/places.bin");

const HEAD: usize = 24;
const AREA: usize = 15;
const PLACE: usize = 11;
const USUAL: u32 = 1 << 23;

/// A place as it stands in the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Record {
    pub(crate) geonames: u32,
    pub(crate) lat: f64,
    pub(crate) lon: f64,
    pub(crate) area: u16,
    pub(crate) kind: u8,
    pub(crate) prominent: bool,
    pub(crate) size: f64,
}

/// A country's division as it stands in the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) country: &'static str,
    pub(crate) code: &'static str,
    pub(crate) place: Option<u32>,
}

fn number(at: usize, bytes: usize) -> u32 {
    BYTES[at..at + bytes].iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

fn hundredths(at: usize) -> f64 {
    f64::from(i16::from_le_bytes([BYTES[at], BYTES[at + 1]])) / 100.0
}

/// Number of areas.
pub(crate) fn areas() -> usize {
    number(8, 4) as usize
}

/// Number of places.
pub(crate) fn places() -> usize {
    number(12, 4) as usize
}

fn blocks() -> usize {
    number(16, 4) as usize
}

/// Area number `n`, which must be one.
pub(crate) fn area(n: usize) -> Area {
    let at = HEAD + n * AREA;
    let text = |from, to| std::str::from_utf8(&BYTES[at + from..at + to]).unwrap_or_default();
    let place = number(at + 12, 3);
    let place = (place < places() as u32).then_some(place);
    Area { country: text(0, 3), code: text(3, 12).trim_end_matches('\0'), place }
}

/// Place number `n`, which must be one.
pub(crate) fn record(n: u32) -> Record {
    let at = HEAD + areas() * AREA + n as usize * PLACE;
    let kind = BYTES[at + 9];
    Record {
        geonames: number(at, 3),
        lat: hundredths(at + 3),
        lon: hundredths(at + 5),
        area: number(at + 7, 2) as u16,
        kind: kind & 127,
        prominent: kind & 128 != 0,
        size: f64::from(BYTES[at + 10]) / 12.0,
    }
}

/// The places called `folded`, each with whether that is a usual name of it; larger ones first.
pub(crate) fn named(folded: &str) -> Vec<(u32, bool)> {
    let key = folded.as_bytes();
    let index = HEAD + areas() * AREA + places() * PLACE;
    let first = index + blocks() * 4;
    let begin = |block: usize| first + number(index + block * 4, 4) as usize;
    // Invariant: blocks before `low` begin with a name not above the key, those from `high` on with one above.
    let (mut low, mut high) = (0, blocks());
    while low < high {
        let middle = low + (high - low) / 2;
        let at = begin(middle);
        if &BYTES[at + 3..at + 3 + BYTES[at + 1] as usize] <= key {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let Some(block) = low.checked_sub(1) else { return Vec::new() };
    let end = if low < blocks() { begin(low) } else { BYTES.len() };
    let (mut at, mut name) = (begin(block), Vec::new());
    while at < end {
        let (shared, own, count) = (BYTES[at] as usize, BYTES[at + 1] as usize, BYTES[at + 2] as usize);
        name.truncate(shared);
        name.extend_from_slice(&BYTES[at + 3..at + 3 + own]);
        let list = at + 3 + own;
        at = list + count * 3;
        if name == key {
            let entries = (list..at).step_by(3).map(|at| number(at, 3));
            return entries.map(|entry| (entry & !USUAL, entry & USUAL != 0)).collect();
        }
    }
    Vec::new()
}

/// All names, in order: for tests.
#[cfg(test)]
pub(crate) fn all_names() -> Vec<Vec<u8>> {
    let mut at = HEAD + areas() * AREA + places() * PLACE + blocks() * 4;
    let (mut names, mut name) = (Vec::new(), Vec::new());
    while at < BYTES.len() {
        name.truncate(BYTES[at] as usize);
        let own = BYTES[at + 1] as usize;
        name.extend_from_slice(&BYTES[at + 3..at + 3 + own]);
        at += 3 + own + BYTES[at + 2] as usize * 3;
        names.push(name.clone());
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_the_format_told_above() {
        assert_eq!(&BYTES[..8], b"places1\n");
        let blocks_begin = HEAD + areas() * AREA + places() * PLACE + blocks() * 4;
        assert_eq!(BYTES.len(), blocks_begin + number(20, 4) as usize);
    }

    #[test]
    fn names_are_sorted_and_every_one_is_found() {
        let names = all_names();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
        for name in names.iter().step_by(61) {
            assert!(!named(std::str::from_utf8(name).unwrap()).is_empty());
        }
        assert!(named("").is_empty());
        assert!(named("\u{10ffff}").is_empty());
    }

    #[test]
    fn numbers_point_inside_the_table() {
        for n in (0..places() as u32).step_by(7) {
            let record = record(n);
            assert!((record.area as usize) < areas());
            assert!(record.lat.abs() <= 90.0 && record.lon.abs() <= 180.0);
        }
    }
}
