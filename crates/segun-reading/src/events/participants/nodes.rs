//! What the network of participants is told: a report's mentions and events as nodes, with plain facts about each and
//! about each event with each mention.
//!
//! `training/participants.py` learns from the same facts ([`crate::Reader::graphs`]): whoever changes one here trains anew.

use super::super::Sources;
use super::super::lexicon::Entry;
use super::super::triggers::Trigger;
use super::path;
use crate::Document;
use rustc_hash::FxHashMap;
use segun_encoder::{Node, PAIR_FACTS, Whose};
use segun_report::{Attribution, Certainty, Entity, EntityType, Event, EventType, Polarity, When};

/// Nodes that the network sees at once; a longer report is seen in parts, since the work grows with the square.
const MOST_NODES: usize = 256;

/// Entities that one noun phrase or dropped subject may stand for.
const MOST_MEANT: usize = 4;

/// An event's word, and what its entry says of who takes part.
#[derive(Clone, Debug)]
pub(in crate::events) struct Site {
    sentence: usize,
    word: usize,
    verb: bool,
    symmetric: bool,
    itself: bool,
}

impl Site {
    pub(in crate::events) fn new(sentence: usize, trigger: &Trigger<'_>) -> Self {
        let has = |asks: fn(&Entry) -> bool| trigger.entry.is_some_and(asks);
        Self {
            sentence,
            word: trigger.head,
            verb: has(|e| e.verb),
            symmetric: has(|e| e.frame.symmetric),
            itself: has(|e| e.frame.itself),
        }
    }

    /// Probability that the word names an event of any kind, as the event head has it.
    pub(in crate::events) fn head_probability(&self, document: &Document) -> f32 {
        document.sentences[self.sentence].events.get(self.word).map_or(0.5, |guess| guess.trigger)
    }
}

/// Entity ids of those who act, undergo, and of where.
pub(in crate::events) type Found = [Vec<String>; 3];

/// Who takes part in `event` by now.
pub(in crate::events) fn found(event: &Event) -> Found {
    [event.actor.clone(), event.recipient.clone(), event.place.clone()]
}

/// All that the network's facts are taken from.
pub(in crate::events) struct Told<'a> {
    sources: Sources<'a>,
    sites: &'a [Site],
    kinds: Vec<Option<EventType>>,
    /// What the rules and heads say of each event, as facts.
    judgements: Vec<[u8; JUDGEMENT_FACTS]>,
    /// The entity that each event's holder is.
    holders: Vec<Option<usize>>,
    /// What each event's own clause gave.
    own: &'a [Found],
    /// The same with what other mentions of the event gave.
    completed: Vec<Found>,
    /// The entities' numbers by their ids.
    numbers: FxHashMap<&'a str, usize>,
    /// Which entities are sources of attributions.
    speaks: Vec<bool>,
    /// Where what somebody says begins, in order, and how far what has begun by then goes.
    said: Vec<(usize, usize)>,
}

impl<'a> Told<'a> {
    /// Of `events` as the rules have them by now.
    pub(in crate::events) fn new(
        sources: Sources<'a>,
        events: &[Event],
        sites: &'a [Site],
        own: &'a [Found],
    ) -> Self {
        let Sources { entities, attributions, .. } = sources;
        let numbers: FxHashMap<&str, usize> =
            entities.all.iter().enumerate().map(|(number, e)| (e.id.as_str(), number)).collect();
        let speaker = |a: &Attribution| numbers.get(a.source_entity.as_deref()?).copied();
        let speakers: FxHashMap<&str, usize> =
            attributions.iter().filter_map(|a| Some((a.id.as_str(), speaker(a)?))).collect();
        let mut speaks = vec![false; entities.all.len()];
        speakers.values().for_each(|&entity| speaks[entity] = true);
        let contents = attributions.iter().flat_map(|a| &a.content);
        let mut said: Vec<(usize, usize)> = contents.map(|c| (c.start, c.end)).collect();
        said.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut said {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self {
            kinds: events.iter().map(|e| e.kind).collect(),
            judgements: events.iter().map(judgement).collect(),
            holders: events.iter().map(|e| speakers.get(e.source.as_deref()?).copied()).collect(),
            completed: events.iter().map(found).collect(),
            sources,
            sites,
            own,
            numbers,
            speaks,
            said,
        }
    }

    /// The vector of a node's word; empty where it has none.
    pub(super) fn meaning(&self, node: &Node) -> &'a [f32] {
        let meanings = &self.sources.document.sentences[node.sentence].meanings;
        meanings.get(node.word).map_or(&[], Vec::as_slice)
    }

