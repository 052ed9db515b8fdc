//! `segun read`.

use crate::arguments::ReadArguments;
use crate::evidence::Page;
use crate::run::Outcome;
use crate::{batch, view};
use segun::{Options, json};
use std::io::{IsTerminal, Write};

/// What is written of one report.
struct Written {
    out: Vec<u8>,
    part: Option<segun_evidence::Part>,
}

pub(crate) fn run(arguments: &ReadArguments) -> anyhow::Result<Outcome> {
    let reader = arguments.actors.reader()?;
    let options = Options { all_events: arguments.all_events };
    let json_options = json::Options { explain: arguments.explain };
    let mut page = arguments.html.as_deref().map(Page::new).transpose()?;
    let as_text = !arguments.json && page.is_none();
    let width = view::width();
    let html = page.is_some();
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    let mut plain = std::io::BufWriter::new(std::io::stdout());
    let outcome = batch::run(
        &arguments.input,
        !as_text || !std::io::stdout().is_terminal(),
        true,
        |report| {
            let reading = reader.read(report, options).map_err(|error| error.to_string())?;
            let mut out = Vec::new();
            if arguments.json {
                json::write(&reading, json_options, &mut out).map_err(|error| error.to_string())?;
                out.push(b'\n');
            } else if as_text {
                out = view::render(&reading, width, arguments.explain).into_bytes();
            }
            let part = html.then(|| segun_evidence::part(&reading, arguments.explain));
            Ok(Written { out, part })
        },
        |written| {
            if as_text {
                out.write_all(&written.out)?;
            } else {
                plain.write_all(&written.out)?;
                plain.flush()?;
            }
            if let (Some(page), Some(part)) = (&mut page, &written.part) {
                page.add(part)?;
            }
            Ok(())
        },
    )?;
    out.flush()?;
    if let Some(page) = page {
        page.finish()?;
    }
    Ok(outcome)
}
