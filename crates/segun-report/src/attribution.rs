//! Who says what.

use crate::{Span, Why};

/// What kind of source speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// A named person.
    Named,
    /// A person known only by office.
    Role,
    /// An organisation, or a country that stands for its government.
    Organisation,
    /// Somebody whose name the report withholds.
    Anonymous,
    /// A text: report, law, survey.
    Document,
    /// Nobody: "it is believed".
    Impersonal,
}

/// How the content is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// All of it in quotation marks.
    Direct,
    /// None of it in quotation marks.
    Indirect,
    /// Partly in quotation marks.
    Mixed,
}

/// What the source does with the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the contract's own words
pub enum Stance {
    Assert,
    Deny,
    Confirm,
    Estimate,
    Judge,
    Speculate,
    Promise,
    Threaten,
    Ask,
    RefuseComment,
    Know,
    Want,
}

/// One statement that the report hands to somebody else.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// `a1`, `a2`, … in text order of their hulls.
    pub id: String,
    /// The whole noun phrase of the source, where the text has one.
    pub source: Option<Span>,
    /// Kind of source.
    pub source_kind: SourceKind,
    /// The entity that speaks, also where the subject is dropped.
    pub source_entity: Option<String>,
    /// ISO 3166-1 alpha-3 of the country that the source belongs to.
    pub affiliation: Option<String>,
    /// The verb group or connective that carries the saying.
    pub cue: Option<Span>,
    /// What is said; several parts where the source clause interrupts it.
    pub content: Vec<Span>,
    /// Direct, indirect or mixed.
    pub mode: Mode,
    /// What the source does with it.
    pub stance: Stance,
    /// The attribution whose content holds this one.
    pub within: Option<String>,
    /// When it was said: a time's id.
    pub said_at: Option<String>,
    /// Probability that this is an attribution with these spans.
    pub confidence: f32,
    /// What decided.
    pub why: Vec<Why>,
}
