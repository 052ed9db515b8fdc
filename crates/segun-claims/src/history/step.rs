//! The steps of an event's history.

use crate::{Day, Window};
use segun_report::Status;

/// What changed, or was said against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StepKind {
    /// Said to be possible or likely, or said by somebody unnamed or outside.
    Rumoured,
    /// Planned, as one of the sides or the paper itself says.
    Announced,
    /// Planned, as a second side says too, or as a side confirms.
    Confirmed,
    /// Said as fact to have taken place.
    Happened,
    /// Denied by one of the sides, or found not to have taken place.
    Denied,
    /// Called off.
    Cancelled,
    /// Denied by somebody outside, or against firmer word: the status stays.
    Disputed,
    /// Put off.
    Postponed,
    /// A source or paper mends what it said.
    Corrected,
    /// Only a part is denied: another place or time.
    Narrowed,
    /// Its time passed, and nobody reported it.
    Lapsed,
}

impl StepKind {
    /// The kind as a word.
    pub fn as_str(self) -> &'static str {
        match self {
            StepKind::Rumoured => "rumoured",
            StepKind::Announced => "announced",
            StepKind::Confirmed => "confirmed",
            StepKind::Happened => "happened",
            StepKind::Denied => "denied",
            StepKind::Cancelled => "cancelled",
            StepKind::Disputed => "disputed",
            StepKind::Postponed => "postponed",
            StepKind::Corrected => "corrected",
            StepKind::Narrowed => "narrowed",
            StepKind::Lapsed => "lapsed",
        }
    }
}

/// How a claim stands against earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Contradiction {
    /// Somebody says that it is not so.
    Denial,
    /// The paper or source says that it was wrong.
    Correction,
    /// It denies something narrower or beside it: another place, another time.
    DifferentScope,
    /// The same side now says otherwise.
    Superseded,
}

impl Contradiction {
    /// The contradiction as a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Contradiction::Denial => "denial",
            Contradiction::Correction => "correction",
            Contradiction::DifferentScope => "different_scope",
            Contradiction::Superseded => "superseded",
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When it was published; of a lapse, the day after which nothing more was to be expected.
    pub day: Option<Day>,
    /// What changed.
    pub kind: StepKind,
    /// How it contradicts what was said before, where it does.
    pub contradiction: Option<Contradiction>,
    /// The status after it.
    pub status: Option<Status>,
    /// The time that it gives to the event.
    pub window: Option<Window>,
    /// The claims that it rests on, those included that say the same later: indices into the thread's claims.
    pub claims: Vec<usize>,
    /// Their independent origins.
    pub origins: usize,
    /// Their reports.
    pub reports: usize,
}

/// What became of an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The status on the day asked for; `None` where it was only wanted, asked for or conditional.
    pub status: Option<Status>,
    /// How it came to it, in order.
    pub steps: Vec<Step>,
}