    /// The report's entities.
    pub(super) fn entities(&self) -> &'a [Entity] {
        &self.sources.entities.all
    }

    /// What the event's own clause gave.
    pub(super) fn own(&self, event: usize) -> &'a Found {
        &self.own[event]
    }

    /// Whether those who take part in the event act on each other.
    pub(super) fn is_symmetric(&self, event: usize) -> bool {
        self.sites[event].symmetric
    }

    /// Whether the word stands in what somebody says.
    fn is_said(&self, sentence: usize, word: usize) -> bool {
        let span = self.sources.document.word(sentence, word).span;
        let begun = self.said.partition_point(|(start, _)| *start <= span.start);
        begun.checked_sub(1).is_some_and(|last| self.said[last].1 >= span.end)
    }

    /// Facts about each event of `nodes` with each mention.
    fn pairs(&self, nodes: &[Node]) -> Vec<Vec<[u8; PAIR_FACTS]>> {
        let events = nodes.iter().filter(|node| matches!(node.whose, Whose::Event(_)));
        let mentions = || nodes.iter().filter(|node| matches!(node.whose, Whose::Entity(_)));
        events.map(|event| mentions().map(|mention| self.pair(event, mention)).collect()).collect()
    }

    /// Facts about an event and a mention: how far apart, how the tree links them, whether the mention is of the event's
    /// holder, and what the rules say of the two.
    fn pair(&self, event: &Node, mention: &Node) -> [u8; PAIR_FACTS] {
        let (number, entity) = (number(event.whose), number(mention.whose));
        let mut facts = [0u8; PAIR_FACTS];
        facts[0] =
            bucket(mention.sentence as i32 - event.sentence as i32, &[-8, -5, -3, -2, -1, 0, 1, 2, 3, 6]);
        if mention.sentence == event.sentence {
            facts[1] =
                path::between(self.sources.document.sentence(event.sentence), event.word, mention.word);
            let apart = mention.word as i32 - event.word as i32;
            facts[2] = 1 + bucket(apart, &[-12, -6, -3, -1, 0, 1, 3, 6, 12]);
        }
        facts[3] = self.holders[number].map_or(0, |holder| 1 + u8::from(holder == entity));
        let id = &self.entities()[entity].id;
        for part in 0..3 {
            let by_clause = self.own[number][part].contains(id);
            let by_another = !by_clause && self.completed[number][part].contains(id);
            facts[4 + part] = u8::from(by_clause) + 2 * u8::from(by_another);
        }
        facts
    }
}

/// Nodes that the network sees together, and what it is told of them.
#[derive(Debug, serde::Serialize)]
pub struct Graph {
    /// In text order.
    pub nodes: Vec<Node>,
    /// Of each event, of each mention: facts about the two.
    pub pairs: Vec<Vec<[u8; PAIR_FACTS]>>,
}

impl Graph {
    /// Numbers of its events.
    pub fn events(&self) -> impl Iterator<Item = usize> {
        self.nodes.iter().filter_map(|node| match node.whose {
            Whose::Event(event) => Some(event),
            Whose::Entity(_) => None,
        })
    }
}

/// How a node points at what it stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Name,
    Phrase,
    DroppedSubject,
    Event,
    Cue,
}

/// The report's nodes, in parts of at most [`MOST_NODES`].
pub(in crate::events) fn graphs(told: &Told<'_>) -> Vec<Graph> {
    let mut found = pointers(told);
    found.sort_by_key(|(sentence, word, kind, whose)| (*sentence, *word, *kind, number(*whose)));
    let mut names: FxHashMap<usize, usize> = FxHashMap::default();
    for (_, _, kind, whose) in &found {
        if *kind == Kind::Name {
            *names.entry(number(*whose)).or_default() += 1;
        }
    }
    let count = |entity: usize| names.get(&entity).copied().unwrap_or(0);
    let mut order: Vec<usize> = (0..told.entities().len()).collect();
    order.sort_by_key(|&entity| (std::cmp::Reverse(count(entity)), entity));
    let mut rank = vec![0; order.len()];
    for (place, entity) in order.into_iter().enumerate() {
        rank[entity] = place;
    }
    let mut seen = vec![false; rank.len()];
    let mut nodes = Vec::with_capacity(found.len());
    for (sentence, word, kind, whose) in found {
        let mut facts = [0u8; Node::FACTS];
        facts[0] = kind as u8;
        facts[1] = bucket(sentence as i32, &[1, 2, 3, 5, 8, 13]);
        facts[2] = u8::from(told.is_said(sentence, word));
        match whose {
            Whose::Entity(number) => {
                let entity = &told.entities()[number];
                facts[3] = match entity.kind {
                    EntityType::Person => 1,
                    EntityType::Organisation => 2,
                    EntityType::Location => 3,
                    EntityType::Other => 4,
                };
                facts[4] = 1 + bucket(count(number) as i32, &[1, 2, 3, 5, 8]);
                facts[5] = 1 + rank[number].min(5) as u8;
                facts[6] = u8::from(kind != Kind::Cue && !std::mem::replace(&mut seen[number], true));
                facts[7] = u8::from(told.speaks[number]);
                facts[8] = u8::from(entity.ids.iso3.is_some());
            }
            Whose::Event(number) => {
                let site = &told.sites[number];
                let kind = told.kinds[number];
                facts[9] =
                    kind.and_then(|k| EventType::ALL.iter().position(|t| *t == k)).map_or(0, |i| i + 1) as u8;
                facts[10] =
                    1 + u8::from(site.verb) + 2 * u8::from(site.symmetric) + 4 * u8::from(site.itself);
                facts[11..].copy_from_slice(&told.judgements[number]);
            }
        }
        nodes.push(Node { sentence, word, whose, facts });
    }
    nodes.chunks(MOST_NODES).map(|nodes| Graph { pairs: told.pairs(nodes), nodes: nodes.to_vec() }).collect()
}

