//! Readings as they are stored: the contract's JSON, deflated.

use crate::{LedgerError, Result};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use segun_report::{Reading, json};
use serde::de::{Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};
use std::io::{Read, Write};

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

/// Bytes of a reading that are unpacked first where only its text is asked for: most texts end before.
const FIRST: u64 = 8 << 10;

/// The text of the report whose reading was packed. What stands behind it, which is most of a reading, is not unpacked.
pub(crate) fn unpack_text(report: i64, bytes: &[u8]) -> Result<String> {
    let damaged = |cause: String| LedgerError::Reading { report, cause };
    let mut packed = ZlibDecoder::new(bytes).take(LIMIT);
    let (mut json, mut more) = (Vec::new(), FIRST);
    loop {
        let read = packed.by_ref().take(more).read_to_end(&mut json).map_err(|e| damaged(e.to_string()))?;
        let mut text = None;
        // Ends in an error even where the text was found: the object's other keys are still to come.
        let ended = serde_json::Deserializer::from_slice(&json).deserialize_map(UpToText(&mut text));
        match (text, ended) {
            (Some(text), _) => return Ok(text),
            (None, Err(error)) if (read as u64) < more || !error.is_eof() => {
                return Err(damaged(error.to_string()));
            }
            // What was unpacked ends within the text or before it.
            (None, _) => more *= 2,
        }
    }
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
        let long = "Un día más. ".repeat(10_000);
        let report = Report { text: long.clone(), ..Report::default() };
        assert_eq!(unpack_text(1, &pack(&Reading { report, ..Reading::default() })).unwrap(), long);
        for damaged in [&packed[..packed.len() / 4], b"", b"no reading"] {
            assert!(matches!(unpack_text(7, damaged), Err(LedgerError::Reading { report: 7, .. })));
        }
    }
}
