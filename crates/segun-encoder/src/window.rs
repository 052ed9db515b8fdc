//! Sentences to windows that fit the model, windows to batches.
//!
//! Nearly every sentence is one window. A longer one is cut between words, so that any
//! input costs time in proportion to its length.

use crate::pieces::{BEGIN, END, Pieces};
use segun_syntax::Sentence;
use std::ops::Range;

/// Words of a window at most: trees cost the square of it.
const MAX_WORDS: usize = 200;

/// Rows (pieces) that go through a layer together.
const BATCH_ROWS: usize = 384;

/// A run of words of one sentence, as pieces.
#[derive(Debug)]
pub(crate) struct Window {
    /// Index of the sentence.
    pub(crate) sentence: usize,
    /// Its words.
    pub(crate) words: Range<usize>,
    /// Pieces, begin and end marks included.
    pub(crate) pieces: Vec<u32>,
    /// For each word, its rows in `pieces`.
    pub(crate) rows: Vec<Range<usize>>,
}

/// Cuts every sentence into windows of at most `max_pieces` pieces, in order.
pub(crate) fn windows(sentences: &[Sentence], pieces: &Pieces, max_pieces: usize) -> Vec<Window> {
    let mut all = Vec::with_capacity(sentences.len());
    for (i, sentence) in sentences.iter().enumerate() {
        let mut window = Window::begin(i, 0);
        let mut multiwords = sentence.multiwords.iter().peekable();
        for (w, word) in sentence.words.iter().enumerate() {
            let start = window.pieces.len();
            // The parts of a token ("de" + "o") are words of their own to the model, as in its training.
            while multiwords.next_if(|m| m.last < w).is_some() {}
            let later_part = multiwords.peek().is_some_and(|m| m.first < w);
            pieces.encode(&word.form, word.space_before || w == 0 || later_part, &mut window.pieces);
            let full = window.pieces.len() + 1 > max_pieces || window.rows.len() == MAX_WORDS;
            if full && !window.rows.is_empty() {
                let moved = window.pieces.split_off(start);
                window.end(w, &mut all);
                window = Window::begin(i, w);
                window.pieces.extend_from_slice(&moved);
            }
            let start = window.rows.last().map_or(1, |r: &Range<usize>| r.end);
            window.rows.push(start..window.pieces.len());
        }
        window.end(sentence.words.len(), &mut all);
    }
    all
}

impl Window {
    fn begin(sentence: usize, word: usize) -> Self {
        Self { sentence, words: word..word, pieces: vec![BEGIN], rows: Vec::new() }
    }

    fn end(mut self, word: usize, all: &mut Vec<Window>) {
        if self.rows.is_empty() {
            return;
        }
        self.words.end = word;
        self.pieces.push(END);
        all.push(self);
    }
}

/// Groups window numbers into batches of about [`BATCH_ROWS`] rows, alike in length.
pub(crate) fn batches(windows: &[Window]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..windows.len()).collect();
    order.sort_by_key(|&i| windows[i].pieces.len());
    let mut batches = Vec::new();
    let mut batch = Vec::new();
    let mut rows = 0;
    for i in order {
        let more = windows[i].pieces.len();
        if rows + more > BATCH_ROWS && !batch.is_empty() {
            batches.push(std::mem::take(&mut batch));
            rows = 0;
        }
        batch.push(i);
        rows += more;
    }
    if !batch.is_empty() {
        batches.push(batch);
    }
    batches
}
