//! How likely a candidate is right, by all that is seen of it together.
//!
//! What the heads say, and plain things that tree, lexicon and quotation marks show, weighed together; what
//! comes out is the attribution's confidence. [`likely`] leaves out what is not likely enough.

use super::candidate::{Candidate, head_of};
use super::lexicon::Lexicon;
use super::quotes::Quotation;
use super::repair::cue_verb;
use crate::Document;
use crate::confidence::{Plausibility, log_odds};
use segun_report::Why;
use segun_syntax::{Feature, Upos};

/// Probability below which a candidate that only the heads found is no attribution. Below a half, since both what is
/// missed and what is invented count.
const LEAST: f32 = 0.38;

/// The same of one that a rule found too.
const LEAST_WITH_RULE: f32 = 0.3;

/// The same of one in what another says, which annotators mark less often than they read it.
const LEAST_NESTED: f32 = 0.12;

/// The same of one of which the language's files know more than the annotation that the weights were fitted on: that a rule
/// found alone, or a cue behind which nobody stands.
const LEAST_BY_RULE: f32 = 0.15;

/// The same of a refusal to say something, whose patterns hardly mean anything else.
const LEAST_OF_REFUSAL: f32 = 0.04;

/// Those of `candidates` that are likely enough, each with its probability and what that was made from.
pub(super) fn likely(
    document: &Document,
    lexicon: &Lexicon,
    quotes: &[Quotation],
    candidates: Vec<Candidate>,
) -> Vec<Candidate> {
    let seen = Seen { document, lexicon, quotes, candidates: &candidates };
    let judged: Vec<(f32, Why, f32)> = candidates
        .iter()
        .enumerate()
        .map(|(n, c)| {
            let (probability, why) = seen.judge(n, c);
            (probability, why, seen.least(n, c))
        })
        .collect();
    let weighed =
        candidates.into_iter().zip(judged).filter_map(|(mut candidate, (probability, why, least))| {
            candidate.confidence = probability;
            candidate.why.push(why);
            (probability >= least).then_some(candidate)
        });
    weighed.collect()
}

/// What a candidate is seen beside.
struct Seen<'a> {
    document: &'a Document,
    lexicon: &'a Lexicon,
    quotes: &'a [Quotation],
    candidates: &'a [Candidate],
}

impl Seen<'_> {
    /// The probability that candidate number `n` has to have.
    fn least(&self, n: usize, candidate: &Candidate) -> f32 {
        let entry = candidate.entry.map(|e| self.lexicon.cue(e));
        let nobody = candidate.source.is_none() && entry.is_some_and(|e| e.constructions.impersonal);
        if candidate.refusal.is_some() {
            LEAST_OF_REFUSAL
        } else if nobody || candidate.heads.is_none() {
            LEAST_BY_RULE
        } else if candidate.ruled && self.is_nested(n, candidate) {
            LEAST_NESTED
        } else if candidate.ruled {
            LEAST_WITH_RULE
        } else {
            LEAST
        }
    }

    /// Whether the cue of candidate number `n` stands in what another one says.
    fn is_nested(&self, n: usize, candidate: &Candidate) -> bool {
        let cue = self.document.span(candidate.sentence, &candidate.cue);
        let others = self.candidates.iter().enumerate().filter(|(k, _)| *k != n);
        others.flat_map(|(_, other)| &other.content).any(|part| part.contains(cue))
    }

    /// How likely candidate number `n` is right: half of the content, and some of the source.
    fn judge(&self, n: usize, candidate: &Candidate) -> (f32, Why) {
        let sentence = self.document.sentence(candidate.sentence);
        let words = &sentence.words;
        let entry = candidate.entry.map(|e| self.lexicon.cue(e));
        let source = candidate.source.as_ref().map(|s| words[head_of(sentence, s)].upos);
        let verb = cue_verb(sentence, &candidate.cue);
        let cue = self.document.span(candidate.sentence, &candidate.cue);
        let said = candidate.content_hull().unwrap_or(cue);
        let others = || self.candidates.iter().enumerate().filter(|(k, _)| *k != n).map(|(_, other)| other);

        let mut seen = Plausibility::new(-1.109);
        match candidate.heads {
            Some(heads) => {
                if let Some(likely) = heads.likely {
                    seen.number("network of attributions", 0.457, log_odds(likely));
                }
                seen.number("cue", 0.067, log_odds(heads.cue));
                seen.number("role", 0.255, log_odds(heads.role));
            }
            None => seen.fact("no head", -0.302, true),
        }
        seen.fact("entry of speech", 0.211, entry.is_some_and(|e| e.constructions.quote));
        seen.fact("no source", -0.865, source.is_none());
        seen.fact("source is a noun", -0.213, source == Some(Upos::Noun));
        seen.fact("source is a name", -0.314, source == Some(Upos::Propn));
        let infinitive = verb.is_some_and(|v| words[v].features.is(Feature::VerbForm, "Inf"));
        seen.fact("cue is an infinitive", 0.146, infinitive);
        let quoted = self.quotes.iter().any(|q| q.outer.contains(cue));
        seen.fact("cue inside quotation marks", -0.376, quoted);
        seen.fact("inside what another says", 0.129, self.is_nested(n, candidate));
        let shared = others().any(|o| o.content_hull() == Some(said));
        seen.fact("says what another says", 0.649, shared);
        match self.document.sentence_at(said.start).map_or(0, |i| self.document.words_in(i, said).len()) {
            0..=2 => seen.fact("content of one or two words", -0.261, true),
            3..=5 => seen.fact("content of three to five words", -0.223, true),
            6..=9 => seen.fact("content of six to nine words", -0.266, true),
            10..=25 => {}
            _ => seen.fact("content of more than 25 words", 0.237, true),
        }
        seen.fact("content in several parts", -0.203, candidate.content.len() > 1);
        seen.judged()
    }
}
