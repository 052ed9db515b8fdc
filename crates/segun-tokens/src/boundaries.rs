//! Where sentences end within one line.
//!
//! A stop ends a sentence together with the marks that close after it, unless what
//! follows carries the sentence on: a small letter ("...", dijo), a comma, or a dash
//! and a small letter (—dijo—). The stop of an abbreviation ends one only before a word
//! that often begins a sentence; before a small letter only the full stop of an ordinary word does, and a link begins one.

use crate::characters::{closes, is_dash, opens, opens_or_closes};
use crate::rules::Rules;
use crate::surface::{Kind, Token, link};

/// Brackets that hold more tokens than this do not keep their sentences together.
const LONGEST_BRACKET: usize = 60;

/// Letters from which on a word in small letters is no abbreviation.
const SHORTEST_ORDINARY: usize = 4;

/// One past the last token of each sentence, in order.
pub(crate) fn sentence_ends(text: &str, tokens: &[Token], rules: &Rules, longest: usize) -> Vec<usize> {
    let inside = inside_brackets(text, tokens);
    let mut ends = Vec::new();
    let mut first = 0;
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        let mut end = at + 1;
        // The last stop of several, "...)." say: it may stand outside brackets.
        let mut stop = at;
        if matches!(token.kind, Kind::Stop | Kind::Final) {
            while end < tokens.len()
                && (closes_after(text, tokens, end)
                    || tokens[end].kind == Kind::Stop && !tokens[end].space_before)
            {
                if tokens[end].kind == Kind::Stop {
                    stop = end;
                }
                end += 1;
            }
            let dateline = dash_after_stop(text, tokens, end);
            end += usize::from(dateline);
            // "(Applause.)": a sentence of its own.
            let whole = inside[stop] == Some(first) && inside[end - 1].is_none();
            if end < tokens.len()
                && (inside[stop].is_none() || whole)
                && !only_a_number(text, &tokens[first..at])
                && begins(text, tokens, end, tokens[stop].kind, rules, end > at + 1)
            {
                ends.push(end);
                first = end;
            }
        }
        at = end;
        while at - first >= longest {
            let cut = cut(text, &tokens[first..at]) + first;
            ends.push(cut);
            first = cut;
        }
    }
    if first < tokens.len() {
        ends.push(tokens.len());
    }
    ends
}

fn first_char(text: &str, token: &Token) -> char {
    token.span.of(text).chars().next().unwrap_or(' ')
}

/// Whether token `at` closes something that began before the stop.
fn closes_after(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let c = first_char(text, token);
    if closes(c) {
        return true;
    }
    // A mark that may open too closes where it is glued to what stands before it.
    (opens_or_closes(c) || c == '“')
        && !token.space_before
        && tokens
            .get(at + 1)
            .is_none_or(|next| next.space_before || !first_char(text, next).is_alphanumeric())
}

/// Whether token `at` is the dash glued to a stop that ends a dateline ("(EFE).-").
fn dash_after_stop(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        !token.space_before
            && is_dash(first_char(text, token))
            && tokens.get(at + 1).is_some_and(|next| next.space_before)
    })
}

/// Whether a sentence can begin at token `at`, after a stop of `kind`, where `closed` with marks between the two.
fn begins(text: &str, tokens: &[Token], at: usize, kind: Kind, rules: &Rules, closed: bool) -> bool {
    // The first letter or digit, beyond marks that open.
    let mut dashes = 0;
    let mut opened = false;
    let mut word = None;
    for token in &tokens[at..tokens.len().min(at + 4)] {
        let c = first_char(text, token);
        if token.kind == Kind::Mark {
            if is_dash(c) {
                dashes += 1;
            } else if opens(c) || opens_or_closes(c) {
                opened = true;
            } else if matches!(c, ',' | ';' | ':') || closes(c) {
                return false;
            } else {
                // Bullets, symbols: they begin something new.
                return kind == Kind::Stop;
            }
            continue;
        }
        word = Some(token);
        break;
    }
    let Some(word) = word else { return kind == Kind::Stop && dashes == 0 };
    if word.kind == Kind::Stop {
        return opened;
    }
    let surface = word.span.of(text);
    let first = surface.chars().find(|c| c.is_alphanumeric()).unwrap_or('A');
    if first.is_lowercase() {
        let careless = || !closed && ends_careless(text, &tokens[..at]);
        return kind == Kind::Stop
            && tokens[at].space_before
            && (link(surface).is_some() || rules.starters.contains(surface) && careless());
    }
    if !tokens[at].space_before && !closed && kind == Kind::Stop && !first.is_uppercase() {
        return false;
    }
    match kind {
        Kind::Final => {
            let lower = surface.to_lowercase();
            let head = lower.split(|c: char| !c.is_alphanumeric()).next().unwrap_or(&lower);
            closed || rules.starters.contains(head)
        }
        _ => true,
    }
}

/// Whether the stop that `tokens` end with may end a sentence before a small letter: the full stop of a word in small letters
/// that is too long for an abbreviation, or the mark of a question or a call that no mark opens ("¿Por qué? se preguntó").
fn ends_careless(text: &str, tokens: &[Token]) -> bool {
    let [before @ .., word, stop] = tokens else { return false };
    let (word, glued, stop) = (word.span.of(text), !stop.space_before, stop.span.of(text));
    if stop == "." {
        return glued && word.chars().count() >= SHORTEST_ORDINARY && word.chars().all(char::is_lowercase);
    }
    let opened = |token: &Token| matches!(first_char(text, token), '¿' | '¡');
    stop.chars().all(|c| matches!(c, '?' | '!')) && !before.iter().rev().take(LONGEST_BRACKET).any(opened)
}

/// Whether the sentence so far is only the number or letter of a list's item.
fn only_a_number(text: &str, tokens: &[Token]) -> bool {
    match tokens {
        [only] => {
            let surface = only.span.of(text);
            surface.len() <= 3 && surface.bytes().all(|b| b.is_ascii_digit()) || surface.starts_with('*')
        }
        _ => false,
    }
}

/// For each token where the outermost brackets open that it stands in, if they are closed soon.
fn inside_brackets(text: &str, tokens: &[Token]) -> Vec<Option<usize>> {
    let mut inside = vec![None; tokens.len()];
    let mut open: Vec<usize> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match first_char(text, token) {
            '(' | '[' => open.push(i),
            ')' | ']' => {
                if let Some(start) = open.pop()
                    && i - start <= LONGEST_BRACKET
                {
                    inside[start..i].fill(Some(start));
                }
            }
            _ => {}
        }
    }
    inside
}

/// Where to cut a sentence that is too long: after the last mark of its second half.
fn cut(text: &str, tokens: &[Token]) -> usize {
    let half = tokens.len() / 2;
    let marks = |c: char| matches!(c, ';' | ',' | ':');
    (half..tokens.len()).rev().find(|&i| marks(first_char(text, &tokens[i]))).map_or(tokens.len(), |i| i + 1)
}
