//! `segun parse`.

use crate::arguments::ParseArguments;
use crate::run::Outcome;
use crate::{batch, conllu};
use std::io::Write;

pub(crate) fn run(arguments: &ParseArguments) -> anyhow::Result<Outcome> {
    let reader = segun::reader()?;
    let mut out = std::io::stdout();
    batch::run(
        &arguments.input,
        true,
        false,
        |report| {
            let analyses = reader.parse(&report).map_err(|error| error.to_string())?;
            Ok(conllu::render(&report, &analyses))
        },
        |text| Ok(out.write_all(text.as_bytes())?),
    )
}
