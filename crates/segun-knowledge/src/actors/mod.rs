//! Actors: who holds which office when; organisations and armed groups.
//!
//! An [`Actor`] is one line of text ([`mod@line`]). A [`Table`] holds many of them with an index of their names, in
//! a format that is read in place ([`table`]), so that opening one costs nothing however large it is: the one
//! that comes with the program (`data/actors.bin`), or one made by [`Packer`] from a list or a dump.
//! [`Actors`] looks a name up in several tables at once and joins what they say of the same actor.
//!
//! Nothing here decides whom a report means: homonyms are all answered.

mod dates;
mod join;
mod line;
mod packer;
mod sorter;
mod table;

pub use dates::{Date, Day, Held, Period};
pub use line::{LineError, Titles, parse, write};
pub use packer::{PackError, Packer};
pub use table::{Table, TableError, pack};

use crate::fold;
use std::sync::Arc;

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActorKind {
    /// A person.
    Person,
    /// An organisation, institution, party or armed group.
    Organisation,
    /// A country or another place.
    Place,
}

impl ActorKind {
    /// The word in the lists, which is the contract's.
    pub fn as_str(self) -> &'static str {
        match self {
            ActorKind::Person => "PER",
            ActorKind::Organisation => "ORG",
            ActorKind::Place => "LOC",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [ActorKind::Person, ActorKind::Organisation, ActorKind::Place]
            .into_iter()
            .find(|k| k.as_str() == word)
    }
}

/// A name or title, in one language or in all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// ISO 639-1 code; `None` where it is the same in every language.
    pub language: Option<String>,
    /// The name or title.
    pub text: String,
    /// Of names: whether it means this actor wherever it stands, without anything else that speaks for it.
    pub alone: bool,
}

/// An office that somebody holds or held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// When.
    pub period: Period,
    /// ISO 3166-1 alpha-3 of the country that it is an office of, where it is not the actor's.
    pub country: Option<String>,
    /// PLOVER sector of who holds it, where it is not the actor's.
    pub sector: Option<String>,
    /// Its title by language.
    pub titles: Vec<Text>,
}

impl Office {
    /// Its title in `language`.
    pub fn title(&self, language: &str) -> Option<&str> {
        in_language(&self.titles, language)
    }
}

/// A person, organisation or place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// What it is.
    pub kind: ActorKind,
    /// Wikidata Q-number, where it is known.
    pub wikidata: Option<String>,
    /// GeoNames id of a place.
    pub geonames: Option<String>,
    /// ISO 3166-1 alpha-3 of the country that it belongs to.
    pub country: Option<String>,
    /// PLOVER sector while no office says otherwise.
    pub sector: Option<String>,
    /// Names, the usual one first.
    pub names: Vec<Text>,
    /// Offices, in the list's order.
    pub offices: Vec<Office>,
}

/// PLOVER's sector of those who held an office and hold none.
const FORMER: &str = "ELI";

impl Actor {
    /// The usual name in `language`, or any where there is none.
    pub fn name(&self, language: &str) -> &str {
        let first = self.names.first().map_or("", |name| name.text.as_str());
        in_language(&self.names, language).unwrap_or(first)
    }

    /// The office held on `day` for certain, the one that began last where there are several.
    pub fn office(&self, day: Day) -> Option<&Office> {
        let held = self.offices.iter().filter(|office| office.period.held(day) == Held::Yes);
        held.max_by_key(|office| office.period.from)
    }

    /// The sector on `day`: that of the office held then; of former office holders that of their kind. `None`
    /// where the list does not say, or not for certain.
    pub fn sector(&self, day: Option<Day>) -> Option<&str> {
        let Some(day) = day else {
            return self.sector.as_deref().filter(|own| {
                let mut sectors = self.offices.iter().filter_map(|office| office.sector.as_deref());
                sectors.all(|sector| sector == *own)
            });
        };
        if let Some(office) = self.office(day) {
            return office.sector.as_deref().or(self.sector.as_deref());
        }
        let ended = |office: &Office| office.period.ended(day);
        let former = !self.offices.is_empty()
            && self.offices.iter().any(ended)
            && self.offices.iter().all(|office| office.period.held(day) == Held::No);
        self.sector.as_deref().or_else(|| former.then_some(FORMER))
    }

    /// The country on `day`: the actor's own, or that of the office held then.
    pub fn country(&self, day: Option<Day>) -> Option<&str> {
        let office = || self.office(day?)?.country.as_deref();
        self.country.as_deref().or_else(office)
    }

    /// Whether it has to do with `country`, by itself or by an office at any time.
    pub fn is_of(&self, country: &str) -> bool {
        let own = self.country.iter().chain(self.offices.iter().filter_map(|office| office.country.as_ref()));
        own.into_iter().any(|code| code == country)
    }
}

fn in_language<'t>(texts: &'t [Text], language: &str) -> Option<&'t str> {
    let of = |wanted: Option<&str>| texts.iter().find(|text| text.language.as_deref() == wanted);
    of(Some(language)).or_else(|| of(None)).map(|text| text.text.as_str())
}

/// An actor with the table that has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The actor.
    pub actor: Actor,
    /// Name of its table, for explanations.
    pub table: Arc<str>,
}

/// What names of actors are compared by: without case, accents and points, other punctuation as spaces ("kim jong un",
/// "onu" for "O.N.U.").
pub fn key(name: &str) -> String {
    let plain: String = fold(name)
        .chars()
        .filter(|c| !matches!(c, '.' | '\'' | '’'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tables of actors, looked up together.
#[derive(Clone, Debug)]
pub struct Actors {
    tables: Vec<Arc<Table>>,
}

impl Actors {
    /// The actors that come with the program.
    pub fn bundled() -> Self {
        Self { tables: vec![Arc::new(Table::bundled())] }
    }

    /// No actors.
    pub fn none() -> Self {
        Self { tables: Vec::new() }
    }

    /// With those of `table` too: what it says of an actor goes before what the tables before it say.
    #[must_use]
    pub fn with(mut self, table: Table) -> Self {
        self.tables.insert(0, Arc::new(table));
        self
    }

    /// All actors that have one of `names`, each once, in the order of their tables; case, accents and punctuation do
    /// not matter. All names of somebody are asked for at once: one table may know this one, another that.
    pub fn named<S: AsRef<str>>(&self, names: &[S]) -> Vec<Found> {
        let keys: Vec<String> = names.iter().map(|name| key(name.as_ref())).collect();
        let mut all: Vec<Found> = Vec::new();
        for table in &self.tables {
            let mut own: Vec<Actor> = Vec::new();
            for actor in keys.iter().flat_map(|key| table.named(key)) {
                if !own.contains(&actor) {
                    own.push(actor);
                }
            }
            let before = all.len();
            for actor in own {
                match all[..before].iter_mut().find(|known| join::same(&known.actor, &actor)) {
                    Some(known) => join::join(&mut known.actor, actor),
                    None => all.push(Found { actor, table: table.name() }),
                }
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_what_outlets_write_in_many_ways() {
        assert_eq!(key("Kim Jong-un"), key("KIM JONG UN"));
        assert_eq!(key("O.N.U."), "onu");
        assert_eq!(key("George W. Bush"), "george w bush");
        assert_eq!(key("Côte d’Ivoire"), "cote divoire");
        assert_eq!(key(" -- "), "");
    }
}
