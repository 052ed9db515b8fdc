//! F1 of tokens, sentences, words, tags and trees on raw text, as the CoNLL 2018
//! shared task measures them (Zeman et al. 2018).
//!
//! Both sides are compared by their characters without white space, so that a system
//! need not cut the text as the gold does: a token is right where a gold token has the
//! same characters; words of multiword tokens are aligned by their forms (longest common
//! subsequence, without case); tags and heads are counted over aligned words.

use crate::conllu::{Sentence, Word};
use std::collections::{HashMap, HashSet};

/// Right, system's and gold's number of things.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    pub(crate) right: usize,
    pub(crate) system: usize,
    pub(crate) gold: usize,
}

impl Count {
    /// Harmonic mean of precision and recall, 0 where there is nothing.
    pub(crate) fn f1(self) -> f64 {
        let all = self.system + self.gold;
        if all == 0 { 0.0 } else { 2.0 * self.right as f64 / all as f64 }
    }
}

/// The figures by name, in the order of the shared task.
pub(crate) type Figures = Vec<(&'static str, Count)>;

/// One side laid out over the characters.
#[derive(Debug, Default)]
struct Side<'a> {
    characters: Vec<char>,
    tokens: Vec<(usize, usize)>,
    sentences: Vec<(usize, usize)>,
    words: Vec<Placed<'a>>,
}

#[derive(Debug)]
struct Placed<'a> {
    span: (usize, usize),
    multiword: bool,
    /// Index of the head among all words; `None` for a root.
    head: Option<usize>,
    word: &'a Word,
}

fn side(sentences: &[Sentence]) -> Side<'_> {
    let mut side = Side::default();
    for sentence in sentences {
        let begin = side.characters.len();
        let base = side.words.len();
        for token in &sentence.tokens {
            let start = side.characters.len();
            side.characters.extend(token.surface.chars().filter(|c| !c.is_whitespace()));
            let span = (start, side.characters.len());
            side.tokens.push(span);
            for word in sentence.words.iter().take(token.last + 1).skip(token.first) {
                side.words.push(Placed {
                    span,
                    multiword: token.last > token.first,
                    head: (word.head > 0 && word.head <= sentence.words.len()).then(|| base + word.head - 1),
                    word,
                });
            }
        }
        side.sentences.push((begin, side.characters.len()));
    }
    side
}

/// Compares `system` with `gold`.
///
/// # Errors
/// Where the two have not the same characters.
pub(crate) fn compare(gold: &[Sentence], system: &[Sentence]) -> anyhow::Result<Figures> {
    let gold = side(gold);
    let system = side(system);
    if let Some(at) = gold.characters.iter().zip(&system.characters).position(|(a, b)| a != b) {
        let near: String = gold.characters[at.saturating_sub(20)..].iter().take(40).collect();
        anyhow::bail!("the texts differ at character {at}: gold has '{near}'");
    }
    anyhow::ensure!(
        gold.characters.len() == system.characters.len(),
        "the texts differ in length: {} and {} characters without white space",
        gold.characters.len(),
        system.characters.len()
    );
    let pairs = align(&gold.words, &system.words);
    let to_gold: HashMap<usize, usize> = pairs.iter().map(|&(g, s)| (s, g)).collect();
    let count = |right: &dyn Fn(&Placed<'_>, &Placed<'_>) -> bool| Count {
        right: pairs.iter().filter(|&&(g, s)| right(&gold.words[g], &system.words[s])).count(),
        system: system.words.len(),
        gold: gold.words.len(),
    };
    let heads = |g: &Placed<'_>, s: &Placed<'_>| match (g.head, s.head) {
        (None, None) => true,
        (Some(g), Some(s)) => to_gold.get(&s) == Some(&g),
        _ => false,
    };
    Ok(vec![
        ("Tokens", spans(&gold.tokens, &system.tokens)),
        ("Sentences", spans(&gold.sentences, &system.sentences)),
        ("Words", count(&|_, _| true)),
        ("UPOS", count(&|g, s| g.word.upos == s.word.upos)),
        ("UFeats", count(&|g, s| universal(&g.word.features) == universal(&s.word.features))),
        ("Lemmas", count(&|g, s| g.word.lemma == "_" || g.word.lemma == s.word.lemma)),
        ("UAS", count(&heads)),
        ("LAS", count(&|g, s| heads(g, s) && base(&g.word.relation) == base(&s.word.relation))),
    ])
}

fn base(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}

