//! What our own reading says of each gold mention.

use super::corpus::Document;
use super::terms::{Bag, Rarity, cosine};
use anyhow::Context;
use rayon::prelude::*;
use segun::{Event, EventType, Options, Reader, Reading, Report, Span};
use segun_claims::{DatedClaim, Extractor, folded};
use segun_syntax::{Sentence, Upos};
use std::collections::BTreeSet;

/// A gold mention with what we read around it.
pub(super) struct Mention {
    /// Index of its document.
    pub(super) document: usize,
    /// Its gold cluster's name: for training and scoring only.
    pub(super) cluster: String,
    /// Lemma of its head by the encoder.
    pub(super) lemma: String,
    /// The whole mention, folded.
    pub(super) text: String,
    pub(super) verb: bool,
    pub(super) sentence: Bag,
    /// Words that hang on its head, or of which it is part.
    pub(super) near: Bag,
    /// Those who take part, by the reading: the last words of their names, and their countries.
    pub(super) who: BTreeSet<String>,
    pub(super) places: BTreeSet<String>,
    /// The time that the reading binds to it, as written.
    pub(super) time: Option<String>,
    pub(super) kind: Option<EventType>,
    /// The claim, where its event has a type.
    pub(super) claim: Option<DatedClaim>,
    /// The head's row of the encoder.
    pub(super) vector: Vec<f32>,
}

/// The documents as read.
pub(super) struct Readings {
    pub(super) mentions: Vec<Mention>,
    /// Cosines of the documents' content words; 1 of a document with itself.
    pub(super) alike: Vec<Vec<f64>>,
    pub(super) rarity: Rarity,
    /// The reading of each document.
    pub(super) documents: Vec<Reading>,
}

struct Read {
    reading: Reading,
    sentences: Vec<Sentence>,
    vectors: Vec<Vec<Vec<f32>>>,
    claims: Vec<DatedClaim>,
    words: Vec<String>,
}

/// Reads `documents`. Weights of words are counted in these documents alone.
pub(super) fn read(reader: &Reader, documents: &[Document]) -> anyhow::Result<Readings> {
    let extractor = Extractor::default();
    let all: Vec<Read> = documents
        .par_iter()
        .map(|document| one(reader, &extractor, document).with_context(|| document.name.clone()))
        .collect::<anyhow::Result<_>>()?;
    let words: Vec<Vec<String>> = all.iter().map(|r| r.words.clone()).collect();
    let rarity = Rarity::of(&words);
    let bags: Vec<Bag> = words.iter().map(|w| rarity.bag(w)).collect();
    let alike = (0..bags.len())
        .into_par_iter()
        .map(|a| (0..bags.len()).map(|b| if a == b { 1.0 } else { cosine(&bags[a], &bags[b]) }).collect())
        .collect();
    let mut mentions = Vec::new();
    for (n, (document, read)) in documents.iter().zip(&all).enumerate() {
        mentions.extend(document.mentions.iter().filter_map(|m| mention(n, m, read, &rarity)));
    }
    let documents = all.into_iter().map(|read| read.reading).collect();
    Ok(Readings { mentions, alike, rarity, documents })
}

fn one(reader: &Reader, extractor: &Extractor, document: &Document) -> anyhow::Result<Read> {
    let report = Report {
        id: document.name.clone(),
        language: Some("en".to_owned()),
        text: document.text.clone(),
        ..Report::default()
    };
    let (parsed, vectors) = reader.parse_with_vectors(&report)?;
    let sentences: Vec<Sentence> = parsed.iter().map(|a| a.sentence.clone()).collect();
    let reading = reader.read_parsed(report, parsed, Options { all_events: true })?;
    let dated = |claim| DatedClaim {
        claim,
        report: document.name.clone(),
        published: None,
        language: Some("en".to_owned()),
        origin: 0,
        story: None,
        near_stories: Vec::new(),
        outlet: None,
    };
    let claims = extractor.claims(&reading).into_iter().map(dated).collect();
    let words = sentences.iter().flat_map(content).map(|(_, lemma)| lemma).collect();
    Ok(Read { reading, sentences, vectors, claims, words })
}

/// The content words of a sentence: their numbers and lemmas.
fn content(sentence: &Sentence) -> impl Iterator<Item = (usize, String)> {
    let tells = |upos| matches!(upos, Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num);
    sentence
        .words
        .iter()
        .enumerate()
        .filter(move |(_, w)| tells(w.upos))
        .map(|(n, w)| (n, w.lemma.to_lowercase()))
}

fn mention(document: usize, gold: &super::corpus::Mention, read: &Read, rarity: &Rarity) -> Option<Mention> {
    let span = Span::new(gold.start, gold.end);
    let number = read.sentences.partition_point(|s| s.span.start <= span.start).checked_sub(1)?;
    let sentence = &read.sentences[number];
    let inside: Vec<usize> =
        (0..sentence.words.len()).filter(|&w| sentence.words[w].span.overlaps(span)).collect();
    // The word whose head lies outside; of several, the first.
    let outside = |&&w: &&usize| sentence.words[w].head.is_none_or(|h| !inside.contains(&h));
    let head = *inside.iter().find(outside).or(inside.first())?;
    let text = &read.reading.report.text;
    let near: Vec<String> = {
        let own = sentence.words[head].head;
        let mut words: Vec<usize> = sentence.subtree(head);
        words.extend(own);
        words.extend(own.into_iter().flat_map(|h| sentence.children(h).collect::<Vec<_>>()));
        let words: BTreeSet<usize> = words.into_iter().filter(|w| !inside.contains(w)).collect();
        content(sentence).filter(|(n, _)| words.contains(n)).map(|(_, lemma)| lemma).collect()
    };
    let around: Vec<String> =
        content(sentence).filter(|(n, _)| !inside.contains(n)).map(|(_, l)| l).collect();
    let event = read.reading.events.iter().find(|e| e.trigger.overlaps(sentence.words[head].span));
    let entities = |of: fn(&Event) -> Vec<&String>| -> BTreeSet<String> {
        let ids = event.map(of).unwrap_or_default();
        let named = read.reading.entities.iter().filter(|e| ids.contains(&&e.id));
        named
            .flat_map(|e| {
                let last = folded(&e.name).rsplit(' ').next().map(str::to_owned);
                last.into_iter().chain(e.ids.iso3.clone())
            })
            .collect()
    };
    let time =
        event.and_then(|e| e.time.as_ref()).and_then(|id| read.reading.times.iter().find(|t| t.id == *id));
    Some(Mention {
        document,
        cluster: gold.cluster.clone(),
        lemma: sentence.words[head].lemma.to_lowercase(),
        text: folded(span.of(text)),
        verb: sentence.words[head].upos == Upos::Verb,
        sentence: rarity.bag(&around),
        near: rarity.bag(&near),
        who: entities(|e| e.actor.iter().chain(&e.recipient).collect()),
        places: entities(|e| e.place.iter().collect()),
        time: time.map(|t| folded(t.span.of(text))),
        kind: event.and_then(|e| e.kind),
        claim: read.claims.iter().find(|c| event.is_some_and(|e| e.id == c.claim.event)).cloned(),
        vector: read.vectors.get(number).and_then(|s| s.get(head)).cloned().unwrap_or_default(),
    })
}
