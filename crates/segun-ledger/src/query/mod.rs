//! Questions to a ledger: each a plain struct of what is asked, and rows as the answer.
//!
//! Every listing is bounded by a limit, newest first, and goes through an index, so that it costs about the same
//! in a small ledger and in a large one.

mod claims;
mod conditions;
mod filter;
mod names;
mod origins;
mod page;
mod path;
mod reports;
mod search;
mod show;
mod sources;
mod sql;
mod stories;
mod threads;

pub use claims::ClaimRow;
pub use filter::{Filter, Role};
pub use origins::{OriginReport, OriginRow};
pub use page::{After, Page};
pub use reports::ReportRow;
pub use search::{Found, FoundReport};
pub use show::{Evidence, Words};
pub use sources::{RecordRow, SourceRow};
pub use sql::{Answer, Cell};
pub use stories::StoryRow;
pub use threads::{StepRow, ThreadRow};
