//! One claim: an event as one holder in one report has it.

use crate::key::value_in;
use crate::{Context, Key, Window};
use segun_report::{Certainty, EventType, Polarity, SourceKind, Span, Stance, When};
use serde::{Deserialize, Serialize};

/// An event as held by one source in one report: one mention of it, with its evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The event's id in its report.
    pub event: String,
    /// The id of the first mention of the same event in the report.
    pub same_as: String,
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// How sure the holder is.
    pub certainty: Certainty,
    /// Whether the holder affirms or denies it.
    pub polarity: Polarity,
    /// Against the time of publication.
    pub when: When,
    /// When it happens or is to happen, as far as the report says.
    pub window: Window,
    /// Who acts.
    pub actors: Vec<Party>,
    /// Who undergoes or receives.
    pub recipients: Vec<Party>,
    /// Where.
    pub places: Vec<Party>,
    /// Who says so; `None` is the report's author.
    pub holder: Option<Holder>,
    /// The word that names the event.
    pub trigger: Span,
    /// Its word, folded ([`crate::folded`]).
    pub word: String,
    /// The sentence around it: the evidence.
    pub sentence: Span,
    /// What else that sentence says, as far as it helps to know the event again.
    pub context: Context,
    /// How sure the reading is, 0 to 1.
    pub confidence: f32,
}

/// Somebody or some place that plays a part, comparable across reports and languages.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Party {
    /// What identifies it.
    pub key: Key,
    /// The country that it is in or stands for, ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// As the report names it.
    pub name: String,
}

impl Party {
    /// It where it stands.
    pub(crate) fn view(&self) -> PartyView<'_> {
        PartyView { key: self.key.as_str(), country: self.country.as_deref(), name: &self.name }
    }
}

/// A party where it stands: in a claim or in the profile of a thread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PartyView<'a> {
    pub(crate) key: &'a str,
    pub(crate) country: Option<&'a str>,
    pub(crate) name: &'a str,
}

impl<'a> PartyView<'a> {
    /// The value of its key, where that is of `scheme`.
    pub(crate) fn value_in(&self, scheme: &str) -> Option<&'a str> {
        value_in(self.key, scheme)
    }

    /// It as one that is kept.
    pub(crate) fn to_party(self) -> Party {
        Party {
            key: Key::from_text(self.key),
            country: self.country.map(str::to_owned),
            name: self.name.to_owned(),
        }
    }
}

/// Who holds a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Holder {
    /// The attribution's id in its report.
    pub attribution: String,
    /// What identifies the source across reports: an entity's key, or the folded words of a role with its
    /// affiliation; `None` where it is anonymous or nobody.
    pub key: Option<Key>,
    /// As the report names it (empty where nobody is named).
    pub name: String,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// What it does with what it says.
    pub stance: Stance,
    /// The country that it speaks for.
    pub affiliation: Option<String>,
    /// The words that hand the claim over.
    pub cue: Option<Span>,
}
