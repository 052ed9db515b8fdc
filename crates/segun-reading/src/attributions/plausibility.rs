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
const LEAST: f32 = 0.36;
/// The same of one that a rule found, or of whose cue the lexicon knows that nobody may speak: that holds in texts unlike
/// those that the weights were fitted on.
const LEAST_BY_RULE: f32 = 0.15;

/// Those of `candidates` that are likely enough, each with its probability and what that was made from.
pub(super) fn likely(
    document: &Document,
    lexicon: &Lexicon,
    quotes: &[Quotation],
    candidates: Vec<Candidate>,
) -> Vec<Candidate> {
    let seen = Seen { document, lexicon, quotes, candidates: &candidates };
    let judged: Vec<(f32, Why)> = candidates.iter().enumerate().map(|(n, c)| seen.judge(n, c)).collect();
    let weighed = candidates.into_iter().zip(judged).map(|(mut candidate, (probability, why))| {
        candidate.confidence = probability;
        candidate.why.push(why);
        candidate
    });
    let least = |c: &Candidate| {
        let entry = c.entry.map(|e| lexicon.cue(e));
        let nobody = c.source.is_none() && entry.is_some_and(|e| e.constructions.impersonal);
        if c.ruled || nobody { LEAST_BY_RULE } else { LEAST }
    };
    weighed.filter(|c| c.confidence >= least(c)).collect()
}

/// What a candidate is seen beside.
struct Seen<'a> {
    document: &'a Document,
    lexicon: &'a Lexicon,
    quotes: &'a [Quotation],
    candidates: &'a [Candidate],
}

impl Seen<'_> {
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

        let mut seen = Plausibility::new(-1.445);
        match candidate.heads {
            Some(heads) => {
                seen.number("cue", 0.267, log_odds(heads.cue));
                seen.number("role", 0.314, log_odds(heads.role));
                seen.fact("rule too", 0.258, candidate.ruled);
            }
            None => seen.fact("no head", 0.450, true),
        }
        seen.fact("no entry", -0.271, entry.is_none());
        seen.fact("entry of speech", 0.297, entry.is_some_and(|e| e.constructions.quote));
        seen.fact("no source", -0.270, source.is_none());
        seen.fact("source is a noun", 0.230, source == Some(Upos::Noun));
        seen.fact("source is a name", 0.207, source == Some(Upos::Propn));
        match candidate.cue.len() {
            0 | 1 => {}
            2 => seen.fact("cue of two words", 0.232, true),
            _ => seen.fact("cue of more words", 0.361, true),
        }
        let infinitive = verb.is_some_and(|v| words[v].features.is(Feature::VerbForm, "Inf"));
        seen.fact("cue is an infinitive", -0.447, infinitive);
        let quoted = self.quotes.iter().any(|q| q.outer.contains(cue));
        seen.fact("cue inside quotation marks", -0.917, quoted);
        let nested = others().any(|o| o.content.iter().any(|part| part.contains(cue)));
        seen.fact("inside what another says", -0.586, nested);
        let shared = others().any(|o| o.content_hull() == Some(said));
        seen.fact("says what another says", 0.666, shared);
        let around = said.start < cue.start && cue.end < said.end;
        seen.fact("content on both sides", 0.139, around);
        match self.document.sentence_at(said.start).map_or(0, |i| self.document.words_in(i, said).len()) {
            0..=2 => seen.fact("content of one or two words", -0.647, true),
            3..=5 => seen.fact("content of three to five words", -0.523, true),
            6..=9 => seen.fact("content of six to nine words", -0.293, true),
            10..=25 => {}
            _ => seen.fact("content of more than 25 words", 0.237, true),
        }
        seen.fact("content in several parts", -0.676, candidate.content.len() > 1);
        seen.fact("content quoted", 0.158, self.quotes.iter().any(|q| q.inner.overlaps(said)));
        seen.judged()
    }
}
