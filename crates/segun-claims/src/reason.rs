//! Why a claim belongs to a thread.

use std::fmt;

/// What a [`Reason`] looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Aspect {
    /// The report itself says that it is the same event.
    SameEvent,
    /// The same report tells of both, as of two events.
    SameReport,
    /// The type.
    Kind,
    /// The mode.
    Mode,
    /// Who takes part, on either side of an event whose sides act on each other.
    Parties,
    /// Who acts.
    Actors,
    /// Who undergoes.
    Recipients,
    /// Where.
    Place,
    /// When.
    Time,
    /// The word that names the event.
    Word,
    /// What else the sentence says.
    Context,
    /// What the reports name beside it.
    About,
    /// Whether both are of one story.
    Story,
}

impl Aspect {
    /// The aspect's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Aspect::SameEvent => "same event",
            Aspect::SameReport => "same report",
            Aspect::Kind => "type",
            Aspect::Mode => "mode",
            Aspect::Parties => "parties",
            Aspect::Actors => "actors",
            Aspect::Recipients => "recipients",
            Aspect::Place => "place",
            Aspect::Time => "time",
            Aspect::Word => "word",
            Aspect::Context => "context",
            Aspect::About => "about",
            Aspect::Story => "story",
        }
    }
}

/// One reason for or against a link.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What it looks at.
    pub aspect: Aspect,
    /// What it adds to the score; below zero where it speaks against.
    pub points: f32,
    /// What was found: names, days, words.
    pub evidence: String,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:+.1}", self.aspect.as_str(), self.points)?;
        if self.evidence.is_empty() { Ok(()) } else { write!(f, " ({})", self.evidence) }
    }
}

/// A claim's link to a thread.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The sum of the reasons' points; at least [`crate::THRESHOLD`].
    pub score: f32,
    /// What it rests on.
    pub reasons: Vec<Reason>,
}

/// Log-odds of a link without points, and what each point adds: a logistic regression on the links of ECB+ topics 1 to 35,
/// those of gold mentions to threads with others, five orders of the documents (`segun-dev ecbplus --tuning` fits them).
const LIKELY: [f64; 2] = [-0.071, 0.132];

/// Probability that a link of `score` points is right: that the claim is about the event of most claims in the thread.
pub fn link_confidence(score: f64) -> f64 {
    let [none, each] = LIKELY;
    1.0 / (1.0 + (-(none + each * score)).exp())
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}:", self.score)?;
        self.reasons.iter().try_for_each(|reason| write!(f, " {reason};"))
    }
}
