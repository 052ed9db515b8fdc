//! Words a second of the encoder, tokens to analyses, one thread.
//!
//! The sentences are the golden file's, over and over: short and long ones of several languages.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use segun_encoder::Encoder;
use segun_syntax::{Sentence, Word};
use std::hint::black_box;

static MODEL: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/segun-base.safetensors"));
static GOLDEN: &str = include_str!("../../../models/golden.json");

fn sentences() -> Vec<Sentence> {
    let golden: Vec<serde_json::Value> = serde_json::from_str(GOLDEN).expect("the golden file");
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    golden
        .iter()
        .map(|g| Sentence {
            words: list(&g["words"])
                .iter()
                .zip(list(&g["spaced"]))
                .map(|(form, spaced)| Word {
                    form: form.as_str().unwrap_or_default().to_owned(),
                    space_before: spaced == true,
                    ..Word::default()
                })
                .collect(),
            ..Sentence::default()
        })
        .collect()
}

fn analyse(c: &mut Criterion) {
    let encoder = Encoder::from_bytes(MODEL).expect("the model");
    let report: Vec<Sentence> = sentences().into_iter().cycle().take(24).collect();
    let words: usize = report.iter().map(|s| s.words.len()).sum();
    let mut group = c.benchmark_group("encoder");
    group.throughput(Throughput::Elements(words as u64));
    group.bench_function("analyse", |b| b.iter(|| encoder.analyse(black_box(report.clone()))));
    group.finish();
}

criterion_group!(benches, analyse);
criterion_main!(benches);
