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
    /// Up to the question mark, with whatever password it has.
    server: String,
    /// What stands behind it, as written, without the schema.
    parameters: Vec<(String, String)>,
    schema: String,
}

/// The schema of a ledger whose address names none.
const SCHEMA: &str = "segun";

/// Parameters that are shown with an address.
const SHOWN: [&str; 7] = ["host", "hostaddr", "port", "user", "dbname", "sslmode", "sslrootcert"];

/// Parameters that an address may have besides.
const SILENT: [&str; 13] = [
    "password",
    "options",
    "application_name",
    "sslnegotiation",
    "connect_timeout",
    "tcp_user_timeout",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "target_session_attrs",
    "channel_binding",
    "load_balance_hosts",
];

impl Address {
    /// The address that `text` is, unless it is a path.
    fn new(text: &str) -> Option<Self> {
        if !["postgres://", "postgresql://"].iter().any(|begin| text.starts_with(begin)) {
            return None;
        }
        let (server, parameters) = text.split_once('?').unwrap_or((text, ""));
        let mut address =
            Self { server: server.to_owned(), parameters: Vec::new(), schema: SCHEMA.to_owned() };
        for parameter in parameters.split('&').filter(|p| !p.is_empty()) {
            match parameter.split_once('=').unwrap_or((parameter, "")) {
                ("schema", name) => address.schema = name.to_owned(),
                (name, value) => address.parameters.push((name.to_owned(), value.to_owned())),
            }
        }
        Some(address)
    }

    /// Whether its parts are what they seem to be. Where a parameter is none that there is, or a port no number, a mark that
    /// should have been written otherwise may have cut a password in two, or a host is missing behind one.
    pub(crate) fn is_sound(&self) -> bool {
        let known = |name: &str| SHOWN.contains(&name) || SILENT.contains(&name);
        let (_, host) = self.parts();
        let hosts = host.split('/').next().unwrap_or_default().split(',');
        // An address of IPv6 stands in brackets.
        let mut ports =
            hosts.filter_map(|host| host.rsplit(']').next()?.split_once(':')).map(|(_, port)| port);
        self.parameters.iter().all(|(name, _)| known(name))
            && ports.all(|port| port.bytes().all(|b| b.is_ascii_digit()))
    }

    /// Who is named before the host, with whatever password there is, and the host with its database.
    fn parts(&self) -> (Option<&str>, &str) {
        let rest = self.server.split_once("://").map_or("", |(_, rest)| rest);
        rest.rsplit_once('@').map_or((None, rest), |(user, host)| (Some(user), host))
    }

    /// The server's address with those of its parameters that `fits` says.
    #[cfg_attr(not(feature = "postgres"), allow(dead_code))]
    pub(crate) fn url(&self, fits: impl Fn(&str) -> bool) -> String {
        let parameters = self.parameters.iter().filter(|(name, _)| fits(name));
        let parameters: Vec<String> = parameters.map(|(name, value)| format!("{name}={value}")).collect();
        if parameters.is_empty() {
            return self.server.clone();
        }
        format!("{}?{}", self.server, parameters.join("&"))
    }

    /// The parameter called `name`, as it is written.
    #[cfg_attr(not(feature = "postgres"), allow(dead_code))]
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The name of the schema.
    pub fn schema(&self) -> &str {
        &self.schema
    }

    /// The same server with another schema.
    #[cfg_attr(not(feature = "postgres"), allow(dead_code))]
    pub(crate) fn with_schema(&self, schema: String) -> Self {
        Self { schema, ..self.clone() }
    }
}

/// Without the password.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let begin = self.server.split("://").next().unwrap_or_default();
        if !self.is_sound() {
            return write!(f, "{begin}://…");
        }
        let (user, host) = self.parts();
        write!(f, "{begin}://")?;
        if let Some(user) = user {
            write!(f, "{}@", user.split(':').next().unwrap_or_default())?;
        }
        write!(f, "{host}?")?;
        for (name, value) in self.parameters.iter().filter(|(name, _)| SHOWN.contains(&name.as_str())) {
            write!(f, "{name}={value}&")?;
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

/// What begins a path as it would an address: that of a server which was mistyped, and may hold a password.
pub(crate) fn scheme(folder: &Path) -> Option<String> {
    folder.to_string_lossy().split_once("://").map(|(scheme, _)| scheme.to_owned())
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => match scheme(folder) {
                Some(scheme) => write!(f, "{scheme}://…"),
                None => folder.display().fmt(f),
            },
            Self::Server(address) => address.fmt(f),
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) if scheme(folder).is_none() => folder.fmt(f),
            place => write!(f, "{place}"),
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
        assert_eq!(
            (&*address.url(|_| true), address.schema()),
            ("postgres://ana@db.example/news", "election")
        );
        let Place::Server(address) = Place::from("postgresql:///news?host=/run/db&schema=a&port=5433") else {
            panic!("no address")
        };
        assert_eq!(address.url(|_| true), "postgresql:///news?host=/run/db&port=5433");
        assert_eq!(address.url(|name| name != "host"), "postgresql:///news?port=5433");
        assert_eq!((address.parameter("host"), address.schema()), (Some("/run/db"), "a"));
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

    #[test]
    fn a_password_in_what_is_no_address_is_not_shown_either() {
        for text in [
            "postgres://ana:geh?eim@db.example/news",
            "postgres://ana:geh?e=im@db.example/news",
            "postgres://ana:x?geh&eim@db.example/news?schema=x",
            "postgres://db.example/news?p%61ssword=geheim",
            "postgres://ana:geheim/news",
            "postgress://ana:geheim@db.example/news",
        ] {
            let place = Place::from(text);
            for shown in [place.to_string(), format!("{place:?}")] {
                assert!(!shown.contains("geh") && !shown.contains("eim"), "{shown}");
            }
        }
    }
}
