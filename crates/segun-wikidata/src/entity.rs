//! One line of a dump: an entity in Wikibase's JSON
//! (<https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html>).
//!
//! Only the languages and properties that are wanted are taken out; all the rest, most of it, is skipped without being
//! stored. Empty maps are written `[]` in the dumps, so lists are read as maps without entries.

use crate::item::{Held, Item, Label};
use crate::rules::{Id, Rules, number};
use aho_corasick::AhoCorasick;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::LazyLock;

/// Properties that something of use has, one of them at least: position held, occupation, subclass of, country,
/// jurisdiction, country code, headquarters, founder, chairperson, GeoNames id, legal form.
const SIGNS: [&str; 11] = [
    "\"P39\"",
    "\"P106\"",
    "\"P279\"",
    "\"P17\"",
    "\"P1001\"",
    "\"P298\"",
    "\"P159\"",
    "\"P112\"",
    "\"P488\"",
    "\"P1566\"",
    "\"P1454\"",
];

static OF_USE: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(SIGNS).ok());

/// Most names kept of one item.
const MOST_NAMES: usize = 40;

/// The item of a line; `None` where there is no use for it. Commas behind it and the array's brackets do not matter.
///
/// # Errors
/// Where the line is no entity.
pub(crate) fn read(line: &[u8], rules: &Rules) -> Result<Option<Item>, serde_json::Error> {
    let line = line.trim_ascii();
    let line = line.strip_suffix(b",").unwrap_or(line).trim_ascii_end();
    if matches!(line, b"" | b"[" | b"]") {
        return Ok(None);
    }
    // Most lines have no use, which is seen in a fraction of the time that reading them takes; what is no entity
    // at all is not passed over silently.
    let whole = line.starts_with(b"{") && line.ends_with(b"}");
    if whole && OF_USE.as_ref().is_some_and(|signs| !signs.is_match(line)) {
        return Ok(None);
    }
    let mut json = serde_json::Deserializer::from_slice(line);
    let entity = EntitySeed(rules).deserialize(&mut json)?;
    json.end()?;
    Ok(entity.into_item(rules))
}

/// What is taken out of a line.
#[derive(Default)]
struct Entity<'de> {
    kind: Cow<'de, str>,
    id: Cow<'de, str>,
    labels: Vec<Label>,
    aliases: Vec<Label>,
    claims: Claims<'de>,
}

impl Entity<'_> {
    /// What is kept of it; `None` where there is no use for it.
    fn into_item(self, rules: &Rules) -> Option<Item> {
        let id = number(&self.id).filter(|_| self.kind == "item")?;
        let Claims { sex, instance, subclass, citizen, country, jurisdiction, .. } = &self.claims;
        let classes = items(instance);
        let human = classes.iter().any(|class| rules.human.contains(class));
        let feminine = self.claims.feminine.iter().filter_map(|s| label(s, rules)).collect();
        // A class says what is below it whatever it is called.
        if self.labels.is_empty() && self.claims.code.is_empty() && subclass.is_empty() {
            return None;
        }
        let short = self.claims.short.iter().filter_map(|s| label(s, rules));
        let mut names: Vec<Label> = Vec::new();
        for name in self.labels.into_iter().chain(self.aliases).chain(short) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.truncate(MOST_NAMES);
        let text =
            |statements: &[Statement<'_>]| best(statements).find_map(|s| Some(s.mainsnak.text()?.to_owned()));
        let item = Item {
            id,
            human,
            woman: items(sex).iter().any(|sex| rules.woman.contains(sex)),
            classes,
            parents: items(subclass),
            countries: if human {
                current(citizen)
            } else {
                current(jurisdiction).into_iter().chain(current(country)).collect()
            },
            iso3: text(&self.claims.code),
            geonames: text(&self.claims.geonames),
            names,
            feminine,
            occupations: items(&self.claims.occupation),
            offices: self.claims.office.iter().filter_map(held).collect(),
            died: best(&self.claims.died).find_map(|s| s.mainsnak.date()),
        };
        let of_use = if human {
            !item.offices.is_empty() || item.occupations.iter().any(|o| rules.occupations.contains_key(o))
        } else {
            !item.classes.is_empty() || !item.parents.is_empty() || item.iso3.is_some()
        };
        of_use.then_some(item)
    }
}

