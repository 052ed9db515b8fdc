//! A thread's profile as claims are compared with it: what it says, where that stands.

use crate::claim::PartyView;
use crate::due::Due;
use crate::profile::{Sort, ThreadProfile};
use crate::tally::Tally;
use crate::{Day, Party};

/// What a profile says, where that stands: in a [`ThreadProfile`] or in a [`PackedProfile`](crate::PackedProfile).
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileView<'a> {
    pub(crate) sorts: Tally<Sort<&'a str>, 4>,
    pub(crate) actors: Tally<PartyView<'a>, 10>,
    pub(crate) recipients: Tally<PartyView<'a>, 10>,
    pub(crate) places: Tally<PartyView<'a>, 6>,
    pub(crate) dues: Tally<Due, 10>,
    pub(crate) context: Tally<&'a str, 64>,
    pub(crate) stems: Tally<&'a str, 12>,
    pub(crate) senses: Tally<&'a str, 8>,
    pub(crate) stories: Tally<u64, 6>,
    pub(crate) about: Tally<&'a str, 24>,
    pub(crate) mentions: Vec<(&'a str, &'a str)>,
    pub(crate) first: Option<Day>,
    pub(crate) last: Option<Day>,
    pub(crate) claims: u32,
}

impl ThreadProfile {
    /// What it says.
    pub fn view(&self) -> ProfileView<'_> {
        ProfileView {
            sorts: self.sorts.map(|sort| Sort { kind: sort.kind, mode: sort.mode.as_deref() }),
            actors: self.actors.map(Party::view),
            recipients: self.recipients.map(Party::view),
            places: self.places.map(Party::view),
            dues: self.dues.clone(),
            context: self.context.map(String::as_str),
            stems: self.stems.map(String::as_str),
            senses: self.senses.map(String::as_str),
            stories: self.stories.clone(),
            about: self.about.map(String::as_str),
            mentions: self.mentions.iter().map(|(report, event)| (&**report, &**event)).collect(),
            first: self.first,
            last: self.last,
            claims: self.claims,
        }
    }
}

impl<'a> ProfileView<'a> {
    /// A profile that says the same.
    pub fn to_profile(&self) -> ThreadProfile {
        ThreadProfile {
            sorts: self.sorts.map(|sort| Sort { kind: sort.kind, mode: sort.mode.map(str::to_owned) }),
            actors: self.actors.map(|party| party.to_party()),
            recipients: self.recipients.map(|party| party.to_party()),
            places: self.places.map(|party| party.to_party()),
            dues: self.dues.clone(),
            context: self.context.map(|&word| word.to_owned()),
            stems: self.stems.map(|&stem| stem.to_owned()),
            senses: self.senses.map(|&sense| sense.to_owned()),
            stories: self.stories.clone(),
            about: self.about.map(|&key| key.to_owned()),
            mentions: self
                .mentions
                .iter()
                .map(|&(report, event)| (report.to_owned(), event.to_owned()))
                .collect(),
            first: self.first,
            last: self.last,
            claims: self.claims,
        }
    }

    /// Those who take part, the ones named most first on either side: who acts, then who undergoes.
    pub(crate) fn parties(&self) -> impl Iterator<Item = PartyView<'a>> {
        self.actors.core().chain(self.recipients.core()).copied()
    }

    /// Where, the place named most often first.
    pub(crate) fn places(&self) -> Vec<PartyView<'a>> {
        let mut places: Vec<(PartyView<'a>, u32)> = self.places.iter().map(|(p, n)| (*p, n)).collect();
        places.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        places.into_iter().map(|(p, _)| p).collect()
    }
}
