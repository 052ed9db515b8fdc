//! Stories: reports about the same happening, one after the other as they come in.

use crate::Result;
use crate::derive::{Filed, NO_DAY};
use crate::store::{Store, ToValue, values};
use crate::story::{ALIKE, NEAR, OVER, Vector};
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
pub(crate) fn derive(change: &dyn Store, filed: &Filed<'_>) -> Result<Told> {
    let day = filed.day.unwrap_or(NO_DAY);
    let counted = Vector::of(filed.reading);
    let vector = weigh(change, counted)?;
    let mut like = like(change, &vector, day)?.into_iter().peekable();
    let story = match like.next_if(|best| best.likeness >= ALIKE) {
        Some(Candidate { story, mut profile, reports, .. }) => {
            profile.absorb(&vector, reports);
            change.execute(
                "update story set profile = ?1, reports = reports + 1,
                     first_day = case when first_day < ?3 then first_day else ?3 end,
                     last_day = case when last_day > ?3 then last_day else ?3 end
                 where id = ?2",
                values![as_json(&profile), story, day],
            )?;
            story
        }
        None => change.insert(
            "insert into story (report, reports, first_day, last_day, profile) values (?, 1, ?, ?, ?)",
            values![filed.report, day, day, as_json(&vector)],
        )?,
    };
    let probes = vector.probes();
    let sets: Vec<_> = probes.iter().map(|probe| vec![probe.to_value(), story.to_value()]).collect();
    change.execute_each("insert into story_key (key, story) values (?, ?) on conflict do nothing", &sets)?;
    change.execute("update report set story = ? where id = ?", values![story, filed.report])?;
    Ok(Told { story, near: like.map(|c| (c.story, (c.likeness / ALIKE).min(1.0))).collect() })
}

/// Takes the report out of its story; a story without reports is gone. What it added to the story's profile stays:
/// the new version of the same report follows at once.
pub(crate) fn forget(change: &dyn Store, report: i64) -> Result<()> {
    let story: Option<i64> =
        change.first("select story from report where id = ?", values![report], |row| row.get(0))?.flatten();
    let Some(story) = story else { return Ok(()) };
    change.execute("update report set story = null where id = ?", values![report])?;
    let left: Option<i64> = change.value("select min(id) from report where story = ?", values![story])?;
    match left {
        Some(first) => {
            change.execute(
                "update story set reports = reports - 1, report = ? where id = ?",
                values![first, story],
            )?;
        }
        None => {
            change.execute("delete from story_key where story = ?", values![story])?;
            change.execute("delete from story where id = ?", values![story])?;
        }
    }
    Ok(())
}

/// Weighs by how many reports have each feature, this one counted.
fn weigh(change: &dyn Store, counted: Vector) -> Result<Vector> {
    let mut frequency = BTreeMap::new();
    let features: Vec<i64> = counted.features().collect();
    let sets: Vec<_> = features.iter().map(|key| vec![key.to_value()]).collect();
    change.query_each(
        "insert into feature (key, reports) values (?, 1)
         on conflict (key) do update set reports = feature.reports + 1 returning reports",
        &sets,
        &mut |n, row| {
            frequency.insert(features[n], row.get::<i64>(0)? as f64);
            Ok(())
        },
    )?;
    let all: i64 = change.value("select max(id) from report", values![])?;
    Ok(counted
        .weighed(|key| ((all as f64 + 10.0) / (frequency.get(&key).copied().unwrap_or(1.0) + 0.5)).ln()))
}

/// The open stories that the report is like, the likest first, of equals the oldest.
fn like(change: &dyn Store, vector: &Vector, day: i32) -> Result<Vec<Candidate>> {
    let mut candidates = BTreeSet::new();
    let probes = vector.probes();
    let sets: Vec<_> = probes.iter().map(|probe| vec![probe.to_value(), NEWEST.to_value()]).collect();
    change.query_each(
        "select story from story_key where key = ? order by story desc limit ?",
        &sets,
        &mut |_, row| {
            candidates.insert(row.get::<i64>(0)?);
            Ok(())
        },
    )?;
    let mut like = Vec::new();
    let candidates: Vec<i64> = candidates.into_iter().collect();
    let (from, to) = (day - OVER, day + OVER);
    let sets: Vec<_> =
        candidates.iter().map(|story| vec![story.to_value(), from.to_value(), to.to_value()]).collect();
    change.query_each(
        "select profile, reports from story where id = ? and last_day >= ? and first_day <= ?",
        &sets,
        &mut |n, row| {
            let Ok(profile) = serde_json::from_str::<Vector>(row.get_ref(0)?.as_str()?) else {
                return Ok(());
            };
            let likeness = profile.likeness(vector);
            if likeness >= NEAR {
                like.push(Candidate { likeness, story: candidates[n], profile, reports: row.get(1)? });
            }
            Ok(())
        },
    )?;
    like.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.story.cmp(&b.story)));
    Ok(like)
}

fn as_json(vector: &Vector) -> String {
    serde_json::to_string(vector).unwrap_or_default()
}
