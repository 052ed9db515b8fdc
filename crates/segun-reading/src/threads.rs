//! What is still open when the report was published.
//!
//! A thread holds the mentions of one event (`same_as`) of which at least one lies ahead, or is
//! rumoured without being certain. What is only wanted or asked for opens none.

use crate::Document;
use crate::entities::Entities;
use segun_report::{Attribution, Certainty, Event, Polarity, Status, Thread, Time, When};

/// Groups the open events of `document` into threads, in text order.
pub fn find(
    document: &Document,
    entities: &Entities,
    times: &[Time],
    attributions: &[Attribution],
    events: &[Event],
) -> Vec<Thread> {
    let mut threads = Vec::new();
    for first in events.iter().filter(|e| e.kind.is_some() && e.same_as == e.id) {
        let group: Vec<&Event> = events.iter().filter(|e| e.same_as == first.id).collect();
        if !group.iter().any(|e| is_open(e)) {
            continue;
        }
        let mut sources: Vec<String> = Vec::new();
        for source in group.iter().filter_map(|e| e.source.as_ref()) {
            if !sources.contains(source) {
                sources.push(source.clone());
            }
        }
        threads.push(Thread {
            id: format!("h{}", threads.len() + 1),
            about: about(entities, &group),
            status: status(attributions, &group),
            events: group.iter().map(|e| e.id.clone()).collect(),
            deadline: deadline(document, times, &group),
            sources,
        });
    }
    threads
}

/// Whether a mention leaves its event open.
fn is_open(event: &Event) -> bool {
    let rumoured = matches!(event.certainty, Certainty::Possible | Certainty::Probable);
    rumoured || event.when == When::Future && event.certainty == Certainty::Certain
}

/// What is known of it, the mention that commits most deciding; a denial stands above all.
fn status(attributions: &[Attribution], group: &[&Event]) -> Status {
    use segun_report::Stance;
    if group.iter().any(|e| e.polarity == Polarity::Negative && e.certainty == Certainty::Certain) {
        return Status::Denied;
    }
    let stance = |e: &Event| {
        let source = e.source.as_ref()?;
        attributions.iter().find(|a| a.id == *source).map(|a| a.stance)
    };
    let confirmed =
        group.iter().any(|e| e.certainty == Certainty::Certain && stance(e) == Some(Stance::Confirm));
    let announced = group
        .iter()
        .any(|e| e.when == When::Future && matches!(e.certainty, Certainty::Certain | Certainty::Probable));
    match (confirmed, announced) {
        (true, _) => Status::Confirmed,
        (false, true) => Status::Announced,
        (false, false) => Status::Rumoured,
    }
}

/// The latest end of the mentions' times after publication, as a date.
fn deadline(document: &Document, times: &[Time], group: &[&Event]) -> Option<String> {
    let published = document.report.published?.date().to_string();
    group
        .iter()
        .filter_map(|e| times.iter().find(|t| Some(&t.id) == e.time.as_ref()))
        .filter_map(|t| t.to.as_deref()?.get(..10))
        .filter(|to| *to > published.as_str())
        .max()
        .map(str::to_owned)
}

/// Type, mode, who and where, in the contract's own words and the report's names.
fn about(entities: &Entities, group: &[&Event]) -> String {
    let names = |of: fn(&Event) -> &Vec<String>| -> String {
        let fullest = group.iter().map(|e| of(e)).max_by_key(|ids| ids.len());
        let names: Vec<&str> = fullest
            .into_iter()
            .flatten()
            .filter_map(|id| entities.all.iter().find(|e| e.id == *id))
            .map(|e| e.name.as_str())
            .collect();
        names.join(", ")
    };
    let mut about = group[0].kind.map_or_else(String::new, |kind| kind.as_str().to_owned());
    if let Some(mode) = &group[0].mode {
        about = format!("{about} {mode}");
    }
    let (actors, recipients, places) = (names(|e| &e.actor), names(|e| &e.recipient), names(|e| &e.place));
    if !actors.is_empty() {
        about = format!("{about}: {actors}");
    }
    if !recipients.is_empty() {
        about = format!("{about} → {recipients}");
    }
    if !places.is_empty() {
        about = format!("{about} @ {places}");
    }
    about
}
