//! How a question becomes an answer: with a tag that says whether it is still the same, in the format asked for.
//!
//! [`Ask`] is what a handler has of a request. The tag is made of the ledger's state, before the question is put:
//! where the asker has the answer of that state, nothing is asked and 304 says so.

mod arrow;
mod csv;
mod format;
mod listing;

pub(crate) use format::Format;
pub(crate) use listing::{Known, Listed, Rows};

use crate::desk::Desk;
use crate::problem::Problem;
use axum::extract::{FromRef, FromRequestParts};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, VARY};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, Uri};
use segun_ledger::{Ledger, LedgerError};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::convert::Infallible;
use std::sync::Arc;

/// What a handler answers.
pub(crate) type Answer = Result<Response, Problem>;

/// A request, as far as its answer depends on more than its parameters.
#[derive(Debug)]
pub(crate) struct Ask {
    /// What all requests share.
    pub(crate) desk: Arc<Desk>,
    uri: Uri,
    headers: HeaderMap,
}

impl<S: Send + Sync> FromRequestParts<S> for Ask
where
    Arc<Desk>: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let desk = Arc::from_ref(state);
        // Handlers are nested under the API's path; links have to name all of it.
        let whole = parts.extensions.get::<axum::extract::OriginalUri>().map(|uri| uri.0.clone());
        Ok(Self { desk, uri: whole.unwrap_or_else(|| parts.uri.clone()), headers: parts.headers.clone() })
    }
}

/// A body with its media type.
pub(crate) struct Content {
    /// The media type.
    pub(crate) kind: &'static str,
    /// The bytes.
    pub(crate) body: Vec<u8>,
    /// Further headers.
    pub(crate) headers: Vec<(HeaderName, String)>,
}

impl Content {
    /// `value` as JSON.
    ///
    /// # Errors
    /// Where it cannot be written, which would be a fault of ours.
    pub(crate) fn json(value: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_vec(value).map_err(|error| Problem::broken(error.to_string()))?;
        Ok(Self { kind: Format::Json.media_type(), body, headers: Vec::new() })
    }
}

impl Ask {
    /// The answer of one thing: what `question` gives of one state of the ledger, as JSON.
    pub(crate) async fn one<T: Serialize>(
        self,
        question: impl FnOnce(&Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Answer {
        self.content(Format::Json, |ledger| Content::json(&ledger.at_once(question)??)).await
    }

    /// The format asked for: by parameter, else by header.
    pub(crate) fn format(&self, asked: Option<Format>) -> Format {
        asked.unwrap_or_else(|| {
            Format::accepted(self.headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()))
        })
    }

    /// The answer that `question` makes, unless the asker has it.
    pub(crate) async fn content(
        self,
        format: Format,
        question: impl FnOnce(&Ledger) -> Result<Content, Problem> + Send + 'static,
    ) -> Answer {
        let headers = self.headers;
        let (tag, content) = self
            .desk
            .pool
            .ask(move |ledger| {
                let tag = tag([&ledger.change()?, &ledger.alerts_change()?], format);
                let known = matches(&headers, IF_NONE_MATCH, &tag);
                Ok((tag, if known { None } else { Some(question(ledger)?) }))
            })
            .await?;
        let mut response = match content {
            None => StatusCode::NOT_MODIFIED.into_response(),
            Some(Content { kind, body, headers }) => {
                let mut response = ([(CONTENT_TYPE, kind)], body).into_response();
                for (name, value) in headers {
                    if let Ok(value) = HeaderValue::from_str(&value) {
                        response.headers_mut().append(name, value);
                    }
                }
                response
            }
        };
        let headers = response.headers_mut();
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(ETAG, tag);
        }
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.append(VARY, HeaderValue::from_static("accept"));
        Ok(response)
    }
}

/// The tag of an answer: the same for the same state of the ledger, the same program and the same format. It is a weak
/// one, since an answer may be compressed on its way.
fn tag([reports, alerts]: [&str; 2], format: Format) -> String {
    let mut hash = Sha256::new();
    for part in [reports, alerts, env!("CARGO_PKG_VERSION"), format.media_type()] {
        hash.update(part);
        hash.update([0]);
    }
    format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&hash.finalize()[..12]))
}

/// Whether one of the tags in header `name` is `tag`.
pub(crate) fn matches(headers: &HeaderMap, name: HeaderName, tag: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let tag = strong(tag);
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|one| one.trim() == "*" || strong(one) == tag)
}
