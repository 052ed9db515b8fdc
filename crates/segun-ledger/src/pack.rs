//! Readings as they are stored: the contract's JSON, deflated.

use crate::{LedgerError, Result};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use segun_report::{Reading, json};
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