/// Statements that are not deprecated.
fn valid<'s, 'de>(statements: &'s [Statement<'de>]) -> impl Iterator<Item = &'s Statement<'de>> {
    statements.iter().filter(|s| s.rank != Rank::Deprecated)
}

/// The preferred statements, or where there are none, those that are not deprecated.
fn best<'s, 'de>(statements: &'s [Statement<'de>]) -> impl Iterator<Item = &'s Statement<'de>> {
    let preferred = statements.iter().any(|s| s.rank == Rank::Preferred);
    valid(statements).filter(move |s| !preferred || s.rank == Rank::Preferred)
}

fn items(statements: &[Statement<'_>]) -> Vec<Id> {
    valid(statements).filter_map(|s| s.mainsnak.item()).collect()
}

/// The items of the best statements, those that have not ended first.
fn current(statements: &[Statement<'_>]) -> Vec<Id> {
    let ended = |s: &&Statement<'_>| s.qualifiers.to.iter().any(|snak| snak.kind != SnakKind::No);
    let (past, now): (Vec<_>, Vec<_>) = best(statements).partition(ended);
    now.into_iter().chain(past).filter_map(|s| s.mainsnak.item()).collect()
}

fn label(statement: &Statement<'_>, rules: &Rules) -> Option<Label> {
    let Value { text: Some(text), language: Some(language), .. } = statement.mainsnak.value.as_ref()? else {
        return None;
    };
    let language = rules.language(language).filter(|_| statement.rank != Rank::Deprecated)?;
    Some((language.unwrap_or_default().to_owned(), text.clone().into_owned()))
}

fn held(statement: &Statement<'_>) -> Option<Held> {
    let office = statement.mainsnak.item().filter(|_| statement.rank != Rank::Deprecated)?;
    let Qualifiers { from, to, replaced } = &statement.qualifiers;
    let date = |snaks: &[Snak<'_>]| snaks.iter().find_map(Snak::date);
    // An end that is there without a date that can be used is an end all the same; so is a successor.
    let ended = date(to).is_none()
        && (to.iter().any(|snak| snak.kind != SnakKind::No)
            || to.is_empty() && replaced.iter().any(|snak| snak.kind != SnakKind::No));
    Some(Held { office, from: date(from), to: date(to), ended })
}

/// The statements of the properties that are read.
#[derive(Default)]
struct Claims<'de> {
    instance: Vec<Statement<'de>>,
    subclass: Vec<Statement<'de>>,
    sex: Vec<Statement<'de>>,
    citizen: Vec<Statement<'de>>,
    country: Vec<Statement<'de>>,
    jurisdiction: Vec<Statement<'de>>,
    code: Vec<Statement<'de>>,
    geonames: Vec<Statement<'de>>,
    short: Vec<Statement<'de>>,
    feminine: Vec<Statement<'de>>,
    occupation: Vec<Statement<'de>>,
    office: Vec<Statement<'de>>,
    died: Vec<Statement<'de>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Rank {
    Preferred,
    #[default]
    Normal,
    Deprecated,
}

#[derive(Deserialize)]
struct Statement<'a> {
    #[serde(borrow)]
    mainsnak: Snak<'a>,
    #[serde(default)]
    rank: Rank,
    #[serde(default, borrow)]
    qualifiers: Qualifiers<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum SnakKind {
    #[serde(rename = "value")]
    Value,
    /// There is one, unknown which.
    #[serde(rename = "somevalue")]
    Some,
    /// There is none.
    #[serde(rename = "novalue")]
    No,
}

#[derive(Deserialize)]
struct Snak<'a> {
    #[serde(rename = "snaktype")]
    kind: SnakKind,
    #[serde(default, rename = "datavalue", borrow, deserialize_with = "datavalue")]
    value: Option<Value<'a>>,
}

impl Snak<'_> {
    fn item(&self) -> Option<Id> {
        let value = self.value.as_ref().filter(|_| self.kind == SnakKind::Value)?;
        value
            .id
            .as_deref()
            .and_then(number)
            .or(value.numeric.filter(|_| value.entity.as_deref() == Some("item")))
    }

    fn text(&self) -> Option<&str> {
        self.value.as_ref()?.plain.as_deref()
    }

    /// The date, as far as it is known: to the year, the month or the day. `None` for what is coarser, and before our era.
    fn date(&self) -> Option<String> {
        let value = self.value.as_ref().filter(|_| self.kind == SnakKind::Value)?;
        let time = value.time.as_deref()?.strip_prefix('+')?;
        let mut parts = time.split('T').next()?.split('-');
        let year: u16 = parts.next()?.parse().ok().filter(|year| (1..=9999).contains(year))?;
        let mut part = || parts.next().and_then(|part| part.parse::<u8>().ok()).filter(|&n| n > 0);
        match (value.precision?, part(), part()) {
            (11.., Some(month), Some(day)) => Some(format!("{year:04}-{month:02}-{day:02}")),
            (10.., Some(month), _) => Some(format!("{year:04}-{month:02}")),
            (9.., _, _) => Some(format!("{year:04}")),
            _ => None,
        }
    }
}

