//! Highlights over a text: spans that may nest, cross and repeat, laid out as a row of
//! segments that do not overlap.

use segun_report::{Reading, Span};

/// What a highlighted stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Part of what a source says.
    Content,
    /// Who says it.
    Source,
    /// The word that carries the saying.
    Cue,
    /// The word that names an event.
    Event,
}

/// A highlighted stretch of text.
#[derive(Clone, Copy, Debug)]
pub struct Highlight {
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub role: Role,
    /// Index of the attribution or event.
    pub item: usize,
}

/// A stretch of text over which the same highlights lie.
#[derive(Debug)]
pub struct Segment {
    /// Where it is.
    pub span: Span,
    /// Indices of the highlights over it, outermost first.
    pub over: Vec<usize>,
}

/// All highlights of a reading that fit its text, by their start, longer ones first.
pub fn highlights(reading: &Reading) -> Vec<Highlight> {
    let mut all = Vec::new();
    for (item, attribution) in reading.attributions.iter().enumerate() {
        all.extend(attribution.source.map(|span| Highlight { span, role: Role::Source, item }));
        all.extend(attribution.cue.map(|span| Highlight { span, role: Role::Cue, item }));
        all.extend(attribution.content.iter().map(|&span| Highlight { span, role: Role::Content, item }));
    }
    for (item, event) in reading.events.iter().enumerate() {
        all.push(Highlight { span: event.trigger, role: Role::Event, item });
    }
    all.retain(|highlight| !highlight.span.of(&reading.report.text).is_empty());
    all.sort_by_key(|h| (h.span.start, std::cmp::Reverse(h.span.end), h.role, h.item));
    all
}

/// The paragraphs of `text`: its lines that are not empty.
pub fn paragraphs(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    text.split('\n').filter_map(move |line| {
        let span = Span::new(start, start + line.len()).trimmed(text);
        start += line.len() + 1;
        (!span.is_empty()).then_some(span)
    })
}

/// The segments of `part` of the text, in order, without gaps.
pub fn segments(part: Span, highlights: &[Highlight]) -> Vec<Segment> {
    let here: Vec<usize> = (0..highlights.len()).filter(|&i| highlights[i].span.overlaps(part)).collect();
    let mut cuts: Vec<usize> = here
        .iter()
        .flat_map(|&i| [highlights[i].span.start, highlights[i].span.end])
        .filter(|&at| part.start < at && at < part.end)
        .chain([part.start, part.end])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut next = 0;
    let mut over: Vec<usize> = Vec::new();
    let mut segments = Vec::with_capacity(cuts.len());
    for pair in cuts.windows(2) {
        let span = Span::new(pair[0], pair[1]);
        over.retain(|&i| highlights[i].span.end > span.start);
        while next < here.len() && highlights[here[next]].span.start <= span.start {
            if highlights[here[next]].span.end > span.start {
                over.push(here[next]);
            }
            next += 1;
        }
        segments.push(Segment { span, over: over.clone() });
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn highlight(start: usize, end: usize) -> Highlight {
        Highlight { span: Span::new(start, end), role: Role::Event, item: 0 }
    }

    #[test]
    fn crossing_spans_become_segments() {
        let all = [highlight(0, 6), highlight(4, 9), highlight(20, 25)];
        let found: Vec<_> = segments(Span::new(2, 22), &all)
            .into_iter()
            .map(|s| (s.span.start, s.span.end, s.over))
            .collect();
        assert_eq!(
            found,
            [(2, 4, vec![0]), (4, 6, vec![0, 1]), (6, 9, vec![1]), (9, 20, vec![]), (20, 22, vec![2])]
        );
    }

    #[test]
    fn paragraphs_are_lines_with_text() {
        let text = "One.\r\n\n  Two\n";
        assert_eq!(paragraphs(text).map(|p| p.of(text)).collect::<Vec<_>>(), ["One.", "Two"]);
    }
}
