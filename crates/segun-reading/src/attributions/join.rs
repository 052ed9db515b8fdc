//! The join of what the heads and the rules found.
//!
//! 1. Every candidate of the heads that has content stands, at its probability; one that a
//!    rule found too (their cues share a word) takes from the rule what the head left out:
//!    a source, and the rest of a quotation.
//! 2. A candidate of the rules alone stands from [`RULE_ALONE`] on, and only where its content
//!    is not already told by another candidate.
//! 3. Of two that remain with overlapping cues the likelier one stays, then the earlier.

use super::candidate::{Candidate, trim_span};
use super::repair::cue_verb;
use crate::Document;
use segun_report::Span;
use segun_syntax::Feature;

/// From which confidence a candidate that no head found stands.
pub(super) const RULE_ALONE: f32 = 0.7;

/// Joins the candidates of one document, all of them in text order of their sentences.
pub(super) fn join(document: &Document, heads: Vec<Candidate>, rules: Vec<Candidate>) -> Vec<Candidate> {
    let mut kept = heads;
    let mut alone = Vec::new();
    for rule in rules {
        // "según reportaron X": one cue, where the heads may have found two.
        if rule.cue.len() > 1 {
            let mut first = None;
            let mut k = 0;
            while k < kept.len() {
                let head = &kept[k];
                let inside = head.sentence == rule.sentence
                    && rule.cue.start <= head.cue.start
                    && head.cue.end <= rule.cue.end;
                match (inside, first) {
                    (true, None) => first = Some(k),
                    (true, Some(f)) => {
                        let second = kept.remove(k);
                        if second.confidence > kept[f].confidence {
                            kept[f] = second;
                        }
                        continue;
                    }
                    _ => {}
                }
                k += 1;
            }
            if let Some(f) = first {
                kept[f].cue = rule.cue.clone();
            }
        }
        let same = kept.iter_mut().find(|head| {
            head.sentence == rule.sentence && head.cue.start < rule.cue.end && rule.cue.start < head.cue.end
        });
        match same {
            Some(head) => merge(head, rule),
            None => alone.push(rule),
        }
    }
    kept.retain(|c| !c.content.is_empty());
    alone.sort_by(|a, b| {
        b.confidence
            .total_cmp(&a.confidence)
            .then_with(|| a.sentence.cmp(&b.sentence))
            .then_with(|| a.cue.start.cmp(&b.cue.start))
    });
    for rule in alone {
        if rule.confidence < RULE_ALONE || rule.content.is_empty() {
            continue;
        }
        let Some(hull) = rule.content_hull() else { continue };
        let told = kept.iter().any(|k| {
            let same_sentence_cue =
                k.sentence == rule.sentence && k.cue.start < rule.cue.end && rule.cue.start < k.cue.end;
            same_sentence_cue || k.content_hull().is_some_and(|h| near(h, hull))
        });
        if !told {
            kept.push(rule);
        }
    }
    for candidate in &mut kept {
        leave_cue(document, candidate);
    }
    settle(document, &mut kept);
    cut_at_next_cue(document, &mut kept);
    kept.sort_by_key(|c| (c.hull(document), c.sentence, c.cue.start));
    kept
}

/// A part of content that two candidates claim is left to the nearer cue where the other has more.
fn settle(document: &Document, kept: &mut [Candidate]) {
    for a in 0..kept.len() {
        let cue_a = document.span(kept[a].sentence, &kept[a].cue);
        let mut k = 0;
        while k < kept[a].content.len() && kept[a].content.len() > 1 {
            let part = kept[a].content[k];
            let other = kept.iter().enumerate().any(|(b, other)| {
                let cue_b = document.span(other.sentence, &other.cue);
                b != a
                    && !part.contains(cue_b)
                    && other.content.iter().any(|&p| near(p, part))
                    && distance(cue_b, part) < distance(cue_a, part)
            });
            if other {
                kept[a].content.remove(k);
            } else {
                k += 1;
            }
        }
    }
}

/// What is said begins after the cue, where a part overlaps it.
fn leave_cue(document: &Document, candidate: &mut Candidate) {
    let cue = document.span(candidate.sentence, &candidate.cue);
    for part in &mut candidate.content {
        if part.overlaps(cue) && part.start >= cue.start {
            *part = Span::new(cue.end.min(part.end), part.end).trimmed(document.text());
        }
    }
    candidate.content.retain(|part| !part.is_empty());
}

/// "señaló que X, explicando que Y", "dijo que X y descartó Y": what the first verb says ends where the
/// second verb of the same speaker begins.
fn cut_at_next_cue(document: &Document, kept: &mut [Candidate]) {
    let text = document.text();
    for a in 0..kept.len() {
        let first = &kept[a];
        let sentence = document.sentence(first.sentence);
        let Some(verb) = cue_verb(sentence, &first.cue) else { continue };
        let cut = kept
            .iter()
            .enumerate()
            .filter(|&(b, second)| {
                b != a && second.sentence == first.sentence && second.cue.start > first.cue.end
            })
            .filter_map(|(_, second)| {
                let other = cue_verb(sentence, &second.cue)?;
                let word = &sentence.words[other];
                let start = second.cue.start;
                let before = start.checked_sub(1)?;
                let own_source = second.source.as_ref().is_some_and(|s| s.start > first.cue.end);
                let follows = second.content.iter().all(|c| c.start > word.span.start);
                let gerund = word.features.is(Feature::VerbForm, "Ger") && sentence.words[before].form == ",";
                let joined =
                    word.head == Some(verb) && ["conj", "advcl", "parataxis"].contains(&word.relation.base());
                (!own_source && follows && (gerund || joined)).then_some((start, other))
            })
            .min();
        let Some((start, other)) = cut else { continue };
        // Back over the conjunction and its adverbs to the comma or the first of them.
        let mut from = start;
        while from > 0 && sentence.words[from - 1].head == Some(other) && from - 1 > kept[a].cue.end {
            from -= 1;
        }
        let end = sentence.words[from].span.start;
        for part in &mut kept[a].content {
            if part.start < end && end < part.end {
                *part = trim_span(text, Span::new(part.start, end));
            }
        }
    }
}

fn distance(a: Span, b: Span) -> usize {
    if a.start >= b.end { a.start - b.end } else { b.start.saturating_sub(a.end) }
}

/// Whether two spans are nearly the same: they share four fifths of their hull.
fn near(a: Span, b: Span) -> bool {
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    shared * 5 >= a.hull(b).len() * 4
}

fn merge(head: &mut Candidate, rule: Candidate) {
    if head.source.is_none() && rule.source.is_some() {
        head.source = rule.source;
    }
    if head.content.is_empty() {
        head.content = rule.content;
    }
    head.entry = rule.entry.or(head.entry);
    head.refusal = head.refusal.or(rule.refusal);
    head.impersonal |= rule.impersonal && head.source.is_none();
    if rule.impersonal && head.source.is_some() && !head.content.is_empty() {
        head.source = None;
        head.impersonal = true;
    }
    if rule.impersonal && rule.cue.start < head.cue.start {
        head.cue.start = rule.cue.start;
    }
    head.confidence = 1.0 - (1.0 - head.confidence) * (1.0 - 0.5 * rule.confidence);
    head.ruled = true;
    head.why.extend(rule.why);
}
