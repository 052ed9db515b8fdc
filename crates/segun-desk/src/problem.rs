//! What went wrong, as those who ask read it: `application/problem+json` (RFC 9457).

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use segun_ledger::LedgerError;
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of a problem.
pub(crate) const PROBLEM: &str = "application/problem+json";

/// What went wrong (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Always `about:blank`: the title says all that the status does.
    r#type: &'static str,
    /// The status in words.
    title: &'static str,
    /// The status of HTTP.
    status: u16,
    /// What is wrong here, and what to do.
    detail: String,
    /// When to come again, in seconds.
    #[serde(skip)]
    after: Option<u16>,
}

impl Problem {
    /// A problem of `status`.
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            after: None,
        }
    }

    /// The status of HTTP.
    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// What was asked cannot be understood.
    pub(crate) fn bad(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// What was asked for is not there.
    pub(crate) fn missing(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// Too much is asked at once.
    pub(crate) fn busy(detail: impl Into<String>) -> Self {
        Self { after: Some(1), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, detail) }
    }

    /// Our own fault; `detail` is for the reader.
    pub(crate) fn broken(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        let said = error.to_string();
        match error {
            LedgerError::Unknown(_) => Self::missing(said),
            LedgerError::Query(_) => Self::bad(said),
            LedgerError::Locked => Self::busy(said),
            LedgerError::Full => Self::new(StatusCode::INSUFFICIENT_STORAGE, said),
            // The paths of this machine, and where its database is, are nobody's business.
            LedgerError::Io { .. }
            | LedgerError::Missing(_)
            | LedgerError::NotALedger(_)
            | LedgerError::Server { .. } => {
                Self::broken("the ledger cannot be read: look at the server's machine")
            }
            _ => Self::broken(said),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let after = self.after;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        headers.insert(http::header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(after) = after {
            headers.insert(RETRY_AFTER, after.into());
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"segun\""));
        }
        response
    }
}
