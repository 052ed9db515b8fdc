//! A report's lines and tokens, as credits need them.

use super::sources::Found;
use segun_report::Span;

/// A run of letters and digits.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) span: Span,
    /// In lower case.
    pub(super) lower: String,
    /// Number of its line among those that are not empty.
    pub(super) line: usize,
}

/// The tokens of a text.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    pub(super) text: &'a str,
    pub(super) all: Vec<Token>,
    /// The lines that are not empty.
    pub(super) lines: Vec<Span>,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let (mut all, mut lines) = (Vec::with_capacity(text.len() / 5), Vec::new());
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(start, start + line.len()).trimmed(text);
            start += line.len();
            if !span.is_empty() {
                tokens(text, span, lines.len(), &mut all);
                lines.push(span);
            }
        }
        Self { text, all, lines }
    }

    /// From token `first` to before token `end`.
    pub(super) fn span(&self, first: usize, end: usize) -> Span {
        Span::new(self.all[first].span.start, self.all[end - 1].span.end)
    }

    /// A name in lower case, one space between its tokens.
    pub(super) fn lower(&self, name: &Found) -> String {
        let tokens = &self.all[name.first..name.end];
        tokens.iter().map(|t| t.lower.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// What stands on the line between token `i - 1` (or the line's start) and token `i`.
    pub(super) fn gap_before(&self, i: usize) -> &'a str {
        let line = self.lines[self.all[i].line];
        let start = match i.checked_sub(1).map(|p| &self.all[p]) {
            Some(before) if before.line == self.all[i].line => before.span.end,
            _ => line.start,
        };
        &self.text[start..self.all[i].span.start]
    }

    /// What stands on the line between token `i` and the one behind it (or the line's end).
    pub(super) fn gap_after(&self, i: usize) -> &'a str {
        let line = self.lines[self.all[i].line];
        let end = match self.all.get(i + 1) {
            Some(next) if next.line == self.all[i].line => next.span.start,
            _ => line.end,
        };
        &self.text[self.all[i].span.end..end]
    }

    /// The tokens of the line of token `i`, as a range of their numbers.
    pub(super) fn line_of(&self, i: usize) -> std::ops::Range<usize> {
        let line = self.all[i].line;
        let start = self.all.partition_point(|t| t.line < line);
        start..self.all.partition_point(|t| t.line <= line)
    }
}

fn tokens(text: &str, line: Span, number: usize, out: &mut Vec<Token>) {
    let mut start = None;
    let mut push = |start: usize, end: usize| {
        let span = Span::new(start, end);
        out.push(Token { span, lower: span.of(text).to_lowercase(), line: number });
    };
    for (i, c) in line.of(text).char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(line.start + i),
            (false, Some(from)) => {
                push(from, line.start + i);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        push(from, line.end);
    }
}
