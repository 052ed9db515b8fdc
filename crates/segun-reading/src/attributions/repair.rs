//! Mends what is left ragged of what is read word by word: cues without their auxiliaries, sources cut short or run on.
//!
//! Here the tree says where a phrase begins and ends.

use super::candidate::{Candidate, block, head_of, is_punctuation, noun_phrase, trim, verb_group};
use super::lexicon::{Class, Lexicon};
use super::rules::subject;
use crate::Document;
use segun_report::Span;
use segun_syntax::{Feature, Range, Sentence, Upos};

/// Relations by which a word waits for the word that it hangs on.
const LEANING: &[&str] = &["case", "det", "mark", "cc", "aux", "cop", "nummod", "amod"];

/// Mends `candidate`, whose content parts are `parts` in words of its sentence.
pub(super) fn repair(
    document: &Document,
    lexicon: &Lexicon,
    candidate: &mut Candidate,
    mut parts: Vec<Range>,
) {
    let i = candidate.sentence;
    let sentence = document.sentence(i);
    mend_cue(sentence, lexicon, candidate);
    mend_source(sentence, lexicon, candidate);
    parts = beside(parts, &candidate.cue);
    // Where the language has it so, the preposition that a cue governs belongs to the cue ("called for").
    if lexicon.has("cue_preposition")
        && let Some(part) = parts.iter_mut().find(|p| p.start == candidate.cue.end && p.len() > 1)
        && sentence.words[part.start].upos == Upos::Adp
        && lexicon.is("cue_preposition", &sentence.words[part.start])
    {
        part.start += 1;
        candidate.cue.end += 1;
    }
    // A preposition that leads to no content ("said on Monday") is no part of the cue.
    let last = candidate.cue.end - 1;
    if candidate.cue.len() > 1
        && sentence.words[last].upos == Upos::Adp
        && !parts.iter().any(|p| p.start == candidate.cue.end)
        && candidate.source.as_ref().is_none_or(|s| s.start != candidate.cue.end)
        && candidate
            .entry
            .is_none_or(|e| lexicon.cue(e).class == Class::Verb && lexicon.cue(e).words.len() == 1)
    {
        candidate.cue.end -= 1;
    }
    nobody(sentence, lexicon, candidate, &mut parts);
    candidate.content = parts.iter().map(|range| with_marks(document, i, range)).collect();
}

/// `parts` without the words of the cue, those that touch made one.
fn beside(parts: Vec<Range>, cue: &Range) -> Vec<Range> {
    let cut = parts.into_iter().flat_map(|p| [p.start..p.end.min(cue.start), p.start.max(cue.end)..p.end]);
    let mut joined: Vec<Range> = Vec::new();
    for part in cut.filter(|part| !part.is_empty()) {
        match joined.last_mut() {
            Some(last) if last.end == part.start => last.end = part.end,
            _ => joined.push(part),
        }
    }
    joined
}

/// Cues behind which nobody stands: adverbs of hearsay, and passives with an empty or a raised subject
/// ("it is believed that ...", "X is expected to ...").
fn nobody(sentence: &Sentence, lexicon: &Lexicon, candidate: &mut Candidate, parts: &mut Vec<Range>) {
    let Some(entry) = candidate.entry.map(|e| lexicon.cue(e)) else { return };
    if entry.class == Class::Adverb {
        let adverb = candidate.cue.start;
        let Some(verb) = sentence.words[adverb].head else { return };
        let clause = trim(sentence, block(sentence, verb));
        if clause.contains(&adverb) {
            let before = trim(sentence, clause.start..adverb);
            let after = trim(sentence, candidate.cue.end..clause.end.max(candidate.cue.end));
            *parts = [before, after].into_iter().filter(|p| !p.is_empty()).collect();
            candidate.source = None;
            candidate.impersonal = true;
        }
        return;
    }
    if entry.class != Class::Verb || !entry.constructions.impersonal {
        return;
    }
    // "se cree", "estima-se": its pronoun is part of the cue.
    candidate.impersonal |= candidate.source.is_none()
        && candidate.cue.clone().any(|w| lexicon.is("impersonal", &sentence.words[w]));
    let Some(verb) = cue_verb(sentence, &candidate.cue) else { return };
    let passive =
        sentence.children_by(verb, &["aux"]).any(|a| sentence.words[a].relation.as_str() == "aux:pass");
    if !passive {
        return;
    }
    let Some(source) = candidate.source.clone() else {
        candidate.impersonal = true;
        return;
    };
    if source.start >= candidate.cue.start {
        return;
    }
    let empty = source.len() == 1 && lexicon.is("expletive", &sentence.words[source.start]);
    let raised = sentence.children_by(verb, &["xcomp"]).any(|c| c > verb);
    if empty || raised {
        candidate.source = None;
        candidate.impersonal = true;
        if !empty {
            parts.push(source);
            parts.sort_by_key(|p| p.start);
        }
    }
}

