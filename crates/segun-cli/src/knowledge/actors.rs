//! Which actors are known.

use clap::{Args, ValueHint};
use segun::Reader;
use segun::actors::{Actors, Table};
use std::path::PathBuf;

/// Files of actors.
#[derive(Args, Debug)]
pub(crate) struct ActorArguments {
    /// A file of actors to know beside those that come with the program, made by `segun knowledge`; may repeat. What it
    /// says of somebody goes before what is known already
    #[arg(long, value_name = "FILE", env = "SEGUN_ACTORS", value_hint = ValueHint::FilePath)]
    actors: Vec<PathBuf>,
}

impl ActorArguments {
    /// The actors that come with the program, and those of the files.
    ///
    /// # Errors
    /// Where a file cannot be used.
    pub(crate) fn load(&self) -> anyhow::Result<Actors> {
        let mut actors = Actors::bundled();
        for file in &self.actors {
            actors = actors.with(Table::open(file)?);
        }
        Ok(actors)
    }

    /// A reader that knows them.
    ///
    /// # Errors
    /// Where a file cannot be used.
    pub(crate) fn reader(&self) -> anyhow::Result<Reader> {
        // The files first: a wrong name is told at once.
        let actors = self.load()?;
        Ok(segun::reader()?.with_actors(actors))
    }
}
