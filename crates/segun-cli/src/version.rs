//! `segun --version`.

use crate::run::Outcome;
use std::io::Write;

pub(crate) fn run() -> anyhow::Result<Outcome> {
    let mut out = std::io::stdout().lock();
    match segun::reader() {
        Ok(reader) => {
            writeln!(out, "segun {} (model {})", env!("CARGO_PKG_VERSION"), reader.model_version())?;
        }
        Err(error) => writeln!(out, "segun {} (no model: {error})", env!("CARGO_PKG_VERSION"))?,
    }
    Ok(Outcome::Done)
}
