//! Who may ask, and what browsers are told.
//!
//! Whatever runs on this machine can reach the server, every page in the user's browser included. A page of somebody
//! else must neither read the ledger nor change it: by asking directly ([`origin`]), or by making its own name
//! point at this machine ([`host`], DNS rebinding). Where others than this machine can ask, a [`token`] keeps them out.

mod headers;
mod host;
mod origin;
mod token;

pub(crate) use headers::add as headers;
pub(crate) use host::Hosts;
pub use token::Token;

use crate::desk::Desk;
use crate::problem::Problem;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Lets through whoever may ask.
pub(crate) async fn check(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    match allowed(&desk, &request) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn allowed(desk: &Desk, request: &Request) -> Result<(), Problem> {
    let asked = desk.hosts.check(request)?;
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        origin::check(request.headers(), &asked)?;
        if let Some(token) = &desk.token {
            token.check(request.headers())?;
        }
    }
    Ok(())
}
