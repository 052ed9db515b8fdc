//! Words that name an event.

use super::clause::Clause;
use super::lexicon::{Entry, PLACES};
use super::{plausibility, roles};
use crate::attributions::is_refusal;
use rustc_hash::FxHashSet;
use segun_report::{Attribution, EventType, Span, Why};
use segun_syntax::{EventGuess, Feature, Range, Upos};

/// A head probability above which a word outside the lexicon counts as an event, where all are wanted.
const HEAD_THRESHOLD: f32 = 0.4;

/// Probability of the type head from which it sees an event at a word: one that no entry fits, or whose entry asks for it.
const FOUND_BY_HEAD: f32 = 0.25;

/// Probability of the type head below which a word that an entry fits names none.
const DROPPED_BY_HEAD: f32 = 0.005;

/// Probability of a type from which the head's choice counts more than the entry's.
const TYPED_BY_HEAD: f32 = 0.97;

/// Share of a type in what the head sees at a word from which an entry that asks for its sight takes that type.
const TOLD_BY_HEAD: f32 = 0.6;

/// A word or phrase that names an event.
#[derive(Debug)]
pub(super) struct Trigger<'l> {
    /// Its words.
    pub(super) words: Range,
    /// The word that the tree hangs on.
    pub(super) head: usize,
    /// The entry that found it, or that of its type where only the head did; `None` for events outside
    /// PLOVER's types.
    pub(super) entry: Option<&'l Entry>,
    /// Its PLOVER type: the entry's, or the head's where that is sure.
    pub(super) kind: Option<EventType>,
    /// Probability that trigger and type are right, and what it was made from; of an event without a type that the
    /// event head gives.
    pub(super) judged: Option<(f32, Why)>,
}

impl Trigger<'_> {
    /// Its characters; a multiword token counts whole ("reunirse").
    pub(super) fn span(&self, clause: &Clause<'_>) -> Span {
        let span = clause.document.span(clause.index, &self.words);
        let token =
            clause.sentence.multiwords.iter().find(|m| m.first == self.words.start && self.words.len() == 1);
        token.filter(|_| clause.is_verb(self.head)).map_or(span, |m| span.hull(m.span))
    }

    /// What the heads say of it.
    pub(super) fn guess<'c>(&self, clause: &Clause<'c>) -> Option<&'c EventGuess> {
        clause.guess(self.head)
    }

    /// What the heads say of that word of it which they see the event in: "go on strike".
    pub(super) fn typed_guess<'c>(&self, clause: &Clause<'c>) -> Option<&'c EventGuess> {
        self.words.clone().filter_map(|word| clause.guess(word)).max_by(|a, b| a.typed.total_cmp(&b.typed))
    }

    /// Probability that it is right.
    pub(super) fn confidence(&self, clause: &Clause<'_>) -> f32 {
        let judged = self.judged.as_ref().map(|(probability, _)| *probability);
        judged.or_else(|| Some(self.guess(clause)?.trigger)).unwrap_or(0.5)
    }

    pub(super) fn why(&self, clause: &Clause<'_>) -> Vec<Why> {
        let typed = self.typed_guess(clause);
        let mut why = match self.entry {
            Some(entry) => Why::rule("trigger", clause.lexicon.entry_name(entry)),
            None => Why::rule("trigger", "event head or verb"),
        };
        why.score = match self.entry {
            Some(_) => typed.map(|g| g.typed),
            None => self.guess(clause).map(|g| g.trigger),
        };
        let mut all = vec![why];
        all.extend(self.judged.iter().map(|(_, why)| why.clone()));
        if self.kind.is_some() && self.kind != self.entry.and_then(|e| e.kind) {
            all.push(Why::head("type", "type head", typed.map_or(0.0, |g| g.kind_score)));
        }
        all
    }
}

/// Lines of entries that ask for the head's sight, at whose words it sees an event.
pub(super) fn seen(clause: &Clause<'_>) -> impl Iterator<Item = usize> {
    let words = (0..clause.sentence.words.len()).filter(|&at| clause.guess(at).is_some_and(is_seen));
    let entries = words.flat_map(|at| clause.lexicon.matches(&clause.keys, at));
    entries.filter(|entry| entry.frame.seen).map(|entry| entry.line)
}

