//! Texts that somebody wants read: a few at a time, by one reader, which is loaded when it is first needed.

use crate::Limits;
use crate::problem::Problem;
use http::StatusCode;
use segun::actors::Actors;
use segun::{Options, Reader, Reading, Report};
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;

/// The reader, and how many may use it.
#[derive(Debug)]
pub(crate) struct Readings {
    reader: Arc<OnceLock<Option<Reader>>>,
    actors: Actors,
    /// Texts that are being read.
    places: Arc<Semaphore>,
    /// Texts that are being read or wait.
    all: Arc<Semaphore>,
}

impl Readings {
    pub(crate) fn new(limits: &Limits, actors: Actors) -> Self {
        Self {
            reader: Arc::default(),
            actors,
            places: Arc::new(Semaphore::new(limits.readings)),
            all: Arc::new(Semaphore::new(limits.readings + limits.readings_waiting)),
        }
    }

    /// Reads `report`.
    ///
    /// # Errors
    /// Where too many wait already, or its language is not served.
    pub(crate) async fn read(&self, report: Report) -> Result<Reading, Problem> {
        let waiting = Arc::clone(&self.all)
            .try_acquire_owned()
            .map_err(|_| Problem::busy("too many texts at once: ask again in a moment"))?;
        let place = Arc::clone(&self.places)
            .acquire_owned()
            .await
            .map_err(|_| Problem::broken("nothing is read any more"))?;
        let (reader, actors) = (Arc::clone(&self.reader), self.actors.clone());
        let read = tokio::task::spawn_blocking(move || {
            // Held until the text is read, even if whoever asked has gone away by then.
            let _held = (waiting, place);
            let load = || Some(segun::reader().ok()?.with_actors(actors));
            let Some(reader) = reader.get_or_init(load) else {
                return Err(Problem::broken("the model cannot be used"));
            };
            reader
                .read(report, Options::default())
                .map_err(|error| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()))
        });
        read.await.unwrap_or_else(|_| Err(Problem::broken("this text cannot be read: it is a fault of ours")))
    }
}
