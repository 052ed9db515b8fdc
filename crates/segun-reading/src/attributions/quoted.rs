//! What is said, grown to the quotations that it begins in: over sentences and paragraphs.

use super::candidate::{Candidate, trim_span};
use super::quotes::{Quotation, is_mark};
use crate::Document;
use segun_report::{Mode, Span};

/// Grows the content of every candidate to whole quotations, and gives it those that go on
/// right after it in the same paragraph.
pub(super) fn grow(document: &Document, quotes: &[Quotation], candidates: &mut [Candidate]) {
    let outer: Vec<&Quotation> = quotes.iter().filter(|q| !q.nested).collect();
    for candidate in candidates.iter_mut() {
        let cue = document.span(candidate.sentence, &candidate.cue);
        for part in &mut candidate.content {
            *part = grown(document, &outer, *part, cue);
        }
        tidy(document.text(), &mut candidate.content);
    }
    let told: Vec<Vec<Span>> = candidates.iter().map(|c| c.content.clone()).collect();
    let cues: Vec<Span> = candidates.iter().map(|c| document.span(c.sentence, &c.cue)).collect();
    for (k, candidate) in candidates.iter_mut().enumerate() {
        continued(document, &outer, &told, &cues, candidate, k);
    }
}

/// A part that lies in a quotation that runs beyond the sentence, grown to all of it.
fn grown(document: &Document, quotes: &[&Quotation], part: Span, cue: Span) -> Span {
    let text = document.text();
    let Some(q) = quotes.iter().find(|q| q.outer.overlaps(part) && !q.outer.overlaps(cue)) else {
        return part;
    };
    // Only where the part is the quotation, or opens into it and reaches its sentence's end.
    let sentence_end =
        document.sentence_at(part.end.saturating_sub(1)).map_or(part.end, |i| document.sentence(i).span.end);
    let sentence_start =
        document.sentence_at(part.start).map_or(part.start, |i| document.sentence(i).span.start);
    let reaches_end = trim_span(text, Span::new(part.start, sentence_end)).end <= part.end;
    let reaches_start = trim_span(text, Span::new(sentence_start, part.end)).start >= part.start;
    let mut span = part;
    if q.outer.end > sentence_end && reaches_end {
        span = Span::new(span.start, q.inner.end);
    }
    if q.outer.start < sentence_start && reaches_start {
        span = Span::new(q.inner.start, span.end);
    }
    if span == part {
        return part;
    }
    trim_span(text, span)
}

/// Sorts the parts and joins those that touch but for punctuation and white space.
fn tidy(text: &str, parts: &mut Vec<Span>) {
    parts.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(parts.len());
    for &part in parts.iter() {
        match joined.last_mut() {
            Some(last)
                if part.start <= last.end
                    || Span::new(last.end, part.start)
                        .of(text)
                        .chars()
                        .all(|c| c.is_whitespace() || is_mark(c)) =>
            {
                *last = last.hull(part);
            }
            _ => joined.push(part),
        }
    }
    *parts = joined.into_iter().filter(|p| !p.is_empty()).collect();
}

/// "…", said X. "…": a quotation that begins the next sentence of the paragraph, and that nobody
/// else is given, is X's too.
fn continued(
    document: &Document,
    quotes: &[&Quotation],
    told: &[Vec<Span>],
    cues: &[Span],
    candidate: &mut Candidate,
    own: usize,
) {
    let text = document.text();
    let Some(last) = candidate.content.last().copied() else { return };
    let direct = quotes
        .iter()
        .any(|q| q.outer.contains(last) || last.contains(q.inner) && last.len() < q.inner.len() + 8);
    if !direct {
        return;
    }
    let cue = document.span(candidate.sentence, &candidate.cue);
    let mut end = last.end.max(cue.end);
    for _ in 0..8 {
        let Some(i) = document.sentence_at(end) else { return };
        let this = document.sentence(i);
        // The rest of the sentence in which the source clause stands holds no more than that clause.
        let from = if this.span.start >= end { i } else { i + 1 };
        if from >= document.sentences.len() || document.sentence(from).paragraph != this.paragraph {
            return;
        }
        let start = document.sentence(from).span.start;
        let Some(q) = quotes.iter().find(|q| q.outer.start == start) else { return };
        // What is told within the quotation is told by its speaker.
        let by_another = |k: usize| k != own && !q.outer.contains(cues[k]);
        let taken = told
            .iter()
            .enumerate()
            .any(|(k, parts)| by_another(k) && parts.iter().any(|p| p.overlaps(q.inner)));
        if taken || candidate.content.iter().any(|p| p.overlaps(q.inner)) {
            return;
        }
        // A quotation that ends in a comma waits for its own source clause.
        if q.inner.of(text).trim_end().ends_with(',') {
            return;
        }
        candidate.content.push(trim_span(text, q.inner));
        end = q.outer.end;
    }
}

/// How the content is given: all, some or none of it in quotation marks.
pub(super) fn mode(text: &str, quotes: &[Quotation], content: &[Span]) -> Mode {
    let (mut quoted, mut plain) = (0, 0);
    for part in content {
        let mut inside = 0;
        for q in quotes.iter().filter(|q| !q.nested) {
            let shared = Span::new(q.outer.start.max(part.start), q.outer.end.min(part.end));
            inside += words(shared.of(text));
        }
        let all = words(part.of(text));
        quoted += inside.min(all);
        plain += all.saturating_sub(inside);
    }
    match (quoted, plain) {
        (0, _) => Mode::Indirect,
        // A conjunction before the mark ("que «…»") does not make it mixed.
        (_, 0 | 1) => Mode::Direct,
        _ => Mode::Mixed,
    }
}

fn words(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).count()
}