fn is_seen(guess: &EventGuess) -> bool {
    guess.typed >= FOUND_BY_HEAD
}

/// The triggers of a sentence, in text order, without overlap; `seen` are the lines of entries that the head sees
/// somewhere in the report.
pub(super) fn find<'l>(
    clause: &Clause<'l>,
    attributions: &[Attribution],
    seen: &FxHashSet<usize>,
    to_judge: bool,
    all: bool,
) -> Vec<Trigger<'l>> {
    let sentence = clause.sentence;
    let mut found: Vec<Trigger<'l>> = Vec::new();
    let mut at = 0;
    while at < sentence.words.len() {
        let named = clause.entities.named(clause.index, at).is_some();
        let hit = if named {
            None
        } else {
            let matching = clause.lexicon.matches(&clause.keys, at);
            let fitting = |objects| matching.iter().find_map(|entry| fits(clause, entry, at, objects));
            fitting(Objects::Direct).or_else(|| fitting(Objects::Any))
        };
        match hit {
            Some((trigger, next)) => {
                if trigger.entry.is_some_and(|e| e.kind.is_some()) {
                    found.extend(checked(clause, trigger, seen, all));
                }
                at = next;
            }
            None => {
                if !named {
                    let typed = by_head(clause, at);
                    let any =
                        || Trigger { words: at..at + 1, head: at, entry: None, kind: None, judged: None };
                    found.extend(typed.or_else(|| (all && is_event(clause, at)).then(any)));
                }
                at += 1;
            }
        }
    }
    found.retain_mut(|t| {
        let speech = is_speech(clause, attributions, t);
        if speech {
            (t.entry, t.kind, t.judged) = (None, None, None);
        }
        all || !speech
    });
    let objects: Vec<usize> = found.iter().flat_map(|t| asked_objects(clause, t)).collect();
    // What a trigger asks of its object is part of that trigger ("seek military support").
    found.retain(|t| !is_object_matter(t) || !objects.iter().any(|&o| clause.sentence.is_below(t.head, o)));
    let least = if to_judge { plausibility::LEAST_TO_JUDGE } else { plausibility::LEAST };
    judged(clause, attributions, without_carriers(clause, found, all), least, all)
}

/// Leaves out triggers that are not likely enough to name an event of a type; with `all` they stay without one.
fn judged<'l>(
    clause: &Clause<'_>,
    attributions: &[Attribution],
    found: Vec<Trigger<'l>>,
    least: f32,
    all: bool,
) -> Vec<Trigger<'l>> {
    let judge = |t: &Trigger<'l>| Some(plausibility::judge(clause, attributions, &found, t, t.kind?));
    let judgements: Vec<Option<(f32, Why)>> = found.iter().map(judge).collect();
    let settled = found.into_iter().zip(judgements).filter_map(|(trigger, judged)| match judged {
        Some((probability, _)) if probability < least => {
            all.then_some(Trigger { entry: None, kind: None, ..trigger })
        }
        judged => Some(Trigger { judged, ..trigger }),
    });
    settled.collect()
}

/// Leaves out verbs that say nothing themselves and carry a noun which is a trigger ("hold talks", "the talks held in
/// Rome"): both name one event, and the noun says which.
fn without_carriers<'l>(clause: &Clause<'_>, found: Vec<Trigger<'l>>, all: bool) -> Vec<Trigger<'l>> {
    let nouns: Vec<usize> =
        found.iter().filter(|t| t.kind.is_some() && !clause.is_verb(t.head)).map(|t| t.head).collect();
    let carries = |verb: usize, noun: usize| {
        let word = &clause.sentence.words[verb];
        let held = word.relation.is("acl") && word.head == Some(noun) && clause.is_passive(verb);
        clause.light_verb(noun) == Some(verb) || held
    };
    let is_carrier = |t: &Trigger<'_>| {
        clause.is_verb(t.head)
            && clause.is("empty", t.head)
            && nouns.iter().any(|&noun| carries(t.head, noun))
    };
    found
        .into_iter()
        .filter_map(|t| match is_carrier(&t) {
            true => all.then_some(Trigger { entry: None, kind: None, ..t }),
            false => Some(t),
        })
        .collect()
}

