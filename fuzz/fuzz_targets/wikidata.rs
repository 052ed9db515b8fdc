#![no_main]
//! Any bytes as a line of a Wikidata dump, and as a whole dump, compressed or not.

use libfuzzer_sys::fuzz_target;
use segun_wikidata::{Options, Rules, Source, import, read_line};
use std::io::Cursor;
use std::sync::atomic::AtomicBool;

fuzz_target!(|bytes: &[u8]| {
    let rules = Rules::bundled(&["es", "en"]);
    let _ = read_line(bytes, &rules);
    let stop = AtomicBool::new(false);
    let options = Options { threads: 1, folder: std::env::temp_dir(), stop: &stop };
    if let Ok(source) = Source::of(Box::new(Cursor::new(bytes.to_vec())), None) {
        let _ = import(source, &rules, &options, |_| {}, |_| Ok(()));
    }
});
