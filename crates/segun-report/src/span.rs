//! Spans and the conversion of their offsets.

/// A half-open range of UTF-8 byte offsets in a report's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`; an end before the start gives an empty span.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn hull(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The characters covered; empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The span without white space at its edges.
    pub fn trimmed(self, text: &str) -> Span {
        let inner = self.of(text);
        let start = self.start + (inner.len() - inner.trim_start().len());
        Span::new(start, start + inner.trim().len())
    }
}

/// Converts between byte offsets and code points in one text.
///
/// Keeps the code point count at every 64th byte, so that a conversion costs at
/// most 64 bytes of counting and an ASCII text costs nothing.
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points before byte `i * STEP`; empty for ASCII.
    before: Vec<u32>,
}

const STEP: usize = 64;

impl<'a> CodePoints<'a> {
    /// Counts `text` once.
    pub fn new(text: &'a str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            before.reserve(text.len() / STEP + 1);
            let mut seen = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                before.push(seen);
                seen += leading_bytes(chunk);
            }
            before.push(seen);
        }
        Self { text, before }
    }

    /// The number of code points before byte `offset` (clamped to the text).
    pub fn from_byte(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        if self.before.is_empty() {
            return offset;
        }
        let block = offset / STEP;
        let rest = &self.text.as_bytes()[block * STEP..offset];
        (self.before[block] + leading_bytes(rest)) as usize
    }

    /// The byte at which code point number `index` begins (clamped to the text).
    pub fn to_byte(&self, index: usize) -> usize {
        if self.before.is_empty() {
            return index.min(self.text.len());
        }
        let index = index as u32;
        let block = self.before.partition_point(|&n| n <= index).saturating_sub(1);
        let mut left = index - self.before[block];
        let bytes = self.text.as_bytes();
        let mut at = (block * STEP).min(bytes.len());
        while at < bytes.len() && !is_leading(bytes[at]) {
            at += 1;
        }
        while left > 0 && at < bytes.len() {
            at += 1;
            while at < bytes.len() && !is_leading(bytes[at]) {
                at += 1;
            }
            left -= 1;
        }
        at
    }
}

fn is_leading(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn leading_bytes(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| is_leading(b)).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_agree_with_counting(text in "(?s).{0,300}") {
            let points = CodePoints::new(&text);
            for (n, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.from_byte(byte), n);
                prop_assert_eq!(points.to_byte(n), byte);
            }
            prop_assert_eq!(points.from_byte(text.len()), text.chars().count());
            prop_assert_eq!(points.to_byte(text.chars().count()), text.len());
        }
    }

    #[test]
    fn scripts_and_emoji() {
        let text = "a👩‍👩‍👧 é e\u{301} שלום\r\nсегодня";
        let points = CodePoints::new(text);
        let start = text.find("שלום").unwrap();
        assert_eq!(points.from_byte(start), text[..start].chars().count());
    }
}
