//! Credits that are known by their shape, whatever the language.

use super::{Around, CreditKind};

/// Characters before a dateline's name on its line.
const DATELINE: usize = 70;
/// Tokens beside names and byline words that a line may have and still be only a credit.
const STRANGERS: usize = 4;
/// Lines at the start and at the end of a report that may be only a credit.
const FIRST_LINES: usize = 6;
const LAST_LINES: usize = 4;

/// The kind of credit that the name is by its shape, and which shape.
pub(super) fn kind(around: &Around<'_>) -> Option<(CreditKind, String)> {
    if near_photo(around) {
        return None;
    }
    let all = [
        (dateline as fn(&Around<'_>) -> bool, CreditKind::Dateline, "dateline"),
        (notice, CreditKind::Notice, "copyright notice"),
        (signature, CreditKind::Byline, "signature"),
        (line_alone, CreditKind::Byline, "line of its own"),
    ];
    all.into_iter().find(|(holds, _, _)| holds(around)).map(|(_, kind, by)| (kind, by.to_owned()))
}

/// A word for pictures among the five tokens before it, or right after it.
fn near_photo(around: &Around<'_>) -> bool {
    let name = around.name();
    let line = around.tokens.line_of(name.first);
    let before = name.first.saturating_sub(5).max(line.start)..name.first;
    let after = name.end..(name.end + 1).min(line.end);
    before.chain(after).any(|i| around.cues.photo.contains(&around.tokens.all[i].lower))
}

/// "Madrid, 3 mar (EFE).-", "LONDON (Reuters) -", "EFE.-": in brackets, or first on its line, and then a dash.
fn dateline(around: &Around<'_>) -> bool {
    let (tokens, name) = (around.tokens, around.name());
    let line = tokens.lines[tokens.all[name.first].line];
    let start = tokens.all[name.first].span.start - line.start;
    if tokens.all[name.first].line >= FIRST_LINES || start > DATELINE {
        return false;
    }
    // Before and behind the name may stand other names: "(AFP/EFE) -".
    let mut first = name.first;
    while first > 0 && tokens.gap_before(first).starts_with('/') && around.is_name(first - 1) {
        first -= 1;
    }
    let before = tokens.gap_before(first).trim_end();
    let slashed = before.ends_with('/') && first > tokens.line_of(first).start;
    let bracketed = before.ends_with(['(', '[']) || slashed;
    let mut last = name.end - 1;
    while tokens.gap_after(last).chars().all(|c| matches!(c, '/' | ' ' | '-' | ',' | '|'))
        && !tokens.gap_after(last).contains(" - ")
        && around.is_name(last + 1)
        && tokens.all[last + 1].line == tokens.all[name.first].line
    {
        last += 1;
    }
    let behind = tokens.gap_after(last);
    if bracketed {
        let Some(rest) = behind.trim_start().strip_prefix([')', ']', '/']) else { return false };
        let sentence_before = tokens.text[line.start..line.start + start].contains(". ")
            && tokens.text[line.start..line.start + start].split(". ").any(|part| part.len() > 25);
        return !sentence_before && (slashed && rest.starts_with('.') || starts_dash(rest.trim_start()));
    }
    start == 0 && starts_dash(behind.trim_start()) && !behind.trim_start().starts_with(':')
}

fn starts_dash(text: &str) -> bool {
    let text = text.trim_start_matches('.').trim_start();
    text.starts_with(['-', '–', '—', '―', ':'])
}

/// "© 2024 The Associated Press", "(c) EFE", and the words for it.
fn notice(around: &Around<'_>) -> bool {
    let (tokens, name) = (around.tokens, around.name());
    let line = tokens.line_of(name.first);
    let near = name.first.saturating_sub(5).max(line.start)..name.first;
    let from = near.clone().next().unwrap_or(name.first);
    let start = if from == line.start {
        tokens.lines[tokens.all[name.first].line].start
    } else {
        tokens.all[from].span.start
    };
    let before = tokens.text[start..tokens.all[name.first].span.start].to_lowercase();
    let word = |i: usize| around.cues.notice.contains(&tokens.all[i].lower);
    before.contains('©') || before.contains("(c)") || near.into_iter().any(word)
}

/// At the end of a line, in brackets or behind a dash: "… on Monday. (AFP)", "… – Reuters".
fn signature(around: &Around<'_>) -> bool {
    let (tokens, name) = (around.tokens, around.name());
    let line = tokens.line_of(name.first);
    let behind = tokens.gap_after(name.end - 1);
    let before = tokens.gap_before(name.first).trim_end();
    let last = name.end == line.end && line.end > line.start + 1;
    let closed = behind.chars().all(|c| !c.is_alphanumeric()) && behind.contains([')', ']']);
    let ends_sentence =
        |before: &str| before.trim_end_matches(['(', '[', ' ']).ends_with(['.', '"', '”', '»', '!', '?']);
    let near_end = tokens.all[name.first].line + LAST_LINES >= tokens.lines.len();
    last && near_end
        && (before.ends_with(['(', '[']) && closed && ends_sentence(before)
            || before.ends_with(['–', '—', '/'])
                && ends_sentence(before.trim_end_matches(['–', '—', '/', ' '])))
}

/// A line of names, byline words and little else, near the start or the end of the report.
fn line_alone(around: &Around<'_>) -> bool {
    let (tokens, name) = (around.tokens, around.name());
    let number = tokens.all[name.first].line;
    let line = tokens.line_of(name.first);
    let at_edge = number < FIRST_LINES || number + LAST_LINES >= tokens.lines.len();
    if !at_edge || line.len() > 12 || line.clone().any(|i| around.cues.photo.contains(&tokens.all[i].lower)) {
        return false;
    }
    let mut strangers = 0;
    for i in line.clone() {
        let token = &tokens.all[i];
        if around.is_name(i) || around.cues.byline.contains(&token.lower) {
            continue;
        }
        // Names of people and places and dates only: a small word makes it a sentence.
        let capital = token.span.of(tokens.text).starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        if !capital {
            return false;
        }
        strangers += 1;
    }
    let text = tokens.lines[number].of(tokens.text);
    let separated = text.contains(['/', '|', '-', '–', '—', ',', '(', '·', '•'])
        || around.cues.byline.contains(&tokens.all[line.start].lower);
    strangers == 0 || separated && strangers <= STRANGERS
}
