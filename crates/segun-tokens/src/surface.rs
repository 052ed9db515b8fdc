//! One line to surface tokens.
//!
//! A scanner: at each place it tries links and addresses, then words and numbers with
//! what may stand inside them, then marks. It looks ahead a bounded number of
//! characters, so its time is linear in the line's length.

use crate::characters::{cluster, is_apostrophe, is_hyphen, is_stop, is_word, marks, opens};
use crate::rules::{Abbreviation, Rules};
use segun_report::Span;

/// What a surface token is to the sentence's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word, number, link or symbol.
    Plain,
    /// An abbreviation whose full stop does not end a sentence.
    Inner,
    /// An abbreviation whose full stop may end one.
    Final,
    /// A mark or run of marks that can end a sentence.
    Stop,
    /// Any other mark.
    Mark,
}

/// A surface token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
    /// White space or the line's start comes before.
    pub(crate) space_before: bool,
}

/// Characters looked at beyond a full stop to see what follows.
const AHEAD: usize = 48;

/// Appends the tokens of `line` in `text` to `tokens`.
pub(crate) fn scan(text: &str, line: Span, rules: &Rules, tokens: &mut Vec<Token>) {
    let mut scanner = Scanner { text: &text[..line.end], rules, open_apostrophe: false };
    let mut at = line.start;
    let mut space_before = true;
    while let Some(c) = scanner.char_at(at) {
        if c.is_whitespace() {
            at += c.len_utf8();
            space_before = true;
            continue;
        }
        let (end, kind) = scanner.token(at, c, space_before);
        let end = match scanner.char_at(end) {
            Some(next) if !next.is_ascii() => {
                let last = scanner.text[..end].chars().next_back().unwrap_or(c);
                end + marks(last, &scanner.text[end..])
            }
            _ => end,
        };
        tokens.push(Token { span: Span::new(at, end), kind, space_before });
        at = end;
        space_before = false;
    }
}

struct Scanner<'a> {
    /// The text up to the line's end.
    text: &'a str,
    rules: &'a Rules,
    /// An apostrophe stands open as a quotation mark.
    open_apostrophe: bool,
}

