//! What is still open when the report was published.

use crate::Document;
use crate::entities::Entities;
use segun_report::{Attribution, Event, Thread, Time};

/// Groups the open events of `document` into threads, in text order.
pub fn find(
    _document: &Document,
    _entities: &Entities,
    _times: &[Time],
    _attributions: &[Attribution],
    _events: &[Event],
) -> Vec<Thread> {
    Vec::new()
}
