//! When an event is, as one claim has it.

use crate::turn::Turn;
use crate::{DatedClaim, Day, Window};
use segun_report::When;
use serde::{Deserialize, Serialize};

/// When an event is, as one claim has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Due {
    /// What the report says, or what its tense and publication imply.
    pub(crate) window: Window,
    /// Whether the report says it.
    pub(crate) said: bool,
    /// Whether it looks back.
    pub(crate) past: bool,
    /// Whether it says that the event is put off to then.
    pub(crate) moved: bool,
    /// How many days it may be off: a day more or less by the clock; a quarter of the time that it looks ahead.
    pub(crate) slack: i32,
}

/// How far back news without a date usually looks, in days.
const BACK: i32 = 30;
/// How far ahead.
const AHEAD: i32 = 120;
/// A present or timeless one lies this far around the publication.
const AROUND: i32 = 7;
/// A window wider than this says little more than the tense.
const WIDE: i32 = 200;

impl Due {
    pub(crate) fn of(dated: &DatedClaim) -> Self {
        let claim = &dated.claim;
        let window = claim.window;
        let past = claim.when == When::Past;
        let moved = claim.context.turn == Some(Turn::Postponed);
        let narrow = match (window.from, window.to) {
            (Some(from), Some(to)) => to.0 - from.0 <= WIDE,
            _ => false,
        };
        if narrow {
            let ahead = match (dated.published, window.from) {
                (Some(published), Some(from)) => (from.0 - published.0).max(0),
                _ => 0,
            };
            return Self { window, said: true, past, moved, slack: 2 + (ahead / 4).min(45) };
        }
        let whole = window.from.is_some() && window.to.is_some();
        let Some(published) = dated.published.filter(|_| !whole) else {
            return Self { window, said: false, past, moved, slack: 2 };
        };
        let day = |days: i32| Some(Day(published.0 + days));
        let (from, to) = match claim.when {
            When::Past => (day(-BACK), day(1)),
            When::Future => (day(-1), day(AHEAD)),
            When::Present | When::Timeless => (day(-AROUND), day(BACK)),
        };
        // A bound that the report does give counts.
        let from = if past { window.from.or(from) } else { from.max(window.from) };
        let to = match (past, window.to) {
            (false, Some(said)) if Some(said) > from => Some(said),
            _ => to,
        };
        Self { window: Window { from, to }, said: false, past, moved, slack: 2 }
    }
}
