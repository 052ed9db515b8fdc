//! Classes of characters that the standard library does not name.

use unicode_segmentation::UnicodeSegmentation;

/// Whether `c` ends a line.
pub(crate) fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Where the first line of `text` ends, and with which character.
pub(crate) fn line_end(text: &str) -> Option<(usize, char)> {
    let mut from = 0;
    loop {
        // What ends a line is, or begins with, one of these bytes, none of which stands within a character.
        let may = |byte: &u8| matches!(byte, b'\n'..=b'\r' | 0xC2 | 0xE2);
        let at = from + text.as_bytes()[from..].iter().position(may)?;
        let c = text[at..].chars().next()?;
        if ends_line(c) {
            return Some((at, c));
        }
        from = at + c.len_utf8();
    }
}

/// Quotation marks and brackets that only open.
pub(crate) fn opens(c: char) -> bool {
    matches!(c, '«' | '“' | '„' | '‘' | '‚' | '‹' | '(' | '[' | '{' | '¿' | '¡' | '「' | '『' | '（')
}

/// Quotation marks and brackets that only close. The German closing mark `“` counts as opening.
pub(crate) fn closes(c: char) -> bool {
    matches!(c, '»' | '”' | '’' | '›' | ')' | ']' | '}' | '」' | '』' | '）')
}

/// Quotation marks that may open or close.
pub(crate) fn opens_or_closes(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '´' | '‟' | '＂')
}

/// Apostrophes within a word.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '＇')
}

/// Hyphens within a word.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Dashes that stand between words.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Marks that can end a sentence.
pub(crate) fn is_stop(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '…' | '؟' | '۔' | '।' | '。' | '？' | '！' | '‽')
}

/// Whether `c` can stand in a word: letter, digit or underscore.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Length in bytes of the marks at the start of `rest` that belong to the character
/// before: combining marks, joiners, variation selectors. `before` is that character.
pub(crate) fn marks(before: char, rest: &str) -> usize {
    let Some(next) = rest.chars().next() else { return 0 };
    if next.is_ascii() || (next.is_alphanumeric() && before != '\u{200d}') {
        return 0;
    }
    // A grapheme cluster may begin with any character, so look at both together.
    let mut pair = String::with_capacity(8);
    let mut length = 0;
    for c in rest.chars() {
        if c.is_ascii() || c.is_whitespace() {
            break;
        }
        if !matches!(c, '\u{ad}' | '\u{2060}' | '\u{feff}' | '\u{200b}') {
            pair.clear();
            pair.push('a');
            pair.push(c);
            if pair.graphemes(true).count() != 1 {
                break;
            }
        }
        length += c.len_utf8();
    }
    length
}

/// Length in bytes of the first grapheme cluster of `rest`.
pub(crate) fn cluster(rest: &str) -> usize {
    let length = rest.graphemes(true).next().map_or(0, str::len);
    // A cluster may hold a line's end or a space only by itself; neither comes here.
    length.max(rest.chars().next().map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_at_the_first_character_that_ends_one() {
        for c in ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'] {
            assert_eq!(line_end(&format!("¿Sí? “â” {c}\n")), Some((16, c)));
        }
        assert_eq!(line_end("¿Sí? “â”…\u{84}\u{2030}"), None);
    }
}
