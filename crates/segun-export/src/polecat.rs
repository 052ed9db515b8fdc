//! POLECAT: `polecat.txt` (40 columns, tab-separated, with a head line) and `polecat.provenance.tsv`, which leads from
//! each event back to claims and spans.
//!
//! An event is a thread as it stands in its claims: what happened under the thread's id (`t12`), what is announced, as
//! PLOVER recodes it ([`crate::plover`]), under `t12-announced`. As in POLECAT's own files, what is missing is `None`.

use crate::codes;
use crate::events::{Counting, EventReport, Events, day};
use crate::pipeline::Walk;
use crate::places::Located;
use crate::reading::{Named, Parts, Read};
use crate::standing::Standing;
use crate::table::{self, Row};
use crate::target::Folder;
use crate::{Exported, Result, plover, provenance};
use segun_knowledge::PlaceKind;
use segun_ledger::query::{BulkClaim, BulkReport};
use segun_report::{CodePoints, EntityType, EventType};
use std::fmt::Display;
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

/// Adds the id of an event.
fn id(counted: &Counting, row: &mut Row) {
    let thread = counted.thread;
    match counted.standing {
        Standing::Happened => row.plain(format_args!("t{thread}")),
        Standing::Ahead => row.plain(format_args!("t{thread}-announced")),
    };
}

fn lines(found: &EventReport) -> Result<Lines> {
    let mut lines = Lines::default();
    if found.counting.is_empty() {
        return Ok(lines);
    }
    let report = &found.report;
    let (claims, json) = (report.claims()?, report.json()?);
    let reading: Read<'_> = json.read()?;
    let points = CodePoints::new(&reading.text);
    let mut row = Row::default();
    for counted in found.counting.iter().filter(|counted| counted.support.is_some()) {
        let claim = &claims[counted.at];
        let Some(parts) = Parts::of(&reading, claim.event) else { continue };
        let Some((kind, mode)) = coded(claim, parts.cameo, counted.standing) else { continue };
        id(counted, &mut row);
        or_none(&mut row, day(report.day, claim.window, counted.standing));
        // Of what was recoded, the type's own code.
        let own = parts.cameo.filter(|_| counted.standing == Standing::Happened);
        let intensity = codes::goldstein(codes::cameo(kind, own));
        row.cell(kind.as_str())
            .cell(mode.unwrap_or(NONE))
            .cell(intensity)
            .cell(plover::quad(kind))
            .cell(NONE);
        party(&mut row, parts.actor, claim, &points)?;
        party(&mut row, parts.recipient, claim, &points)?;
        place(&mut row, parts.place, claim, &points)?;
        story(&mut row, report, &reading);
        row.end(&mut lines.events);
        lines.count += 1;
    }
    lines.provenance = provenance::lines(found, &claims, &points, id);
    Ok(lines)
}

/// The eight columns of an actor or recipient.
fn party(
    row: &mut Row,
    party: Option<&Named<'_>>,
    claim: &BulkClaim<'_>,
    points: &CodePoints<'_>,
) -> Result<()> {
    let Some(party) = party else {
        row.cells(NONE, 8);
        return Ok(());
    };
    let home = party.home().and_then(codes::country);
    let sector = party.sector.as_deref().unwrap_or(NONE);
    row.cell(&party.name).cell(home.map_or(NONE, |country| country.plover));
    row.cell(home.map(|country| country.cow).filter(|cow| !cow.is_empty()).unwrap_or(NONE));
    row.cell(sector).cell(sector).cell(party.title().unwrap_or(NONE));
    let raw = party.mention(claim, points)?;
    row.cell(raw.as_ref().map_or(NONE, |mention| &mention.text))
        .cell(party.ids.wikidata.as_deref().unwrap_or(NONE));
    Ok(())
}

/// The ten columns of the place.
fn place(
    row: &mut Row,
    entity: Option<&Named<'_>>,
    claim: &BulkClaim<'_>,
    points: &CodePoints<'_>,
) -> Result<()> {
    let Some((entity, place)) = entity.and_then(|entity| Some((entity, Located::of(entity)?))) else {
        row.cells(NONE, 10);
        return Ok(());
    };
    let name = |kind: PlaceKind| if place.kind == kind { place.name } else { NONE };
    row.cell(place.name).cell(name(PlaceKind::Settlement)).cell(name(PlaceKind::County));
    row.cell(name(PlaceKind::Division));
    row.cell(place.country.and_then(codes::country).map_or(NONE, |country| country.plover));
    or_none(row, place.at.map(|at| at.0));
    or_none(row, place.at.map(|at| at.1));
    row.cell(place.geonames.unwrap_or(NONE));
    let raw = entity.mention(claim, points)?;
    // GeoNames' codes, as far as the bundled places tell them apart.
    let feature = match place.kind {
        PlaceKind::Country => "PCLI",
        PlaceKind::Division => "ADM1",
        PlaceKind::County => "ADM2",
        PlaceKind::Settlement => "PPL",
        PlaceKind::Region => NONE,
    };
    row.cell(raw.as_ref().map_or(NONE, |mention| &mention.text)).cell(feature);
    Ok(())
}

/// The seven columns of the report.
fn story(row: &mut Row, report: &BulkReport, reading: &Read<'_>) {
    row.cell(report.outlet().unwrap_or(NONE));
    or_none(row, report.day);
    for kind in [EntityType::Person, EntityType::Organisation, EntityType::Location] {
        let all = reading.entities.iter().filter(|entity| *entity.kind == *kind.as_str());
        let names = all.map(|entity| &*entity.name).collect::<Vec<_>>().join("; ");
        row.cell(if names.is_empty() { NONE } else { &names });
    }
    row.cell(report.language().unwrap_or(NONE));
    row.cell(&format!("segun {} {}", env!("CARGO_PKG_VERSION"), report.model()));
}

/// Adds a number or a day, where there is one.
fn or_none(row: &mut Row, value: Option<impl Display>) {
    match value {
        Some(value) => row.plain(value),
        None => row.cell(NONE),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_many_as_polecat_s() {
        assert_eq!(COLUMNS.len(), 40);
        let (mut row, mut table) = (Row::default(), Vec::new());
        let (claim, reading, points) = (BulkClaim::default(), Read::default(), CodePoints::new(""));
        row.cells("head", 7);
        party(&mut row, None, &claim, &points).unwrap();
        party(&mut row, None, &claim, &points).unwrap();
        place(&mut row, None, &claim, &points).unwrap();
        story(&mut row, &BulkReport::default(), &reading);
        row.end(&mut table);
        assert_eq!(String::from_utf8(table).unwrap().split('\t').count(), COLUMNS.len());
    }
}
