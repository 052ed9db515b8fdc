#![no_main]
//! Any bytes as a model file: refused or loaded, never a panic.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = segun_encoder::Encoder::from_bytes(bytes);
});
