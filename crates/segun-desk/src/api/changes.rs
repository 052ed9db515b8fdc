//! `/changes`: told when the ledger has changed, as server-sent events.

use super::refused::Refused;
use crate::answer::Ask;
use crate::changes::Change;
use crate::parameters::Asked;
use crate::problem::Problem;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http::header::CACHE_CONTROL;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// How often silence is broken, so that both sides know that the other is there.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// An event `change` whenever the ledger has changed, and a comment every 15 seconds.
#[utoipa::path(
    get, path = "/changes", tag = "ledger",
    responses((status = 200, description = "Events", body = Change, content_type = "text/event-stream"), Refused)
)]
pub(crate) async fn listen(ask: Ask, Asked(()): Asked<()>) -> Result<Response, Problem> {
    let place = Arc::clone(&ask.desk.listeners)
        .try_acquire_owned()
        .map_err(|_| Problem::busy("too many listen for changes already"))?;
    let mut told = ask.desk.changes.0.clone();
    told.mark_unchanged();
    let state = (told, ask.desk.stopped.clone(), place);
    let events = stream::unfold(state, |(mut told, mut stopped, place)| async move {
        let changed = tokio::select! {
            changed = told.changed() => changed.is_ok(),
            _ = stopped.wait_for(|stopped| *stopped) => false,
        };
        let now = changed.then(|| told.borrow_and_update().clone())?;
        let event = Event::default().event("change").json_data(&now).unwrap_or_default();
        Some((Ok::<_, Infallible>(event), (told, stopped, place)))
    });
    let events = Sse::new(events).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE));
    Ok(([(CACHE_CONTROL, "no-store")], events).into_response())
}