/// A value of any type: what of it is there.
#[derive(Default)]
struct Value<'de> {
    /// A string or an identifier.
    plain: Option<Cow<'de, str>>,
    entity: Option<Cow<'de, str>>,
    id: Option<Cow<'de, str>>,
    numeric: Option<Id>,
    time: Option<Cow<'de, str>>,
    precision: Option<u8>,
    text: Option<Cow<'de, str>>,
    language: Option<Cow<'de, str>>,
}

/// A string that borrows from the line where nothing in it is escaped.
#[derive(Deserialize)]
struct Words<'a>(#[serde(borrow)] Cow<'a, str>);

/// Of `{"value": …, "type": …}` the value.
fn datavalue<'de, D: Deserializer<'de>>(json: D) -> Result<Option<Value<'de>>, D::Error> {
    #[derive(Deserialize)]
    struct Data<'a> {
        #[serde(borrow)]
        value: Value<'a>,
    }
    Ok(Some(Data::deserialize(json)?.value))
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Any<'a>(PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Any<'a> {
            type Value = Value<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Value { plain: Some(Cow::Owned(text.to_owned())), ..Value::default() })
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Value { plain: Some(Cow::Borrowed(text)), ..Value::default() })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut value = Value::default();
                while let Some(Words(key)) = map.next_key()? {
                    let words = |words: Words<'a>| Some(words.0);
                    match key.as_ref() {
                        "entity-type" => value.entity = words(map.next_value()?),
                        "id" => value.id = words(map.next_value()?),
                        "numeric-id" => value.numeric = map.next_value()?,
                        "time" => value.time = words(map.next_value()?),
                        "precision" => value.precision = map.next_value()?,
                        "text" => value.text = words(map.next_value()?),
                        "language" => value.language = words(map.next_value()?),
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(value)
            }
        }
        json.deserialize_any(Any(PhantomData))
    }
}

/// The qualifiers that are read: start (P580), end (P582), replaced by (P1366).
#[derive(Default)]
struct Qualifiers<'de> {
    from: Vec<Snak<'de>>,
    to: Vec<Snak<'de>>,
    replaced: Vec<Snak<'de>>,
}

