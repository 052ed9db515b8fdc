#![no_main]
//! Any bytes as a web archive, packed or not: an end is reached, and every report is well-formed.

use segun_intake::{Options, warc};
use std::io::Write;

libfuzzer_sys::fuzz_target!(|input: (bool, &[u8])| {
    let (pack, bytes) = input;
    let mut archive = bytes.to_vec();
    if pack {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        if encoder.write_all(bytes).is_err() {
            return;
        }
        archive = encoder.finish().unwrap_or_default();
    }
    for incoming in warc(archive.as_slice(), "a.warc", Options::default()).flatten() {
        assert!(incoming.report.id.starts_with("a.warc@"));
        assert!(!incoming.report.text.trim().is_empty());
    }
});
