//! Styled text to lines of a given width.

use anstyle::Style;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// Text of one style.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) style: Style,
}

/// Fills lines of at most `width` columns with `runs`, breaking at white space, and appends
/// them to `out`, each with a line feed. A word that is too long has a line of its own.
pub(crate) fn fill(runs: &[Run], width: usize, out: &mut String) {
    let mut column = 0;
    for word in words(runs) {
        let length: usize = word.iter().map(|run| run.text.width()).sum();
        if column > 0 && column + 1 + length > width {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        for run in &word {
            let plain = run.style == Style::new();
            // Writing to a string cannot fail.
            let _ = if plain {
                out.write_str(&run.text)
            } else {
                write!(out, "{}{}{}", run.style.render(), run.text, run.style.render_reset())
            };
        }
        column += length;
    }
    if column > 0 {
        out.push('\n');
    }
}

/// The words of `runs`: pieces between white space, each in one style or several.
fn words(runs: &[Run]) -> Vec<Vec<Run>> {
    let mut words = Vec::new();
    let mut word: Vec<Run> = Vec::new();
    for run in runs {
        let mut rest = run.text.as_str();
        while let Some(c) = rest.chars().next() {
            let breaks = c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}';
            if breaks {
                rest = &rest[c.len_utf8()..];
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            } else {
                let at = rest
                    .find(|c: char| c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}')
                    .unwrap_or(rest.len());
                word.push(Run { text: printable(&rest[..at]), style: run.style });
                rest = &rest[at..];
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// `text` without characters that would command the terminal.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_to_the_width_and_terminals_are_not_commanded() {
        let run = |text: &str| Run { text: text.to_owned(), style: Style::new() };
        let mut out = String::new();
        fill(&[run("uno d"), run("os tres "), run("\u{1b}[2J 漢字 漢字")], 8, &mut out);
        assert_eq!(out, "uno dos\ntres\n\u{fffd}[2J\n漢字\n漢字\n");
    }
}
