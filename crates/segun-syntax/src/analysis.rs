//! What the heads found in one sentence.

use crate::Sentence;
use segun_report::{Certainty, EntityType, Polarity, When};

/// A half-open range of word indices in one sentence.
pub type Range = std::ops::Range<usize>;

/// A sentence with tags and tree filled in, and what the other heads found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// The sentence, its words tagged and attached.
    pub sentence: Sentence,
    /// Named entities, left to right, without overlap.
    pub entities: Vec<EntityGuess>,
    /// Attributions, by cue from left to right.
    pub attributions: Vec<AttributionGuess>,
    /// For each word, what the event heads say of it; empty or one a word.
    pub events: Vec<EventGuess>,
}

/// A named entity found by the tag head.
#[derive(Clone, Debug, PartialEq)]
pub struct EntityGuess {
    /// Its words.
    pub words: Range,
    /// Its type.
    pub kind: EntityType,
    /// Mean probability of its tags.
    pub score: f32,
}

/// An attribution found by the cue and role heads.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributionGuess {
    /// Words of the cue.
    pub cue: Range,
    /// Words of the source parts; empty where there is none in the sentence.
    pub source: Vec<Range>,
    /// Words of the content parts; empty where there is none in the sentence.
    pub content: Vec<Range>,
    /// Mean probability of the cue's tags.
    pub cue_score: f32,
    /// Mean probability of the role tags over the words of source and content.
    pub role_score: f32,
}

/// What the event heads say of one word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventGuess {
    /// Probability that the word names an event.
    pub trigger: f32,
    /// Likeliest certainty, with its probability.
    pub certainty: (Certainty, f32),
    /// Likeliest polarity, with its probability.
    pub polarity: (Polarity, f32),
    /// Likeliest time against publication, with its probability.
    pub when: (When, f32),
}
