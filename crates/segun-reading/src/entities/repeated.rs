//! One report takes a name one way: what is a place once is the same place elsewhere, and a name that is taken for
//! several things is what most speaks for.

use super::lexicon::Lexicon;
use super::names::{Name, is_capital};
use super::places;
use crate::Document;
use crate::confidence::LISTED;
use rustc_hash::{FxHashMap, FxHashSet};
use segun_knowledge::fold;
use segun_report::{EntityType, Why};
use std::collections::BTreeMap;

/// Names of one word that is shorter are not looked for elsewhere.
const LETTERS: usize = 4;

/// Makes places of the names and words that are places elsewhere in the report, and gives names of the same words one
/// type.
pub(super) fn unify(document: &Document, lexicon: &Lexicon, names: &mut Vec<Name<'_>>) {
    let folded: Vec<Vec<String>> = document
        .sentences
        .iter()
        .map(|analysis| analysis.sentence.words.iter().map(|w| fold(&w.form)).collect())
        .collect();
    let words = |name: &Name<'_>| folded[name.sentence][name.words.clone()].to_vec();
    let named: FxHashSet<Vec<String>> = names
        .iter()
        .filter(|n| n.kind == EntityType::Location)
        .map(words)
        .filter(|words| is_distinct(words, lexicon) && places::is_usual_name(&words.join(" "), lexicon))
        .collect();
    let persons: Vec<Vec<String>> =
        names.iter().filter(|n| n.kind == EntityType::Person).map(words).collect();
    for name in names.iter_mut().filter(|n| n.kind == EntityType::Person && n.known.is_none()) {
        let own = words(name);
        let person = persons.iter().any(|p| p.len() > own.len() && p.windows(own.len()).any(|w| w == own));
        if named.contains(&own) && !person {
            name.kind = EntityType::Location;
            name.why = Why::rule("name", "a place elsewhere in the report");
        }
    }
    agree(&folded, names);
    add_missed(document, &folded, &named, names);
}

/// Gives names of the same words the type for which their scores add up to the most; known ones keep theirs.
fn agree(folded: &[Vec<String>], names: &mut [Name<'_>]) {
    let mut alike: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        alike.entry(&folded[name.sentence][name.words.clone()]).or_default().push(index);
    }
    for indices in alike.into_values() {
        if indices.iter().any(|&i| names[i].known.is_some()) {
            continue;
        }
        let mut scores: Vec<(EntityType, f32)> = Vec::new();
        for name in indices.iter().map(|&i| &names[i]) {
            let score = name.why.score.unwrap_or(LISTED);
            match scores.iter_mut().find(|(kind, _)| *kind == name.kind) {
                Some((_, sum)) => *sum += score,
                None => scores.push((name.kind, score)),
            }
        }
        let Some((most, _)) = scores.into_iter().reduce(|a, b| if b.1 > a.1 { b } else { a }) else {
            continue;
        };
        for i in indices {
            if names[i].kind != most {
                names[i].kind = most;
                names[i].why.by = "its type elsewhere in the report".to_owned();
            }
        }
    }
}

/// Whether the words can hardly be anything but that name.
fn is_distinct(words: &[String], lexicon: &Lexicon) -> bool {
    match words {
        [word] => {
            word.chars().count() >= LETTERS
                && !lexicon.places.is_ordinary(word)
                && !lexicon.has("region", word)
        }
        _ => true,
    }
}

/// Adds where the words of `places` stand alone and were taken for no name.
fn add_missed(
    document: &Document,
    folded: &[Vec<String>],
    places: &FxHashSet<Vec<String>>,
    names: &mut Vec<Name<'_>>,
) {
    let mut lengths: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut sorted: Vec<&Vec<String>> = places.iter().collect();
    sorted.sort_by_key(|words| (std::cmp::Reverse(words.len()), *words));
    for words in sorted {
        lengths.entry(&words[0]).or_default().push(words.len());
    }
    let mut taken: FxHashSet<(usize, usize)> = FxHashSet::default();
    for name in names.iter() {
        taken.extend(name.words.clone().map(|word| (name.sentence, word)));
    }
    let mut found = Vec::new();
    for (sentence, forms) in folded.iter().enumerate() {
        let capital = |i: usize| {
            let all = &document.sentence(sentence).words;
            all.get(i).is_some_and(|w| is_capital(&w.form) && w.form.starts_with(char::is_alphabetic))
        };
        for at in 0..forms.len() {
            let Some(lengths) = lengths.get(forms[at].as_str()) else { continue };
            let hit = lengths.iter().map(|length| at..at + length).find(|words| {
                words.end <= forms.len()
                    && places.contains(&forms[words.clone()])
                    && words.clone().all(|i| capital(i) && !taken.contains(&(sentence, i)))
                    && !capital(words.end)
                    && (at < 2 || !capital(at - 1))
            });
            if let Some(words) = hit {
                taken.extend(words.clone().map(|word| (sentence, word)));
                let why = Why::rule("name", "a place elsewhere in the report");
                found.push(Name { sentence, words, kind: EntityType::Location, known: None, why });
            }
        }
    }
    names.extend(found);
    names.sort_by_key(|n| (n.sentence, n.words.start));
}
