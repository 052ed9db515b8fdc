//! The words of a language around a credited name.

use super::sources::Found;
use super::text::Tokens;
use super::{Around, CreditKind};
use segun_language::{Language, table};

/// Words between a cue and its name at most.
const BETWEEN: usize = 6;

/// What `credits.tsv` of a language says.
#[derive(Debug, Default)]
pub(super) struct Cues {
    patterns: Vec<Pattern>,
    and: Vec<String>,
    noun: Vec<String>,
    outlet: Vec<String>,
    pub(super) byline: Vec<String>,
    pub(super) notice: Vec<String>,
    pub(super) photo: Vec<String>,
}

/// Words before and after a name; each place has a choice of words.
#[derive(Debug)]
struct Pattern {
    kind: CreditKind,
    before: Vec<Vec<String>>,
    after: Vec<Vec<String>>,
    line: usize,
}

impl Cues {
    pub(super) fn load(language: Language) -> Self {
        let mut cues = Self::default();
        for row in table::rows(language.file("credits.tsv")) {
            let words = row.list(1).map(str::to_owned);
            match row.get(0) {
                "and" => cues.and.extend(words),
                "noun" => cues.noun.extend(words),
                "outlet" => cues.outlet.extend(words),
                "byline" => cues.byline.extend(words),
                "notice" => cues.notice.extend(words),
                "photo" => cues.photo.extend(words),
                role => {
                    let kind = if role == "sourced" { CreditKind::Sourced } else { CreditKind::Chain };
                    let (before, after) = row.get(1).split_once("{}").unwrap_or((row.get(1), ""));
                    let places = |part: &str| -> Vec<Vec<String>> {
                        let choice = |place: &str| place.split('|').map(str::to_owned).collect();
                        part.split_whitespace().map(choice).collect()
                    };
                    let pattern =
                        Pattern { kind, before: places(before), after: places(after), line: row.line };
                    cues.patterns.push(pattern);
                }
            }
        }
        for row in table::rows(language.file("demonyms.tsv")) {
            let words = row.list(1).flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
            cues.noun.extend(words.map(str::to_lowercase));
        }
        // The longest first: it says most.
        cues.patterns.sort_by_key(|p| (p.kind, std::cmp::Reverse(p.before.len() + p.after.len()), p.line));
        cues
    }

    /// The kind of credit that the words around the name make it, and the file and line that say so.
    pub(super) fn kind(&self, around: &Around<'_>) -> Option<(CreditKind, String)> {
        let fits = |p: &&Pattern| match (p.before.is_empty(), p.after.is_empty()) {
            (false, _) => self.stands_before(around, &p.before),
            (true, false) => self.stands_after(around, &p.after),
            (true, true) => false,
        };
        let pattern = self.patterns.iter().find(fits)?;
        Some((pattern.kind, format!("credits.tsv:{}", pattern.line)))
    }

    /// Whether the words stand before the name, with nouns and other names between.
    fn stands_before(&self, around: &Around<'_>, words: &[Vec<String>]) -> bool {
        let (tokens, name) = (around.tokens, around.name());
        let line = tokens.line_of(name.first);
        let mut end = name.first;
        for _ in 0..=BETWEEN {
            if cuts(tokens, end, line.start) {
                return false;
            }
            let start = end.checked_sub(words.len()).filter(|&start| start >= line.start);
            let Some(start) = start else { return false };
            let here = words.iter().zip(&tokens.all[start..end]).all(|(choice, t)| choice.contains(&t.lower));
            if here && (start + 1..end).all(|i| !cuts(tokens, i, line.start)) {
                return true;
            }
            let skipped = &tokens.all[end - 1].lower;
            let listed = self.and.contains(skipped) && end > 1 && around.is_name(end - 2);
            let noun = self.noun.contains(skipped) || self.outlet.contains(skipped);
            if !listed && !noun && !around.is_name(end - 1) {
                return false;
            }
            end -= 1;
        }
        false
    }

    fn stands_after(&self, around: &Around<'_>, words: &[Vec<String>]) -> bool {
        let (tokens, name) = (around.tokens, around.name());
        let line = tokens.line_of(name.first);
        // "Reuters news agency reported", "Reuters on Monday reported".
        for start in name.end..name.end + 3 {
            if start + words.len() > line.end || cuts(tokens, start, line.start) {
                return false;
            }
            if words.iter().zip(&tokens.all[start..]).all(|(choice, t)| choice.contains(&t.lower)) {
                return true;
            }
            if !self.noun.contains(&tokens.all[start].lower) {
                return false;
            }
        }
        false
    }

    /// Capitalised names behind a noun for outlets ("the newspaper Cape Argus"), unless a listed name stands there.
    pub(super) fn unlisted(&self, tokens: &Tokens<'_>, listed: &[Found]) -> Vec<Found> {
        let mut found = Vec::new();
        for i in 1..tokens.all.len() {
            let capital =
                |i: usize| tokens.all[i].span.of(tokens.text).starts_with(|c: char| c.is_uppercase());
            let noun = &tokens.all[i - 1];
            if !self.outlet.contains(&noun.lower)
                || noun.line != tokens.all[i].line
                || !capital(i)
                || !matches!(tokens.gap_before(i), " " | " \"" | " «" | " “" | " '")
            {
                continue;
            }
            let mut end = i + 1;
            let follows = |end: usize| {
                tokens.all.get(end).is_some_and(|t| t.line == noun.line) && tokens.gap_before(end) == " "
            };
            while end - i < 6 && follows(end) {
                // A small word belongs to the name where a capital follows ("La Voz de Arroyo").
                let small = self.noun.contains(&tokens.all[end].lower) && follows(end + 1);
                end += match (capital(end), small) {
                    (true, _) => 1,
                    (false, true) if capital(end + 1) => 2,
                    _ => break,
                };
            }
            if !listed.iter().any(|f| f.first < end && i < f.end) {
                found.push(Found { source: None, first: i, end });
            }
        }
        found
    }
}

/// Whether a mark that ends a sentence or clause stands before token `i`.
fn cuts(tokens: &Tokens<'_>, i: usize, line_start: usize) -> bool {
    i > line_start
        && i < tokens.all.len()
        && tokens.gap_before(i).contains(['.', ';', '!', '?', '…'])
        && tokens.all[i - 1].lower.chars().count() > 1
}
