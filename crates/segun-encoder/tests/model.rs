//! The model that comes with the program, read by the crate and compared with what the
//! training recipe's float model says (`models/golden.json`).

use proptest::prelude::*;
use segun_encoder::Encoder;
use segun_syntax::{Analysis, Sentence, Word};
use std::sync::LazyLock;

static MODEL: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/segun-base.safetensors"));
static GOLDEN: &str = include_str!("../../../models/golden.json");
static ENCODER: LazyLock<Encoder> = LazyLock::new(|| Encoder::from_bytes(MODEL).unwrap());

fn sentence<'a>(words: impl Iterator<Item = (&'a str, bool)>) -> Sentence {
    let words = words
        .map(|(form, space_before)| Word { form: form.to_owned(), space_before, ..Word::default() })
        .collect();
    Sentence { words, ..Sentence::default() }
}

fn strings(value: &serde_json::Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect()
}

#[test]
fn agrees_with_the_float_model() {
    let golden: Vec<serde_json::Value> = serde_json::from_str(GOLDEN).unwrap();
    assert!(golden.len() >= 10);
    let sentences = golden
        .iter()
        .map(|g| {
            let spaced = g["spaced"].as_array().unwrap().iter().map(|s| s.as_bool().unwrap());
            sentence(strings(&g["words"]).into_iter().zip(spaced))
        })
        .collect();
    let (mut words, mut upos, mut features, mut lemmas, mut heads, mut relations) = (0, 0, 0, 0, 0, 0);
    for (analysis, g) in ENCODER.analyse(sentences).iter().zip(&golden) {
        let gold_heads: Vec<usize> =
            g["heads"].as_array().unwrap().iter().map(|h| h.as_u64().unwrap() as usize).collect();
        let part = |key: &str| strings(&g[key]);
        let gold = (part("upos"), part("features"), part("lemmas"), part("deprels"));
        for (i, word) in analysis.sentence.words.iter().enumerate() {
            words += 1;
            upos += usize::from(word.upos.as_str() == gold.0[i]);
            features += usize::from(word.features == segun_syntax::Features::parse(gold.1[i]));
            lemmas += usize::from(word.lemma == gold.2[i]);
            heads += usize::from(word.head.map_or(0, |h| h + 1) == gold_heads[i]);
            relations += usize::from(word.relation.as_str() == gold.3[i]);
        }
    }
    let enough = |right: usize, what: &str| {
        assert!(right * 100 >= words * 97, "{what}: {right} of {words} agree");
    };
    enough(upos, "parts of speech");
    enough(features, "features");
    enough(lemmas, "lemmas");
    enough(heads, "heads");
    enough(relations, "relations");
}

#[test]
fn damaged_models_are_refused() {
    assert!(Encoder::from_bytes(b"").is_err());
    for cut in [7, 100, 5_000, MODEL.len() / 2, MODEL.len() - 1] {
        assert!(Encoder::from_bytes(&MODEL[..cut]).is_err());
    }
}

#[test]
fn a_model_without_a_network_of_participants_is_read() {
    let words = || vec![sentence(["Ana", "acusó", "a", "Juan", "."].into_iter().map(|w| (w, true)))];
    assert!(ENCODER.participants().is_some());
    assert_eq!(ENCODER.analyse(words())[0].meanings.len(), 5);
    let encoder = Encoder::from_bytes(&without(br#"\"participants\""#)).unwrap();
    assert!(encoder.participants().is_none());
    assert!(encoder.analyse(words())[0].meanings.is_empty());
}

#[test]
fn a_model_without_a_network_of_attributions_is_read() {
    let words = || vec![sentence(["Ana", "dijo", "que", "vendrá", "."].into_iter().map(|w| (w, true)))];
    assert!(ENCODER.attributor().is_some());
    let voices = &ENCODER.analyse(words())[0].voices;
    assert!(voices.len() == 5 && voices.iter().all(|voice| !voice.is_empty()));
    let encoder = Encoder::from_bytes(&without(br#"\"attributor\""#)).unwrap();
    assert!(encoder.attributor().is_none());
    assert!(encoder.analyse(words())[0].voices.is_empty());
}

/// The model with a `key` of its description by another name.
fn without(key: &[u8]) -> Vec<u8> {
    let mut old = MODEL.to_vec();
    let at = old.windows(key.len()).position(|found| found == key).unwrap();
    old[at + 2] = b'_';
    old
}

#[test]
fn a_gigantic_sentence_costs_linear_room() {
    let long = "x".repeat(10_000);
    let forms = (0..3_000).map(|i| if i == 77 { (long.as_str(), true) } else { ("palabra", true) });
    let read = ENCODER.analyse(vec![sentence(forms)]);
    let words = &read[0].sentence.words;
    assert_eq!(words.len(), 3_000);
    assert_eq!(words.iter().filter(|w| w.head.is_none()).count(), 1);
    assert_eq!(read[0].events.len(), 3_000);
}

fn same(a: &Analysis, b: &Analysis) -> bool {
    a == b
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any characters at all; and a sentence reads the same alone as among others.
    #[test]
    fn sentences_do_not_touch_each_other(texts in prop::collection::vec("(\\PC{1,12} ){0,9}\\PC{1,5}", 1..6)) {
        let all: Vec<Sentence> =
            texts.iter().map(|t| sentence(t.split(' ').map(|w| (w, true)))).collect();
        let together = ENCODER.analyse(all.clone());
        prop_assert_eq!(together.len(), all.len());
        for (one, among) in all.into_iter().zip(&together) {
            let alone = ENCODER.analyse(vec![one]);
            prop_assert!(same(&alone[0], among));
            let roots = among.sentence.words.iter().filter(|w| w.head.is_none()).count();
            prop_assert!(roots == 1 || among.sentence.words.is_empty());
        }
    }
}
