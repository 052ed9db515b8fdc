//! What a single claim says of its event's course.

use super::sides::{Sides, Voice};
use crate::{DatedClaim, Turn};
use segun_report::{Certainty, Polarity, Stance, When};

/// What a claim says, the weaker first among those that affirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Saying {
    /// It may be.
    Rumour,
    /// It will be.
    Plan,
    /// It will be indeed.
    Confirmation,
    /// Something was said wrongly.
    Correction,
    /// It is not, was not, will not be.
    Denial,
    /// It is called off.
    Cancellation,
    /// It will be later.
    Postponement,
    /// It took place.
    Fact,
}

/// What `dated` says; nothing where its holder only wants, asks for or imagines the event.
pub(super) fn saying(dated: &DatedClaim, sides: &Sides) -> Option<Saying> {
    let claim = &dated.claim;
    let sure = claim.certainty != Certainty::Possible;
    match claim.context.turn {
        Some(Turn::Postponed) if sure => return Some(Saying::Postponement),
        Some(Turn::Cancelled) if sure => return Some(Saying::Cancellation),
        Some(Turn::Corrected) if sure && claim.polarity == Polarity::Positive => {
            return Some(Saying::Correction);
        }
        _ => {}
    }
    let voice = sides.voice(dated);
    let stance = claim.holder.as_ref().map(|h| h.stance);
    if matches!(stance, Some(Stance::Want | Stance::Ask | Stance::RefuseComment)) {
        return None;
    }
    // Who denies what might be or is wanted denies it all the same.
    if claim.polarity == Polarity::Negative && stance == Some(Stance::Deny) {
        return Some(Saying::Denial);
    }
    match (claim.polarity, claim.certainty) {
        (_, Certainty::Uncommitted) => None,
        (Polarity::Negative, Certainty::Certain) => Some(Saying::Denial),
        (Polarity::Negative, _) => None,
        (Polarity::Positive, Certainty::Possible) => Some(Saying::Rumour),
        (Polarity::Positive, certainty) => {
            let ahead = claim.when == When::Future || lies_ahead(dated);
            let guess = matches!(stance, Some(Stance::Speculate | Stance::Estimate | Stance::Judge));
            let firm = certainty == Certainty::Certain && !guess;
            match (voice, ahead) {
                (Voice::Unnamed | Voice::Outsider, true) => Some(Saying::Rumour),
                (_, true) if stance == Some(Stance::Confirm) && firm => Some(Saying::Confirmation),
                (_, true) if guess => Some(Saying::Rumour),
                (_, true) => Some(Saying::Plan),
                (Voice::Unnamed, false) => Some(Saying::Rumour),
                (_, false) if firm => Some(Saying::Fact),
                (_, false) => Some(Saying::Rumour),
            }
        }
    }
}

/// Whether the time that it gives begins after its publication, whatever its tense.
fn lies_ahead(dated: &DatedClaim) -> bool {
    matches!((dated.claim.window.from, dated.published), (Some(from), Some(published)) if from > published)
}
