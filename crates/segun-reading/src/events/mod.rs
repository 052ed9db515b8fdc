//! What happens, how surely, in whose view.
//!
//! 1. [`triggers`]: words that name an event, by the language's entries and their frames;
//! 2. [`roles`]: who acts on whom, and where, by the trigger's own clause;
//! 3. [`certainty`]: how sure, affirmed or not, and when, from the trigger up to its holder;
//! 4. [`same_as`]: which mentions are of the same event in the world.
//!
//! The holder is the innermost attribution whose content holds the trigger. All words stand
//! in the language's files: `events.tsv`, `event_words.tsv`, `certainty.tsv` ([`lexicon`]).

mod certainty;
mod clause;
mod lexicon;
mod plausibility;
mod roles;
mod same_as;
mod triggers;

pub use lexicon::Lexicon;

use crate::Document;
use crate::entities::Entities;
use clause::Clause;
use segun_report::{Attribution, Entity, Event, Span, Time, TimeType, When, Why};
use triggers::Trigger;

/// Finds the events of `document`, in text order; with `all`, also those outside PLOVER's types.
pub fn find(
    document: &Document,
    entities: &Entities,
    times: &[Time],
    attributions: &[Attribution],
    lexicon: &Lexicon,
    all: bool,
) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let clauses: Vec<Clause<'_>> =
        (0..document.sentences.len()).map(|index| Clause::new(document, entities, lexicon, index)).collect();
    let seen = clauses.iter().flat_map(triggers::seen).collect();
    for clause in &clauses {
        for trigger in triggers::find(clause, attributions, &seen, all) {
            events.push(event(clause, times, attributions, &trigger));
        }
    }
    for (n, event) in events.iter_mut().enumerate() {
        event.id = format!("v{}", n + 1);
    }
    same_as::complete(&mut events);
    same_as::link(&mut events);
    events
}

fn event(clause: &Clause<'_>, times: &[Time], attributions: &[Attribution], trigger: &Trigger<'_>) -> Event {
    let span = trigger.span(clause);
    let holder = holder(attributions, span);
    let time = time_of(clause, times, trigger, span);
    let factuality = certainty::read(clause, trigger, holder, time);
    let mut why = trigger.why(clause);
    why.extend(factuality.why);
    if let Some(holder) = holder {
        why.push(Why::rule("holder", format!("innermost content: {}", holder.id)));
    }
    let parts = match trigger.entry {
        Some(entry) => roles::read(clause, trigger, entry, holder),
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
    span: Span,
) -> Option<&'t Time> {
    let sentence = clause.sentence;
    let own = clause.clause_root(trigger.head);
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

/// Whether `entity` is the place `when` something is named there; kept here because both roles and links ask.
fn is_country(entity: &Entity) -> bool {
    entity.ids.iso3.is_some()
}

/// Whether an event of time `a` can be the same as one of time `b`.
fn compatible_when(a: When, b: When) -> bool {
    a == b || !matches!((a, b), (When::Past, When::Future) | (When::Future, When::Past))
}
