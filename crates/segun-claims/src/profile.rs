//! A thread in few words: what a new claim is compared with.

use crate::due::Due;
use crate::tally::Tally;
use crate::{DatedClaim, Day, Party, codes};
use segun_report::EventType;
use serde::{Deserialize, Serialize};

/// A type with its mode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sort<M = String> {
    #[serde(with = "codes::kind")]
    pub(crate) kind: EventType,
    pub(crate) mode: Option<M>,
}

/// The summary of a thread. It stays small however many claims the thread takes up, and the same claims in the same
/// order always make the same summary.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ThreadProfile {
    pub(crate) sorts: Tally<Sort, 4>,
    pub(crate) actors: Tally<Party, 10>,
    pub(crate) recipients: Tally<Party, 10>,
    pub(crate) places: Tally<Party, 6>,
    pub(crate) dues: Tally<Due, 10>,
    pub(crate) context: Tally<String, 64>,
    /// The stems of its triggers, with their language in front: `es:cumbr`.
    #[serde(default)]
    pub(crate) stems: Tally<String, 12>,
    /// What its triggers mean.
    #[serde(default)]
    pub(crate) senses: Tally<String, 8>,
    /// The stories of its reports.
    #[serde(default)]
    pub(crate) stories: Tally<u64, 6>,
    /// What its reports name most.
    #[serde(default)]
    pub(crate) about: Tally<String, 24>,
    /// The latest mentions: report and the report's own `same_as`.
    pub(crate) mentions: Vec<(String, String)>,
    /// The first day of publication.
    pub first: Option<Day>,
    /// The last day of publication.
    pub last: Option<Day>,
    /// How many claims the thread holds.
    pub claims: u32,
}

/// How many mentions a profile remembers.
const MOST_MENTIONS: usize = 48;

impl ThreadProfile {
    /// Takes up one more claim.
    pub fn absorb(&mut self, dated: &DatedClaim) {
        let claim = &dated.claim;
        self.sorts.add(Sort { kind: claim.kind, mode: claim.mode.clone() });
        // Brazil and Brasil are one.
        let one = |a: &Party, b: &Party| a.key == b.key;
        claim.actors.iter().for_each(|p| self.actors.add_as(p.clone(), one));
        claim.recipients.iter().for_each(|p| self.recipients.add_as(p.clone(), one));
        claim.places.iter().for_each(|p| self.places.add_as(p.clone(), one));
        self.dues.add(Due::of(dated));
        stem(dated).into_iter().for_each(|stem| self.stems.add(stem));
        claim.context.senses.iter().for_each(|sense| self.senses.add(sense.clone()));
        dated.story.into_iter().for_each(|story| self.stories.add(story));
        claim.context.words.iter().for_each(|w| self.context.add(w.clone()));
        claim.context.about.iter().for_each(|key| self.about.add(key.clone()));
        let mention = (dated.report.clone(), claim.same_as.clone());
        if !self.mentions.contains(&mention) {
            if self.mentions.len() >= MOST_MENTIONS {
                self.mentions.remove(0);
            }
            self.mentions.push(mention);
        }
        self.first = self.first.into_iter().chain(dated.published).min();
        self.last = self.last.max(dated.published);
        self.claims = self.claims.saturating_add(1);
    }

    /// The type of most of its claims.
    pub fn kind(&self) -> Option<EventType> {
        self.sorts.top().map(|s| s.kind)
    }

    /// Those who take part, the ones named most first on either side: who acts, then who undergoes.
    pub fn parties(&self) -> impl Iterator<Item = &Party> {
        self.actors.core().chain(self.recipients.core())
    }
}

/// The stem of its word with the language: words of two languages are never the same word.
pub(crate) fn stem(dated: &DatedClaim) -> Option<String> {
    let stem = dated.claim.context.stem.as_ref()?;
    Some(format!("{}:{stem}", dated.language.as_deref().unwrap_or_default()))
}
