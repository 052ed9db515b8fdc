#![no_main]
//! Any bytes as a table of actors, and as a line of a list: read, or refused.

use libfuzzer_sys::fuzz_target;
use segun_knowledge::actors::{Table, Titles, key, parse, write};

fuzz_target!(|bytes: &[u8]| {
    if let Some(table) = Table::from_bytes(bytes.to_vec(), "fuzz") {
        for name in ["", "onu", "vladimir putin", "zz"] {
            let _ = table.named(name);
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = key(text);
        if let Ok(actor) = parse(text, &Titles::default()) {
            let mut line = String::new();
            write(&actor, &mut line);
            assert_eq!(parse(&line, &Titles::default()).as_ref(), Ok(&actor));
        }
    }
});
