#![no_main]
//! Any text in every served language: words and sentences lie in the text, in order.

use segun_language::Language;
use segun_tokens::Tokenizer;

libfuzzer_sys::fuzz_target!(|text: &str| {
    for language in Language::all() {
        let mut at = 0;
        for sentence in Tokenizer::new(language).sentences(text) {
            assert!(sentence.span.start >= at && sentence.span.end <= text.len());
            at = sentence.span.end;
            for word in &sentence.words {
                assert!(sentence.span.contains(word.span));
                assert!(text.get(word.span.start..word.span.end).is_some());
            }
        }
    }
});
