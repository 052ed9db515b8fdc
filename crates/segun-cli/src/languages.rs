//! `segun languages`.

use crate::run::Outcome;
use segun_language::{Language, table};
use std::io::Write;

pub(crate) fn run() -> anyhow::Result<Outcome> {
    let mut out = std::io::stdout().lock();
    for language in Language::all() {
        let fact = |name: &str| {
            table::rows(language.file("language.tsv"))
                .find(|row| row.get(0) == name)
                .map_or_else(String::new, |row| row.get(1).to_owned())
        };
        writeln!(out, "{}\t{}\t{}", language.code(), fact("name"), fact("native"))?;
    }
    Ok(Outcome::Done)
}
