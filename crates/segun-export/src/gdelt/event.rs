//! A row of the Events table.

use crate::codes;
use crate::events::{Counting, Support, day, stamp};
use crate::places::Located;
use crate::reading::{Named, Parts};
use crate::table::Row;
use segun_claims::Day;
use segun_knowledge::PlaceKind;
use segun_ledger::query::{BulkClaim, BulkReport};
use segun_report::EventType;

/// The columns in their published order.
pub const COLUMNS: &[&str] = &[
    "GLOBALEVENTID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_FullName",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_FullName",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_FullName",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

/// Adds to `row` what there is of the event whose first claim is `claim`.
pub(super) fn line(
    row: &mut Row,
    (report, text): (&BulkReport, &str),
    claim: &BulkClaim<'_>,
    (counted, support): (&Counting, &Support),
    parts: &Parts<'_>,
) {
    row.plain(counted.thread);
    date(row, day(report.day, claim.window, counted.standing));
    actor(row, parts.actor);
    actor(row, parts.recipient);
    row.plain(u8::from(in_lead(text, claim.trigger_span.start)));
    let kind = EventType::from_name(claim.r#type);
    let code = kind.map_or("", |kind| codes::cameo(kind, parts.cameo));
    row.cell(code).cell(code.get(..3).unwrap_or(code)).cell(code.get(..2).unwrap_or(code));
    row.cell(quad(code)).cell(codes::goldstein(code));
    row.plain(support.claims).plain(support.origins).plain(support.reports);
    // No tone is measured.
    row.cell("");
    place(row, parts.actor.and_then(Located::of));
    place(row, parts.recipient.and_then(Located::of));
    place(row, parts.place.and_then(Located::of));
    row.cell(&stamp(counted.begun)).cell(report.url().unwrap_or(report.key()));
}

fn date(row: &mut Row, day: Option<Day>) {
    let Some(date) = day.map(Day::date) else {
        row.cells("", 4);
        return;
    };
    let (year, month, day) = (date.year(), date.month(), date.day());
    row.plain(format_args!("{year:04}{month:02}{day:02}")).plain(format_args!("{year:04}{month:02}"));
    // The codebook's arithmetic, whose months have thirty days.
    let part = f64::from((i32::from(month) - 1) * 30 + i32::from(day)) / 365.0;
    row.plain(format_args!("{year:04}")).plain(format_args!("{:.4}", f64::from(year) + part));
}

/// Whether byte `at` stands in the first paragraph.
fn in_lead(text: &str, at: usize) -> bool {
    let lead = text.trim_start();
    let begin = text.len() - lead.len();
    at < begin + lead.find('\n').unwrap_or(lead.len())
}

/// The ten columns of an actor.
fn actor(row: &mut Row, actor: Option<&Named<'_>>) {
    let Some(actor) = actor else {
        row.cells("", 10);
        return;
    };
    let home = actor.home().and_then(codes::country);
    let country = home.map_or("", |country| country.cameo);
    let (kind, group) = actor.sector.as_deref().map(codes::cameo_type).unwrap_or_default();
    // Countries have one name in all languages.
    let name = match (&actor.ids.iso3, home) {
        (Some(_), Some(country)) => country.name,
        _ => &actor.name,
    };
    row.plain(format_args!("{country}{kind}{group}")).cell(&name.to_uppercase()).cell(country).cell(group);
    row.cells("", 3).cell(kind).cells("", 2);
}

/// Verbal or material, cooperation or conflict, by the root of a CAMEO code.
fn quad(code: &str) -> &'static str {
    match code.get(..2).and_then(|root| root.parse().ok()) {
        Some(1..=5) => "1",
        Some(6..=8) => "2",
        Some(9..=13) => "3",
        Some(14..=20) => "4",
        _ => "",
    }
}

/// The eight columns of a place. There is no place without a country in GDELT: seas and continents are left out.
fn place(row: &mut Row, place: Option<Located<'_>>) {
    let Some(place) = place.filter(|place| place.kind != PlaceKind::Region && !place.fips().is_empty())
    else {
        row.cell("0").cells("", 7);
        return;
    };
    let american = place.country == Some("USA");
    let kind = match (place.kind, american) {
        (PlaceKind::Country, _) => "1",
        (PlaceKind::Division, true) => "2",
        (PlaceKind::Division, false) => "5",
        (_, true) => "3",
        (_, false) => "4",
    };
    let country = place.country.and_then(codes::country).map_or("", |country| country.name);
    let name = match place.kind {
        PlaceKind::Country => country.to_owned(),
        _ => format!("{}, {country}", place.name),
    };
    // Of the first-level division only the country's part is known; features have other registers' numbers.
    row.cell(kind).cell(&name).cell(place.fips()).cell(place.fips()).cell("");
    match place.at {
        Some((lat, lon)) => row.plain(lat).plain(lon),
        None => row.cells("", 2),
    };
    row.cell(if place.kind == PlaceKind::Country { place.fips() } else { "" });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(write: impl FnOnce(&mut Row)) -> Vec<String> {
        let (mut row, mut table) = (Row::default(), Vec::new());
        write(&mut row);
        row.end(&mut table);
        String::from_utf8(table).unwrap().trim_end_matches('\n').split('\t').map(str::to_owned).collect()
    }

    #[test]
    fn columns_are_as_many_as_gdelt_s() {
        assert_eq!(COLUMNS.len(), 61);
        assert_eq!(cells(|row| actor(row, None)).len(), 10);
        assert_eq!(cells(|row| place(row, None)), ["0", "", "", "", "", "", "", ""]);
        assert_eq!(cells(|row| date(row, None)).len(), 4);
    }

    #[test]
    fn dates_are_written_in_four_ways() {
        let written = cells(|row| date(row, Day::parse("2013-02-03")));
        assert_eq!(written, ["20130203", "201302", "2013", "2013.0904"]);
    }

    #[test]
    fn quads_are_cameo_s() {
        let all = [
            ("010", "1"),
            ("057", "1"),
            ("060", "2"),
            ("0874", "2"),
            ("090", "3"),
            ("138", "3"),
            ("145", "4"),
        ];
        for (code, class) in all {
            assert_eq!(quad(code), class, "{code}");
        }
    }

    #[test]
    fn countries_are_no_cities() {
        let at = Some((-33.45, -70.67));
        let santiago = Located {
            kind: PlaceKind::Settlement,
            name: "Santiago",
            country: Some("CHL"),
            at,
            geonames: None,
        };
        let written = cells(|row| place(row, Some(santiago)));
        assert_eq!(written, ["4", "Santiago, Chile", "CI", "CI", "", "-33.45", "-70.67", ""]);
        let chile = Located { kind: PlaceKind::Country, name: "Chili", ..santiago };
        assert_eq!(cells(|row| place(row, Some(chile)))[..4], ["1", "Chile", "CI", "CI"]);
        let texas = Located { kind: PlaceKind::Division, name: "Texas", country: Some("USA"), ..santiago };
        assert_eq!(cells(|row| place(row, Some(texas)))[0], "2");
        let sea = Located { kind: PlaceKind::Region, name: "Pacífico", country: None, ..santiago };
        assert_eq!(cells(|row| place(row, Some(sea)))[0], "0");
    }

    #[test]
    fn the_lead_is_the_first_paragraph() {
        let text = "\nUna línea.\nOtra.";
        assert!(in_lead(text, 3));
        assert!(!in_lead(text, text.find("Otra").unwrap()));
    }
}
