#![no_main]
//! Any bytes as a feed: items or a cause, never a panic.

use segun_intake::{Options, feed};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(feed) = feed::read(bytes, "feed", None, Some("https://a.example/"), &Options::default()) else {
        return;
    };
    for item in feed.items.into_iter().flatten() {
        assert!(!item.incoming.report.id.is_empty());
        assert!(!item.incoming.report.text.trim().is_empty());
    }
});
