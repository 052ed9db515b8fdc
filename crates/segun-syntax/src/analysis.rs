//! What the heads found in one sentence.

use crate::Sentence;
use segun_report::{EntityType, EventType, SourceKind, Stance};

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
    /// For each word, what the heads say of it as the begin of a cue; empty or one a word.
    pub speech: Vec<SpeechGuess>,
    /// For each word, what the event heads say of it; empty or one a word.
    pub events: Vec<EventGuess>,
    /// Who plays which part in the events that the head thinks possible, by their words from left to right; empty where
    /// the model has a network of participants.
    pub arguments: Vec<ArgumentGuess>,
    /// For each word, its vector for the network of attributions: empty where no cue is possible near it; none where the
    /// model has no such network.
    pub voices: Vec<Vec<f32>>,
    /// For each word, its vector for the network of participants; empty where the model has none.
    pub meanings: Vec<Vec<f32>>,
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

/// What the attribution heads say of a word, if it begins a cue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpeechGuess {
    /// Likeliest stance, with its probability.
    pub stance: (Stance, f32),
    /// Likeliest kind of source, with its probability.
    pub source_kind: (SourceKind, f32),
}

/// What the event heads say of one word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventGuess {
    /// Probability that the word names an event.
    pub trigger: f32,
    /// Probability that the word names an event of a PLOVER type.
    pub typed: f32,
    /// Likeliest PLOVER type, if it names an event of one.
    pub kind: Option<EventType>,
    /// Probability that it names an event of that type.
    pub kind_score: f32,
    /// Probability of each certainty, in the order of [`Certainty::ALL`](segun_report::Certainty::ALL).
    pub certainty: [f32; 4],
    /// Probability that it is denied.
    pub negative: f32,
    /// Probability of each time against publication, in the order of [`When::ALL`](segun_report::When::ALL).
    pub when: [f32; 4],
}

/// The parts that words play in an event.
#[derive(Clone, Debug, PartialEq)]
pub struct ArgumentGuess {
    /// The event's word.
    pub trigger: usize,
    /// The first word that something is said of.
    pub first: usize,
    /// What is said of it and of the words after it.
    pub words: Vec<Parts>,
}

impl ArgumentGuess {
    /// The parts of the name at `words`: the mean over its words.
    pub fn of(&self, words: &Range) -> Parts {
        let inside = |i: &usize| *i >= self.first && *i < self.first + self.words.len();
        let all: Vec<Parts> = words.clone().filter(inside).map(|i| self.words[i - self.first]).collect();
        let mean = |part: fn(&Parts) -> f32| all.iter().map(part).sum::<f32>() / all.len().max(1) as f32;
        Parts {
            actor: mean(|p| p.actor),
            recipient: mean(|p| p.recipient),
            both: mean(|p| p.both),
            place: mean(|p| p.place),
        }
    }
}

/// Probabilities of the parts that a word plays in an event; what is left to 1 is none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parts {
    /// Acts.
    pub actor: f32,
    /// Undergoes or receives.
    pub recipient: f32,
    /// Both at once.
    pub both: f32,
    /// Is where it happens.
    pub place: f32,
}
