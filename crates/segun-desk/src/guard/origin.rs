//! The page that asks.
//!
//! Browsers say for which page they ask. The API is for our own pages, and for programs, which say nothing.

use super::host::Name;
use crate::problem::Problem;
use http::header::ORIGIN;
use http::{HeaderMap, StatusCode};

/// # Errors
/// Where a page of another origin than `called` asks.
pub(super) fn check(headers: &HeaderMap, called: &Name) -> Result<(), Problem> {
    let foreign = || Problem::new(StatusCode::FORBIDDEN, "pages of other sites may not ask this server");
    for origin in headers.get_all(ORIGIN) {
        let origin = origin.to_str().map_err(|_| foreign())?;
        let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        if host.and_then(Name::parse).as_ref() != Some(called) {
            return Err(foreign());
        }
    }
    for site in headers.get_all("sec-fetch-site") {
        // Nothing but the page itself, and what its user typed.
        if site != "same-origin" && site != "none" {
            return Err(foreign());
        }
    }
    Ok(())
}
