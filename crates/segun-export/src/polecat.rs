//! POLECAT: `polecat.txt` (40 columns, tab-separated, with a head line) and `polecat.provenance.tsv`, which leads from
//! each event back to claims and spans.
//!
//! An event is a thread as it stands in its claims: what happened under the thread's id (`t12`), what is announced, as
//! PLOVER recodes it ([`crate::plover`]), under `t12-announced`. As in POLECAT's own files, what is missing is `None`.

use crate::codes;
use crate::events::{Counting, EventReport, Events, Parts, day, mention};
use crate::pipeline::Walk;
use crate::places::Located;
use crate::standing::Standing;
use crate::table::{self, Row};
use crate::target::Folder;
use crate::{Exported, Result, plover, provenance};
use segun_knowledge::PlaceKind;
use segun_ledger::query::{BulkClaim, BulkReport};
use segun_report::{CodePoints, Entity, EntityType, EventType, Reading};
use std::io::Write;
use std::ops::ControlFlow;

/// The columns in their published order.
pub const COLUMNS: &[&str] = &[
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// What stands in a cell that has nothing to say.
const NONE: &str = "None";

/// What a report adds to each file.
#[derive(Default)]
struct Lines {
    events: Vec<u8>,
    provenance: Vec<u8>,
    count: u64,
}

pub(crate) fn export<W: FnMut(u64) -> ControlFlow<()>>(
    mut walk: Walk<'_, W>,
    folder: Folder,
) -> Result<Exported> {
    let mut events = folder.file("polecat.txt")?;
    let mut provenance = folder.file("polecat.provenance.tsv")?;
    events.write_all(&table::head(COLUMNS))?;
    provenance.write_all(&provenance::head())?;
    let mut found =
        Events::new(walk.ledger, walk.filter, |claim, standing| coded(claim, None, standing).is_some())?;
    let mut rows = 0;
    walk.run(
        |report| report.map(|report| found.of(report)).transpose(),
        |report| lines(&report),
        |lines: Lines| {
            rows += lines.count;
            events.write_all(&lines.events)?;
            Ok(provenance.write_all(&lines.provenance)?)
        },
    )?;
    events.flush()?;
    provenance.flush()?;
    folder.finish()?;
    Ok(Exported { claims: walk.claims, rows })
}

/// Type and mode of a claim's event, whose CAMEO code is `cameo`.
fn coded<'a>(
    claim: &BulkClaim<'a>,
    cameo: Option<&str>,
    standing: Standing,
) -> Option<(EventType, Option<&'a str>)> {
    plover::coded(EventType::from_name(claim.r#type)?, claim.mode, cameo, standing)
}

fn id(counted: &Counting) -> String {
    match counted.standing {
        Standing::Happened => format!("t{}", counted.thread),
        Standing::Ahead => format!("t{}-announced", counted.thread),
    }
}

fn lines(found: &EventReport) -> Result<Lines> {
    let mut lines = Lines::default();
    if found.counting.is_empty() {
        return Ok(lines);
    }
    let report = &found.report;
    let (claims, reading) = (report.claims()?, report.reading()?);
    let points = CodePoints::new(&reading.report.text);
    for counted in found.counting.iter().filter(|counted| counted.support.is_some()) {
        let claim = &claims[counted.at];
        let Some(parts) = Parts::of(&reading, claim.event) else { continue };
        let cameo = parts.event.cameo.as_deref();
        let Some((kind, mode)) = coded(claim, cameo, counted.standing) else { continue };
        let mut row = Row::default();
        let day = day(report.day, claim.window, counted.standing).map(|day| day.to_string());
        row.cell(&id(counted)).cell(&or_none(day));
        // Of what was recoded, the type's own code.
        let own = cameo.filter(|_| counted.standing == Standing::Happened);
        let intensity = codes::goldstein(codes::cameo(kind, own));
        row.cell(kind.as_str())
            .cell(mode.unwrap_or(NONE))
            .cell(intensity)
            .cell(plover::quad(kind))
            .cell(NONE);
        party(&mut row, parts.actor, claim, &reading);
        party(&mut row, parts.recipient, claim, &reading);
        place(&mut row, parts.place, claim, &reading);
        story(&mut row, report, &reading);
        row.end(&mut lines.events);
        lines.count += 1;
    }
    lines.provenance = provenance::lines(found, &claims, &points, id);
    Ok(lines)
}

/// The eight columns of an actor or recipient.
fn party(row: &mut Row, party: Option<&Entity>, claim: &BulkClaim<'_>, reading: &Reading) {
    let Some(party) = party else {
        row.cells(NONE, 8);
        return;
    };
    let home = party.ids.iso3.as_deref().or(party.country.as_deref()).and_then(codes::country);
    let sector = party.sector.as_deref().unwrap_or(NONE);
    row.cell(&party.name).cell(home.map_or(NONE, |country| country.plover));
    row.cell(home.map(|country| country.cow).filter(|cow| !cow.is_empty()).unwrap_or(NONE));
    row.cell(sector).cell(sector).cell(party.title().unwrap_or(NONE));
    let raw = mention(party, claim).map(|mention| mention.span.of(&reading.report.text));
    row.cell(raw.unwrap_or(NONE)).cell(party.ids.wikidata.as_deref().unwrap_or(NONE));
}

/// The ten columns of the place.
fn place(row: &mut Row, entity: Option<&Entity>, claim: &BulkClaim<'_>, reading: &Reading) {
    let Some((entity, place)) = entity.and_then(|entity| Some((entity, Located::of(entity)?))) else {
        row.cells(NONE, 10);
        return;
    };
    let name = |kind: PlaceKind| if place.kind == kind { place.name } else { NONE };
    row.cell(place.name).cell(name(PlaceKind::Settlement)).cell(name(PlaceKind::County));
    row.cell(name(PlaceKind::Division));
    row.cell(place.country.and_then(codes::country).map_or(NONE, |country| country.plover));
    let degrees = |pick: fn((f64, f64)) -> f64| or_none(place.at.map(|at| pick(at).to_string()));
    row.cell(&degrees(|at| at.0)).cell(&degrees(|at| at.1)).cell(place.geonames.unwrap_or(NONE));
    let raw = mention(entity, claim).map(|mention| mention.span.of(&reading.report.text));
    // GeoNames' codes, as far as the bundled places tell them apart.
    let feature = match place.kind {
        PlaceKind::Country => "PCLI",
        PlaceKind::Division => "ADM1",
        PlaceKind::County => "ADM2",
        PlaceKind::Settlement => "PPL",
        PlaceKind::Region => NONE,
    };
    row.cell(raw.unwrap_or(NONE)).cell(feature);
}

/// The seven columns of the report.
fn story(row: &mut Row, report: &BulkReport, reading: &Reading) {
    let named = |kind: EntityType| {
        let names = reading.entities.iter().filter(|entity| entity.kind == kind).map(|entity| &*entity.name);
        let names = names.collect::<Vec<_>>().join("; ");
        or_none(Some(names).filter(|names| !names.is_empty()))
    };
    row.cell(report.outlet.as_deref().unwrap_or(NONE));
    row.cell(&or_none(report.day.map(|day| day.to_string())));
    row.cell(&named(EntityType::Person)).cell(&named(EntityType::Organisation));
    row.cell(&named(EntityType::Location)).cell(report.language.as_deref().unwrap_or(NONE));
    row.cell(&format!("segun {} {}", env!("CARGO_PKG_VERSION"), report.model));
}

fn or_none(text: Option<String>) -> String {
    text.unwrap_or_else(|| NONE.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_many_as_polecat_s() {
        assert_eq!(COLUMNS.len(), 40);
        let (mut row, mut table) = (Row::default(), Vec::new());
        let (claim, reading) = (BulkClaim::default(), Reading::default());
        row.cells("head", 7);
        party(&mut row, None, &claim, &reading);
        party(&mut row, None, &claim, &reading);
        place(&mut row, None, &claim, &reading);
        story(&mut row, &BulkReport::default(), &reading);
        row.end(&mut table);
        assert_eq!(String::from_utf8(table).unwrap().split('\t').count(), COLUMNS.len());
    }
}
