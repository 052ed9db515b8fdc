//! The reading of one report to its claims.

use crate::context::Contexts;
use crate::turn::{Turn, Turns};
use crate::words::EventWords;
use crate::{Claim, Day, Holder, Key, Party, Window, folded};
use segun_language::Language;
use segun_report::{Attribution, Entity, Event, Reading, SourceKind, Span, When};
use segun_tokens::Tokenizer;
use std::collections::BTreeMap;

/// Turns readings into claims; made once, used for many reports and from many threads.
pub struct Extractor {
    tokenizers: BTreeMap<&'static str, Tokenizer>,
    turns: BTreeMap<&'static str, Turns>,
    words: BTreeMap<&'static str, EventWords>,
}

impl std::fmt::Debug for Extractor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Extractor").field("languages", &self.tokenizers.keys()).finish_non_exhaustive()
    }
}

impl Default for Extractor {
    fn default() -> Self {
        let of = |language: Language| (language.code(), Tokenizer::new(language));
        let turns = |language: Language| (language.code(), Turns::load(language));
        let words = |language: Language| (language.code(), EventWords::load(language));
        Self {
            tokenizers: Language::all().into_iter().map(of).collect(),
            turns: Language::all().into_iter().map(turns).collect(),
            words: Language::all().into_iter().map(words).collect(),
        }
    }
}

impl Extractor {
    /// The claims of `reading`, one for each mention of an event that has a type, in text order.
    pub fn claims(&self, reading: &Reading) -> Vec<Claim> {
        let language = reading.report.language.as_deref().and_then(Language::by_code);
        let turns = language.and_then(|l| self.turns.get(l.code()));
        let words = language.and_then(|l| self.words.get(l.code()));
        extract(reading, &self.sentences(reading), turns, words)
    }

    /// The spans of all sentences; whole lines where the language is not served.
    fn sentences(&self, reading: &Reading) -> Vec<Span> {
        let text = &reading.report.text;
        let language = reading.report.language.as_deref().and_then(Language::by_code);
        if let Some(tokenizer) = language.and_then(|l| self.tokenizers.get(l.code())) {
            return tokenizer.sentences(text).iter().map(|s| s.span).collect();
        }
        let mut at = 0;
        let line = |line: &str| {
            at += line.len();
            Span::new(at - line.len(), at).trimmed(text)
        };
        text.split_inclusive('\n').map(line).collect()
    }
}

fn extract(
    reading: &Reading,
    sentences: &[Span],
    turns: Option<&Turns>,
    words: Option<&EventWords>,
) -> Vec<Claim> {
    let text = &reading.report.text;
    let contexts = Contexts::of(reading, sentences, turns, words);
    reading
        .events
        .iter()
        .filter_map(|event| {
            let kind = event.kind?;
            let parties = |ids: &[String]| -> Vec<Party> {
                ids.iter().filter_map(|id| reading.entities.iter().find(|e| e.id == *id)).map(party).collect()
            };
            let attribution =
                event.source.as_ref().and_then(|id| reading.attributions.iter().find(|a| a.id == *id));
            let context = contexts.around(event.trigger, kind);
            let (mut window, mut when) = (window(reading, event), event.when);
            if context.turn == Some(Turn::Postponed)
                && let Some(new) = contexts.new_window(event.trigger)
            {
                (window, when) = (new, When::Future);
            }
            Some(Claim {
                event: event.id.clone(),
                same_as: event.same_as.clone(),
                kind,
                mode: event.mode.clone(),
                certainty: event.certainty,
                polarity: event.polarity,
                when,
                window,
                actors: parties(&event.actor),
                recipients: parties(&event.recipient),
                places: parties(&event.place),
                holder: attribution.map(|a| holder(reading, a)),
                trigger: event.trigger,
                word: folded(event.trigger.of(text)),
                sentence: contexts.sentence(event.trigger),
                context,
                confidence: event.confidence,
            })
        })
        .collect()
}

fn party(entity: &Entity) -> Party {
    let country = entity.ids.iso3.clone().or_else(|| entity.country.clone());
    Party { key: Key::of_entity(entity), country, name: entity.name.clone() }
}

/// When the event is: what its time says; without one, nothing, but what is past ends with the publication.
fn window(reading: &Reading, event: &Event) -> Window {
    let time = event.time.as_ref().and_then(|id| reading.times.iter().find(|t| t.id == *id));
    let from = event.from.as_deref().or_else(|| time?.from.as_deref());
    let to = event.to.as_deref().or_else(|| time?.to.as_deref());
    let mut window = Window::parse(from, to);
    if let Some(published) = reading.report.published {
        let published = Day::of(published.date());
        match event.when {
            When::Past if window.to.is_none() => window.to = Some(Day(published.0 + 1)),
            When::Future if window.from.is_none() => window.from = Some(published),
            _ => {}
        }
    }
    window
}

fn holder(reading: &Reading, attribution: &Attribution) -> Holder {
    let entity =
        attribution.source_entity.as_ref().and_then(|id| reading.entities.iter().find(|e| e.id == *id));
    let words = attribution.source.map_or("", |span| span.of(&reading.report.text));
    let name = entity.map_or(words, |e| &e.name);
    let key = match (entity, attribution.source_kind) {
        (Some(entity), _) => Some(party(entity).key),
        (None, SourceKind::Anonymous | SourceKind::Impersonal) => None,
        (None, _) if folded(words).is_empty() => None,
        // "The minister" of no known country is somebody else in every report.
        (None, SourceKind::Role) if attribution.affiliation.is_none() => None,
        (None, _) => {
            let affiliation = attribution.affiliation.as_deref().unwrap_or_default();
            Some(Key::new("role", format!("{} {affiliation}", folded(words)).trim_end()))
        }
    };
    Holder {
        attribution: attribution.id.clone(),
        key,
        name: name.to_owned(),
        kind: attribution.source_kind,
        stance: attribution.stance,
        affiliation: attribution.affiliation.clone(),
        cue: attribution.cue,
    }
}
