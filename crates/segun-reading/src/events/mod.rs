//! What happens, how surely, in whose view.
//!
//! 1. [`triggers`]: words that name an event, by the language's entries and their frames;
//! 2. [`roles`]: who acts on whom, and where, by the trigger's own clause;
//! 3. [`certainty`]: how sure, affirmed or not, and when, from the trigger up to its holder;
//! 4. [`same_as`]: which mentions are of the same event in the world, and what parts one gives the other;
//! 5. [`participants`]: who takes part, and what is an event of its type at all, seen from the whole report.
//!
//! The holder is the innermost attribution whose content holds the trigger. All words stand
//! in the language's files: `events.tsv`, `event_words.tsv`, `certainty.tsv` ([`lexicon`]).

mod certainty;
mod clause;
mod lexicon;
mod participants;
mod plausibility;
mod roles;
mod same_as;
mod triggers;

pub use lexicon::Lexicon;
pub use participants::Graph;

use crate::Document;
use crate::entities::Entities;
use clause::Clause;
use participants::{Found, Site, Told};
use rustc_hash::FxHashMap;
use same_as::Taken;
use segun_encoder::Participants;
use segun_report::{Attribution, Entity, Event, Span, Time, TimeType, When, Why};
use segun_syntax::Feature;
use triggers::Trigger;

/// What the events of a report are read from.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// The report, analysed.
    pub document: &'a Document,
    /// Who and what it names.
    pub entities: &'a Entities,
    /// When.
    pub times: &'a [Time],
    /// Who says what.
    pub attributions: &'a [Attribution],
    /// The words of its language.
    pub lexicon: &'a Lexicon,
}

/// Finds the events of a report, in text order; with `all`, also those outside PLOVER's types. `network` chooses who takes
/// part and which are events of their type; where the model has none, the rules and the encoder's argument head do, sentence by
/// sentence.
pub fn find(sources: Sources<'_>, network: Option<&Participants>, all: bool) -> Vec<Event> {
    let Draft { mut events, sites, own, taken } = Draft::by_rules(sources, network.is_some(), all);
    let mut typed = vec![true; events.len()];
    if let Some(network) = network {
        typed = participants::choose(network, &Told::new(sources, &events, &sites, &own), &mut events);
    }
    let mut events = settled(sources.document, events, &sites, &typed, &taken, all);
    same_as::link(&mut events);
    events
}

/// The events as the rules alone have them, the less likely among them and without numbers, and what the network of
/// participants is told: for training it.
pub fn graphs(sources: Sources<'_>) -> (Vec<Event>, Vec<Graph>) {
    let Draft { events, sites, own, .. } = Draft::by_rules(sources, true, false);
    let graphs = participants::graphs(&Told::new(sources, &events, &sites, &own));
    (events, graphs)
}

/// The events that are `typed`, numbered, with whom each has from another; with `all`, the others without a type.
fn settled(
    document: &Document,
    events: Vec<Event>,
    sites: &[Site],
    typed: &[bool],
    taken: &[Taken],
    all: bool,
) -> Vec<Event> {
    let mut kept: Vec<(usize, Event)> = Vec::with_capacity(events.len());
    for (number, event) in events.into_iter().enumerate() {
        if typed[number] {
            kept.push((number, event));
        } else if all {
            kept.push((number, untyped(event, sites[number].head_probability(document))));
        }
    }
    let places: FxHashMap<usize, usize> =
        kept.iter().enumerate().map(|(place, (number, _))| (*number, place)).collect();
    let mut events: Vec<Event> = kept.into_iter().map(|(_, event)| event).collect();
    for (place, event) in events.iter_mut().enumerate() {
        event.id = format!("v{}", place + 1);
    }
    for Taken { event, side, from } in taken {
        let (Some(&event), Some(&from)) = (places.get(event), places.get(from)) else { continue };
        // The network may have taken them away again.
        let given = same_as::list(&events[from], *side)
            .iter()
            .any(|id| same_as::list(&events[event], *side).contains(id));
        if given {
            let by = format!("taken from {}", events[from].id);
            events[event].why.push(Why::rule(side.aspect(), by));
        }
    }
    events
}

/// The event as one outside PLOVER's types, of whom nobody takes part.
fn untyped(mut event: Event, confidence: f32) -> Event {
    event.why.retain(|why| !["type", "actor", "recipient", "place", "confidence"].contains(&why.aspect));
    event.why.push(Why::head("confidence", "event head", confidence));
    Event {
        kind: None,
        mode: None,
        cameo: None,
        actor: Vec::new(),
        recipient: Vec::new(),
        place: Vec::new(),
        confidence,
        ..event
    }
}

/// Events with the participants that rules found.
struct Draft {
    events: Vec<Event>,
    sites: Vec<Site>,
    /// What each event's own clause gave.
    own: Vec<Found>,
    /// What other mentions of the same event gave.
    taken: Vec<Taken>,
}

