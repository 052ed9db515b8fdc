//! Why a feed or page gave nothing.

use segun_intake::Cause;
use std::time::Duration;

/// Why a feed or page gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// An address that is none, or of something else than http and https.
    #[error("'{0}' is no http or https address")]
    Address(String),
    /// The site does not want it read by programs.
    #[error("the site's robots.txt does not allow it")]
    Disallowed,
    /// Without it, nobody knows what the site allows.
    #[error("the site's robots.txt cannot be had now ({0}); asking again later")]
    RobotsUnavailable(String),
    /// The server asks for a pause.
    #[error("the server asks to wait (status {status})")]
    Busy {
        /// 429 or 503.
        status: u16,
        /// For how long, where it says so.
        retry_after: Option<Duration>,
    },
    /// It is gone for good.
    #[error("the server says that it is gone for good")]
    Gone,
    /// Another status than success.
    #[error("the server answers with status {0}")]
    Status(u16),
    /// An address inside of the own network, where a public feed leads there.
    #[error("{0} is inside of the own network, and the feed is not")]
    Inside(String),
    /// Redirects without end.
    #[error("more than {0} redirects")]
    Redirects(usize),
    /// It took too long.
    #[error("no complete answer within {} s", .0.as_secs())]
    Timeout(Duration),
    /// A body above the limit.
    #[error("longer than {} KiB", .0 >> 10)]
    TooLong(usize),
    /// The connection failed or broke off.
    #[error("{0}")]
    Connection(String),
    /// What came is no feed.
    #[error(transparent)]
    Feed(Cause),
    /// The client cannot be set up.
    #[error("cannot set up the client: {0}")]
    Client(String),
}
