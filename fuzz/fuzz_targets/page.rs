#![no_main]
//! Any bytes as a web page: a report or a cause, never a panic.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(incoming) = segun_intake::html(bytes, "page") {
        assert!(!incoming.report.text.trim().is_empty());
    }
});