fn number(whose: Whose) -> usize {
    match whose {
        Whose::Entity(number) | Whose::Event(number) => number,
    }
}

/// Sentence, word, kind and meaning of every word that points at an entity or names an event of a type.
fn pointers(told: &Told<'_>) -> Vec<(usize, usize, Kind, Whose)> {
    let Sources { document, entities, attributions, .. } = told.sources;
    let mut found = Vec::new();
    for (index, analysis) in document.sentences.iter().enumerate() {
        let words = &analysis.sentence.words;
        let mut word = 0;
        while word < words.len() {
            let Some(entity) = entities.named(index, word) else {
                let meant = entities.denoted(index, word).iter().take(MOST_MEANT);
                found.extend(meant.map(|&e| (index, word, Kind::Phrase, Whose::Entity(e))));
                word += 1;
                continue;
            };
            let first = word;
            while entities.named(index, word) == Some(entity) {
                word += 1;
            }
            let inside = first..word;
            let head = inside.clone().find(|&w| words[w].head.is_none_or(|h| !inside.contains(&h)));
            found.push((index, head.unwrap_or(first), Kind::Name, Whose::Entity(entity)));
        }
        for verb in 0..words.len() {
            let meant = entities.subject_of(index, verb);
            if !meant.is_empty() && analysis.sentence.children_by(verb, &["nsubj"]).next().is_none() {
                let meant = meant.iter().take(MOST_MEANT);
                found.extend(meant.map(|&e| (index, verb, Kind::DroppedSubject, Whose::Entity(e))));
            }
        }
    }
    for attribution in attributions {
        let source = attribution.source_entity.as_deref().and_then(|id| told.numbers.get(id));
        let (Some(&source), Some(cue)) = (source, attribution.cue) else { continue };
        let Some(sentence) = document.sentence_at(cue.start) else { continue };
        let words = document.words_in(sentence, cue);
        if !words.is_empty() {
            found.push((sentence, words.start, Kind::Cue, Whose::Entity(source)));
        }
    }
    let typed = told.sites.iter().enumerate().filter(|(number, _)| told.kinds[*number].is_some());
    found.extend(typed.map(|(number, site)| (site.sentence, site.word, Kind::Event, Whose::Event(number))));
    found
}

/// How many facts tell what rules and heads say of an event.
const JUDGEMENT_FACTS: usize = 6;

/// How sure, whether denied, when, and how likely each is; whether somebody holds it. 0 is for nodes that are no events.
fn judgement(event: &Event) -> [u8; JUDGEMENT_FACTS] {
    let place = |found: Option<usize>| found.map_or(0, |at| 1 + at as u8);
    let share = |probability: f32, parts: u8| 1 + ((probability * f32::from(parts)) as u8).min(parts - 1);
    [
        place(Certainty::ALL.iter().position(|c| *c == event.certainty)),
        1 + u8::from(event.polarity == Polarity::Negative),
        place(When::ALL.iter().position(|w| *w == event.when)),
        share(event.confidence, 10),
        share(event.certainty_confidence, 6),
        1 + u8::from(event.source.is_some()),
    ]
}

/// How many of `edges` are at or below `value`.
fn bucket(value: i32, edges: &[i32]) -> u8 {
    edges.partition_point(|edge| *edge <= value) as u8
}
