//! Tokens, tags and trees on the raw text of treebanks, for the page of figures.
//!
//! Of a treebank that the model was trained on, only the documents held out of the training are read;
//! `training/build_data.py` divides them the same way.

use crate::conllu::{self, Sentence};
use crate::conllu_eval;
use crate::parse_eval;
use crate::reliability::Points;
use crate::scorer::{Figure, Scores};
use anyhow::Context;
use segun::Reader;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// Which documents of a treebank are read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum HeldOut {
    /// All: the model never saw any.
    All,
    /// The last ones, at least so many sentences.
    Last(usize),
    /// Every n-th.
    Every(usize),
}

impl HeldOut {
    fn of(self, sentences: Vec<Sentence>) -> Vec<Sentence> {
        let mut order: Vec<String> = Vec::new();
        let mut counts: HashMap<String, usize> = HashMap::new();
        for sentence in &sentences {
            if !counts.contains_key(&sentence.document) {
                order.push(sentence.document.clone());
            }
            *counts.entry(sentence.document.clone()).or_default() += 1;
        }
        let held: Vec<&String> = match self {
            Self::All => return sentences,
            Self::Every(n) => order.iter().skip(n - 1).step_by(n).collect(),
            Self::Last(least) => {
                let mut total = 0;
                order
                    .iter()
                    .rev()
                    .take_while(|document| {
                        let more = total < least;
                        total += counts[*document];
                        more
                    })
                    .collect()
            }
        };
        sentences.into_iter().filter(|s| held.contains(&&s.document)).collect()
    }
}

/// Measures `reader` on the held-out part of the treebank at `path`; `None` where its language is not served.
pub(crate) fn measure(
    reader: &Reader,
    path: &Path,
    language: &str,
    held: HeldOut,
) -> anyhow::Result<Option<Scores>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let gold = held.of(conllu::read(&text));
    let raw = conllu::raw_text(&gold);
    let Ok(system) = conllu_eval::parsed(reader, &raw, language) else { return Ok(None) };
    let figures = parse_eval::compare(&gold, &system)?
        .into_iter()
        .map(|(name, count)| {
            let figure = Figure::of(count.right as u64, count.system as u64, count.gold as u64);
            (name.to_owned(), figure)
        })
        .collect();
    let documents = gold.iter().map(|s| &s.document).collect::<std::collections::HashSet<_>>().len();
    Ok(Some(Scores {
        documents: documents as u64,
        missing: 0,
        text_differs: 0,
        figures,
        reliability: Points::new(),
    }))
}
