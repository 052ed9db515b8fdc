//! Surface tokens to syntactic words.

use crate::characters::is_apostrophe;
use crate::rules::Rules;
use crate::surface::{Kind, Token};
use segun_report::Span;
use segun_syntax::{Multiword, Sentence, Word};

/// Where the sentence that `tokens` make up stands.
pub(crate) fn span(tokens: &[Token]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.hull(last.span),
        _ => Span::default(),
    }
}

/// The sentence that `tokens` make up.
pub(crate) fn sentence(text: &str, tokens: &[Token], paragraph: usize, rules: &Rules) -> Sentence {
    let mut sentence = Sentence { paragraph, span: span(tokens), ..Sentence::default() };
    sentence.words.reserve(tokens.len() + tokens.len() / 8);
    // Whether only marks came before: the word's capital is then the sentence's.
    let mut begins = true;
    for (i, token) in tokens.iter().enumerate() {
        let surface = token.span.of(text);
        let space_before = token.space_before || i == 0;
        let parts = if surface.starts_with(|c: char| c.is_alphabetic()) && surface.len() > 1 {
            let next = tokens.get(i + 1).map(|next| next.span.of(text));
            parts(surface, token.span, begins, next, rules)
        } else {
            None
        };
        begins &= token.kind == Kind::Mark;
        let Some(parts) = parts else {
            sentence.words.push(word(surface.to_owned(), token.span, space_before));
            continue;
        };
        let first = sentence.words.len();
        for (k, (form, span)) in parts.into_iter().enumerate() {
            sentence.words.push(word(form, span, space_before && k == 0));
        }
        let last = sentence.words.len() - 1;
        sentence.multiwords.push(Multiword { first, last, span: token.span });
    }
    sentence
}

fn word(form: String, span: Span, space_before: bool) -> Word {
    Word { form, span, space_before, ..Word::default() }
}

type Parts = Vec<(String, Span)>;

/// The words that `surface` stands for, with their spans; `None` where it is one word.
fn parts(surface: &str, span: Span, begins: bool, next: Option<&str>, rules: &Rules) -> Option<Parts> {
    let lower = surface.to_lowercase();
    if let Some(contraction) = rules.contractions.get(&lower) {
        return contraction.opens_before(next).then(|| whole(surface, &lower, &contraction.words, span));
    }
    if lower.len() == surface.len() {
        clitics(surface, &lower, span, begins, rules).or_else(|| ending(surface, &lower, span, rules))
    } else {
        None
    }
}

/// A token of the contractions' list.
fn whole(surface: &str, lower: &str, words: &[String], span: Span) -> Parts {
    // Where the words make up the token as it is written, each has its own part of it.
    let apart = surface.is_ascii() && words.concat() == lower;
    // Elsewhere the last word may still be the token's end: "do" is "de" + "o".
    let last = words.last().filter(|word| !apart && surface.is_ascii() && lower.ends_with(word.as_str()));
    let mut at = 0;
    words
        .iter()
        .enumerate()
        .map(|(i, word)| {
            if apart {
                let part = Span::new(span.start + at, span.start + at + word.len());
                at += word.len();
                (surface[at - word.len()..at].to_owned(), part)
            } else if let Some(last) = last.filter(|_| i + 1 == words.len()) {
                let begin = surface.len() - last.len();
                (like(surface, word, i == 0), Span::new(span.start + begin, span.end))
            } else {
                (like(surface, word, i == 0), span)
            }
        })
        .collect()
}

/// `word` with the capitals of `surface`.
fn like(surface: &str, word: &str, first: bool) -> String {
    let mut letters = surface.chars().filter(|c| c.is_alphabetic());
    let capital = letters.next().is_some_and(char::is_uppercase);
    let all = capital && letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_uppercase);
    if all {
        word.to_uppercase()
    } else if capital && first {
        let mut chars = word.chars();
        chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
    } else {
        word.to_owned()
    }
}

/// A token with an ending that is a word of its own.
fn ending(surface: &str, lower: &str, span: Span, rules: &Rules) -> Option<Parts> {
    if rules.endings.is_empty() {
        return None;
    }
    let plain: String;
    let plain = if surface.is_ascii() && !surface.contains(['`']) {
        lower
    } else {
        plain = lower.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).collect();
        &plain
    };
    let fits = |e: &str| plain.len() > e.len() && plain.ends_with(e);
    let ending = rules.endings.iter().find(|ending| fits(&ending.written))?;
    // Back from the end by characters: apostrophes differ in their number of bytes.
    let back = ending.written.chars().count();
    let at = surface.char_indices().rev().nth(back - 1)?.0;
    // "Hepatite-A": what is written in capitals behind small letters is a name's own part.
    let capital = |text: &str| text.chars().any(char::is_uppercase);
    if at == 0 || capital(&surface[at..]) && surface[..at].chars().any(char::is_lowercase) {
        return None;
    }
    let mut parts = vec![(surface[..at].to_owned(), Span::new(span.start, span.start + at))];
    // Each word has the characters that make it up; what stands before them belongs to no word.
    let mut from = 0;
    for (i, word) in ending.words.iter().enumerate() {
        let rest = &ending.written[from..];
        let found = if i + 1 == ending.words.len() {
            rest.ends_with(word.as_str()).then(|| rest.len() - word.len())
        } else {
            rest.find(word.as_str())
        };
        let (begin, end) = match found {
            Some(begin) => (from + begin, from + begin + word.len()),
            // "lho" is "lhe" + "o".
            None => (from + rest.find(char::is_alphabetic).unwrap_or(0), ending.written.len()),
        };
        let byte = |written: usize| {
            let characters = ending.written[..written].chars().count();
            surface[at..].char_indices().nth(characters).map_or(surface.len(), |(i, _)| at + i)
        };
        let (begin, end) = (byte(begin), byte(end));
        let form = if found.is_some() { surface[begin..end].to_owned() } else { word.clone() };
        parts.push((form, Span::new(span.start + begin, span.start + end)));
        from = found.map_or(from, |begin| from + begin + word.len());
    }
    Some(parts)
}

/// A verb form with pronouns.
fn clitics(surface: &str, lower: &str, span: Span, begins: bool, rules: &Rules) -> Option<Parts> {
    let mut letters = surface.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    if capital && !begins && letters.any(char::is_lowercase) {
        return None; // a name
    }
    if let Some((host, pronouns)) = rules.clitics.split_between(lower) {
        // The verb stands around its pronouns: none has a part of its own.
        let mut parts = vec![(like(surface, &host, true), span)];
        for (begin, end) in pronouns {
            parts.push((surface.get(begin..end)?.to_owned(), span));
        }
        return Some(parts);
    }
    let (host, at, pronouns) = rules.clitics.split(lower)?;
    let mut parts = Vec::with_capacity(1 + pronouns.len());
    parts.push((like(surface, &host, true), Span::new(span.start, span.start + at)));
    let mut at = at;
    for pronoun in pronouns {
        let end = at + pronoun.len();
        parts.push((surface.get(at..end)?.to_owned(), Span::new(span.start + at, span.start + end)));
        at = end;
    }
    Some(parts)
}
