//! Questions to a ledger: each a plain struct of what is asked, and rows as the answer.
//!
//! A [`Question`] is what somebody asks in loose words; it becomes a [`Filter`], which may be wrong about nothing but
//! names. Every listing goes through an index, in the order of that index, so that it costs about the same in a small
//! ledger and in a large one. It is bounded by a limit, or comes by pages ([`Page`]), each of which begins where the one
//! before it ended ([`After`]). Summaries ([`Network`], [`Map`], [`News`]) look at the newest claims or threads only.
//! Exports take everything, report by report ([`BulkReport`]).

mod asked;
mod bulk;
mod bulk_report;
mod change;
mod changed;
mod claims;
mod complete;
mod conditions;
mod days;
mod filter;
mod keys;
mod map;
mod names;
mod network;
mod order;
mod origins;
mod overview;
mod page;
mod path;
mod places;
mod question;
mod reports;
mod search;
mod show;
mod shown;
mod sources;
mod sql;
mod stories;
mod thread_origins;
mod threads;
mod walk;

use crate::Result;
use crate::store::Row;
use segun_claims::Day;

pub use bulk::{Borrowed, Brief, BulkClaim, BulkParties, BulkParty, ThreadClaims};
pub use bulk_report::{BulkReport, ReadingJson};
pub use changed::{Changed, News};
pub use claims::ClaimRow;
pub use complete::{NameRow, NamesOf};
pub use filter::{Filter, Role};
pub use map::{Map, MapRow};
pub use network::{EdgeRow, Network, NodeRow};
pub use origins::{OriginReport, OriginRow};
pub use overview::{LanguageRow, Overview};
pub use page::{After, Page};
pub use places::PlaceRow;
pub use question::Question;
pub use reports::ReportRow;
pub use search::{Found, FoundReport, FoundRow};
pub use show::{Evidence, Words};
pub use shown::{Shown, numbered};
pub use sources::{RecordRow, SourceRow};
pub use sql::{Cell, TABLES};
pub use stories::StoryRow;
pub use thread_origins::ThreadOrigin;
pub use threads::{StepRow, ThreadRow};

/// The day in column `at` as a date: many times faster than a database's own dates.
fn day(row: &Row<'_>, at: usize) -> Result<Option<String>> {
    Ok(row.get::<Option<i32>>(at)?.map(|number| Day(number).to_string()))
}
