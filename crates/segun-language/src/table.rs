//! The format of the language files.
//!
//! UTF-8, one entry a line, fields separated by tabs. An empty line and a line
//! that begins with `#` are skipped. Trailing empty fields may be left out.

/// One entry with the number of its line, for messages and `--explain`.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    /// Line number, from 1.
    pub line: usize,
    /// Fields, trimmed.
    pub fields: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// Field number `i`; empty where the line ends before.
    pub fn get(&self, i: usize) -> &'a str {
        self.fields.get(i).copied().unwrap_or_default()
    }

    /// Field number `i` split at commas, empty parts dropped.
    pub fn list(&self, i: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.get(i).split(',').map(str::trim).filter(|part| !part.is_empty())
    }
}

/// The entries of a file's text.
pub fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    text.lines().enumerate().filter_map(|(i, line)| {
        let line_number = i + 1;
        if line.trim().is_empty() || line.starts_with('#') {
            return None;
        }
        Some(Row { line: line_number, fields: line.split('\t').map(str::trim).collect() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_empty_lines_are_skipped() {
        let all: Vec<_> = rows("# a\n\nx\ty, z\n").collect();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].line, 3);
        assert_eq!(all[0].list(1).collect::<Vec<_>>(), ["y", "z"]);
        assert_eq!(all[0].get(7), "");
    }
}
