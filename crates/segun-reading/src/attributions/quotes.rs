//! Quotations: what stands between quotation marks, over sentences and paragraphs.
//!
//! Marks of all writing traditions are read. Straight marks open or close by what stands
//! beside them. A quotation may run over several paragraphs: in the English manner, where
//! each paragraph opens it anew and only the last one closes it, or simply without any
//! mark between.

use segun_report::Span;

/// One quotation; marks excluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    /// From after the opening mark to before the closing one.
    pub inner: Span,
    /// With the marks.
    pub outer: Span,
    /// Whether it lies inside another quotation.
    pub nested: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    Angle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

struct Open {
    family: Family,
    start: usize,
    inner: usize,
}

/// Paragraphs over which an unclosed quotation is followed.
const PARAGRAPHS: usize = 6;
/// Longest quotation that is followed over paragraphs, in bytes.
const LONGEST: usize = 4000;

/// The quotations of `text`, by where they begin; an outer one comes before those inside it.
pub(super) fn find(text: &str) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut stack: Vec<Open> = Vec::new();
    let mut paragraphs = 0;
    let mut paragraph_start = 0;
    let mut skip_until = 0;
    let mut quotes_in_paragraph = 0;
    for (at, c) in text.char_indices() {
        if at < skip_until {
            continue;
        }
        if c == '\n' {
            paragraphs += 1;
            // Single marks are too often apostrophes to be followed further.
            stack.retain(|open| open.family != Family::Single);
            if let Some(open) = stack.first() {
                let next = text[at..].trim_start();
                let anew = next
                    .chars()
                    .next()
                    .and_then(mark)
                    .is_some_and(|(f, s)| f == open.family && s != Side::Closes);
                let goes_on = anew || closes_soon(next, open.family);
                if paragraphs > PARAGRAPHS || at - open.start > LONGEST || !goes_on {
                    close_all(text, &mut stack, &mut found, at);
                } else if anew {
                    // The mark that opens the next paragraph only repeats.
                    let (family, start) = (open.family, open.start);
                    found.push(quotation(text, start, open.inner, at, at, false));
                    let mark_at = text.len() - next.len();
                    let width = next.chars().next().map_or(0, char::len_utf8);
                    stack.clear();
                    stack.push(Open { family, start: mark_at, inner: mark_at + width });
                    skip_until = mark_at + width;
                }
            }
            paragraph_start = at + 1;
            quotes_in_paragraph = 0;
            continue;
        }
        let width = if c == '\'' && text[at..].starts_with("''") { 2 } else { c.len_utf8() };
        let Some((family, side)) =
            (if width == 2 && c == '\'' { Some((Family::Double, Side::Either)) } else { mark(c) })
        else {
            continue;
        };
        skip_until = at + width;
        let before = text[..at].chars().next_back();
        let after = text[at + width..].chars().next();
        let letter_before = before.is_some_and(char::is_alphanumeric);
        let letter_after = after.is_some_and(char::is_alphanumeric);
        if family == Family::Single && letter_before && letter_after {
            continue; // an apostrophe
        }
        let is_open = stack.iter().any(|o| o.family == family);
        let boundary_before = before.is_none_or(|b| b.is_whitespace() || "([{—–-¿¡:,/\"“«‘".contains(b));
        let closing_side =
            !boundary_before || after.is_none_or(|a| a.is_whitespace() || ".,;:)!?".contains(a));
        let opens = match side {
            Side::Opens => true,
            Side::Closes => false,
            Side::Either if is_open => !closing_side && boundary_before,
            Side::Either => boundary_before && after.is_some_and(|a| !a.is_whitespace()),
        };
        if opens {
            if family == Family::Single && !single_closes(&text[at + width..]) {
                continue;
            }
            if stack.len() < 4 {
                if stack.is_empty() {
                    paragraphs = 0;
                }
                stack.push(Open { family, start: at, inner: at + width });
                quotes_in_paragraph += 1;
            }
        } else if let Some(k) = stack.iter().rposition(|o| o.family == family) {
            stack.truncate(k + 1);
            if let Some(open) = stack.pop() {
                found.push(quotation(text, open.start, open.inner, at, at + width, !stack.is_empty()));
            }
        } else if quotes_in_paragraph == 0
            && stack.is_empty()
            && (letter_before || before.is_some_and(|b| ".!?".contains(b)))
            && after.is_some_and(|a| ",;".contains(a))
            && at > paragraph_start
        {
            // Closed but never opened: headlines lose their first mark.
            found.push(quotation(text, paragraph_start, paragraph_start, at, at + width, false));
            quotes_in_paragraph += 1;
        }
    }
    close_all(text, &mut stack, &mut found, text.len());
    found.retain(|q| !q.inner.is_empty());
    found.sort_by_key(|q| (q.outer.start, std::cmp::Reverse(q.outer.end)));
    found
}

