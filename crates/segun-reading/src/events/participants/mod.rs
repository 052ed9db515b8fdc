//! Who takes part, seen from the whole report.
//!
//! Many of those who act stand in another sentence than the word that says what they did. The model's network of
//! participants ([`Participants`]) sees all mentions and events together: [`nodes`] says what it is told of them, here is
//! what is made of its answer. What the rules found, by the event's own clause ([`super::roles`]) and by other mentions of
//! the same event ([`super::same_as::complete`]), is among what it is told.

mod nodes;
mod path;

pub use nodes::Graph;
pub(super) use nodes::{Found, Site, Told, found, graphs};

use segun_encoder::{Participants, Shares};
use segun_report::{Entity, Event, Why};

/// Probability from which an entity plays a part. Where what is missed and what is invented count alike, that is half of the
/// F1 that can be reached; `training/participants.py` prints the figures around it.
const LEAST: f32 = 0.22;

/// The same of one to whom the event's own clause gives the part.
const BY_CLAUSE: f32 = 0.1;

/// The same beside those to whom it does.
const BESIDE: f32 = 0.5;

/// The same of a further one where the clause gives the part to nobody: whoever is only named somewhere in the report is as
/// likely as many others, of whom few take part. F1 stays within a point, and an eighth fewer are invented.
const FURTHER: f32 = 0.4;

/// Gives the events of `told` the participants that the network of the model sees; those of whom it is told nothing stay.
pub(super) fn choose(network: &Participants, told: &Told<'_>, events: &mut [Event]) {
    for graph in graphs(told) {
        let answers = network.read(&graph.nodes, |node| told.meaning(node), &graph.pairs);
        for (event, answer) in graph.events().zip(answers) {
            give(&mut events[event], told.own(event), told.is_symmetric(event), told.entities(), &answer);
        }
    }
}

/// Parts of those who act and undergo, the first ones.
const PERSONS: usize = 2;

/// Gives `event`, whose clause gave it `own`, those to whom `answer` gives a part.
fn give(event: &mut Event, own: &Found, symmetric: bool, entities: &[Entity], answer: &[(usize, Shares)]) {
    let sides = [event.actor.clone(), event.recipient.clone()];
    // Where those who act on each other have been told apart ("between X and Y"), each stays on one side.
    let apart = symmetric && sides.iter().all(|side| !side.is_empty());
    let Event { actor, recipient, place, why, .. } = event;
    let parts = [("actor", actor), ("recipient", recipient), ("place", place)];
    for (part, (aspect, list)) in parts.into_iter().enumerate() {
        // What the clause says of somebody keeps them from the other side ("X was arrested": not by X).
        let on = |sides: &[Vec<String>], id: &String| {
            part < PERSONS && sides[1 - part].contains(id) && !sides[part].contains(id)
        };
        let other_side = |id: &String| apart && on(&sides, id) || !symmetric && on(own, id);
        let mut asked: Vec<Asked<'_>> = answer
            .iter()
            .map(|(entity, shares)| (&entities[*entity].id, shares[part]))
            .filter(|(id, _)| !other_side(id))
            .map(|(id, share)| {
                let least = match &own[part][..] {
                    [] => LEAST,
                    given if given.contains(id) => BY_CLAUSE,
                    _ => BESIDE,
                };
                Asked { id, share, plays: share >= least }
            })
            .collect();
        asked.sort_by(|a, b| b.share.total_cmp(&a.share));
        if own[part].is_empty() {
            let likeliest = if symmetric && part < PERSONS { 2 } else { 1 };
            asked.iter_mut().skip(likeliest).for_each(|further| further.plays &= further.share >= FURTHER);
        }
        for Asked { id, share, plays } in &asked {
            if *plays {
                why.push(Why::head(aspect, format!("participants: {id}"), *share));
            } else if list.iter().any(|given| given == id) {
                why.push(Why::head(aspect, format!("participants: not {id}"), *share));
            }
        }
        *list = chosen(list, &asked);
    }
}

/// What the network says of an entity in one part.
struct Asked<'a> {
    id: &'a str,
    share: f32,
    plays: bool,
}

/// Those who play the part, in the order of `asked`; then those `given` of whom the network was not asked.
fn chosen(given: &[String], asked: &[Asked<'_>]) -> Vec<String> {
    let playing = asked.iter().filter(|a| a.plays).map(|a| a.id.to_owned());
    let unseen = given.iter().filter(|id| !asked.iter().any(|a| a.id == id.as_str())).cloned();
    playing.chain(unseen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_play_come_first_and_those_unseen_stay() {
        let given = ["e4", "e1"].map(str::to_owned);
        let asked = [("e3", 0.8, true), ("e2", 0.5, true), ("e1", 0.1, false)];
        let asked = asked.map(|(id, share, plays)| Asked { id, share, plays });
        assert_eq!(chosen(&given, &asked), ["e3", "e2", "e4"]);
        assert_eq!(chosen(&given, &[]), given);
    }
}
