//! A report with its sentences analysed: what every reading step starts from.

use segun_language::Language;
use segun_report::{Report, Span};
use segun_syntax::{Analysis, Range, Sentence, Word};

/// A report with its sentences analysed.
#[derive(Debug)]
pub struct Document {
    /// The report.
    pub report: Report,
    /// Its language.
    pub language: Language,
    /// Its sentences in text order.
    pub sentences: Vec<Analysis>,
}

impl Document {
    /// The report's text.
    pub fn text(&self) -> &str {
        &self.report.text
    }

    /// Sentence number `i`.
    pub fn sentence(&self, i: usize) -> &Sentence {
        &self.sentences[i].sentence
    }

    /// Word `word` of sentence `sentence`.
    pub fn word(&self, sentence: usize, word: usize) -> &Word {
        &self.sentences[sentence].sentence.words[word]
    }

    /// The span from the first to the last word of `words`.
    pub fn span(&self, sentence: usize, words: &Range) -> Span {
        let all = &self.sentences[sentence].sentence.words;
        match (all.get(words.start), words.end.checked_sub(1).and_then(|i| all.get(i))) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::default(),
        }
    }

    /// The sentence in which byte `offset` lies, or the last one that begins before it.
    pub fn sentence_at(&self, offset: usize) -> Option<usize> {
        self.sentences.partition_point(|a| a.sentence.span.start <= offset).checked_sub(1)
    }

    /// The words of sentence `sentence` that overlap `span`.
    pub fn words_in(&self, sentence: usize, span: Span) -> Range {
        let words = &self.sentences[sentence].sentence.words;
        let start = words.partition_point(|w| w.span.end <= span.start);
        let end = words.partition_point(|w| w.span.start < span.end);
        start..end.max(start)
    }
}
