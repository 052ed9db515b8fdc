//! Readings as they are stored: the contract's JSON, deflated.

use crate::{LedgerError, Result};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use segun_report::{Reading, json};
use serde::de::{Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};
use std::io::{BufReader, Read, Write};

/// No reading is larger than this, so that a damaged one cannot fill the memory.
const LIMIT: u64 = 1 << 30;

/// `reading` as bytes.
pub(crate) fn pack(reading: &Reading) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::new(4));
    // Writing to memory cannot fail.
    let _ = out.write_all(json::to_string(reading, json::Options::default()).as_bytes());
    out.finish().unwrap_or_default()
}

/// The JSON that was packed.
pub(crate) fn unpack_json(report: i64, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut json = Vec::new();
    let damaged = |cause: String| LedgerError::Reading { report, cause };
    ZlibDecoder::new(bytes).take(LIMIT).read_to_end(&mut json).map_err(|e| damaged(e.to_string()))?;
    Ok(json)
}

/// The reading that was packed.
pub(crate) fn unpack(report: i64, bytes: &[u8]) -> Result<Reading> {
    json::from_slice(&unpack_json(report, bytes)?)
        .map_err(|e| LedgerError::Reading { report, cause: e.to_string() })
}

/// The text of the report whose reading was packed. What stands behind it, which is most of a reading, is not unpacked.
pub(crate) fn unpack_text(report: i64, bytes: &[u8]) -> Result<String> {
    let mut text = None;
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(ZlibDecoder::new(bytes).take(LIMIT)));
    // Ends in an error after the text as well: the object's other keys are still to come.
    let ended = json.deserialize_map(UpToText(&mut text));
    text.ok_or_else(|| LedgerError::Reading {
        report,
        cause: ended.err().map_or_else(|| "it has no text".to_owned(), |error| error.to_string()),
    })
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
        assert_eq!(unpack_text(1, &packed).unwrap(), text);
        assert_eq!(unpack(1, &packed).unwrap().report.text, text);
        for damaged in [&packed[..packed.len() / 4], b"", b"no reading"] {
            assert!(matches!(unpack_text(7, damaged), Err(LedgerError::Reading { report: 7, .. })));
        }
    }
}