/// A trigger that an entry found, with what the type head says of it; where that sees no event of a type
/// there, it is one without a type, if those are wanted. An entry whose conditions are met knows better.
fn checked<'l>(
    clause: &Clause<'_>,
    trigger: Trigger<'l>,
    seen: &FxHashSet<usize>,
    all: bool,
) -> Option<Trigger<'l>> {
    let (Some(guess), Some(entry)) = (trigger.typed_guess(clause), trigger.entry) else {
        return Some(trigger);
    };
    if entry.frame.asks() {
        return Some(trigger);
    }
    let unseen = entry.frame.seen && !is_seen(guess) && !seen.contains(&entry.line);
    if guess.typed < DROPPED_BY_HEAD || unseen {
        return all.then_some(Trigger { entry: None, kind: None, ..trigger });
    }
    let told = entry.frame.seen && is_seen(guess) && guess.kind_score >= TOLD_BY_HEAD * guess.typed;
    let kind = if told || guess.kind_score >= TYPED_BY_HEAD { guess.kind } else { trigger.kind };
    Some(Trigger { kind, ..trigger })
}

/// A trigger that only the type head finds.
fn by_head<'l>(clause: &Clause<'l>, at: usize) -> Option<Trigger<'l>> {
    let word = &clause.sentence.words[at];
    let open_class = word.upos.is_nominal() || matches!(word.upos, Upos::Verb | Upos::Adj);
    let guess = clause.guess(at).filter(|guess| is_seen(guess) && open_class)?;
    let entry = clause.lexicon.of_type(guess.kind?, clause.is_verb(at));
    Some(Trigger { words: at..at + 1, head: at, entry, kind: guess.kind, judged: None })
}

/// Whether the trigger is a noun for what is given, shared or agreed, or one that no entry knows ("its troops"): no event
/// beside the verb that does so.
fn is_object_matter(trigger: &Trigger<'_>) -> bool {
    use segun_report::EventType as E;
    let matter = || matches!(trigger.kind, Some(E::Aid | E::Support | E::Cooperate | E::Agree));
    trigger.entry.is_some_and(|entry| !entry.verb && (entry.words.is_empty() || matter()))
}

/// Speech as such is an attribution, not an event: a cue counts only where its type is an act
/// in words towards somebody. Who refuses to comment acts towards nobody, and what was asked there ("did not answer
/// questions") is no event either.
fn is_speech(clause: &Clause<'_>, attributions: &[Attribution], trigger: &Trigger<'_>) -> bool {
    use segun_report::EventType as E;
    let act = matches!(
        trigger.kind,
        Some(
            E::Accuse
                | E::Threaten
                | E::Reject
                | E::Request
                | E::Agree
                | E::Support
                | E::Concede
                | E::Protest
        )
    );
    let span = trigger.span(clause);
    let speech = !act && trigger.entry.is_some();
    let words = &clause.sentence.words;
    let above = words[trigger.head].head.filter(|_| clause.is("unanswered", trigger.head));
    attributions.iter().any(|a| {
        let cue_holds = |span: Span| a.cue.is_some_and(|cue| cue.overlaps(span));
        (speech || is_refusal(a)) && cue_holds(span)
            || is_refusal(a) && above.is_some_and(|verb| cue_holds(words[verb].span))
    })
}

/// What may meet the condition that an entry has of its object.
#[derive(Clone, Copy)]
enum Objects {
    /// Objects; of a passive, its subject.
    Direct,
    /// Phrases with a preposition too: "provide X with weapons".
    Any,
}

/// The trigger that `entry` gives at word `at`, where its conditions hold, and the word after it.
fn fits<'l>(
    clause: &Clause<'_>,
    entry: &'l Entry,
    at: usize,
    objects: Objects,
) -> Option<(Trigger<'l>, usize)> {
    let words = at..at + entry.words.len();
    let head = entry.only.map_or_else(|| top_of(clause, &words), |k| at + k);
    let word = &clause.sentence.words[head];
    let participle = word.features.is(Feature::VerbForm, "Part");
    let class = if entry.verb {
        word.upos == Upos::Verb
            || word.upos == Upos::Aux && !word.relation.is("aux")
            || word.upos == Upos::Adj && participle
    } else {
        matches!(word.upos, Upos::Noun | Upos::Propn) || entry.words.len() > 1
    };
    if entry.kind.is_none() && words.len() > 1 {
        return Some((
            Trigger { words: words.clone(), head, entry: Some(entry), kind: None, judged: None },
            words.end,
        ));
    }
    if !class {
        return None;
    }
    let frame = &entry.frame;
    if frame.reflexive && !is_reflexive(clause, head) {
        return None;
    }
    if let Some(class) = &frame.object
        && objects_of(clause, head, class, objects).is_empty()
    {
        return None;
    }
    if let Some(class) = &frame.under
        && !governors(clause, head).any(|g| clause.is(class, g))
    {
        return None;
    }
    if frame.personal && !touches_somebody(clause, head) {
        return None;
    }
    let trigger_words = if entry.only.is_some() { head..head + 1 } else { words.clone() };
    Some((
        Trigger { words: trigger_words, head, entry: Some(entry), kind: entry.kind, judged: None },
        words.end,
    ))
}

