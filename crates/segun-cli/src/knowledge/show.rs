//! `segun knowledge show`.

use super::actors::ActorArguments;
use crate::run::Outcome;
use clap::Args;
use segun::actors::{Day, write};
use std::io::Write;

pub(super) const HELP: &str = "\
Examples:
  segun knowledge show 'Angela Merkel'
  segun knowledge show 'Angela Merkel' --on 2019-05-01    the office that she held then
  segun knowledge show ONU --actors actors.bin

Each actor is shown as the file that knows it and its line; docs/knowledge.md tells the fields.
With --on, country, sector and office of that day stand before it. Exit code 1: nobody is known
by that name.";

/// Options of `segun knowledge show`.
#[derive(Args, Debug)]
pub(super) struct ShowArguments {
    /// A full name; case, accents and punctuation do not matter
    name: String,
    /// The day whose office is wanted: 2019-05-01
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Day>,
    #[command(flatten)]
    actors: ActorArguments,
}

pub(super) fn run(arguments: &ShowArguments) -> anyhow::Result<Outcome> {
    let found = arguments.actors.load()?.named(&[&arguments.name]);
    let mut out = std::io::stdout().lock();
    for found in &found {
        let actor = &found.actor;
        if let Some(day) = arguments.on {
            let titles = actor.office(day).map_or(&[][..], |office| &office.titles);
            let titles: Vec<&str> = titles.iter().map(|title| title.text.as_str()).collect();
            let or_none = |text: Option<&str>| text.filter(|text| !text.is_empty()).unwrap_or("-").to_owned();
            writeln!(
                out,
                "{}\t{}\t{}",
                or_none(actor.country(Some(day))),
                or_none(actor.sector(Some(day))),
                or_none(Some(&titles.join(", ")))
            )?;
        }
        let mut line = String::new();
        write(actor, &mut line);
        writeln!(out, "{}\t{line}", found.table)?;
    }
    Ok(if found.is_empty() { Outcome::SomeFailed } else { Outcome::Done })
}

fn day(text: &str) -> Result<Day, String> {
    let moment: Option<segun::Moment> = text.parse().ok();
    let date = moment.map(|moment| moment.date());
    let day = date.and_then(|date| Day::new(date.year(), date.month(), date.day()));
    day.ok_or_else(|| "not a day; write it as 2019-05-01".to_owned())
}
