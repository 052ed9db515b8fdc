//! Chunks of text to batches of whole lines.

use memchr::memrchr;

/// The longest line that is read: ten times what the largest entities have.
const LONGEST: usize = 64 << 20;

/// Joins what chunks cut apart.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    rest: Vec<u8>,
    /// Whether the line at hand is too long and is passed over up to its end.
    dropping: bool,
    /// Lines that were too long.
    pub(crate) dropped: u64,
}

impl Lines {
    /// The whole lines that end in `chunk`; what is behind the last of them is kept for the next chunk.
    pub(crate) fn push(&mut self, mut chunk: &[u8]) -> Vec<u8> {
        if self.dropping {
            let Some(end) = memchr::memchr(b'\n', chunk) else { return Vec::new() };
            self.dropping = false;
            chunk = &chunk[end + 1..];
        }
        let Some(end) = memrchr(b'\n', chunk) else {
            self.rest.extend_from_slice(chunk);
            if self.rest.len() > LONGEST {
                self.rest = Vec::new();
                self.dropping = true;
                self.dropped += 1;
            }
            return Vec::new();
        };
        let mut whole = std::mem::take(&mut self.rest);
        whole.extend_from_slice(&chunk[..=end]);
        self.rest = chunk[end + 1..].to_vec();
        whole
    }

    /// What is left behind the last end of line.
    pub(crate) fn finish(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_whole_wherever_chunks_end() {
        let text = b"[\n{\"a\":1},\n{\"b\":2}\n]";
        for size in 1..text.len() {
            let mut lines = Lines::default();
            let mut all = Vec::new();
            for chunk in text.chunks(size) {
                let batch = lines.push(chunk);
                assert!(batch.is_empty() || batch.ends_with(b"\n"));
                all.extend(batch);
            }
            all.extend(lines.finish());
            assert_eq!(all, text);
        }
    }

    #[test]
    fn a_line_without_end_is_passed_over() {
        let mut lines = Lines::default();
        let part = vec![b'x'; LONGEST / 2 + 1];
        assert!(lines.push(&part).is_empty() && lines.push(&part).is_empty());
        assert_eq!(lines.push(b"xx\nnext\n"), b"next\n");
        assert_eq!(lines.dropped, 1);
    }
}
