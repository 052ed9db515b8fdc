//! Tab-separated rows whose cells cannot break them.

use std::io::Write;

/// A row in the making.
#[derive(Debug, Default)]
pub(crate) struct Row {
    bytes: Vec<u8>,
    begun: bool,
}

impl Row {
    /// Adds a cell. What would end it or its row becomes a space, and a double quote, which most readers take as the begin
    /// of a quoted cell, becomes an apostrophe.
    pub(crate) fn cell(&mut self, text: &str) -> &mut Self {
        self.begin();
        if text.bytes().fold(true, |plain, byte| plain & is_plain(byte)) {
            self.bytes.extend_from_slice(text.as_bytes());
            return self;
        }
        let mut bytes = [0; 4];
        for c in text.chars() {
            let c = match c {
                '"' => '\'',
                // These end a line for some readers.
                '\u{2028}' | '\u{2029}' => ' ',
                c if c.is_control() => ' ',
                c => c,
            };
            self.bytes.extend_from_slice(c.encode_utf8(&mut bytes).as_bytes());
        }
        self
    }

    /// Adds as many cells of the same text.
    pub(crate) fn cells(&mut self, text: &str, count: usize) -> &mut Self {
        for _ in 0..count {
            self.cell(text);
        }
        self
    }

    /// Adds a cell of which there may be none.
    pub(crate) fn maybe(&mut self, text: Option<&str>) -> &mut Self {
        self.cell(text.unwrap_or_default())
    }

    /// Adds a number, or what else has plain characters only.
    pub(crate) fn plain(&mut self, value: impl std::fmt::Display) -> &mut Self {
        self.begin();
        // Writing to memory cannot fail.
        let _ = write!(self.bytes, "{value}");
        self
    }

    fn begin(&mut self) {
        if std::mem::replace(&mut self.begun, true) {
            self.bytes.push(b'\t');
        }
    }

    /// Ends the row.
    pub(crate) fn end(&mut self, table: &mut Vec<u8>) {
        table.extend_from_slice(&self.bytes);
        self.bytes.clear();
        table.push(b'\n');
        self.begun = false;
    }
}

/// Whether no character that a cell cannot have is, or begins with, `byte`. Most cells have plain bytes only; that each is
/// looked at, whatever those before it are, is done for many at once.
fn is_plain(byte: u8) -> bool {
    // 0xC2 begins the upper control characters, 0xE2 the separators of lines.
    (byte >= b' ') & (byte != b'"') & (byte != 0x7F) & (byte != 0xC2) & (byte != 0xE2)
}

/// The head line of a table.
pub(crate) fn head(columns: &[&str]) -> Vec<u8> {
    let (mut row, mut table) = (Row::default(), Vec::new());
    for column in columns {
        row.cell(column);
    }
    row.end(&mut table);
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_breaks_a_row() {
        let mut table = Vec::new();
        let mut row = Row::default();
        row.cell("a\tb\r\nc")
            .cell("\"quoted\" 'so'")
            .maybe(None)
            .plain(1.5)
            .cell("x\u{2028}y\u{85}z")
            .end(&mut table);
        assert_eq!(String::from_utf8(table).unwrap(), "a b  c\t'quoted' 'so'\t\t1.5\tx y z\n");
    }
}
