//! Text to sentences and syntactic words.
//!
//! Three steps, each a plain function over one line of the text (a line is a paragraph):
//!
//! 1. [`surface`](scan) cuts the line into surface tokens: every character that is not
//!    white space belongs to exactly one.
//! 2. `boundaries` finds where sentences end.
//! 3. `words` opens the tokens that stand for several syntactic words, as
//!    Universal Dependencies does ("del" is "de" + "el", "don't" is "do" + "n't").
//!
//! What differs between languages stands in the language's files: `tokens.tsv` (what
//! joins and what cuts), `abbreviations.tsv`, `starters.txt`, `contractions.tsv` and
//! `clitics.tsv`. [`Rules`] reads them once.

mod boundaries;
mod characters;
mod clitics;
mod rules;
mod surface;
mod words;

use boundaries::sentence_ends;
use rules::Rules;
use segun_language::Language;
use segun_report::Span;
use segun_syntax::Sentence;
use surface::scan;

/// A sentence with more surface tokens than this is cut, so that text without any
/// punctuation cannot make the later steps slow.
const LONGEST: usize = 200;

/// Splits text of one language into sentences and words.
#[derive(Debug)]
pub struct Tokenizer {
    rules: Rules,
}

impl Tokenizer {
    /// The tokenizer for `language`.
    pub fn new(language: Language) -> Self {
        Self { rules: Rules::load(language) }
    }

    /// Where the sentences of `text` stand, in order, without the words in them: what is not asked for is not looked at.
    pub fn sentence_spans<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Span> + 'a {
        lines(text).flat_map(move |line| {
            let mut tokens = Vec::new();
            scan(text, line, &self.rules, &mut tokens);
            let mut first = 0;
            let span = |end: usize| {
                let sentence = &tokens[first..end];
                first = end;
                words::span(sentence)
            };
            sentence_ends(text, &tokens, &self.rules, LONGEST).into_iter().map(span).collect::<Vec<_>>()
        })
    }

    /// The sentences of `text` in order; every character that is not white space
    /// belongs to exactly one surface token.
    pub fn sentences(&self, text: &str) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        let mut tokens = Vec::new();
        let mut paragraph = 0;
        for line in lines(text) {
            tokens.clear();
            scan(text, line, &self.rules, &mut tokens);
            if tokens.is_empty() {
                continue;
            }
            let mut first = 0;
            for end in sentence_ends(text, &tokens, &self.rules, LONGEST) {
                sentences.push(words::sentence(text, &tokens[first..end], paragraph, &self.rules));
                first = end;
            }
            paragraph += 1;
        }
        sentences
    }
}

/// The lines of `text`, without what ends them.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start > text.len() {
            return None;
        }
        let rest = &text[start..];
        let line = match characters::line_end(rest) {
            Some((at, c)) => {
                let line = Span::new(start, start + at);
                start += at + c.len_utf8();
                line
            }
            None => {
                let line = Span::new(start, text.len());
                start = text.len() + 1;
                line
            }
        };
        Some(line)
    })
}
