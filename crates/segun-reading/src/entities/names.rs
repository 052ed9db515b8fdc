//! Name mentions: the encoder's entity tags joined with names known beforehand.

use super::lexicon::{Known, Lexicon};
use super::{places, repeated, toponyms};
use crate::Document;
use segun_knowledge::fold;
use segun_report::{EntityType, Why};
use segun_syntax::{EntityGuess, Range, Sentence, Upos, Word};

/// From this mean probability on the entity head is believed against what is known of a name.
const SURE: f32 = 0.9;

/// The entity head's spans below this mean probability are dropped, and those without a capital below the second.
const LOWEST_SCORE: f32 = 0.4;
const LOWEST_WITHOUT_CAPITAL: f32 = 0.6;

/// Logarithm of the people (15,000 and 100,000) from which a settlement is a town and a large city here.
const TOWN: f64 = 9.6;
const CITY: f64 = 11.5;

/// One name in the text.
#[derive(Clone, Debug)]
pub(super) struct Name<'l> {
    pub(super) sentence: usize,
    pub(super) words: Range,
    pub(super) kind: EntityType,
    pub(super) known: Option<&'l Known>,
    pub(super) why: Why,
}

/// The name mentions of `document`, in text order, without overlap.
pub(super) fn find<'l>(document: &Document, lexicon: &'l Lexicon) -> Vec<Name<'l>> {
    let mut all = Vec::new();
    for (index, analysis) in document.sentences.iter().enumerate() {
        let sentence = &analysis.sentence;
        let folded: Vec<String> = sentence.words.iter().map(|w| fold(&w.form)).collect();
        let mut names: Vec<Name<'l>> = analysis
            .entities
            .iter()
            .filter(|guess| guess.score >= LOWEST_SCORE)
            .filter_map(|guess| {
                let words = trim(lexicon, sentence, guess)?;
                if is_portfolio(lexicon, sentence, &words) {
                    return None;
                }
                // "Maurício", "Georgia": somebody's name, where the head is sure of it.
                let person = guess.kind == EntityType::Person && guess.score >= SURE;
                let known = lexicon.known(&folded[words.clone()]).filter(|k| !(person && k.is_country));
                let kind = known.map_or_else(|| kind_of(lexicon, guess, &words, &folded), |k| k.kind);
                let label = format!("entity head:{}", guess.kind.as_str());
                let why = Why::head("name", label, guess.score);
                Some(Name { sentence: index, words, kind, known, why })
            })
            .collect();
        add_known(lexicon, sentence, index, &folded, &mut names);
        names.sort_by_key(|n| n.words.start);
        join_countries(lexicon, sentence, &mut names);
        toponyms::grow(document, lexicon, index, &mut names);
        toponyms::add_divisions(document, lexicon, index, &mut names);
        for name in &mut names {
            grow_region(lexicon, sentence, &folded, name);
        }
        all.extend(names);
    }
    repeated::unify(document, lexicon, &mut all);
    all
}

/// Whether the word is written as a name: with a capital, or it is a number inside one.
pub(super) fn is_capital(form: &str) -> bool {
    form.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

/// Whether the tagger takes the word for part of a name, which needs no capital then: "mexico", as people type.
fn is_typed(word: &Word) -> bool {
    word.upos == Upos::Propn && word.form.starts_with(char::is_alphabetic)
}

/// The span of `guess` without small words, titles and punctuation at its edges; `None` where no name is left.
fn trim(lexicon: &Lexicon, sentence: &Sentence, guess: &EntityGuess) -> Option<Range> {
    let all = &sentence.words;
    let mut words = guess.words.clone();
    let small = |i: usize| {
        all[i].upos == Upos::Punct && all[i].form != "."
            || !is_capital(&all[i].form)
                && (lexicon.is("small", &all[i])
                    || matches!(all[i].upos, Upos::Adp | Upos::Det | Upos::Cconj))
    };
    let title = |i: usize| guess.kind == EntityType::Person && lexicon.is("lead", &all[i]);
    while words.len() > 1 && (small(words.start) || title(words.start)) {
        words.start += 1;
    }
    while words.len() > 1 && small(words.end - 1) {
        words.end -= 1;
    }
    let capital = words.clone().any(|i| is_capital(&all[i].form));
    let typed = || words.clone().all(|i| is_typed(&all[i]));
    let named = capital || guess.score >= LOWEST_WITHOUT_CAPITAL && typed();
    let common = words.clone().all(|i| lexicon.is("common", &all[i]));
    let adjective = is_demonym(lexicon, sentence, &words, guess.kind);
    (named && !adjective && !common && !small(words.start)).then_some(words)
}

/// "Sri Lankan", "Czechs": an adjective or people of a country, and not its name.
fn is_demonym(lexicon: &Lexicon, sentence: &Sentence, words: &Range, kind: EntityType) -> bool {
    let folded: Vec<String> = sentence.words[words.clone()].iter().map(|w| fold(&w.form)).collect();
    if lexicon.demonym(&folded.join(" ")).is_none() {
        return false;
    }
    let first = &sentence.words[words.start];
    let alone = words.len() == 1 && (first.upos == Upos::Adj || !is_capital(&first.form));
    alone || kind == EntityType::Location && lexicon.known(&folded).is_none()
}

/// Adds names known beforehand that the head missed, and lets a longer known name replace a shorter span.
fn add_known<'l>(
    lexicon: &'l Lexicon,
    sentence: &Sentence,
    index: usize,
    folded: &[String],
    names: &mut Vec<Name<'l>>,
) {
    for found in known_in(lexicon, sentence, index, folded, 0..folded.len()) {
        let words = &found.words;
        let overlaps = |n: &Name<'_>| n.words.start < words.end && words.start < n.words.end;
        let covered = |n: &Name<'_>| n.words.start >= words.start && n.words.end <= words.end;
        let replaces = names.iter().filter(|n| overlaps(n)).all(|n| covered(n) && n.words != *words);
        if replaces {
            names.retain(|n| !overlaps(n));
            names.push(found);
        }
    }
}

