//! Candidates from the encoder's attribution heads, read once more by the network of attributions.

use super::candidate::{Candidate, Heads, is_punctuation, trim};
use super::lexicon::{Class, Lexicon};
use super::quotes::Quotation;
use super::repair::{cue_verb, repair};
use super::rules::subject;
use super::told;
use crate::Document;
use segun_encoder::Attributor;
use segun_report::Why;
use segun_syntax::{AttributionGuess, Feature, Range, Sentence, Upos};

/// A cue that the heads found, and what was made of it.
pub(super) struct Guess {
    /// Its sentence.
    pub(super) sentence: usize,
    /// Its cue, source and content.
    pub(super) roles: AttributionGuess,
    /// Words of the cue as the cue head has it.
    pub(super) heard: Range,
    /// How likely it is one, by the network of attributions.
    pub(super) likely: Option<f32>,
}

/// The guesses of all sentences in text order: as the network of attributions reads them, else as the role head does.
pub(super) fn guesses(
    document: &Document,
    lexicon: &Lexicon,
    quotes: &[Quotation],
    network: Option<&Attributor>,
) -> Vec<Guess> {
    let (mut guesses, mut sayings) = (Vec::new(), Vec::new());
    for (sentence, roles, saying) in told::all(document, lexicon, quotes) {
        sayings.push(saying);
        guesses.push(Guess { sentence, heard: roles.cue.clone(), roles, likely: None });
    }
    let Some(network) = network else { return guesses };
    let voices = |guess: &Guess| document.sentences[guess.sentence].voices.as_slice();
    let asked: Vec<_> = sayings.iter().zip(&guesses).map(|(saying, guess)| (saying, voices(guess))).collect();
    let answers = network.read(&asked);
    for (guess, said) in guesses.iter_mut().zip(answers) {
        let Some(said) = said else { continue };
        let own = &guess.roles.cue;
        if let Some(cue) = said.cue.into_iter().find(|cue| cue.start < own.end && own.start < cue.end) {
            guess.roles.cue = cue;
        }
        guess.roles.source = said.source;
        guess.roles.content = said.content;
        guess.roles.role_score = said.score;
        guess.likely = Some(said.likely);
    }
    apart(guesses)
}

/// Of guesses whose cues have grown into each other the likelier.
fn apart(guesses: Vec<Guess>) -> Vec<Guess> {
    let mut kept: Vec<Guess> = Vec::with_capacity(guesses.len());
    for guess in guesses {
        let meets =
            |last: &Guess| last.sentence == guess.sentence && last.roles.cue.end > guess.roles.cue.start;
        while kept.last().is_some_and(|last| meets(last) && guess.likely > last.likely) {
            kept.pop();
        }
        if !kept.last().is_some_and(meets) {
            kept.push(guess);
        }
    }
    kept
}

/// The guesses, those whose cues touch made one: with the roles of the likelier.
pub(super) fn merged(guesses: &[AttributionGuess]) -> Vec<AttributionGuess> {
    let mut all: Vec<AttributionGuess> = Vec::with_capacity(guesses.len());
    for guess in guesses {
        match all.last_mut() {
            Some(last) if last.cue.end >= guess.cue.start => {
                let cue = last.cue.start..guess.cue.end.max(last.cue.end);
                if guess.role_score > last.role_score {
                    *last = guess.clone();
                }
                last.cue = cue;
            }
            _ => all.push(guess.clone()),
        }
    }
    all
}