/// The features that the shared task compares.
fn universal(features: &str) -> Vec<&str> {
    const UNIVERSAL: &[&str] = &[
        "PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number", "Case",
        "Definite", "Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident", "Polarity",
        "Person", "Polite",
    ];
    let mut kept: Vec<&str> = features
        .split('|')
        .filter(|pair| pair.split_once('=').is_some_and(|(name, _)| UNIVERSAL.contains(&name)))
        .collect();
    kept.sort_unstable();
    kept
}

fn spans(gold: &[(usize, usize)], system: &[(usize, usize)]) -> Count {
    let known: HashSet<&(usize, usize)> = gold.iter().collect();
    let right = system.iter().filter(|span| known.contains(span)).count();
    Count { right, system: system.len(), gold: gold.len() }
}

/// Pairs of gold and system words.
fn align(gold: &[Placed<'_>], system: &[Placed<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut g, mut s) = (0, 0);
    while g < gold.len() && s < system.len() {
        let (a, b) = (&gold[g], &system[s]);
        if a.multiword || b.multiword {
            // The stretch of characters that multiword tokens of both sides cover.
            let (g_end, s_end) = stretch(gold, system, &mut g, &mut s);
            lcs(gold, system, g..g_end, s..s_end, &mut pairs);
            (g, s) = (g_end, s_end);
        } else if a.span == b.span {
            pairs.push((g, s));
            g += 1;
            s += 1;
        } else if a.span.0 <= b.span.0 {
            g += 1;
        } else {
            s += 1;
        }
    }
    pairs
}

fn stretch(gold: &[Placed<'_>], system: &[Placed<'_>], g: &mut usize, s: &mut usize) -> (usize, usize) {
    let mut end = if gold[*g].multiword { gold[*g].span.1 } else { system[*s].span.1 };
    if !gold[*g].multiword {
        while *g < gold.len() && gold[*g].span.0 < system[*s].span.0 {
            *g += 1;
        }
    } else {
        while *s < system.len() && system[*s].span.0 < gold[*g].span.0 {
            *s += 1;
        }
    }
    let (mut g_end, mut s_end) = (*g, *s);
    loop {
        if g_end < gold.len() && gold[g_end].span.0 < end {
            if gold[g_end].multiword {
                end = end.max(gold[g_end].span.1);
            }
            g_end += 1;
        } else if s_end < system.len() && system[s_end].span.0 < end {
            if system[s_end].multiword {
                end = end.max(system[s_end].span.1);
            }
            s_end += 1;
        } else {
            return (g_end, s_end);
        }
    }
}

/// Pairs the words of two ranges by the longest common subsequence of their forms.
fn lcs(
    gold: &[Placed<'_>],
    system: &[Placed<'_>],
    gs: std::ops::Range<usize>,
    ss: std::ops::Range<usize>,
    pairs: &mut Vec<(usize, usize)>,
) {
    let lower = |side: &[Placed<'_>], range: &std::ops::Range<usize>| -> Vec<String> {
        side[range.clone()].iter().map(|p| p.word.form.to_lowercase()).collect()
    };
    let (a, b) = (lower(gold, &gs), lower(system, &ss));
    let mut table = vec![vec![0u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i][j] =
                if a[i] == b[j] { table[i + 1][j + 1] + 1 } else { table[i + 1][j].max(table[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((gs.start + i, ss.start + j));
            i += 1;
            j += 1;
        } else if table[i + 1][j] >= table[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conllu::read;

    const GOLD: &str = "1-2\tdel\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\tde\tADP\t_\t_\t3\tcase\t_\t_\n\
        2\tel\tel\tDET\t_\t_\t3\tdet\t_\t_\n3\trey\trey\tNOUN\t_\t_\t0\troot\t_\t_\n\n";

    #[test]
    fn a_file_equals_itself() {
        let gold = read(GOLD);
        assert!(compare(&gold, &gold).unwrap().iter().all(|(_, c)| c.f1() == 1.0));
    }

    #[test]
    fn an_unopened_contraction_costs_its_words_only() {
        let system =
            read("1\tdel\tdel\tADP\t_\t_\t2\tcase\t_\t_\n2\trey\trey\tNOUN\t_\t_\t0\troot\t_\t_\n\n");
        let figures: HashMap<_, _> = compare(&read(GOLD), &system).unwrap().into_iter().collect();
        assert_eq!(figures["Tokens"].f1(), 1.0);
        assert_eq!((figures["Words"].right, figures["Words"].system, figures["Words"].gold), (1, 2, 3));
        assert_eq!(figures["UAS"].right, 1);
    }
}