impl<'de> Take<'de> for Qualifiers<'de> {
    fn take<A: MapAccess<'de>>(&mut self, property: &str, map: &mut A) -> Result<(), A::Error> {
        let list = match property {
            "P580" => &mut self.from,
            "P582" => &mut self.to,
            "P1366" => &mut self.replaced,
            _ => return skip(map),
        };
        *list = map.next_value()?;
        Ok(())
    }
}

impl<'de> Take<'de> for Claims<'de> {
    fn take<A: MapAccess<'de>>(&mut self, property: &str, map: &mut A) -> Result<(), A::Error> {
        let list = match property {
            "P31" => &mut self.instance,
            "P279" => &mut self.subclass,
            "P21" => &mut self.sex,
            "P27" => &mut self.citizen,
            "P17" => &mut self.country,
            "P1001" => &mut self.jurisdiction,
            "P298" => &mut self.code,
            "P1566" => &mut self.geonames,
            "P1813" => &mut self.short,
            "P2521" => &mut self.feminine,
            "P106" => &mut self.occupation,
            "P39" => &mut self.office,
            "P570" => &mut self.died,
            _ => return skip(map),
        };
        *list = map.next_value()?;
        Ok(())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Qualifiers<'a> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(Entries(Qualifiers::default()))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Claims<'a> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(Entries(Claims::default()))
    }
}

/// Labels, or aliases, in the languages served.
struct Labels<'r> {
    rules: &'r Rules,
    found: Vec<Label>,
}

#[derive(Deserialize)]
struct Term<'a> {
    #[serde(borrow)]
    value: Cow<'a, str>,
}

/// One label, or a list of aliases.
#[derive(Deserialize)]
#[serde(untagged)]
enum Terms<'a> {
    One(#[serde(borrow)] Term<'a>),
    Many(#[serde(borrow)] Vec<Term<'a>>),
}

impl<'de> Take<'de> for Labels<'_> {
    fn take<A: MapAccess<'de>>(&mut self, code: &str, map: &mut A) -> Result<(), A::Error> {
        let Some(language) = self.rules.language(code) else { return skip(map) };
        let terms = match map.next_value()? {
            Terms::One(term) => vec![term],
            Terms::Many(terms) => terms,
        };
        let language = language.unwrap_or_default();
        self.found.extend(terms.into_iter().map(|term| (language.to_owned(), term.value.into_owned())));
        Ok(())
    }
}

/// The whole line.
struct EntitySeed<'r>(&'r Rules);

impl<'de> DeserializeSeed<'de> for EntitySeed<'_> {
    type Value = Entity<'de>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Entity<'de>, D::Error> {
        struct Whole<'r, 'de>(&'r Rules, Entity<'de>);
        impl<'de> Take<'de> for Whole<'_, 'de> {
            fn take<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
                let labels = || Entries(Labels { rules: self.0, found: Vec::new() });
                match key {
                    "type" => self.1.kind = map.next_value::<Words<'de>>()?.0,
                    "id" => self.1.id = map.next_value::<Words<'de>>()?.0,
                    "labels" => self.1.labels = map.next_value_seed(labels())?.found,
                    "aliases" => self.1.aliases = map.next_value_seed(labels())?.found,
                    "claims" => self.1.claims = map.next_value()?,
                    _ => skip(map)?,
                }
                Ok(())
            }
        }
        Ok(json.deserialize_map(Entries(Whole(self.0, Entity::default())))?.1)
    }
}

/// Something that takes the entries of a map one after the other.
trait Take<'de> {
    fn take<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error>;
}

fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

/// Hands a map's entries to what is inside, and gives that back; a list has none.
struct Entries<T>(T);

impl<'de, T: Take<'de>> Visitor<'de> for Entries<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<T, A::Error> {
        while let Some(Words(key)) = map.next_key()? {
            self.0.take(&key, &mut map)?;
        }
        Ok(self.0)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<T, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self.0)
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Ok(self.0)
    }
}

impl<'de, T: Take<'de>> DeserializeSeed<'de> for Entries<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<T, D::Error> {
        json.deserialize_any(self)
    }
}
