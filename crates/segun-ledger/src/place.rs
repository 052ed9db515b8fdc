//! Where a ledger is: in a folder of this machine, or on a server of PostgreSQL.

use std::fmt;
use std::path::{Path, PathBuf};

/// Where a ledger is.
///
/// Made of a path: one that begins with `postgres://` or `postgresql://` is the address of a server.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder, with one file of SQLite in it.
    Folder(PathBuf),
    /// A schema of a database of PostgreSQL.
    Server(Address),
}

/// The address of a ledger on a server: `postgres://user@host/database?schema=name`.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    url: String,
    schema: String,
}

/// The schema of a ledger whose address names none.
const SCHEMA: &str = "segun";

impl Address {
    /// The address that `text` is, unless it is a path.
    fn new(text: &str) -> Option<Self> {
        if !["postgres://", "postgresql://"].iter().any(|begin| text.starts_with(begin)) {
            return None;
        }
        let (server, parameters) = text.split_once('?').unwrap_or((text, ""));
        let mut schema = SCHEMA.to_owned();
        let mut others = Vec::new();
        for parameter in parameters.split('&').filter(|p| !p.is_empty()) {
            match parameter.strip_prefix("schema=") {
                Some(name) => schema = name.to_owned(),
                None => others.push(parameter),
            }
        }
        let mut url = server.to_owned();
        if !others.is_empty() {
            url = format!("{url}?{}", others.join("&"));
        }
        Some(Self { url, schema })
    }

    /// The server's address as its programs take it, with whatever password it has.
    #[cfg_attr(not(feature = "postgres"), allow(dead_code))]
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The name of the schema.
    pub fn schema(&self) -> &str {
        &self.schema
    }

    /// The same server with another schema.
    #[cfg_attr(not(feature = "postgres"), allow(dead_code))]
    pub(crate) fn with_schema(&self, schema: String) -> Self {
        Self { url: self.url.clone(), schema }
    }
}

/// Without the password.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (begin, rest) = self.url.split_once("://").unwrap_or_default();
        let (server, parameters) = rest.split_once('?').unwrap_or((rest, ""));
        let (user, host) = server.rsplit_once('@').map_or((None, server), |(user, host)| (Some(user), host));
        write!(f, "{begin}://")?;
        if let Some(user) = user {
            write!(f, "{}@", user.split(':').next().unwrap_or_default())?;
        }
        write!(f, "{host}?")?;
        for parameter in parameters.split('&').filter(|p| !p.is_empty() && !p.starts_with("password")) {
            write!(f, "{parameter}&")?;
        }
        write!(f, "schema={}", self.schema)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

impl Place {
    /// The folder, where it is one.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Server(_) => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Server(address) => address.fmt(f),
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.fmt(f),
            Self::Server(address) => address.fmt(f),
        }
    }
}

impl From<&Path> for Place {
    fn from(path: &Path) -> Self {
        path.to_str().and_then(Address::new).map_or_else(|| Self::Folder(path.to_owned()), Self::Server)
    }
}

impl From<PathBuf> for Place {
    fn from(path: PathBuf) -> Self {
        Self::from(path.as_path())
    }
}

impl From<&PathBuf> for Place {
    fn from(path: &PathBuf) -> Self {
        Self::from(path.as_path())
    }
}

impl From<&str> for Place {
    fn from(text: &str) -> Self {
        Self::from(Path::new(text))
    }
}

impl From<&Self> for Place {
    fn from(place: &Self) -> Self {
        place.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_a_folder() {
        assert_eq!(Place::from("./election"), Place::Folder("./election".into()));
        let Place::Server(address) = Place::from("postgres://ana@db.example/news?schema=election") else {
            panic!("no address")
        };
        assert_eq!((address.url(), address.schema()), ("postgres://ana@db.example/news", "election"));
        let Place::Server(address) = Place::from("postgresql:///news?host=/run/db&schema=a&port=5433") else {
            panic!("no address")
        };
        assert_eq!((address.url(), address.schema()), ("postgresql:///news?host=/run/db&port=5433", "a"));
        let Place::Server(address) = Place::from("postgres://db.example/news") else { panic!("no address") };
        assert_eq!(address.schema(), "segun");
    }

    #[test]
    fn a_password_is_never_shown() {
        for text in [
            "postgres://ana:geheim@db.example/news",
            "postgres://ana:gehe@im:geheim@db.example/news?sslmode=disable",
            "postgres://db.example/news?user=ana&password=geheim&schema=x",
        ] {
            let place = Place::from(text);
            for shown in [place.to_string(), format!("{place:?}")] {
                assert!(!shown.contains("geheim") && shown.contains("db.example"), "{shown}");
            }
        }
    }
}
