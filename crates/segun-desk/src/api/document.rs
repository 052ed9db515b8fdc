//! `/openapi.json`: what the API takes and answers.

use super::described;
use crate::problem::Problem;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use std::sync::OnceLock;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};

/// The document without the paths, which come from the handlers.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Segun",
        description = "Who said what, how sure they were, by how many independent origins, and what became of it.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(Problem)),
    modifiers(&Bearer),
    security((), ("token" = [])),
    tags(
        (name = "ledger", description = "The ledger as a whole"),
        (name = "claims", description = "What is claimed, by whom, how surely"),
        (name = "reports", description = "The reports that say so"),
        (name = "sources", description = "Who says it, and how that ended"),
        (name = "alerts", description = "Questions that are kept"),
        (name = "reading", description = "Reading texts, without keeping them"),
    )
)]
pub(crate) struct Document;

/// Says how a token is shown.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("token", bearer);
    }
}

/// Any object of JSON.
#[derive(ToSchema)]
#[schema(value_type = Object)]
#[allow(dead_code)] // only described
pub(crate) struct Anything(serde_json::Value);

/// This document.
#[utoipa::path(
    get, path = "/openapi.json", tag = "ledger",
    responses((status = 200, description = "OpenAPI 3.1", body = Object))
)]
pub(crate) async fn show() -> Response {
    static DOCUMENT: OnceLock<String> = OnceLock::new();
    let document = DOCUMENT.get_or_init(|| described().1.to_json().unwrap_or_default());
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")], document.as_str()).into_response()
}
