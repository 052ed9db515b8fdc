//! Whom a report credits.
//!
//! 1. [`text`](Tokens) cuts the report into lines and tokens, and `sources` finds the names of
//!    agencies and outlets in it (`data/agencies.tsv`).
//! 2. `shapes` knows the credits that look alike in every language: a dateline ("(EFE).-"), a
//!    line with nothing but a credit, a copyright notice, a signature at the end.
//! 3. `cues` has the words of each language around a name (`credits.tsv` of its folder): "with
//!    information from", "according to", "reported".
//!
//! A credit says whose text or news it is. Whether two reports that credit one agency are the
//! *same* text of it is for [`crate::decide()`] to say, which looks at the texts.

mod cues;
mod shapes;
mod sources;
mod text;

use crate::words::word_hashes;
use cues::Cues;
use segun_language::Language;
use segun_report::Span;
use sources::{Found, Sources};
use std::collections::BTreeMap;
use text::Tokens;

/// How a report credits somebody, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CreditKind {
    /// Before the text: "Madrid, 3 mar (EFE).-".
    Dateline,
    /// A line or the end of one with nothing but the credit: "Reuters", "(AFP)".
    Byline,
    /// "© 2024 The Associated Press".
    Notice,
    /// "With information from Reuters": made of another's text, maybe together with its own.
    Sourced,
    /// "According to Reuters", "the New York Times reported": the news is another's, the text its own.
    Chain,
}

impl CreditKind {
    /// Its name in files and interfaces.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dateline => "dateline",
            Self::Byline => "byline",
            Self::Notice => "notice",
            Self::Sourced => "sourced",
            Self::Chain => "chain",
        }
    }
}

/// One credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// Who is credited: the id in `data/agencies.tsv`, or `name:` with the folded name of an outlet not listed.
    pub source: String,
    /// Its usual name.
    pub name: String,
    /// Whether it is an agency, which sells its text to others.
    pub agency: bool,
    /// How it is credited.
    pub kind: CreditKind,
    /// The name as it stands in the text.
    pub span: Span,
    /// What decided: a shape, or file and line of the pattern.
    pub by: String,
}

impl Credit {
    /// Whether the report's text is likely that of the agency credited, as a whole or in parts.
    pub fn is_wire(&self) -> bool {
        self.agency && self.kind != CreditKind::Chain
    }

    /// Of all credits of a report the surest of those that are [wire credits](Credit::is_wire), of these the first.
    pub fn wire_of(credits: &[Self]) -> Option<&Self> {
        credits.iter().filter(|c| c.is_wire()).min_by_key(|c| (c.kind, c.span.start))
    }
}

/// Finds credits; made once, used for many reports and from many threads.
#[derive(Debug)]
pub struct Credits {
    sources: Sources,
    cues: BTreeMap<&'static str, Cues>,
}

impl Default for Credits {
    fn default() -> Self {
        let cues = Language::all().into_iter().map(|l| (l.code(), Cues::load(l))).collect();
        Self { sources: Sources::load(), cues }
    }
}

impl Credits {
    /// All credits of `text`, in text order, one for each name at most. `language` is the text's code, as far as it
    /// is known; a language that is not served has the credits that need no words. What `publisher` says of
    /// itself is no credit, unless it is an agency.
    pub fn all(&self, text: &str, publisher: Option<&str>, language: Option<&str>) -> Vec<Credit> {
        let tokens = Tokens::of(text);
        let cues = language.and_then(Language::by_code).and_then(|l| self.cues.get(l.code()));
        let none = Cues::default();
        let cues = cues.unwrap_or(&none);
        let own = publisher.map(word_hashes).unwrap_or_default();
        let own_source = publisher.and_then(|p| self.sources.find(&Tokens::of(p)).first()?.source);
        let mut found = self.sources.find(&tokens);
        found.extend(cues.unlisted(&tokens, &found));
        found.sort_by_key(|f| f.first);
        let mut credits = Vec::new();
        for (i, name) in found.iter().enumerate() {
            let around = Around { tokens: &tokens, found: &found, at: i, cues };
            let shape = shapes::kind(&around);
            // A line of its own may say what exactly is credited.
            let words = match &shape {
                Some((kind, _)) if *kind != CreditKind::Byline => None,
                _ => cues.kind(&around),
            };
            let words = words.filter(|(kind, _)| shape.is_none() || *kind == CreditKind::Sourced);
            let Some((kind, by)) = words.or(shape) else { continue };
            let span = tokens.span(name.first, name.end);
            let source = name.source.map(|n| &self.sources.all[n]);
            let agency = source.is_some_and(|s| s.agency);
            let named_own = name.source.is_some() && name.source == own_source;
            if !agency && (named_own || own == word_hashes(span.of(text))) {
                continue;
            }
            credits.push(Credit {
                source: source.map_or_else(|| format!("name:{}", tokens.lower(name)), |s| s.id.clone()),
                name: source.map_or_else(|| span.of(text).to_owned(), |s| s.name.clone()),
                agency,
                kind,
                span,
                by,
            });
        }
        credits
    }

    /// The agency whose text the report seems to be: see [`Credit::wire_of`].
    pub fn wire(&self, text: &str, publisher: Option<&str>, language: Option<&str>) -> Option<Credit> {
        Credit::wire_of(&self.all(text, publisher, language)).cloned()
    }
}

/// One name and what stands around it.
struct Around<'a> {
    tokens: &'a Tokens<'a>,
    found: &'a [Found],
    at: usize,
    cues: &'a Cues,
}

impl<'a> Around<'a> {
    fn name(&self) -> &'a Found {
        &self.found[self.at]
    }

    /// Whether token `i` belongs to some name.
    fn is_name(&self, i: usize) -> bool {
        self.found.iter().any(|f| f.first <= i && i < f.end)
    }
}
