//! One actor as one line of text: the format of the lists and of the records of a table.
//!
//! Fields, separated by tabs; trailing empty ones may be left out:
//! 1. `PER`, `ORG` or `LOC`;
//! 2. Wikidata Q-number;
//! 3. country, ISO 3166-1 alpha-3;
//! 4. PLOVER sector while no office says otherwise;
//! 5. names, the usual one first, separated by `|`: `Vladimir Putin|es:Vladímir Putin`. `es:` says of which language
//!    a name is, without it it is of all; `!` in front of it (`es:!Lula`) that it means this actor wherever it stands;
//! 6. offices, separated by `;`, each `PERIOD|COUNTRY|SECTOR|TITLE|TITLE…`: the period as `2012-05-07..2016`, country and
//!    sector empty where they are the actor's, titles as names are written, or `=KEY` for the titles that a list of
//!    [`Titles`] has for the key;
//! 7. GeoNames id of a place.

use super::{Actor, ActorKind, Office, Text};
use std::collections::HashMap;

/// Why a line is no actor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// The first field is none of the kinds.
    #[error("'{0}' is no kind of actor: PER, ORG or LOC")]
    Kind(String),
    /// The second field is no Q-number.
    #[error("'{0}' is no Wikidata id: a Q with a number")]
    Wikidata(String),
    /// A country is not three capital letters.
    #[error("'{0}' is no country: three capital letters of ISO 3166-1")]
    Country(String),
    /// A sector is not three capital letters.
    #[error("'{0}' is no PLOVER sector: three capital letters")]
    Sector(String),
    /// There is no name.
    #[error("an actor without a name")]
    Nameless,
    /// A period that is none.
    #[error("'{0}' is no period: 2012-05-07..2016, either end may be left out")]
    Period(String),
    /// The key of titles that are not listed.
    #[error("there are no titles with the key '{0}'")]
    Title(String),
}

/// Titles of offices that many hold, by key: lines `KEY <tab> TITLE|TITLE…`.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    by_key: HashMap<String, Vec<Text>>,
}

impl Titles {
    /// Reads a list; empty lines and those that begin with `#` are skipped.
    pub fn parse(list: &str) -> Self {
        let lines = list.lines().filter(|line| !line.starts_with('#'));
        let entries = lines.filter_map(|line| line.split_once('\t'));
        Self { by_key: entries.map(|(key, titles)| (key.trim().to_owned(), texts(titles))).collect() }
    }
}

/// Reads one line; `titles` are those that it may name by their key.
///
/// # Errors
/// Where the line is not of the format.
pub fn parse(line: &str, titles: &Titles) -> Result<Actor, LineError> {
    let mut fields = line.trim_end_matches(['\r', '\n']).split('\t').map(str::trim);
    let mut next = || fields.next().unwrap_or_default();
    let kind = next();
    let kind = ActorKind::from_word(kind).ok_or_else(|| LineError::Kind(kind.to_owned()))?;
    let wikidata = some(next());
    if let Some(id) = wikidata.as_deref().filter(|id| !is_item(id)) {
        return Err(LineError::Wikidata(id.to_owned()));
    }
    let country = code(next(), LineError::Country)?;
    let sector = code(next(), LineError::Sector)?;
    let names = texts(next());
    if names.is_empty() {
        return Err(LineError::Nameless);
    }
    let offices = next().split(';').filter(|office| !office.trim().is_empty());
    let offices = offices.map(|text| office(text, titles)).collect::<Result<_, _>>()?;
    Ok(Actor { kind, wikidata, geonames: some(next()), country, sector, names, offices })
}

fn some(field: &str) -> Option<String> {
    (!field.is_empty()).then(|| field.to_owned())
}