/// The candidate that a guess comes to.
pub(super) fn candidate(
    document: &Document,
    lexicon: &Lexicon,
    quotes: &[Quotation],
    Guess { sentence: i, roles: guess, heard, likely }: &Guess,
) -> Option<Candidate> {
    let i = *i;
    let sentence = document.sentence(i);
    let cue = trim_cue(sentence, guess.cue.clone());
    if cue.is_empty() {
        return None;
    }
    if cue.clone().any(|w| lexicon.is("not_cue", &sentence.words[w]))
        || own_words(lexicon, quotes, sentence, &cue)
    {
        return None;
    }
    // "está de acuerdo con": no connective.
    let connective =
        entry_in(sentence, lexicon, &cue).is_some_and(|e| lexicon.cue(e).class == Class::Connective);
    if connective && cue.start > 0 && lexicon.is("not_before_connective", &sentence.words[cue.start - 1]) {
        return None;
    }
    let source = source_of(sentence, lexicon, guess);
    let parts: Vec<Range> = guess
        .content
        .iter()
        .map(|range| trim(sentence, range.clone()))
        .filter(|range| !range.is_empty())
        .collect();
    let entry = entry_in(sentence, lexicon, &cue);
    let words: Vec<&str> = sentence.words[heard.clone()].iter().map(|w| w.form.as_str()).collect();
    let reader = if likely.is_some() { "network of attributions" } else { "role head" };
    let mut candidate = Candidate {
        sentence: i,
        entry,
        source,
        content: Vec::new(),
        impersonal: false,
        refusal: None,
        confidence: likely.unwrap_or(guess.cue_score * (0.5 + 0.5 * guess.role_score)),
        heads: Some(Heads { cue: guess.cue_score, role: guess.role_score, likely: *likely }),
        ruled: false,
        colon: false,
        why: vec![
            Why::head("cue", format!("cue head:{}", words.join(" ")), guess.cue_score),
            Why::head("content", reader, guess.role_score),
        ],
        cue,
    };
    repair(document, lexicon, &mut candidate, parts);
    Some(candidate)
}

/// A cue without punctuation at its edges; a colon alone is a cue.
pub(super) fn trim_cue(sentence: &Sentence, cue: Range) -> Range {
    let inner = trim(sentence, cue.clone());
    if inner.is_empty() { cue } else { inner }
}

/// The entry that the cue's words hold; a verb before a noun, an earlier word before a later one.
pub(super) fn entry_in(sentence: &Sentence, lexicon: &Lexicon, cue: &Range) -> Option<usize> {
    let at = |class: fn(Class) -> bool| {
        cue.clone().find_map(|w| {
            lexicon.cues_at(sentence, w, class).find(|&(_, end)| end <= cue.end + 2).map(|(e, _)| e)
        })
    };
    at(|c| c == Class::Connective).or_else(|| at(|c| c == Class::Verb)).or_else(|| at(|_| true))
}

/// The source's words: the longest of the parts, without a preposition in front.
fn source_of(sentence: &Sentence, lexicon: &Lexicon, guess: &AttributionGuess) -> Option<Range> {
    // Of several parts the one with the verb's subject; else the nearest to the cue, then the longest.
    let subject = cue_verb(sentence, &guess.cue).and_then(|v| subject(sentence, lexicon, v));
    let distance = |r: &Range| {
        if r.start >= guess.cue.end { r.start - guess.cue.end } else { guess.cue.start.saturating_sub(r.end) }
    };
    let chosen = guess.source.iter().min_by_key(|r| {
        (!subject.is_some_and(|s| r.contains(&s)), distance(r), std::cmp::Reverse(r.len()))
    })?;
    let mut range = trim(sentence, chosen.clone());
    while range.len() > 1
        && sentence.words[range.start].upos == Upos::Adp
        && !lexicon.is("keeps_preposition", &sentence.words[range.start])
    {
        range.start += 1;
    }
    let range = trim(sentence, range);
    (!range.is_empty() && range.clone().any(|w| !is_punctuation(sentence, w))).then_some(range)
}

/// "we know that ...", said in a quotation: the speaker's own words, which nobody hands on.
pub(super) fn own_words(lexicon: &Lexicon, quotes: &[Quotation], sentence: &Sentence, cue: &Range) -> bool {
    let Some(verb) = cue_verb(sentence, cue) else { return false };
    let first_person = |w: usize| sentence.words[w].features.is(Feature::Person, "1");
    let speaks = first_person(verb)
        || sentence
            .children_by(verb, &["nsubj", "aux"])
            .any(|c| c < verb && first_person(c) && lexicon.has("own_words"));
    speaks && quotes.iter().any(|q| q.outer.contains(sentence.words[verb].span))
}