fn quotation(
    text: &str,
    start: usize,
    inner: usize,
    end: usize,
    outer_end: usize,
    nested: bool,
) -> Quotation {
    Quotation { inner: Span::new(inner, end).trimmed(text), outer: Span::new(start, outer_end), nested }
}

/// Ends what is open at `at`: nothing but a double or angle mark that never closes.
fn close_all(text: &str, stack: &mut Vec<Open>, found: &mut Vec<Quotation>, at: usize) {
    for (depth, open) in stack.drain(..).enumerate() {
        if open.family != Family::Single && depth == 0 {
            let end = text[open.start..].find('\n').map_or(at, |i| (open.start + i).min(at));
            found.push(quotation(text, open.start, open.inner, end, end, false));
        }
    }
}

/// Whether a mark of `family` closes in `rest` before another opens.
fn closes_soon(rest: &str, family: Family) -> bool {
    let mut before = ' ';
    for c in rest.chars().take(LONGEST) {
        if let Some((f, side)) = mark(c)
            && f == family
        {
            return match side {
                Side::Opens => false,
                Side::Closes => true,
                Side::Either => !before.is_whitespace(),
            };
        }
        before = c;
    }
    false
}

/// Whether a single mark closes in the same line: after a character, before a boundary.
fn single_closes(rest: &str) -> bool {
    let mut before = ' ';
    let mut characters = rest.chars().take_while(|&c| c != '\n').peekable();
    while let Some(c) = characters.next() {
        let boundary = characters.peek().is_none_or(|a| !a.is_alphanumeric());
        if matches!(c, '\'' | '’') && !before.is_whitespace() && boundary {
            return true;
        }
        before = c;
    }
    false
}

fn mark(c: char) -> Option<(Family, Side)> {
    Some(match c {
        '"' | '＂' => (Family::Double, Side::Either),
        '“' => (Family::Double, Side::Opens),
        '„' | '‟' => (Family::Double, Side::Opens),
        '”' => (Family::Double, Side::Closes),
        '«' => (Family::Angle, Side::Opens),
        '»' => (Family::Angle, Side::Closes),
        '\'' => (Family::Single, Side::Either),
        '‘' | '‚' | '‹' => (Family::Single, Side::Opens),
        '’' | '›' => (Family::Single, Side::Closes),
        _ => return None,
    })
}

/// Whether `c` is a quotation mark.
pub(super) fn is_mark(c: char) -> bool {
    mark(c).is_some() || c == '`' || c == '´'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Vec<&str> {
        find(text).iter().map(|q| q.inner.of(text)).collect()
    }

    #[test]
    fn marks_of_all_kinds() {
        assert_eq!(inner("A “b c” d «e» f \"g h\", i ''j k'' l"), ["b c", "e", "g h", "j k"]);
        assert_eq!(inner("It's 'so' they said: ‘don’t go’."), ["so", "don’t go"]);
    }

    #[test]
    fn nested_and_unbalanced() {
        assert_eq!(inner("“he said ‘yes’ twice”"), ["he said ‘yes’ twice", "yes"]);
        assert_eq!(inner("It will rain', says Ann"), ["It will rain"]);
        assert_eq!(inner("“never closed\nnext line"), ["never closed"]);
    }

    #[test]
    fn over_paragraphs() {
        assert_eq!(inner("“one.\n“two.”\nx"), ["one.", "two."]);
        assert_eq!(inner("“one.\ntwo.”\nx"), ["one.\ntwo."]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "[a\n \"'“”«»‘’.,]{0,60}") {
            for q in find(&text) {
                proptest::prop_assert!(q.inner.of(&text).len() == q.inner.len());
            }
        }
    }
}
