//! Surface tokens to syntactic words.

use crate::characters::is_apostrophe;
use crate::rules::Rules;
use crate::surface::{Kind, Token};
use segun_report::Span;
use segun_syntax::{Multiword, Sentence, Word};

/// The sentence that `tokens` make up.
pub(crate) fn sentence(text: &str, tokens: &[Token], paragraph: usize, rules: &Rules) -> Sentence {
    let mut sentence = Sentence { paragraph, ..Sentence::default() };
    if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
        sentence.span = first.span.hull(last.span);
    }
    sentence.words.reserve(tokens.len() + tokens.len() / 8);
    // Whether only marks came before: the word's capital is then the sentence's.
    let mut begins = true;
    for (i, token) in tokens.iter().enumerate() {
        let surface = token.span.of(text);
        let space_before = token.space_before || i == 0;
        let parts = if surface.starts_with(|c: char| c.is_alphabetic()) && surface.len() > 1 {
            parts(surface, token.span, begins, rules)
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
fn parts(surface: &str, span: Span, begins: bool, rules: &Rules) -> Option<Parts> {
    let lower = surface.to_lowercase();
    if let Some(words) = rules.contractions.get(&lower) {
        return Some(whole(surface, &lower, words, span));
    }
    if lower.len() == surface.len() {
        ending(surface, &lower, span, rules).or_else(|| clitics(surface, &lower, span, begins, rules))
    } else {
        None
    }
}

/// A token of the contractions' list.
fn whole(surface: &str, lower: &str, words: &[String], span: Span) -> Parts {
    // Where the words make up the token as it is written, each has its own part of it.
    let apart = surface.is_ascii() && words.concat() == lower;
    let mut at = 0;
    words
        .iter()
        .enumerate()
        .map(|(i, word)| {
            if apart {
                let part = Span::new(span.start + at, span.start + at + word.len());
                at += word.len();
                (surface[at - word.len()..at].to_owned(), part)
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
    let (ending, between) = rules.endings.iter().find(|(ending, _)| fits(ending))?;
    // Back from the end by characters: apostrophes differ in their number of bytes.
    let back = ending.chars().count();
    let at = surface.char_indices().rev().nth(back - 1)?.0;
    let word = surface[at..].char_indices().nth(*between).map_or(at, |(i, _)| at + i);
    (at > 0).then(|| {
        vec![
            (surface[..at].to_owned(), Span::new(span.start, span.start + at)),
            (surface[word..].to_owned(), Span::new(span.start + word, span.end)),
        ]
    })
}

/// A verb form with pronouns.
fn clitics(surface: &str, lower: &str, span: Span, begins: bool, rules: &Rules) -> Option<Parts> {
    let mut letters = surface.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    if capital && !begins && letters.any(char::is_lowercase) {
        return None; // a name
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
