//! `segun serve`: the ledger in a browser and as an API.

use crate::knowledge::actors::ActorArguments;
use crate::ledger::{PlaceArguments, place};
use crate::messages;
use crate::run::Outcome;
use anyhow::Context;
use clap::{Args, ValueHint};
use segun_desk::{Settings, Token};
use std::net::SocketAddr;
use std::path::PathBuf;

/// The variable with the token.
const TOKEN: &str = "SEGUN_TOKEN";

pub(crate) const HELP: &str = "\
Examples:
  segun serve                                   the pages at http://127.0.0.1:7373, for this machine alone
  segun serve --ledger ./election --listen 0    another ledger, at a free port
  curl 'http://127.0.0.1:7373/api/v1/claims?party=Putin&certainty=possible'
  curl 'http://127.0.0.1:7373/api/v1/threads?status=denied&format=csv' > denied.csv

  openssl rand -hex 24 > token                  for a newsroom: behind a proxy that adds TLS
  segun serve --listen 0.0.0.0:7373 --host desk.example --token-file token
  curl -H \"Authorization: Bearer $(cat token)\" https://desk.example/api/v1/ledger

Only this machine can ask unless --listen says otherwise, and then only with a token. Nothing is asked of the network.
/api/v1/openapi.json describes the API. Ctrl-C ends it.";

/// Options of `segun serve`.
#[derive(Args, Debug)]
pub(crate) struct ServeArguments {
    #[command(flatten)]
    place: PlaceArguments,
    /// Where to listen: an address with a port, or a port of this machine alone; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value_t = Settings::LISTEN, value_parser = address)]
    listen: SocketAddr,
    /// A name by which the server is called, beside those of this machine; may repeat
    #[arg(long, value_name = "NAME", value_hint = ValueHint::Hostname)]
    host: Vec<String>,
    /// File with the token that every request to the API has to show; the variable SEGUN_TOKEN may hold it instead
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    token_file: Option<PathBuf>,
    #[command(flatten)]
    actors: ActorArguments,
}

pub(crate) fn run(arguments: &ServeArguments) -> anyhow::Result<Outcome> {
    let place = place(&arguments.place)?;
    let settings = Settings {
        listen: arguments.listen,
        hosts: arguments.host.clone(),
        token: token(arguments)?,
        actors: arguments.actors.load()?,
        ..Settings::local(&place)
    };
    segun_desk::serve(settings, |address| {
        messages::note(&format!("{place} is at http://{address} (Ctrl-C ends it)"));
    })?;
    Ok(Outcome::Done)
}

fn token(arguments: &ServeArguments) -> anyhow::Result<Option<Token>> {
    let secret = match &arguments.token_file {
        Some(file) => Some(std::fs::read_to_string(file).with_context(|| file.display().to_string())?),
        None => std::env::var(TOKEN).ok().filter(|secret| !secret.trim().is_empty()),
    };
    Ok(secret.as_deref().map(Token::new).transpose()?)
}

fn address(text: &str) -> Result<SocketAddr, String> {
    if let Ok(port) = text.parse() {
        return Ok(SocketAddr::new(Settings::LISTEN.ip(), port));
    }
    text.parse().map_err(|_| "write it as 127.0.0.1:7373, [::1]:7373 or 7373".to_owned())
}
