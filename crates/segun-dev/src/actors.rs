//! `segun-dev actors`: packs the actors that come with the program.

use anyhow::Context;
use segun_knowledge::actors::{Titles, pack};
use std::fs;

const LIST: &str = "data/actors.tsv";
const TITLES: &str = "data/offices.tsv";
const TABLE: &str = "data/actors.bin";

/// Reads `data/actors.tsv` and `data/offices.tsv`, writes `data/actors.bin`.
///
/// # Errors
/// Where a file cannot be read or written, or a line is not of the format.
pub(crate) fn run() -> anyhow::Result<()> {
    let read = |path: &str| {
        fs::read_to_string(path).with_context(|| format!("{path} (run it from the project's root)"))
    };
    let bytes = pack(&read(LIST)?, &Titles::parse(&read(TITLES)?)).context(LIST)?;
    fs::write(TABLE, &bytes).context(TABLE)?;
    println!("{TABLE}: {} bytes", bytes.len());
    Ok(())
}
