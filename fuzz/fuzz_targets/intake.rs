#![no_main]
//! Any bytes as a file of any kind, gzipped or not: every report is well-formed, every failure has a cause.

use segun_intake::{Options, open};

libfuzzer_sys::fuzz_target!(|input: (u8, &[u8])| {
    let (kind, bytes) = input;
    const NAMES: &[&str] = &[
        "a.txt",
        "a.jsonl",
        "a.html",
        "a.txt.gz",
        "a.jsonl.gz",
        "a.html.gz",
        "a.json",
        "a.xml",
        "a.warc.gz",
        "a.parquet",
    ];
    let name = NAMES[usize::from(kind) % NAMES.len()];
    let Ok(folder) = std::env::temp_dir().canonicalize() else { return };
    let path = folder.join(format!("segun-fuzz-{}-{name}", std::process::id()));
    if std::fs::write(&path, bytes).is_err() {
        return;
    }
    for incoming in open(&[&path], Options::default()).flatten() {
        assert!(!incoming.report.id.is_empty());
    }
    let _ = std::fs::remove_file(&path);
});
