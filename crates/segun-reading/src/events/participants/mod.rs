//! Who takes part, and what is an event of its type, seen from the whole report.
//!
//! Many of those who act stand in another sentence than the word that says what they did. The model's network of
//! participants ([`Participants`]) sees all mentions and events together: [`nodes`] says what it is told of them, here is
//! what is made of its answer. What the rules found, by the event's own clause ([`super::roles`]) and by other mentions of
//! the same event ([`super::same_as::complete`]), is among what it is told.

mod nodes;
mod path;

pub use nodes::Graph;
pub(super) use nodes::{Found, Site, Told, found, graphs};

use super::certainty::is_left_open;
use crate::confidence::{CERTAINTY_BY_NETWORK, between};
use segun_encoder::{Answer, Participants, Shares};
use segun_report::{Certainty, Entity, Event, When, Why};

/// Share in a part from which an entity plays it; `training/participants.py` prints the figures around it.
const LEAST: f32 = 0.2;

/// The same of one to whom the event's own clause gives the part.
const BY_CLAUSE: f32 = 0.1;

/// The same beside those to whom it does.
const BESIDE: f32 = 0.3;

/// The same of a further one where the clause gives the part to nobody: whoever is only named somewhere in the report is as
/// likely as many others, of whom few take part.
const FURTHER: f32 = 0.25;

/// Probability below which a word names no event of its type, half way between what the rules and heads say and what the
/// network says. Below a half, since both what is missed and what is invented count, and who takes part is lost with it.
const LEAST_LIKELY: f32 = 0.14;

/// Probability from which the network knows better how sure an event is told.
const SURER: f32 = 0.6;

/// The same of when it lies.
const DATED: f32 = 0.6;

/// Probability from which there is such an event and one takes part in it whom the network alone sees there.
const TOGETHER: f32 = 0.04;

/// Gives the events of `told` the participants that the network of the model sees, and what it knows better of them; those
/// of which it is told nothing stay. Returns of each event whether it is likely enough to be one of its type.
pub(super) fn choose(network: &Participants, told: &Told<'_>, events: &mut [Event]) -> Vec<bool> {
    let mut typed = vec![true; events.len()];
    for graph in graphs(told) {
        let answers = network.read(&graph.nodes, |node| told.meaning(node), &graph.pairs);
        for (number, answer) in graph.events().zip(answers) {
            let event = &mut events[number];
            correct(event, &answer);
            typed[number] = event.confidence >= LEAST_LIKELY;
            give(event, told.own(number), told.is_symmetric(number), told.entities(), &answer.parts);
        }
    }
    typed
}

/// How likely `event` is one of its type, how sure it is told and when it lies, where the network knows better.
fn correct(event: &mut Event, answer: &Answer) {
    event.why.push(Why::head("confidence", NETWORK, answer.likely));
    event.confidence = between(event.confidence, answer.likely);
    let likeliest =
        |shares: &[f32]| (0..shares.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap_or(0);
    let at = likeliest(&answer.certainty);
    let open = is_left_open(&event.why);
    if answer.certainty[at] >= SURER && !open {
        event.certainty = Certainty::ALL[at];
    }
    // It stands behind the confidence also where it only agrees.
    let chosen = Certainty::ALL.iter().position(|c| *c == event.certainty);
    let share = chosen.map_or(0.0, |at| answer.certainty[at]);
    event.certainty_confidence = CERTAINTY_BY_NETWORK.probability(share);
    event.why.push(Why::head("certainty", NETWORK, share));
    let at = likeliest(&answer.when);
    let (when, share) = (When::ALL[at], answer.when[at]);
    if when != event.when && share >= DATED && !open {
        event.when = when;
        event.why.push(Why::head("when", NETWORK, share));
    }
}

/// How explanations call it.
const NETWORK: &str = "network of participants";

/// Parts of those who act and undergo, the first ones.
const PERSONS: usize = 2;

/// Gives `event`, whose clause gave it `own`, those to whom `answer` gives a part.
fn give(event: &mut Event, own: &Found, symmetric: bool, entities: &[Entity], answer: &[(usize, Shares)]) {
    let sides = [event.actor.clone(), event.recipient.clone()];
    // Where those who act on each other have been told apart ("between X and Y"), each stays on one side.
    let apart = symmetric && sides.iter().all(|side| !side.is_empty());
    let mut asked: [Vec<Asked<'_>>; 3] = std::array::from_fn(|part| {
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
                    [] => LEAST.max(TOGETHER / event.confidence),
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
        asked
    });
    if !symmetric {
        let [acting, undergoing, _] = &mut asked;
        on_one_side(acting, undergoing, own);
    }
    let Event { actor, recipient, place, why, .. } = event;
    for ((asked, list), aspect) in
        asked.iter().zip([actor, recipient, place]).zip(["actor", "recipient", "place"])
    {
        for Asked { id, share, plays } in asked {
            if *plays {
                why.push(Why::head(aspect, format!("{NETWORK}: {id}"), *share));
            } else if list.iter().any(|given| given == id) {
                why.push(Why::head(aspect, format!("{NETWORK}: not {id}"), *share));
            }
        }
        *list = chosen(list, asked);
    }
}

/// Hardly anybody acts on themselves: who plays both parts and has one of them from the network alone, keeps the likelier.
fn on_one_side(acting: &mut [Asked<'_>], undergoing: &mut [Asked<'_>], own: &Found) {
    for a in acting.iter_mut().filter(|a| a.plays) {
        let by_clause = own[..PERSONS].iter().any(|given| given.iter().any(|id| id == a.id));
        if let Some(u) = undergoing.iter_mut().find(|u| u.plays && u.id == a.id && !by_clause) {
            let acts = a.share >= u.share;
            (a.plays, u.plays) = (acts, !acts);
        }
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
    fn nobody_acts_on_themselves_by_the_network_alone() {
        let ids = ["e1", "e2"].map(str::to_owned);
        let asked =
            |share| -> Vec<Asked<'_>> { ids.iter().map(|id| Asked { id, share, plays: true }).collect() };
        let (mut acting, mut undergoing) = (asked(0.3), asked(0.4));
        on_one_side(&mut acting, &mut undergoing, &[vec![ids[1].clone()], vec![ids[1].clone()], Vec::new()]);
        let plays = |asked: &[Asked<'_>]| asked.iter().map(|a| a.plays).collect::<Vec<_>>();
        assert_eq!((plays(&acting), plays(&undergoing)), (vec![false, true], vec![true, true]));
    }

    #[test]
    fn those_who_play_come_first_and_those_unseen_stay() {
        let given = ["e4", "e1"].map(str::to_owned);
        let asked = [("e3", 0.8, true), ("e2", 0.5, true), ("e1", 0.1, false)];
        let asked = asked.map(|(id, share, plays)| Asked { id, share, plays });
        assert_eq!(chosen(&given, &asked), ["e3", "e2", "e4"]);
        assert_eq!(chosen(&given, &[]), given);
    }
}
