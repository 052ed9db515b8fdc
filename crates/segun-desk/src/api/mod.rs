//! The API: one file a resource.

mod alerts;
mod changes;
mod claims;
mod document;
mod ledger;
mod map;
mod names;
mod network;
mod origins;
mod outlets;
mod read;
mod refused;
mod reports;
mod search;
mod sources;
mod stories;
mod threads;
mod today;

use crate::desk::Desk;
use crate::problem::Problem;
use crate::{guard, pages};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use std::any::Any;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Where the API is.
pub(crate) const ROOT: &str = "/api/v1";

/// The longest body of a request, in bytes.
pub(crate) const LONGEST_BODY: usize = 1 << 20;

/// Answers shorter than this are not worth compressing.
const WORTH_COMPRESSING: u16 = 2048;

/// The handlers, and the document that describes them.
pub(crate) fn described() -> (Router<Arc<Desk>>, utoipa::openapi::OpenApi) {
    let api = OpenApiRouter::new()
        .routes(routes!(ledger::show))
        .routes(routes!(today::list))
        .routes(routes!(claims::list))
        .routes(routes!(claims::show))
        .routes(routes!(threads::list))
        .routes(routes!(threads::show))
        .routes(routes!(threads::claims))
        .routes(routes!(reports::list))
        .routes(routes!(reports::show))
        .routes(routes!(sources::list))
        .routes(routes!(sources::show))
        .routes(routes!(outlets::list))
        .routes(routes!(outlets::show))
        .routes(routes!(origins::list))
        .routes(routes!(origins::show))
        .routes(routes!(stories::list))
        .routes(routes!(stories::show))
        .routes(routes!(search::find))
        .routes(routes!(network::show))
        .routes(routes!(map::show))
        .routes(routes!(names::list))
        .routes(routes!(alerts::list))
        .routes(routes!(alerts::keep, alerts::forget))
        .routes(routes!(read::read))
        .routes(routes!(changes::listen))
        .routes(routes!(document::show));
    OpenApiRouter::with_openapi(document::Document::openapi()).nest(ROOT, api).split_for_parts()
}

/// Everything that the server answers.
pub(crate) fn router(desk: Arc<Desk>) -> Router {
    let compressed = DefaultPredicate::new().and(SizeAbove::new(WORTH_COMPRESSING));
    described()
        .0
        .fallback(pages::answer)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), in_time))
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), guard::check))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(compressed))
        .layer(middleware::map_response(guard::headers))
        .with_state(desk)
}

async fn wrong_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "this address does not take this method: the header Allow says which",
    )
}

/// Gives up on an answer that takes too long.
async fn in_time(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(desk.limits.answer, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::busy("this takes too long: ask for less, or later").into_response(),
    }
}

/// A fault of ours; what it says is for us, not for those who ask.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    Problem::broken("this cannot be answered: it is a fault of ours").into_response()
}