/// The verb of the cue; the last of several.
pub(super) fn cue_verb(sentence: &Sentence, cue: &Range) -> Option<usize> {
    cue.clone().rev().find(|&w| sentence.words[w].upos == Upos::Verb)
}

/// Auxiliaries and negation belong to the cue, and so does a pronoun written as one word with it.
pub(super) fn mend_cue(sentence: &Sentence, lexicon: &Lexicon, candidate: &mut Candidate) {
    if let Some(verb) = cue_verb(sentence, &candidate.cue) {
        candidate.cue.start = candidate.cue.start.min(verb_group(sentence, lexicon, verb).start);
    }
    if let Some(verb) = cue_verb(sentence, &candidate.cue) {
        // "se negó a decir": the verb that refuses and the verb of saying are one cue.
        let above = sentence.words[verb].head.filter(|&h| {
            h < verb
                && sentence.tokens_between(h, verb) <= 2
                && sentence.words[verb].relation.is("xcomp")
                && lexicon.is("with_cue", &sentence.words[h])
        });
        let below = sentence.children_by(verb, &["xcomp", "ccomp"]).find(|&c| {
            lexicon.is("with_cue", &sentence.words[verb])
                && c > verb
                && sentence.tokens_between(verb, c) <= 1
                && sentence.words[c].features.is(Feature::VerbForm, "Inf")
                && (lexicon.is("light", &sentence.words[c])
                    || lexicon.cues_at(sentence, c, |x| x == Class::Verb).next().is_some())
        });
        if let Some(above) = above {
            candidate.cue.start = candidate.cue.start.min(verb_group(sentence, lexicon, above).start);
            include_pronoun(sentence, lexicon, candidate);
        }
        if let Some(below) = below {
            candidate.cue.end = candidate.cue.end.max(below + 1);
            include_pronoun(sentence, lexicon, candidate);
        }
    }
    while let Some(next) = sentence.words.get(candidate.cue.end) {
        let last = &sentence.words[candidate.cue.end - 1];
        // Two words of one token behind a verb are it and its pronoun, whatever the second is taken for.
        let one = sentence.same_token(candidate.cue.end - 1, candidate.cue.end);
        let glued = !next.space_before && last.span.end == next.span.start && next.upos == Upos::Pron;
        if last.upos != Upos::Verb || !(one || glued) {
            break;
        }
        candidate.cue.end += 1;
    }
}

/// The reflexive pronoun in front of a verb that has it always.
fn include_pronoun(sentence: &Sentence, lexicon: &Lexicon, candidate: &mut Candidate) {
    if let Some(before) = candidate.cue.start.checked_sub(1)
        && lexicon.is("impersonal", &sentence.words[before])
    {
        candidate.cue.start = before;
    }
}

