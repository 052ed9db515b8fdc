#![no_main]
//! Any bytes in any encoding: text comes out, and valid UTF-8 comes out as it went in.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (text, _) = segun_intake::decode::decode(bytes, false);
    if let (Ok(valid), false) = (std::str::from_utf8(bytes), bytes.starts_with(b"\xef\xbb\xbf")) {
        assert_eq!(text, valid);
    }
});
