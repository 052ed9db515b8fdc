//! A report with everything that was read in it.

use crate::{Attribution, Entity, Event, Report, Thread, Time};

/// A report with everything that was read in it, in text order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The report itself.
    pub report: Report,
    /// Named things.
    pub entities: Vec<Entity>,
    /// Time expressions.
    pub times: Vec<Time>,
    /// Who says what.
    pub attributions: Vec<Attribution>,
    /// What happens.
    pub events: Vec<Event>,
    /// What is still open.
    pub threads: Vec<Thread>,
}
