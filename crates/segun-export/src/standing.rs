//! Which claims may count as events where a format has room for events only.
//!
//! This is the only place that decides it. A claim that is denied, only possible, wanted, asked for, attempted,
//! conditional, or of no particular time counts as none; nor does one that says that its event was put off, called off or
//! told wrongly before, or whose thread ended as denied.

use segun_ledger::query::{Brief, BulkClaim, BulkReport};
use segun_report::{Certainty, Event, Polarity, Status, When};

/// How an event stands in its claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It happened or is going on, its holder says, certainly or probably.
    Happened,
    /// It will happen, its holder says, certainly or probably.
    Ahead,
}

impl Standing {
    /// Of a claim of `report`; `None` where it counts as no event.
    pub(crate) fn of(report: &BulkReport, claim: &BulkClaim<'_>) -> Option<Self> {
        if claim.status == Some(Status::Denied.as_str()) || report.day.is_none() {
            return None;
        }
        standing(claim.certainty, claim.polarity, claim.when, claim.turn)
    }

    /// The same of a claim in brief, whose thread is another's affair.
    pub(crate) fn of_brief(claim: &Brief<'_>) -> Option<Self> {
        if !claim.dated {
            return None;
        }
        standing(claim.certainty, claim.polarity, claim.when, claim.turn)
    }

    /// The same of an event as its report has it, whatever others say; its turn is found only with its claim.
    pub(crate) fn of_event(event: &Event) -> Option<Self> {
        standing(event.certainty.as_str(), event.polarity.as_str(), event.when.as_str(), None)
    }
}

fn standing(certainty: &str, polarity: &str, when: &str, turn: Option<&str>) -> Option<Standing> {
    let sure = matches!(Certainty::from_word(certainty)?, Certainty::Certain | Certainty::Probable);
    if !sure || Polarity::from_word(polarity)? == Polarity::Negative || turn.is_some() {
        return None;
    }
    match When::from_word(when)? {
        When::Past | When::Present => Some(Standing::Happened),
        When::Future => Some(Standing::Ahead),
        When::Timeless => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_affirmed_surely_and_in_time_counts() {
        for certainty in Certainty::ALL {
            for polarity in Polarity::ALL {
                for when in When::ALL {
                    for turn in [None, Some("postponed"), Some("cancelled"), Some("corrected")] {
                        let found = standing(certainty.as_str(), polarity.as_str(), when.as_str(), turn);
                        let sure = matches!(certainty, Certainty::Certain | Certainty::Probable)
                            && *polarity == Polarity::Positive
                            && turn.is_none();
                        let expected = match when {
                            When::Past | When::Present if sure => Some(Standing::Happened),
                            When::Future if sure => Some(Standing::Ahead),
                            _ => None,
                        };
                        assert_eq!(found, expected, "{certainty:?} {polarity:?} {when:?} {turn:?}");
                    }
                }
            }
        }
        assert_eq!(standing("surely", "+", "past", None), None);
    }
}