/// The source is a whole phrase: with the rest of a name, a bracket's end, a glued article; without circumstances and
/// clauses.
pub(super) fn mend_source(sentence: &Sentence, lexicon: &Lexicon, candidate: &mut Candidate) {
    let verb = cue_verb(sentence, &candidate.cue);
    let connective = candidate.entry.is_some_and(|e| lexicon.cue(e).class == Class::Connective);
    // An article alone is the begin of the phrase that the cue governs.
    if let Some(source) = &mut candidate.source
        && let Some(noun) = noun_of_article(sentence, source)
        && (connective || sentence.words[noun].head == verb)
        && !candidate.cue.contains(&noun)
    {
        source.end = noun_phrase(sentence, noun).end;
    }
    if !connective && candidate.source.as_ref().is_some_and(|s| is_object_pronoun(sentence, s)) {
        candidate.source = None;
    }
    if candidate.source.is_none() && !connective {
        let taken = |w: usize| candidate.cue.contains(&w);
        candidate.source = verb
            .and_then(|v| subject(sentence, lexicon, v))
            .filter(|&s| !taken(s))
            .map(|s| noun_phrase(sentence, s));
        return;
    }
    let Some(source) = candidate.source.clone() else { return };
    let mut source = source;
    // The verb's own subject, where the head took one that stands further off.
    if let Some(own) = verb.and_then(|v| {
        sentence.children_by(v, &["nsubj"]).find(|&c| c < v && !source.contains(&c) && source.end <= c)
    }) {
        let phrase = noun_phrase(sentence, own);
        if phrase.start >= source.end && phrase.end <= candidate.cue.start {
            source = phrase;
        }
    }
    // "do juiz": the article that is written as one word with a preposition.
    if let Some(before) = source.start.checked_sub(1)
        && sentence.words[before].upos == Upos::Det
        && sentence.words[before].head.is_some_and(|h| source.contains(&h))
        && before.checked_sub(1).is_some_and(|w| sentence.same_token(w, before))
        && !candidate.cue.contains(&source.start)
    {
        source.start = before;
    }
    // A possessor keeps its mark ("Trump's claim"), a bracket its end.
    if let Some(next) = sentence.words.get(source.end)
        && next.upos == Upos::Part
        && !next.space_before
    {
        source.end += 1;
    }
    // The rest of a name.
    while let Some(next) = sentence.words.get(source.end)
        && next.relation.is("flat")
        && next.head.is_some_and(|h| source.contains(&h))
        && !candidate.cue.contains(&source.end)
    {
        source.end += 1;
    }
    let opens = source.clone().filter(|&w| sentence.words[w].form == "(").count();
    let closes = source.clone().filter(|&w| sentence.words[w].form == ")").count();
    if opens > closes {
        let limit = sentence.words.len().min(source.end + 2);
        match (source.end..limit).find(|&w| sentence.words[w].form == ")") {
            Some(close) => source.end = close + 1,
            None => {
                if let Some(open) = source.clone().rev().find(|&w| sentence.words[w].form == "(") {
                    source.end = open;
                }
            }
        }
    }
    // Ends in a word that waits for another: take the rest of the phrase, or leave the word.
    while source.len() > 1 {
        let last = source.end - 1;
        let word = &sentence.words[last];
        if !matches!(word.upos, Upos::Adp | Upos::Det | Upos::Cconj) {
            break;
        }
        match word.head.filter(|&h| h > last && LEANING.contains(&word.relation.base())) {
            Some(head) if !candidate.cue.contains(&head) => {
                source.end = block(sentence, head).end.max(head + 1);
                break;
            }
            _ => source.end -= 1,
        }
    }
    // A circumstance of the saying ("said X in a statement") is no part of the source.
    if let Some(verb) = verb
        && source.start > verb
    {
        let own = noun_phrase(sentence, head_of(sentence, &source));
        if own.start <= source.start && own.end > source.start && own.end < source.end {
            let next = &sentence.words[own.end];
            let above = next.head.and_then(|h| sentence.words[h].head);
            if next.upos == Upos::Adp && above == Some(verb) {
                source.end = own.end;
            }
        }
    }
    if let Some(end) = runs_into_clause(sentence, &source) {
        source.end = end;
    }
    // "X, who said": where the language's file says so, the source is the phrase that the pronoun takes up.
    if source.len() == 1 && lexicon.has("relative_source") {
        let word = &sentence.words[source.start];
        let relative = word.features.get(Feature::PronType).is_some_and(|t| t.contains("Rel"))
            || lexicon.is("relative_source", word);
        let antecedent = sentence.ancestors(source.start).take(3).find(|&a| {
            a < source.start && (sentence.words[a].upos.is_nominal() || sentence.words[a].upos == Upos::Pron)
        });
        let before = (0..source.start)
            .rev()
            .find(|&w| !is_punctuation(sentence, w))
            .filter(|&w| source.start - w <= 2);
        let nearest = before.map(|w| {
            std::iter::once(w)
                .chain(sentence.ancestors(w))
                .take_while(|&a| {
                    a < source.start && !matches!(sentence.words[a].upos, Upos::Verb | Upos::Aux)
                })
                .last()
                .unwrap_or(w)
        });
        if let (true, Some(antecedent)) = (relative, antecedent.or(nearest)) {
            let phrase = noun_phrase(sentence, antecedent);
            source = phrase.start.min(source.start)..source.end;
        }
    }
    // The pronoun itself is no part of it.
    let points_back = |w: usize| {
        let word = &sentence.words[w];
        lexicon.is("relative_source", word) && matches!(word.upos, Upos::Pron | Upos::Sconj)
    };
    if source.len() > 1 && points_back(source.end - 1) {
        let before = trim(sentence, source.start..source.end - 1);
        if before.clone().any(|w| sentence.words[w].upos.is_nominal()) {
            source = before;
        }
    }
    candidate.source =
        Some(trim(sentence, source)).filter(|s| !s.is_empty() && !s.contains(&candidate.cue.start));
}

