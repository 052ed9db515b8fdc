//! Sentences and words.

use crate::{Features, Relation, Upos};
use segun_report::Span;

/// A sentence: its syntactic words in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    /// Where it stands in the report.
    pub span: Span,
    /// Number of the paragraph that it belongs to, from 0.
    pub paragraph: usize,
    /// Syntactic words.
    pub words: Vec<Word>,
    /// Surface tokens that hold several words, in order.
    pub multiwords: Vec<Multiword>,
}

impl Sentence {
    /// Whether words `a` and `b` are parts of the same surface token.
    pub fn same_token(&self, a: usize, b: usize) -> bool {
        self.multiwords.iter().any(|m| m.first <= a.min(b) && a.max(b) <= m.last)
    }

    /// How many surface tokens stand between words `a` and `b`, which come in this order.
    pub fn tokens_between(&self, a: usize, b: usize) -> usize {
        (a + 1..b).filter(|&w| !self.same_token(w - 1, w) && !self.same_token(w, b)).count()
    }
}

/// A surface token that stands for several syntactic words ("del" = "de" + "el").
#[derive(Clone, Debug, PartialEq)]
pub struct Multiword {
    /// Index of its first word in the sentence.
    pub first: usize,
    /// Index of its last word.
    pub last: usize,
    /// Where the token stands.
    pub span: Span,
}

/// A syntactic word (Universal Dependencies).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word {
    /// Where its surface stands. The words of a multiword token share the token's
    /// span, unless their surfaces can be told apart ("reunir|se"), where each has its own part, or
    /// the token ends in the last word as it is ("do": "de" has all of it, "o" its last letter).
    pub span: Span,
    /// The word as written; inside multiword tokens the expanded form.
    pub form: String,
    /// Whether white space (or the sentence's edge) comes before it.
    pub space_before: bool,
    /// Lemma; empty before the encoder has run.
    pub lemma: String,
    /// Part of speech.
    pub upos: Upos,
    /// Morphological features.
    pub features: Features,
    /// Index of the head in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Relation to the head, subtype included.
    pub relation: Relation,
}