/// The names known beforehand among the words `within` of a sentence, left to right.
fn known_in<'l>(
    lexicon: &'l Lexicon,
    sentence: &Sentence,
    index: usize,
    folded: &[String],
    within: Range,
) -> Vec<Name<'l>> {
    let (mut found, mut at) = (Vec::new(), within.start);
    while at < within.end {
        let capital = is_capital(&sentence.words[at].form);
        let hit = lexicon.known_at(&folded[at..within.end]).filter(|(length, known)| {
            capital || known.is_country && sentence.words[at..at + length].iter().all(is_typed)
        });
        let Some((length, known)) = hit else {
            at += 1;
            continue;
        };
        let words = at..at + length;
        // Short names must look like names throughout ("US", not "us"); one word may be ambiguous.
        let form = &sentence.words[at].form;
        let short = length == 1 && folded[at].len() <= 3 && *form != form.to_uppercase();
        at = words.end;
        if !short {
            let why = Why::rule("name", known.from.clone());
            found.push(Name { sentence: index, words, kind: known.kind, known: Some(known), why });
        }
    }
    found
}

/// What is left of `name` where it is not likely enough to be told: the names known beforehand inside it, as the
/// country in "Gobierno de España".
pub(super) fn left_of<'l>(document: &Document, lexicon: &'l Lexicon, name: &Name<'_>) -> Vec<Name<'l>> {
    if name.kind == EntityType::Person {
        return Vec::new();
    }
    let sentence = document.sentence(name.sentence);
    let folded: Vec<String> = sentence.words.iter().map(|w| fold(&w.form)).collect();
    known_in(lexicon, sentence, name.sentence, &folded, name.words.clone())
}

/// "noreste de Asia": a word of direction belongs to the name of a region that is neither country nor city.
fn grow_region(lexicon: &Lexicon, sentence: &Sentence, folded: &[String], name: &mut Name<'_>) {
    let start = name.words.start;
    if name.kind != EntityType::Location || name.known.is_some() || start < 2 {
        return;
    }
    let all = &sentence.words;
    let before = noun_before(lexicon, sentence, start).filter(|&noun| lexicon.is("region", &all[noun]));
    let text = folded[name.words.clone()].join(" ");
    let city = places::largest_settlement(&text).is_some_and(|size| size >= TOWN)
        && !lexicon.is("wide", &super::phrases::bare(&text));
    if let Some(noun) = before.filter(|_| !city) {
        name.words.start = noun;
    }
}

/// The noun of which the phrase that begins at `start` is said with a preposition of belonging: "ministro de X",
/// "ministro da X" ("de" + "a").
fn noun_before(lexicon: &Lexicon, sentence: &Sentence, start: usize) -> Option<usize> {
    let all = &sentence.words;
    let of = start.checked_sub(1)?;
    let of = if all[of].upos == Upos::Det { of.checked_sub(1)? } else { of };
    if lexicon.is("of", &all[of]) { of.checked_sub(1) } else { None }
}

/// The head's type, unless the name is a county's, or the head is unsure and the name a place's: one that
/// something is in, or one word that is the name of a large city.
fn kind_of(lexicon: &Lexicon, guess: &EntityGuess, words: &Range, folded: &[String]) -> EntityType {
    const VERY_SURE: f32 = 0.97;
    let text = folded[words.clone()].join(" ");
    let place = guess.kind == EntityType::Person
        && guess.score < VERY_SURE
        && words.start > 0
        && lexicon.places.is_inside(&folded[words.start - 1])
        && places::is_usual_name(&text, lexicon);
    let county = words.len() > 1 && guess.kind == EntityType::Organisation && places::is_county(&text);
    let city = words.len() == 1
        && guess.score < SURE
        && places::largest_settlement(&folded[words.start]).is_some_and(|size| size >= CITY);
    if county || city || place { EntityType::Location } else { guess.kind }
}

/// "ministro de Defensa": the portfolio of an office is no name of its own.
fn is_portfolio(lexicon: &Lexicon, sentence: &Sentence, words: &Range) -> bool {
    let all = &sentence.words;
    noun_before(lexicon, sentence, words.start).is_some_and(|noun| lexicon.is("person", &all[noun]))
        && words.clone().all(|i| lexicon.is("portfolio", &all[i]) || lexicon.is("small", &all[i]))
}

/// "Consejo de Seguridad Nacional de EE. UU.": the country behind an institution's name belongs to it.
fn join_countries(lexicon: &Lexicon, sentence: &Sentence, names: &mut Vec<Name<'_>>) {
    let mut at = 1;
    while at < names.len() {
        let (first, second) = (&names[at - 1], &names[at]);
        let between = first.words.end..second.words.start;
        let capitals = first.words.clone().filter(|&i| is_capital(&sentence.words[i].form)).count();
        let joined = first.kind == EntityType::Organisation
            && first.known.is_none()
            && capitals >= 2
            && second.known.is_some_and(|k| k.is_country)
            && !between.is_empty()
            && noun_before(lexicon, sentence, between.end) == Some(first.words.end - 1);
        if joined {
            names[at - 1].words.end = names[at].words.end;
            names.remove(at);
        } else {
            at += 1;
        }
    }
}
