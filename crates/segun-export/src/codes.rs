//! Codes of GDELT and POLECAT: what the files in `data/` say.

use segun_report::EventType;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A country in the registers of others.
#[derive(Debug)]
pub(crate) struct CountryCodes {
    /// FIPS 10-4.
    pub(crate) fips: &'static str,
    /// Number in the Correlates of War state system.
    pub(crate) cow: &'static str,
    /// CAMEO.
    pub(crate) cameo: &'static str,
    /// PLOVER.
    pub(crate) plover: &'static str,
    /// English name.
    pub(crate) name: &'static str,
}

type Table<T> = LazyLock<BTreeMap<&'static str, T>>;

static COUNTRIES: Table<CountryCodes> = LazyLock::new(|| {
    let rows = rows(include_str!("../data/countries.tsv"));
    rows.map(|[iso3, fips, cow, cameo, plover, name]| {
        let or_iso3 = |code: &'static str| if code.is_empty() { iso3 } else { code };
        (iso3, CountryCodes { fips, cow, cameo: or_iso3(cameo), plover: or_iso3(plover), name })
    })
    .collect()
});

static GOLDSTEIN: Table<&str> = LazyLock::new(|| {
    rows(include_str!("../data/goldstein.tsv")).map(|[code, score]| (code, score)).collect()
});

static SECTORS: Table<(&str, &str)> = LazyLock::new(|| {
    rows(include_str!("../data/sectors.tsv")).map(|[sector, kind, group]| (sector, (kind, group))).collect()
});

static LANGUAGES: Table<&str> =
    LazyLock::new(|| rows(include_str!("../data/languages.tsv")).map(|[two, three]| (two, three)).collect());

/// The rows of a file of this crate, which all have as many fields.
fn rows<const N: usize>(file: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        fields.try_into().unwrap_or_else(|fields| panic!("a row of data has other fields: {fields:?}"))
    })
}

/// The country with ISO 3166-1 alpha-3 code `iso3`.
pub(crate) fn country(iso3: &str) -> Option<&'static CountryCodes> {
    COUNTRIES.get(iso3)
}

/// CAMEO type and known group of a PLOVER sector; empty where there is none.
pub(crate) fn cameo_type(sector: &str) -> (&'static str, &'static str) {
    SECTORS.get(sector).copied().unwrap_or_default()
}

/// The language's ISO 639-2 code.
pub(crate) fn language(iso639_1: &str) -> Option<&'static str> {
    LANGUAGES.get(iso639_1.split(['-', '_']).next().unwrap_or(iso639_1)).copied()
}

/// The CAMEO code of an event: its own, else that of its type. Of a code that GDELT does not know, and of a root alone, it
/// is the root's general code, as GDELT writes it (04 is 040).
pub(crate) fn cameo(kind: EventType, own: Option<&str>) -> &'static str {
    let known = |code: &str| {
        let general = || GOLDSTEIN.get_key_value(&*format!("{}0", code.get(..2)?));
        let whole = (code.len() > 2).then(|| GOLDSTEIN.get_key_value(code)).flatten();
        whole.or_else(general).map(|(code, _)| *code)
    };
    own.and_then(known).or_else(|| known(kind.cameo())).unwrap_or_default()
}

/// The score of a CAMEO code on Goldstein's scale, as GDELT publishes it.
pub(crate) fn goldstein(cameo: &str) -> &'static str {
    GOLDSTEIN.get(cameo).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use segun_language::{Language, table};

    #[test]
    fn every_code_of_the_languages_has_a_score() {
        let mut seen = 0;
        for language in Language::all() {
            for row in table::rows(language.file("events.tsv")) {
                let (kind, code) = (EventType::from_name(row.get(0)), row.get(2));
                if let Some(kind) = kind {
                    let cameo = cameo(kind, Some(code));
                    assert!(cameo.len() > 2 && cameo.starts_with(&code[..2]), "{code} became {cameo}");
                    assert!(goldstein(cameo).parse::<f64>().is_ok(), "{cameo}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 300);
        for kind in EventType::ALL {
            assert!(cameo(*kind, None).len() >= 3 && cameo(*kind, Some("99")) == cameo(*kind, None));
        }
        assert_eq!(cameo(EventType::Mobilize, Some("155")), "150");
        assert_eq!(cameo(EventType::Consult, Some("04")), "040");
        assert_eq!(cameo(EventType::Retreat, Some("0871")), "0871");
    }

    #[test]
    fn countries_have_their_codes() {
        let codes = |iso3| country(iso3).map(|c| (c.fips, c.cow, c.cameo, c.plover)).unwrap();
        assert_eq!(codes("ESP"), ("SP", "230", "ESP", "ESP"));
        assert_eq!(codes("ROU"), ("RO", "360", "ROM", "ROU"));
        assert_eq!(codes("XKX"), ("KV", "347", "XKX", "KOS"));
        for language in Language::all() {
            assert!(super::language(language.code()).is_some(), "{}", language.code());
        }
    }
}