/// The word of a phrase that the others hang on: the one whose own head lies outside.
fn top_of(clause: &Clause<'_>, words: &Range) -> usize {
    let outside = |i: &usize| clause.sentence.words[*i].head.is_none_or(|h| !words.contains(&h));
    words.clone().find(outside).unwrap_or(words.start)
}

fn is_reflexive(clause: &Clause<'_>, verb: usize) -> bool {
    clause.sentence.children(verb).any(|c| {
        let child = &clause.sentence.words[c];
        child.relation.is("expl") || child.upos == Upos::Pron && clause.is("reflexive", c)
    })
}

/// The objects by which the condition of a trigger's entry is met.
fn asked_objects(clause: &Clause<'_>, trigger: &Trigger<'_>) -> Vec<usize> {
    let class = trigger.entry.filter(|e| e.verb).and_then(|e| e.frame.object.as_ref());
    class.map_or_else(Vec::new, |class| objects_of(clause, trigger.head, class, Objects::Any))
}

/// The objects of class `class`, by themselves or by what hangs on them.
fn objects_of(clause: &Clause<'_>, verb: usize, class: &str, objects: Objects) -> Vec<usize> {
    let sentence = clause.sentence;
    let relations: &[&str] = match (objects, clause.is_passive(verb)) {
        (Objects::Direct, false) => &["obj"],
        (Objects::Direct, true) => &["nsubj", "obj"],
        (Objects::Any, false) => &["obj", "obl"],
        (Objects::Any, true) => &["nsubj", "obj", "obl"],
    };
    let antecedent = sentence.words[verb].relation.is("acl").then(|| sentence.words[verb].head).flatten();
    let fits = |object: &usize| {
        let near = |of: usize, relations: &'static [&'static str]| sentence.children_by(of, relations);
        clause.is(class, *object)
            || class == PLACES && roles::is_place(clause, *object)
            || near(*object, &["nmod", "conj", "amod", "compound"])
                .any(|n| clause.is(class, n) || near(n, &["nmod", "conj"]).any(|m| clause.is(class, m)))
    };
    clause.children(verb, relations).into_iter().chain(antecedent).filter(fits).collect()
}

/// The words above `word` that govern it as a complement, nearest first, at most three.
fn governors<'c>(clause: &'c Clause<'_>, word: usize) -> impl Iterator<Item = usize> + 'c {
    clause.sentence.ancestors(word).take(3)
}

/// Whether somebody named, or a pronoun, takes part in the clause of `verb`.
fn touches_somebody(clause: &Clause<'_>, verb: usize) -> bool {
    clause
        .children(verb, &["nsubj", "obj", "iobj", "obl", "nmod"])
        .into_iter()
        .any(|c| !clause.denoted(c).is_empty() || clause.entities.named(clause.index, c).is_some())
}

/// Whether the word names an event at all: a verb with its own clause, or what the event head says.
fn is_event(clause: &Clause<'_>, at: usize) -> bool {
    let word = &clause.sentence.words[at];
    if word.relation.is("aux") || word.relation.is("punct") {
        return false;
    }
    if word.relation.is("cop") {
        // The state that a nominal predicate tells of; an adjective names it itself.
        return true;
    }
    let head = clause.guess(at).map_or(0.0, |e| e.trigger);
    word.upos == Upos::Verb
        || word.upos.is_nominal() && head > HEAD_THRESHOLD
        || word.upos == Upos::Adj && head > 0.5
}
