//! Who says what.
//!
//! 1. [`quotes`] finds what stands in quotation marks, over sentences and paragraphs.
//! 2. [`head`] takes what the encoder's cue head found, and what the network of attributions, which is [`told`] of the whole
//!    sentence, reads as its source, cue and content; [`rules`] finds candidates of
//!    its own from the tree, the language's cues and the quotations.
//! 3. [`join`] makes one list of both; [`quoted`] grows what is said to whole quotations; those stay that are likely
//!    enough ([`plausibility`]).
//! 4. [`holder`] tells who the source is, [`stance`] what it does with what is said; then come
//!    mode, nesting and the time of saying.
//!
//! All words stand in the language's files: `cues.tsv`, `source_nouns.tsv`, `refusals.tsv` and
//! `attribution_words.tsv` ([`lexicon`]).

mod candidate;
mod head;
mod holder;
mod join;
mod lexicon;
mod plausibility;
mod quoted;
mod quotes;
mod repair;
mod rules;
mod stance;
mod told;

pub use lexicon::Lexicon;
pub(crate) use stance::{is_negated, is_refusal};

use crate::Document;
use crate::entities::Entities;
use candidate::Candidate;
use segun_encoder::{Attributor, Saying};
use segun_report::{Attribution, Span, Time, TimeType};

/// Finds the attributions of `document`, in text order.
pub fn find(
    document: &Document,
    entities: &Entities,
    times: &[Time],
    lexicon: &Lexicon,
    network: Option<&Attributor>,
) -> Vec<Attribution> {
    let quotes = quotes::find(document.text());
    let guesses = head::guesses(document, lexicon, &quotes, network);
    let heads =
        guesses.iter().filter_map(|guess| head::candidate(document, lexicon, &quotes, guess)).collect();
    let mut ruled = Vec::new();
    let rules = rules::Rules { document, lexicon, quotes: &quotes };
    for i in 0..document.sentences.len() {
        rules.candidates(i, &mut ruled);
    }
    let mut candidates = join::join(document, heads, ruled);
    quoted::grow(document, &quotes, &mut candidates);
    candidates.sort_by_key(|c| (c.hull(document), c.sentence, c.cue.start));
    let candidates = plausibility::likely(document, lexicon, &quotes, candidates);

    let holders = holder::all(document, entities, lexicon, &candidates);
    let step = Step { document, entities, times, lexicon, quotes: &quotes };
    let mut attributions: Vec<Attribution> = candidates
        .iter()
        .zip(holders)
        .enumerate()
        .map(|(n, (candidate, holder))| step.attribution(candidate, holder, n + 1))
        .collect();
    nest(&mut attributions);
    attributions
}

/// Possible cues, each with the number of its sentence.
pub type Sayings = Vec<(usize, Saying)>;

/// What the network of attributions is told of every possible cue.
pub fn sayings(document: &Document, lexicon: &Lexicon) -> Sayings {
    let quotes = quotes::find(document.text());
    let all = told::all(document, lexicon, &quotes);
    all.into_iter().map(|(sentence, _, saying)| (sentence, saying)).collect()
}

/// What every attribution is made from.
struct Step<'a> {
    document: &'a Document,
    entities: &'a Entities,
    times: &'a [Time],
    lexicon: &'a Lexicon,
    quotes: &'a [quotes::Quotation],
}

impl Step<'_> {
    fn attribution(&self, candidate: &Candidate, holder: holder::Holder, number: usize) -> Attribution {
        let Self { document, entities, times, lexicon, quotes } = *self;
        let text = document.text();
        let (stance, reason) = stance::of(document, lexicon, candidate);
        let mut why = candidate.why.clone();
        why.push(reason);
        let source = candidate
            .source
            .as_ref()
            .map(|s| candidate::trim_span(text, document.span(candidate.sentence, s)));
        Attribution {
            id: format!("a{number}"),
            source,
            source_kind: holder.kind,
            source_entity: holder.entity.and_then(|e| entities.all.get(e)).map(|e| e.id.clone()),
            affiliation: holder.affiliation,
            cue: (!candidate.colon || lexicon.has("colon_cue"))
                .then(|| document.span(candidate.sentence, &candidate.cue)),
            content: candidate.content.clone(),
            mode: quoted::mode(text, quotes, &candidate.content),
            stance,
            within: None,
            said_at: said_at(document, times, candidate),
            confidence: candidate.confidence,
            why,
        }
    }
}

/// Sets `within`: the smallest other content that holds cue and content.
fn nest(attributions: &mut [Attribution]) {
    let parts: Vec<(Option<Span>, Vec<Span>, String)> =
        attributions.iter().map(|a| (a.cue, a.content.clone(), a.id.clone())).collect();
    for (k, attribution) in attributions.iter_mut().enumerate() {
        let Some(own) = attribution.content.first().copied() else { continue };
        let hull = attribution.cue.map_or(own, |cue| cue.hull(own));
        attribution.within = parts
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != k)
            .flat_map(|(_, (_, content, id))| content.iter().map(move |c| (c, id)))
            .filter(|(c, _)| c.contains(hull))
            .min_by_key(|(c, _)| c.len())
            .map(|(_, id)| id.clone());
    }
}

/// The time in the cue's own clause: a date or clock time outside what is said, nearest to the cue.
fn said_at(document: &Document, times: &[Time], candidate: &Candidate) -> Option<String> {
    const NEAR: usize = 60;
    let sentence = document.sentence(candidate.sentence).span;
    let cue = document.span(candidate.sentence, &candidate.cue);
    let source = candidate.source.as_ref().map(|s| document.span(candidate.sentence, s));
    let distance = |t: &Time| {
        if t.span.start >= cue.end { t.span.start - cue.end } else { cue.start.saturating_sub(t.span.end) }
    };
    times
        .iter()
        .filter(|t| sentence.contains(t.span) && matches!(t.kind, TimeType::Date | TimeType::Time))
        .filter(|t| !candidate.content.iter().any(|c| c.overlaps(t.span)))
        .filter(|t| source.is_none_or(|s| !s.contains(t.span)))
        .filter(|t| distance(t) <= NEAR)
        .min_by_key(|t| distance(t))
        .map(|t| t.id.clone())
}
