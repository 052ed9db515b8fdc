//! Stories: reports about the same happening, one after the other as they come in.

use crate::Result;
use crate::derive::{Filed, NO_DAY};
use crate::story::{ALIKE, NEAR, OVER, Vector};
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::{BTreeMap, BTreeSet};

/// Stories looked at under one feature: the newest.
const NEWEST: i64 = 24;

/// The story of a report.
pub(crate) struct Told {
    pub(crate) story: i64,
    /// Other open stories that the report is like, with how much (1: it is one), the likest first.
    pub(crate) near: Vec<(i64, f64)>,
}

/// An open story with how like it the report is.
struct Candidate {
    likeness: f64,
    story: i64,
    profile: Vector,
    reports: i64,
}

/// Puts the report into the story that it is most like, or begins one.
pub(crate) fn derive(change: &Transaction<'_>, filed: &Filed<'_>) -> Result<Told> {
    let day = filed.day.unwrap_or(NO_DAY);
    let counted = Vector::of(filed.reading);
    let vector = weigh(change, counted)?;
    let mut like = like(change, &vector, day)?.into_iter().peekable();
    let story = match like.next_if(|best| best.likeness >= ALIKE) {
        Some(Candidate { story, mut profile, reports, .. }) => {
            profile.absorb(&vector, reports);
            change
                .prepare_cached(
                    "update story set profile = ?, reports = reports + 1, first_day = min(first_day, ?3),
                     last_day = max(last_day, ?3) where id = ?2",
                )?
                .execute(params![as_json(&profile), story, day])?;
            story
        }
        None => {
            change
                .prepare_cached("insert into story (report, reports, first_day, last_day, profile) values (?, 1, ?, ?, ?)")?
                .execute(params![filed.report, day, day, as_json(&vector)])?;
            change.last_insert_rowid()
        }
    };
    for probe in vector.probes() {
        change
            .prepare_cached("insert or ignore into story_key (key, story) values (?, ?)")?
            .execute(params![probe, story])?;
    }
    change
        .prepare_cached("update report set story = ? where id = ?")?
        .execute(params![story, filed.report])?;
    Ok(Told { story, near: like.map(|c| (c.story, (c.likeness / ALIKE).min(1.0))).collect() })
}

/// Takes the report out of its story; a story without reports is gone. What it added to the story's profile stays:
/// the new version of the same report follows at once.
pub(crate) fn forget(change: &Transaction<'_>, report: i64) -> Result<()> {
    let story: Option<i64> = change
        .prepare_cached("select story from report where id = ?")?
        .query_row([report], |row| row.get(0))
        .optional()?
        .flatten();
    let Some(story) = story else { return Ok(()) };
    change.prepare_cached("update report set story = null where id = ?")?.execute([report])?;
    let left: Option<i64> = change
        .prepare_cached("select min(id) from report where story = ?")?
        .query_row([story], |row| row.get(0))?;
    match left {
        Some(first) => {
            change
                .prepare_cached("update story set reports = reports - 1, report = ? where id = ?")?
                .execute([first, story])?;
        }
        None => {
            change.prepare_cached("delete from story_key where story = ?")?.execute([story])?;
            change.prepare_cached("delete from story where id = ?")?.execute([story])?;
        }
    }
    Ok(())
}

/// Weighs by how many reports have each feature, this one counted.
fn weigh(change: &Transaction<'_>, counted: Vector) -> Result<Vector> {
    let mut frequency = BTreeMap::new();
    for key in counted.features() {
        let count: i64 = change
            .prepare_cached(
                "insert into feature (key, reports) values (?, 1)
                 on conflict (key) do update set reports = reports + 1 returning reports",
            )?
            .query_row([key], |row| row.get(0))?;
        frequency.insert(key, count as f64);
    }
    let all: i64 = change.prepare_cached("select max(id) from report")?.query_row([], |row| row.get(0))?;
    Ok(counted
        .weighed(|key| ((all as f64 + 10.0) / (frequency.get(&key).copied().unwrap_or(1.0) + 0.5)).ln()))
}

/// The open stories that the report is like, the likest first, of equals the oldest.
fn like(change: &Transaction<'_>, vector: &Vector, day: i32) -> Result<Vec<Candidate>> {
    let mut candidates = BTreeSet::new();
    for probe in vector.probes() {
        let mut statement =
            change.prepare_cached("select story from story_key where key = ? order by story desc limit ?")?;
        let found = statement.query_map(params![probe, NEWEST], |row| row.get::<_, i64>(0))?;
        for story in found {
            candidates.insert(story?);
        }
    }
    let mut like = Vec::new();
    for story in candidates {
        let row: Option<(String, i64)> = change
            .prepare_cached(
                "select profile, reports from story where id = ?1 and last_day >= ?2 - ?3 and first_day <= ?2 + ?3",
            )?
            .query_row(params![story, day, OVER], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((profile, reports)) = row else { continue };
        let Ok(profile) = serde_json::from_str::<Vector>(&profile) else { continue };
        let likeness = profile.likeness(vector);
        if likeness >= NEAR {
            like.push(Candidate { likeness, story, profile, reports });
        }
    }
    like.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.story.cmp(&b.story)));
    Ok(like)
}

fn as_json(vector: &Vector) -> String {
    serde_json::to_string(vector).unwrap_or_default()
}
