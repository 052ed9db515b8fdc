//! How likely a candidate is right, by all that is seen of it together.
//!
//! What the heads say, and plain things that tree, lexicon and quotation marks show, weighed in [`ATTRIBUTION`];
//! what comes out is the attribution's confidence. [`likely`] leaves out the rest.

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
/// The same of one that a rule found, or of whose cue the lexicon knows that nobody may speak: that holds in texts unlike those that the
/// weights were fitted on.
const LEAST_BY_RULE: f32 = 0.15;

/// Right where half of the content and some of the source are. The facts in the order of [`Seen::facts`].
const ATTRIBUTION: Plausibility = Plausibility {
    numbers: &[("cue", 0.267), ("role", 0.314)],
    facts: &[
        ("no head", 0.450),
        ("rule too", 0.258),
        ("no entry", -0.271),
        ("entry of speech", 0.297),
        ("no source", -0.270),
        ("source is a noun", 0.230),
        ("source is a name", 0.207),
        ("cue of two words", 0.232),
        ("cue of more words", 0.361),
        ("cue is an infinitive", -0.447),
        ("cue inside quotation marks", -0.917),
        ("inside what another says", -0.586),
        ("says what another says", 0.666),
        ("content on both sides", 0.139),
        ("content of one or two words", -0.647),
        ("content of three to five words", -0.523),
        ("content of six to nine words", -0.293),
        ("content of more than 25 words", 0.237),
        ("content in several parts", -0.676),
        ("content quoted", 0.158),
    ],
    offset: -1.445,
};

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
    fn judge(&self, n: usize, candidate: &Candidate) -> (f32, Why) {
        let (cue, role) = candidate.heads.map_or((0.0, 0.0), |h| (log_odds(h.cue), log_odds(h.role)));
        ATTRIBUTION.judge(&[cue, role], &self.facts(n, candidate))
    }

    fn facts(&self, n: usize, candidate: &Candidate) -> [bool; ATTRIBUTION.facts.len()] {
        let sentence = self.document.sentence(candidate.sentence);
        let words = &sentence.words;
        let cue = self.document.span(candidate.sentence, &candidate.cue);
        let hull = candidate.content_hull().unwrap_or(cue);
        let length =
            self.document.sentence_at(hull.start).map_or(0, |i| self.document.words_in(i, hull).len());
        let source = candidate.source.as_ref();
        let source_class = source.map(|s| words[head_of(sentence, s)].upos);
        let verb = cue_verb(sentence, &candidate.cue);
        let others =
            || self.candidates.iter().enumerate().filter(|(other, _)| *other != n).map(|(_, other)| other);
        [
            candidate.heads.is_none(),
            candidate.heads.is_some() && candidate.ruled,
            candidate.entry.is_none(),
            candidate.entry.is_some_and(|e| self.lexicon.cue(e).constructions.quote),
            source.is_none(),
            source_class == Some(Upos::Noun),
            source_class == Some(Upos::Propn),
            candidate.cue.len() == 2,
            candidate.cue.len() > 2,
            verb.is_some_and(|v| words[v].features.is(Feature::VerbForm, "Inf")),
            self.quotes.iter().any(|q| q.outer.contains(cue)),
            others().any(|o| o.content.iter().any(|part| part.contains(cue))),
            others().any(|o| o.content_hull() == Some(hull)),
            hull.start < cue.start && cue.end < hull.end,
            length < 3,
            (3..6).contains(&length),
            (6..10).contains(&length),
            length > 25,
            candidate.content.len() > 1,
            self.quotes.iter().any(|q| q.inner.overlaps(hull)),
        ]
    }
}
