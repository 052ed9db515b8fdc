//! What happens, may happen, or is denied.

use crate::{Span, Why};

macro_rules! plover {
    ($($name:ident $code:literal $doc:literal),* $(,)?) => {
        /// PLOVER 2.0 event types (Open Event Data Alliance).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum EventType { $(#[doc = $doc] $name),* }

        impl EventType {
            /// All types, cooperation before conflict, words before deeds.
            pub const ALL: &'static [EventType] = &[$(EventType::$name),*];

            /// The manual's own name.
            pub fn as_str(self) -> &'static str {
                match self { $(EventType::$name => $code),* }
            }

            /// The type with the manual's name `name`.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($code => Some(EventType::$name),)* _ => None }
            }
        }
    };
}

plover! {
    Agree "AGREE" "Promise to cooperate.",
    Consult "CONSULT" "Meet, visit, call, negotiate.",
    Support "SUPPORT" "Praise, recognise, back.",
    Concede "CONCEDE" "Concede in words.",
    Cooperate "COOPERATE" "Exchange materially.",
    Aid "AID" "Give material help.",
    Retreat "RETREAT" "Withdraw, release, disarm, resign.",
    Request "REQUEST" "Demand, ask for.",
    Reject "REJECT" "Refuse.",
    Accuse "ACCUSE" "Disapprove, investigate, allege.",
    Threaten "THREATEN" "Threaten.",
    Protest "PROTEST" "Demonstrate, riot, strike.",
    Sanction "SANCTION" "Convict, expel, discontinue.",
    Mobilize "MOBILIZE" "Move troops, weapons, police.",
    Coerce "COERCE" "Seize, restrict, arrest, deport.",
    Assault "ASSAULT" "Attack, abduct, destroy, kill.",
}

impl EventType {
    /// The CAMEO code of an event of which no more than the type is known (PLOVER 2.0 manual, conversion table).
    pub fn cameo(self) -> &'static str {
        match self {
            EventType::Agree => "03",
            EventType::Consult => "04",
            EventType::Support => "05",
            EventType::Cooperate => "06",
            EventType::Aid => "07",
            EventType::Concede => "081",
            EventType::Retreat => "087",
            EventType::Request => "10",
            EventType::Accuse => "11",
            EventType::Reject => "12",
            EventType::Threaten => "13",
            EventType::Protest => "14",
            EventType::Mobilize => "15",
            EventType::Sanction => "16",
            EventType::Coerce => "17",
            EventType::Assault => "18",
        }
    }
}

/// How sure the holder is (FactBank's axis).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Said as fact.
    Certain,
    /// Likely, expected.
    Probable,
    /// May, might, could, rumoured.
    Possible,
    /// Wanted, asked for, attempted, conditional.
    Uncommitted,
}

/// Whether the holder says that it did or did not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// It did, does or will.
    Positive,
    /// It did not, does not or will not.
    Negative,
}

/// Where the event lies against the publication time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// Before.
    Past,
    /// Going on.
    Present,
    /// After.
    Future,
    /// At no time in particular.
    Timeless,
}

/// An event as one holder has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// `v1`, `v2`, … in text order.
    pub id: String,
    /// The word or fixed phrase that names it.
    pub trigger: Span,
    /// PLOVER type; `None` only where all events were asked for.
    pub kind: Option<EventType>,
    /// PLOVER mode, or a working mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Entity ids of those who act.
    pub actor: Vec<String>,
    /// Entity ids of those acted upon.
    pub recipient: Vec<String>,
    /// Entity ids of where.
    pub place: Vec<String>,
    /// The time's id.
    pub time: Option<String>,
    /// Begin of the interval, ISO 8601.
    pub from: Option<String>,
    /// End of the interval, ISO 8601.
    pub to: Option<String>,
    /// How sure the holder is.
    pub certainty: Certainty,
    /// Affirmed or denied.
    pub polarity: Polarity,
    /// Against the publication time.
    pub when: When,
    /// The attribution that holds it; `None` is the author.
    pub source: Option<String>,
    /// The first mention in this report of the same event in the world: its id.
    pub same_as: String,
    /// Probability that trigger and type are right.
    pub confidence: f32,
    /// Probability that the certainty is right, if the event is.
    pub certainty_confidence: f32,
    /// What decided.
    pub why: Vec<Why>,
}