impl Draft {
    /// `to_judge`: a network judges them later. Else the argument head of the encoder names participants too.
    fn by_rules(sources: Sources<'_>, to_judge: bool, all: bool) -> Self {
        let Sources { document, entities, attributions, lexicon, .. } = sources;
        let (mut events, mut sites): (Vec<Event>, Vec<Site>) = Default::default();
        let clauses: Vec<Clause<'_>> = (0..document.sentences.len())
            .map(|index| Clause::new(document, entities, lexicon, index))
            .collect();
        let seen = clauses.iter().flat_map(triggers::seen).collect();
        for clause in &clauses {
            let triggers = triggers::find(clause, attributions, &seen, to_judge, all);
            let heads: Vec<usize> = triggers.iter().map(|trigger| trigger.head).collect();
            for trigger in &triggers {
                events.push(event(clause, sources, trigger, &heads, !to_judge));
                sites.push(Site::new(clause.index, trigger));
            }
        }
        let own = events.iter().map(participants::found).collect();
        let taken = same_as::complete(&mut events);
        Self { events, sites, own, taken }
    }
}

/// `heads`: of all triggers of the clause.
fn event(
    clause: &Clause<'_>,
    sources: Sources<'_>,
    trigger: &Trigger<'_>,
    heads: &[usize],
    ask_head: bool,
) -> Event {
    let Sources { times, attributions, .. } = sources;
    let span = trigger.span(clause);
    let holder = holder(attributions, span);
    let time = time_of(clause, times, trigger, heads, span);
    let factuality = certainty::read(clause, trigger, holder, time);
    let mut why = trigger.why(clause);
    why.extend(factuality.why);
    if let Some(holder) = holder {
        why.push(Why::rule("holder", format!("innermost content: {}", holder.id)));
    }
    let parts = match trigger.entry {
        Some(entry) => roles::read(clause, trigger, entry, holder, ask_head),
        None => roles::Parts::default(),
    };
    why.extend(parts.why);
    let ids = |list: &[usize]| list.iter().map(|&e| clause.entities.all[e].id.clone()).collect();
    let own = trigger.entry.filter(|e| e.kind == trigger.kind);
    Event {
        id: String::new(),
        trigger: span,
        kind: trigger.kind,
        // Mode and code are those of the entry's own type.
        mode: own.and_then(|e| e.mode.clone()),
        cameo: own.map(|e| e.cameo.clone()).or(trigger.kind.map(|k| k.cameo().to_owned())),
        actor: ids(&parts.actor),
        recipient: ids(&parts.recipient),
        place: ids(&parts.place),
        time: time.map(|t| t.id.clone()),
        from: time.and_then(|t| t.from.clone()),
        to: time.and_then(|t| t.to.clone()),
        certainty: factuality.certainty,
        polarity: factuality.polarity,
        when: factuality.when,
        source: holder.map(|h| h.id.clone()),
        same_as: String::new(),
        confidence: trigger.confidence(clause),
        certainty_confidence: factuality.confidence,
        why,
    }
}

/// The innermost attribution whose content holds `span`.
fn holder(attributions: &[Attribution], span: Span) -> Option<&Attribution> {
    let size = |a: &Attribution| a.content.iter().map(|c| c.len()).sum::<usize>();
    attributions.iter().filter(|a| a.content.iter().any(|c| c.contains(span))).min_by_key(|a| size(a))
}

/// The date or clock time that stands in the trigger's clause, nearest to it.
fn time_of<'t>(
    clause: &Clause<'_>,
    times: &'t [Time],
    trigger: &Trigger<'_>,
    heads: &[usize],
    span: Span,
) -> Option<&'t Time> {
    let sentence = clause.sentence;
    let own = clause.clause_root(trigger.head);
    // "agreed to meet on Monday": the day is that of the meeting. A word that no entry knows may only carry the other one
    // ("vayan a firmar").
    let known = trigger.entry.is_some_and(|entry| !entry.words.is_empty());
    let of_another = |word: usize| {
        let mut between = sentence.ancestors(word).take_while(|&above| above != trigger.head);
        known && between.any(|above| heads.contains(&above))
    };
    times
        .iter()
        .filter(|t| sentence.span.contains(t.span) && matches!(t.kind, TimeType::Date | TimeType::Time))
        .filter(|t| {
            let words = clause.document.words_in(clause.index, t.span);
            // The head of the time phrase hangs in the trigger's own clause or below the trigger.
            words.into_iter().any(|w| {
                let outside = sentence.words[w].head.is_none_or(|h| {
                    let hs = sentence.words[h].span;
                    !t.span.contains(hs)
                });
                outside
                    && (sentence.is_below(w, trigger.head)
                        && !told_apart(clause, w, trigger.head)
                        && !of_another(w)
                        || clause.clause_root(w) == own && !clause.below_other_trigger(w, trigger.head))
            })
        })
        .min_by_key(|t| {
            if t.span.start >= span.end {
                t.span.start - span.end
            } else {
                span.start - t.span.end.min(span.start)
            }
        })
}

/// Whether `word`, below the verb at `verb`, stands in a finite clause that says which thing or place of the verb's is meant: "sent
/// troops to the city where two people died on Monday".
fn told_apart(clause: &Clause<'_>, word: usize, verb: usize) -> bool {
    let words = &clause.sentence.words;
    let between = clause.sentence.ancestors(word).take_while(|&above| above != verb);
    clause.is_verb(verb)
        && std::iter::once(word)
            .chain(between)
            .any(|w| words[w].relation.is("acl") && words[w].features.is(Feature::VerbForm, "Fin"))
}

/// Whether `entity` is the place `when` something is named there; kept here because both roles and links ask.
fn is_country(entity: &Entity) -> bool {
    entity.ids.iso3.is_some()
}

/// Whether an event of time `a` can be the same as one of time `b`.
fn compatible_when(a: When, b: When) -> bool {
    a == b || !matches!((a, b), (When::Past, When::Future) | (When::Future, When::Past))
}
