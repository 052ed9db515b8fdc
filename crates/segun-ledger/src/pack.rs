//! Readings as they are stored: the contract's JSON, deflated.

use crate::{LedgerError, Result};
use flate2::write::ZlibEncoder;
use flate2::{Compression, Decompress, FlushDecompress, Status};
use segun_report::{Reading, json};
use serde::de::{Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};
use std::cell::RefCell;
use std::io::Write;

/// No reading is larger than this, so that a damaged one cannot fill the memory.
const LIMIT: usize = 1 << 30;

/// How many times larger a reading is than it is packed, about.
const RATIO: usize = 8;

/// `reading` as bytes.
pub(crate) fn pack(reading: &Reading) -> Vec<u8> {
    DEFLATE.with_borrow_mut(|deflate| {
        // Writing to memory cannot fail.
        let _ = deflate.write_all(json::to_string(reading, json::Options::default()).as_bytes());
        deflate.reset(Vec::new()).unwrap_or_default()
    })
}

thread_local! {
    /// What packing needs, some 300 KB: made once, not for each reading.
    static DEFLATE: RefCell<ZlibEncoder<Vec<u8>>> =
        RefCell::new(ZlibEncoder::new(Vec::new(), Compression::new(4)));

    /// What unpacking needs, some 50 KB: made once, not for each reading.
    static INFLATE: RefCell<Decompress> = RefCell::new(Decompress::new(true));
}

/// A reading that is being unpacked.
struct Unpacking<'a> {
    inflate: &'a mut Decompress,
    packed: &'a [u8],
    json: Vec<u8>,
}

impl Unpacking<'_> {
    /// Begins with `bytes`.
    fn begin<T>(bytes: &[u8], unpack: impl FnOnce(Unpacking<'_>) -> Result<T, String>) -> Result<T, String> {
        INFLATE.with_borrow_mut(|inflate| {
            inflate.reset(true);
            unpack(Unpacking { inflate, packed: bytes, json: Vec::new() })
        })
    }

    /// Unpacks `most` bytes more, or some more than that; says whether that was all.
    fn go_on(&mut self, most: usize) -> Result<bool, String> {
        self.json.reserve(most);
        while self.json.len() < self.json.capacity() {
            let before = (self.inflate.total_in(), self.json.len());
            // Where it stopped lies within what it was given.
            let rest = self.packed.get(before.0 as usize..).unwrap_or_default();
            let status = self.inflate.decompress_vec(rest, &mut self.json, FlushDecompress::None);
            match status.map_err(|error| error.to_string())? {
                Status::StreamEnd => return Ok(true),
                _ if self.json.len() > LIMIT => return Err("it is too large".into()),
                _ if (self.inflate.total_in(), self.json.len()) == before => {
                    return Err("it ends too early".into());
                }
                _ => {}
            }
        }
        Ok(false)
    }
}

/// The JSON that was packed.
pub(crate) fn unpack_json(report: i64, bytes: &[u8]) -> Result<Vec<u8>> {
    let unpacked = Unpacking::begin(bytes, |mut unpacking| {
        while !unpacking.go_on(RATIO * bytes.len() + 1)? {}
        Ok(unpacking.json)
    });
    unpacked.map_err(|cause| LedgerError::Reading { report, cause })
}

/// The reading that was packed.
pub(crate) fn unpack(report: i64, bytes: &[u8]) -> Result<Reading> {
    json::from_slice(&unpack_json(report, bytes)?)
        .map_err(|e| LedgerError::Reading { report, cause: e.to_string() })
}

/// Bytes of a reading that are unpacked at a time beside what its text has, about, where only that is asked for.
const BESIDE: usize = 1 << 10;

/// The text of the report whose reading was packed, which has `least` bytes or more. What stands behind it, which is most of
/// a reading, is not unpacked.
pub(crate) fn unpack_text(report: i64, bytes: &[u8], least: usize) -> Result<String> {
    let unpacked = Unpacking::begin(bytes, |mut unpacking| {
        let mut more = least.min(RATIO * bytes.len()) + BESIDE;
        loop {
            let all = unpacking.go_on(more)?;
            let mut text = None;
            // Ends in an error even where the text was found: the object's other keys are still to come.
            let ended =
                serde_json::Deserializer::from_slice(&unpacking.json).deserialize_map(UpToText(&mut text));
            match (text, ended) {
                (Some(text), _) => return Ok(text),
                (None, Err(error)) if all || !error.is_eof() => return Err(error.to_string()),
                // What was unpacked ends within the text or before it.
                (None, _) => more = BESIDE.max(unpacking.json.len() / 2),
            }
        }
    });
    unpacked.map_err(|cause| LedgerError::Reading { report, cause })
}

/// Keeps the value of the key `text`, and reads no further.
struct UpToText<'a>(&'a mut Option<String>);

impl<'de> Visitor<'de> for UpToText<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a reading")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "text" {
                *self.0 = Some(map.next_value()?);
                return Ok(());
            }
            map.next_value::<IgnoredAny>()?;
        }
        Err(A::Error::missing_field("text"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use segun_report::Report;

    #[test]
    fn the_text_comes_without_the_rest() {
        let text = "«Sí», dijo.\n\nY calló \"después\".".to_owned();
        let report = Report { text: text.clone(), title: Some("text".into()), ..Report::default() };
        let packed = pack(&Reading { report, ..Reading::default() });
        assert_eq!(unpack_text(1, &packed, text.len()).unwrap(), text);
        assert_eq!(unpack(1, &packed).unwrap().report.text, text);
        let long = "Un día más. ".repeat(10_000);
        let report = Report { text: long.clone(), ..Report::default() };
        let of_long = pack(&Reading { report, ..Reading::default() });
        for least in [0, long.len() / 2, long.len(), usize::MAX] {
            assert_eq!(unpack_text(1, &of_long, least).unwrap(), long);
        }
        for damaged in [&packed[..packed.len() / 4], b"", b"no reading"] {
            assert!(matches!(unpack_text(7, damaged, 0), Err(LedgerError::Reading { report: 7, .. })));
        }
    }
}
