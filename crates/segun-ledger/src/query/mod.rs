//! Questions to a ledger: each a plain struct of what is asked, and rows as the answer.
//!
//! Every listing is bounded by a limit, newest first, and goes through an index, so that it costs about the same
//! in a small ledger and in a large one.

mod asked;
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
mod sources;
mod sql;
mod stories;
mod thread_origins;
mod threads;
mod walk;

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
pub use search::{Found, FoundReport};
pub use show::{Evidence, Words};
pub use sources::{RecordRow, SourceRow};
pub use sql::{Answer, Cell};
pub use stories::StoryRow;
pub use thread_origins::ThreadOrigin;
pub use threads::{StepRow, ThreadRow};
