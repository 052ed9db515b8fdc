//! The name by which the server was called.
//!
//! A page of `evil.example` may make that name point at 127.0.0.1 after it was loaded; then the browser takes this
//! server for the page's own. What it cannot change is the name that the browser sends.

use crate::problem::Problem;
use crate::{DeskError, Settings};
use axum::extract::Request;
use http::StatusCode;
use http::header::HOST;
use http::uri::Authority;
use std::net::{IpAddr, SocketAddr};

/// The names by which the server may be called.
#[derive(Debug)]
pub(crate) struct Hosts {
    listen: SocketAddr,
    named: Vec<Name>,
}

/// A host as it was called: lower case, with its port where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    host: String,
    port: Option<u16>,
}

impl Name {
    /// From a header or an argument.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let authority: Authority = text.parse().ok()?;
        if text.contains('@') || authority.host().is_empty() {
            return None;
        }
        let port = match authority.as_str().strip_prefix(authority.host())?.strip_prefix(':') {
            None => None,
            Some(port) => Some(port.parse().ok()?),
        };
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        let host = host.strip_suffix('.').unwrap_or(host);
        Some(Self { host: host.to_ascii_lowercase(), port })
    }
}

impl Hosts {
    /// For a server that listens at `listen`.
    ///
    /// # Errors
    /// Where a name of `settings` is none.
    pub(crate) fn new(settings: &Settings, listen: SocketAddr) -> Result<Self, DeskError> {
        let names = settings.hosts.iter();
        let named = names.map(|name| Name::parse(name).ok_or_else(|| DeskError::Host(name.clone())));
        Ok(Self { listen, named: named.collect::<Result<_, _>>()? })
    }

    /// The name by which `request` calls the server.
    ///
    /// # Errors
    /// Where it is none of ours.
    pub(crate) fn check(&self, request: &Request) -> Result<Name, Problem> {
        let mut headers = request.headers().get_all(HOST).iter();
        let called = match (request.uri().authority(), headers.next(), headers.next()) {
            (Some(authority), _, None) => Some(authority.as_str()),
            (None, Some(header), None) => header.to_str().ok(),
            _ => None,
        };
        let name = called
            .and_then(Name::parse)
            .ok_or_else(|| Problem::bad("the request has to name one host, in the header Host"))?;
        if self.is_ours(&name) {
            return Ok(name);
        }
        let detail = format!(
            "this server is not called “{}”: if it should be, start it with --host {}",
            name.host, name.host
        );
        Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, detail))
    }

    fn is_ours(&self, name: &Name) -> bool {
        let is_named = |own: &Name| {
            own.host == name.host
                && match own.port {
                    Some(port) => name.port == Some(port),
                    // Behind a proxy the port may be the proxy's, which browsers leave out where it is usual.
                    None => name.port.is_none_or(|port| port == self.listen.port()),
                }
        };
        if self.named.iter().any(is_named) {
            return true;
        }
        if name.port.unwrap_or(80) != self.listen.port() {
            return false;
        }
        let Ok(address) = name.host.parse::<IpAddr>() else {
            return name.host == "localhost";
        };
        // An address is nobody's name, and cannot be made to point elsewhere.
        address.is_loopback() || address == self.listen.ip() || self.listen.ip().is_unspecified()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(listen: &str, named: &[&str]) -> Hosts {
        let listen = listen.parse().unwrap();
        let hosts = named.iter().map(|name| (*name).to_owned()).collect();
        Hosts::new(&Settings { listen, hosts, ..Settings::local("") }, listen).unwrap()
    }

    fn ours(hosts: &Hosts, name: &str) -> bool {
        Name::parse(name).is_some_and(|name| hosts.is_ours(&name))
    }

    #[test]
    fn loopback_is_called_by_its_names_and_port() {
        let local = hosts("127.0.0.1:7373", &[]);
        for name in ["localhost:7373", "LocalHost:7373", "127.0.0.1:7373", "[::1]:7373", "localhost.:7373"] {
            assert!(ours(&local, name), "{name}");
        }
        for name in [
            "localhost",
            "localhost:80",
            "evil.example:7373",
            "127.0.0.1.evil.example:7373",
            "localhost:7373@evil",
            "10.0.0.1:7373",
            "",
            ":7373",
            "localhost:99999",
            "localhost:",
        ] {
            assert!(!ours(&local, name), "{name}");
        }
    }

    #[test]
    fn further_names_are_those_that_were_given() {
        let all = hosts("0.0.0.0:8080", &["Desk.example", "other.example:443"]);
        for name in ["desk.example", "desk.example:8080", "other.example:443", "192.168.0.7:8080"] {
            assert!(ours(&all, name), "{name}");
        }
        for name in ["desk.example:9", "other.example", "third.example:8080", "192.168.0.7"] {
            assert!(!ours(&all, name), "{name}");
        }
    }
}