/// Whether an article is all of `source`.
fn is_article(sentence: &Sentence, source: &Range) -> bool {
    let word = &sentence.words[source.start];
    source.len() == 1 && word.upos == Upos::Det && word.features.is(Feature::PronType, "Art")
}

/// The noun of the article that is all of `source`.
fn noun_of_article(sentence: &Sentence, source: &Range) -> Option<usize> {
    let noun = sentence.words[source.start].head.filter(|_| is_article(sentence, source))?;
    (noun > source.start && sentence.words[noun].upos.is_nominal()).then_some(noun)
}

/// Whether a source is nothing but a pronoun or article that cannot be a subject ("les dijeron", "la presidenta" cut
/// short): nobody who speaks.
fn is_object_pronoun(sentence: &Sentence, source: &Range) -> bool {
    let word = &sentence.words[source.start];
    let governed = source.start > 0 && sentence.words[source.start - 1].upos == Upos::Adp;
    let object = source.len() == 1
        && word.upos == Upos::Pron
        && !governed
        && word.features.get(Feature::Case).is_some_and(|case| ["Acc", "Dat", "Acc,Dat"].contains(&case));
    object || is_article(sentence, source)
}

/// Where a source runs on into a clause of its own ("the agency, is carried out under ..."): the comma
/// before that clause, unless a relative pronoun opens it.
fn runs_into_clause(sentence: &Sentence, source: &Range) -> Option<usize> {
    let comma = source.clone().find(|&w| sentence.words[w].form == ",")?;
    let first = source.clone().find(|&w| w > comma && !is_punctuation(sentence, w))?;
    let finite = source.clone().find(|&w| {
        w > comma
            && matches!(sentence.words[w].upos, Upos::Verb | Upos::Aux)
            && sentence.words[w].features.is(Feature::VerbForm, "Fin")
    })?;
    let relative = (comma..finite).any(|w| {
        sentence.words[w]
            .features
            .get(Feature::PronType)
            .is_some_and(|t| t.contains("Rel") || t.contains("Int"))
            || sentence.words[w].upos == Upos::Sconj
    });
    (finite <= first + 2 && !relative).then_some(comma)
}

/// The span of `range` with the question and exclamation marks that belong to it.
pub(super) fn with_marks(document: &Document, i: usize, range: &Range) -> Span {
    let text = document.text();
    let mut span = document.span(i, range);
    while let Some(c) =
        text.get(span.end..).and_then(|rest| rest.chars().next()).filter(|c| "?!…".contains(*c))
    {
        span = Span::new(span.start, span.end + c.len_utf8());
    }
    while let Some(c) =
        text.get(..span.start).and_then(|rest| rest.chars().next_back()).filter(|c| "¿¡".contains(*c))
    {
        span = Span::new(span.start - c.len_utf8(), span.end);
    }
    span
}