impl Scanner<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// The end of the token that begins at `at` with `c`, and what it is.
    fn token(&mut self, at: usize, c: char, space_before: bool) -> (usize, Kind) {
        let rest = &self.text[at..];
        if let Some(length) = link(rest) {
            return (at + length, Kind::Plain);
        }
        if is_word(c) {
            return match address(rest) {
                Some(length) => (at + length, Kind::Plain),
                None => self.word(at),
            };
        }
        let next = rest[c.len_utf8()..].chars().next();
        match c {
            '@' | '#' if next.is_some_and(|n| n.is_alphabetic() || n == '_') => {
                let end = at + c.len_utf8();
                (end + run(&self.text[end..], is_word), Kind::Plain)
            }
            '+' | '-' | '\u{2212}' if space_before && next.is_some_and(|n| n.is_ascii_digit()) => {
                self.word(at + c.len_utf8())
            }
            '*' if placeholder(rest).is_some() => (at + placeholder(rest).unwrap_or(1), Kind::Plain),
            ':' | ';' | '=' if space_before && emoticon(rest).is_some() => {
                (at + emoticon(rest).unwrap_or(1), Kind::Plain)
            }
            '\'' | '’' if next.is_some_and(|n| n.is_ascii_digit()) && !self.closes_here(at, space_before) =>
            {
                let end = at + c.len_utf8();
                let digits = run(&self.text[end..], |n| n.is_ascii_digit());
                if digits == 2 { self.word(end) } else { self.apostrophe(at, c, space_before, next) }
            }
            '\'' | '‘' | '’' => self.apostrophe(at, c, space_before, next),
            // Full stops apart from questions and exclamations ("?." is two tokens).
            _ if is_stop(c) => (at + run(rest, |n| is_stop(n) && (n == '.') == (c == '.')), Kind::Stop),
            '-' | '=' | '*' | '~' | '<' | '>' | '`' | '+' | '$' | '/' | '\\' | '#' => {
                (at + run(rest, |n| n == c), Kind::Mark)
            }
            _ if c.is_ascii() => (at + 1, Kind::Mark),
            _ => (at + cluster(rest), Kind::Mark),
        }
    }

    fn closes_here(&self, at: usize, space_before: bool) -> bool {
        self.open_apostrophe && !space_before && at > 0
    }

    fn apostrophe(&mut self, at: usize, c: char, space_before: bool, next: Option<char>) -> (usize, Kind) {
        self.open_apostrophe = next.is_some_and(|n| !n.is_whitespace()) && (space_before || c == '‘');
        (at + run(&self.text[at..], |n| n == c), Kind::Mark)
    }

    /// A word or number that begins at `start` (a sign or apostrophe before it belongs to it).
    fn word(&mut self, start: usize) -> (usize, Kind) {
        let mut at = start;
        let mut last = '\0';
        // First part since the last place where a hyphen could cut.
        let mut part = start;
        loop {
            // Most of a word: what needs no decoding.
            let rest = &self.text.as_bytes()[at..];
            let plain = rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
            if plain > 0 {
                last = char::from(rest[plain - 1]);
                at += plain;
            }
            let Some(c) = self.char_at(at) else { break };
            let after = at + c.len_utf8();
            if is_word(c) {
                last = c;
                at = after;
                continue;
            }
            if !c.is_ascii() {
                let length = marks(last, &self.text[at..]);
                if length > 0 {
                    at += length;
                    continue;
                }
            }
            let Some(next) = self.char_at(after) else { break };
            if !next.is_alphanumeric() || !self.joins(start, part, at, last, c, next) {
                break;
            }
            if is_hyphen(c) {
                part = after;
            }
            at = after;
            last = c;
        }
        let at = self.cut_unit(start, at);
        match self.char_at(at) {
            Some('%' | '‰') if last.is_ascii_digit() && !self.rules.cuts_percent => {
                let end = at + self.char_at(at).map_or(0, char::len_utf8);
                (end, Kind::Plain)
            }
            Some('$') if last.is_uppercase() => (at + 1, Kind::Plain),
            Some('.') => self.full_stop(start, at),
            Some(c) if is_apostrophe(c) && self.owns_apostrophe(last) => (at + c.len_utf8(), Kind::Plain),
            _ => (at, Kind::Plain),
        }
    }

    /// Whether `c` at byte `at`, between `last` and `next`, stays inside the word from `start`.
    fn joins(&self, start: usize, part: usize, at: usize, last: char, c: char, next: char) -> bool {
        let digits = last.is_ascii_digit() && next.is_ascii_digit();
        match c {
            '.' => {
                if digits {
                    return true;
                }
                let before = &self.text[start..at];
                let segment = before.rsplit('.').next().unwrap_or(before);
                let short = segment.chars().nth(1).is_none();
                // A capital after a whole word is a missing space, not a dotted name.
                short
                    || !next.is_uppercase()
                    || segment.chars().all(char::is_uppercase) && segment.chars().count() <= 3
            }
            ',' | ':' => digits,
            '/' => digits || !self.rules.cuts_slash,
            '&' => last.is_uppercase() && next.is_uppercase(),
            '·' | '\u{2019}' | '\'' | 'ʼ' | '´' | '`' | '＇' | '‘' => {
                if c == '`' || c == '´' || c == '‘' { next.is_lowercase() } else { true }
            }
            '–' => digits && !self.rules.cuts_hyphen,
            _ if is_hyphen(c) => !self.rules.cuts_hyphen || self.keeps_hyphen(part, at, c, digits),
            _ => false,
        }
    }

    /// Where hyphens cut: whether the one at byte `at` stays all the same.
    fn keeps_hyphen(&self, part: usize, at: usize, c: char, digits: bool) -> bool {
        let before = &self.text[part..at];
        let rest = &self.text[at + c.len_utf8()..];
        let after = &rest[..run(rest, char::is_alphanumeric)];
        if digits {
            // Telephone numbers and dates, not ranges.
            let long = |s: &str| s.len() >= 3 && s.bytes().all(|b| b.is_ascii_digit());
            let again = rest[after.len()..].starts_with('-') || self.text[..part].ends_with('-');
            return again || (long(before) && after.len() == 4 && before.len() == 3);
        }
        self.rules.prefixes.contains(&before.to_lowercase())
            || self.rules.suffixes.contains(&after.to_lowercase())
    }

    /// The end of the number from `start`, where a unit of the list is glued to it up to `end`.
    fn cut_unit(&self, start: usize, end: usize) -> usize {
        let word = &self.text[start..end];
        if self.rules.units.is_empty() || !word.starts_with(|c: char| c.is_ascii_digit()) {
            return end;
        }
        let number = word.trim_end_matches(|c: char| c.is_alphabetic() || c == '.');
        let unit = &word[number.len()..];
        if !unit.is_empty() && self.rules.units.contains(&unit.to_lowercase()) {
            start + number.len()
        } else {
            end
        }
    }

    fn owns_apostrophe(&self, last: char) -> bool {
        !self.open_apostrophe && self.rules.final_apostrophe.is_some_and(|letter| letter == last)
    }

    /// Whether the full stop at byte `at` belongs to the word from `start`.
    fn full_stop(&self, start: usize, at: usize) -> (usize, Kind) {
        let plain = (at, Kind::Plain);
        let rest = &self.text[at + 1..];
        // "Inc.." keeps one and leaves one; "etc..." leaves its dots.
        if rest.starts_with("..") || rest.starts_with(|c| is_stop(c) && c != '.') {
            return plain;
        }
        let word = &self.text[start..at];
        let follows = self.follows(at + 1);
        match self.rules.abbreviation(word) {
            Some(Abbreviation::Final) => return (at + 1, Kind::Final),
            // At the line's end it is a full stop, whatever comes before.
            Some(Abbreviation::Inner) if follows.nothing => return plain,
            Some(Abbreviation::Number) if !follows.digit => {}
            Some(_) => return (at + 1, Kind::Inner),
            None => {}
        }
        if rest.starts_with('.') {
            return plain;
        }
        let dotted = word.contains('.')
            && word.split('.').all(|s| {
                let n = s.chars().count();
                n == 1 && s.chars().all(char::is_alphabetic) || n <= 3 && s.chars().all(char::is_uppercase)
            });
        if dotted {
            return (at + 1, Kind::Final);
        }
        let mut letters = word.chars();
        if let (Some(letter), None) = (letters.next(), letters.next())
            && letter.is_uppercase()
            && follows.carries_on
            && !follows.starter
        {
            return (at + 1, Kind::Inner);
        }
        plain
    }

    /// What stands after byte `at`.
    fn follows(&self, at: usize) -> Follows {
        let rest = self.text[at..].trim_start();
        let Some(first) = rest.chars().next() else {
            return Follows { nothing: true, ..Follows::default() };
        };
        let end = rest.char_indices().nth(AHEAD).map_or(rest.len(), |(i, _)| i);
        let word = &rest[..run(&rest[..end], is_word)];
        Follows {
            nothing: false,
            digit: first.is_ascii_digit() || first == '*',
            carries_on: first.is_alphabetic() || matches!(first, ',' | ';'),
            // "J. A. Smith": a lone letter with a full stop is no word that begins a sentence.
            starter: first.is_uppercase()
                && !rest[word.len()..].starts_with('.')
                && self.rules.starters.contains(&*word.to_lowercase()),
        }
    }
}

