//! Who takes part, seen from the whole report.
//!
//! Half of those who act stand in another sentence than the word that says what they did. The model's network of
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
const LEAST: f32 = 0.2;

/// Gives the events of `told` the participants that the network of the model sees; those of whom it is told nothing stay.
pub(super) fn choose(network: &Participants, told: &Told<'_>, events: &mut [Event]) {
    for graph in graphs(told) {
        let meaning = |node: &segun_encoder::Node| {
            let meanings = &told.document.sentences[node.sentence].meanings;
            meanings.get(node.word).map_or(&[][..], Vec::as_slice)
        };
        let answers = network.read(&graph.nodes, meaning, &graph.pairs);
        for (event, answer) in graph.events().zip(answers) {
            give(&mut events[event], &told.entities.all, &answer);
        }
    }
}

/// Gives `event` those to whom `answer` gives a part.
fn give(event: &mut Event, entities: &[Entity], answer: &[(usize, Shares)]) {
    let Event { actor, recipient, place, why, .. } = event;
    let parts = [("actor", actor), ("recipient", recipient), ("place", place)];
    for (part, (aspect, list)) in parts.into_iter().enumerate() {
        let mut shares: Vec<(&str, f32)> =
            answer.iter().map(|(e, shares)| (entities[*e].id.as_str(), shares[part])).collect();
        shares.sort_by(|a, b| b.1.total_cmp(&a.1));
        for (id, share) in &shares {
            if *share >= LEAST {
                why.push(Why::head(aspect, format!("participants: {id}"), *share));
            } else if list.iter().any(|given| given == id) {
                why.push(Why::head(aspect, format!("participants: not {id}"), *share));
            }
        }
        *list = chosen(list, &shares, LEAST);
    }
}

/// Those with a share of at least `least`, in the order of `shares`; then those `given` of whom `shares` does not speak.
fn chosen(given: &[String], shares: &[(&str, f32)], least: f32) -> Vec<String> {
    let likely = shares.iter().filter(|(_, share)| *share >= least).map(|(id, _)| (*id).to_owned());
    let unseen = given.iter().filter(|id| !shares.iter().any(|(seen, _)| seen == id)).cloned();
    likely.chain(unseen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likely_take_part_and_those_unseen_stay() {
        let given = ["e4", "e1"].map(str::to_owned);
        assert_eq!(chosen(&given, &[("e3", 0.8), ("e2", 0.5), ("e1", 0.1)], 0.3), ["e3", "e2", "e4"]);
        assert_eq!(chosen(&given, &[], 0.3), given);
    }
}