fn is_item(id: &str) -> bool {
    id.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

fn code(field: &str, error: fn(String) -> LineError) -> Result<Option<String>, LineError> {
    if field.is_empty() || field.len() == 3 && field.bytes().all(|b| b.is_ascii_uppercase()) {
        Ok(some(field))
    } else {
        Err(error(field.to_owned()))
    }
}

fn office(text: &str, titles: &Titles) -> Result<Office, LineError> {
    let mut fields = text.splitn(4, '|').map(str::trim);
    let mut next = || fields.next().unwrap_or_default();
    let period = next();
    let period = period.parse().map_err(|()| LineError::Period(period.to_owned()))?;
    let country = code(next(), LineError::Country)?;
    let sector = code(next(), LineError::Sector)?;
    let mut own = Vec::new();
    for title in next().split('|').map(str::trim) {
        match title.strip_prefix('=') {
            Some(key) => match titles.by_key.get(key) {
                Some(listed) => own.extend(listed.iter().cloned()),
                None => return Err(LineError::Title(key.to_owned())),
            },
            None => own.extend(texts(title)),
        }
    }
    Ok(Office { period, country, sector, titles: own })
}

fn texts(field: &str) -> Vec<Text> {
    field.split('|').filter_map(text).collect()
}

fn text(item: &str) -> Option<Text> {
    let item = spaced(item);
    let item = item.trim();
    let (language, text) = match item.split_once(':') {
        Some((code, text))
            if (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase()) =>
        {
            (Some(code.to_owned()), text)
        }
        _ => (None, item),
    };
    let alone = text.trim_start().starts_with('!');
    let text = unsigned(text);
    (!text.is_empty()).then(|| Text { language, text: text.to_owned(), alone })
}

/// `text` with spaces for what separates lines, fields and items.
fn spaced(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\t' | '\n' | '\r' | '|' | ';') { ' ' } else { c }).collect()
}

/// A name without the sign in front of it that says that it means its actor alone.
fn unsigned(name: &str) -> &str {
    name.trim_start_matches(|c: char| c == '!' || c.is_whitespace()).trim_end()
}

/// Writes `actor` as a line, without its end. Of names and titles that which means something in a line is left out.
pub fn write(actor: &Actor, line: &mut String) {
    line.push_str(actor.kind.as_str());
    for field in [&actor.wikidata, &actor.country, &actor.sector] {
        line.push('\t');
        line.push_str(field.as_deref().unwrap_or_default());
    }
    line.push('\t');
    write_texts(&actor.names, line);
    line.push('\t');
    for (n, office) in actor.offices.iter().enumerate() {
        if n > 0 {
            line.push(';');
        }
        line.push_str(&office.period.to_string());
        for field in [&office.country, &office.sector] {
            line.push('|');
            line.push_str(field.as_deref().unwrap_or_default());
        }
        line.push('|');
        write_texts(&office.titles, line);
    }
    line.push('\t');
    line.push_str(actor.geonames.as_deref().unwrap_or_default());
    line.truncate(line.trim_end_matches('\t').len());
}

fn write_texts(texts: &[Text], line: &mut String) {
    let mut first = true;
    for text in texts {
        let name = spaced(&text.text);
        let name = unsigned(&name);
        if name.is_empty() {
            continue;
        }
        if !std::mem::take(&mut first) {
            line.push('|');
        }
        if let Some(language) = &text.language {
            line.push_str(language);
            line.push(':');
        }
        if text.alone {
            line.push('!');
        }
        line.push_str(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRESIDENT: &str =
        "PER\tQ1\tPER\tGOV\tAna Rojas|es:!Anita\t2019..2022|||=president;2023-01-05..|CHL|JUD|en:judge\t";

    fn titles() -> Titles {
        Titles::parse("# key, titles\npresident\ten:president|es:presidenta\n")
    }

    #[test]
    fn a_line_is_read_and_written() {
        let actor = parse(PRESIDENT, &titles()).unwrap();
        assert_eq!(actor.kind, ActorKind::Person);
        assert_eq!(actor.name("pt"), "Ana Rojas");
        assert!(actor.names[1].alone && actor.names[1].language.as_deref() == Some("es"));
        assert_eq!(actor.offices[0].title("es"), Some("presidenta"));
        assert_eq!(actor.offices[0].title("pt"), None);
        assert_eq!(actor.offices[1].country.as_deref(), Some("CHL"));
        let mut line = String::new();
        write(&actor, &mut line);
        assert_eq!(
            parse(&line, &Titles::default()).unwrap(),
            actor,
            "what is written needs no list of titles"
        );
    }

    #[test]
    fn offices_say_sector_and_country_of_a_day() {
        let actor = parse(PRESIDENT, &titles()).unwrap();
        let day = |year| Some(crate::actors::Day { year, month: 6, day: 1 });
        assert_eq!(actor.sector(day(2020)), Some("GOV"));
        assert_eq!(actor.sector(day(2024)), Some("JUD"));
        assert_eq!(actor.country(day(2024)), Some("PER"));
        assert_eq!(actor.sector(None), None, "it was one or the other");
        let former = parse("PER\t\tPER\t\tAna Rojas\t2019..2022||GOV|=president", &titles()).unwrap();
        assert_eq!(former.sector(day(2010)), None);
        assert_eq!(former.sector(day(2022)), None, "nobody says when in that year");
        assert_eq!(former.sector(day(2023)), Some("ELI"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |line: &str| parse(line, &titles()).unwrap_err();
        assert_eq!(wrong("XYZ"), LineError::Kind("XYZ".into()));
        assert_eq!(wrong("PER\t12"), LineError::Wikidata("12".into()));
        assert_eq!(wrong("PER\t\tpe"), LineError::Country("pe".into()));
        assert_eq!(wrong("PER\t\t\tgov"), LineError::Sector("gov".into()));
        assert_eq!(wrong("PER\t\t\t\t | "), LineError::Nameless);
        assert_eq!(wrong("PER\t\t\t\tA B\t2019"), LineError::Period("2019".into()));
        assert_eq!(wrong("PER\t\t\t\tA B\t2019..|||=king"), LineError::Title("king".into()));
    }

    #[test]
    fn what_means_something_in_a_line_is_left_out_of_names() {
        let written = |name: &str| {
            let mut actor = parse("ORG\t\t\t\tA", &Titles::default()).unwrap();
            actor.names[0].text = name.into();
            let mut line = String::new();
            write(&actor, &mut line);
            line
        };
        assert_eq!(written("A|B;C\tD"), "ORG\t\t\t\tA B C D");
        assert_eq!(
            written("!Alarma!"),
            "ORG\t\t\t\tAlarma!",
            "a sign of the name says nothing of who is meant"
        );
    }

    #[test]
    fn odd_names_are_written_as_they_are_read() {
        for name in ["es: !A", "!! !A", "es:=A", "=es:A", ";es:A", "a;|b", "A\rB", "es:fr:A", "!es:A"] {
            let actor = parse(&format!("ORG\t\t\t\t{name}"), &Titles::default()).unwrap();
            let mut line = String::new();
            write(&actor, &mut line);
            assert_eq!(parse(&line, &Titles::default()).unwrap(), actor, "{name}");
        }
    }
}