/// What follows a full stop.
#[derive(Clone, Copy, Debug, Default)]
struct Follows {
    nothing: bool,
    digit: bool,
    /// A letter, or a mark after which the sentence goes on.
    carries_on: bool,
    /// A capitalised word that often begins a sentence.
    starter: bool,
}

/// Length in bytes of the characters at the start of `text` for which `take` holds.
fn run(text: &str, take: impl Fn(char) -> bool) -> usize {
    text.char_indices().find(|&(_, c)| !take(c)).map_or(text.len(), |(at, _)| at)
}

/// Length of the web address that `rest` begins with.
pub(crate) fn link(rest: &str) -> Option<usize> {
    if !rest.starts_with(['h', 'H', 'f', 'F', 'w', 'W']) {
        return None;
    }
    let begins = |prefix: &str| rest.get(..prefix.len()).is_some_and(|s| s.eq_ignore_ascii_case(prefix));
    let prefix = ["http://", "https://", "ftp://", "www."].into_iter().find(|p| begins(p))?;
    let mut end = run(rest, |c| !c.is_whitespace() && !opens(c) && !"\"<>»”’)]}|".contains(c));
    while let Some(last) = rest[..end].chars().next_back()
        && (is_stop(last) || matches!(last, ',' | ';' | ':' | '\''))
    {
        end -= last.len_utf8();
    }
    (end > prefix.len()).then_some(end)
}

/// Longest name before the `@` of an address.
const LONGEST_NAME: usize = 64;

/// Length of the e-mail address that `rest` begins with.
fn address(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let name =
        bytes.iter().take(LONGEST_NAME).position(|b| !(b.is_ascii_alphanumeric() || b"._%+-".contains(b)))?;
    if bytes[name] != b'@' || !bytes.get(name + 1).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let mut end = name + 1;
    end += bytes[end..].iter().take_while(|b| b.is_ascii_alphanumeric() || b"._-".contains(b)).count();
    while matches!(bytes[end - 1], b'.' | b'-' | b'_') {
        end -= 1;
    }
    Some(end)
}

/// Length of a placeholder such as `*NUMBER*` that `rest` begins with.
fn placeholder(rest: &str) -> Option<usize> {
    let name = run(&rest[1..], |c| c.is_ascii_uppercase());
    (name > 1 && rest[1 + name..].starts_with('*')).then_some(name + 2)
}

/// Length of a face of marks that `rest` begins with and that stands alone.
fn emoticon(rest: &str) -> Option<usize> {
    let nose = usize::from(rest[1..].starts_with('-'));
    let mouth = rest[1 + nose..].chars().next()?;
    let end = 1 + nose + mouth.len_utf8();
    let alone = rest[end..].chars().next().is_none_or(|c| c.is_whitespace() || is_stop(c));
    (alone && matches!(mouth, ')' | '(' | 'D' | 'P' | 'p' | '/')).then_some(end)
}
