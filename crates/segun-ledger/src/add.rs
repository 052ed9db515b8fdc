//! One report into the ledger, with all that is derived from it, in one transaction.

use crate::identity::{hash, key};
use crate::store::{Store, values};
use crate::{Ledger, Result, derive, pack};
use segun_claims::Day;
use segun_report::{Reading, Report};
use unicode_segmentation::UnicodeSegmentation;

/// What became of a report that was to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new; its number.
    New(i64),
    /// It is a new version of one that was there; its number.
    Version(i64),
    /// It was there already; its number.
    Known(i64),
}

impl Ledger {
    /// The number of `report` where it is in the ledger already, in this version.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn known(&self, report: &Report) -> Result<Option<i64>> {
        known(&*self.db, &hash(report))
    }

    /// Adds what was read in a report by the model of version `model`. The same report twice is one report; another
    /// text under the same address is a new version of it.
    ///
    /// # Errors
    /// Where the ledger cannot be written to; then nothing of the report is in it.
    pub fn add(&mut self, reading: &Reading, model: &str) -> Result<Added> {
        let hash = hash(&reading.report);
        let change = self.db.change()?;
        if let Some(report) = known(&*change, &hash)? {
            return Ok(Added::Known(report));
        }
        self.profiles.begin(&*change)?;
        let key = key(&reading.report);
        let earlier: Option<(i64, i64)> = change.first(
            "select id, version from report where key = ? and current",
            values![key],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if let Some((earlier, _)) = earlier {
            derive::forget(&*change, &self.extractor, &mut self.profiles, earlier)?;
            change.execute("update report set current = false where id = ?", values![earlier])?;
        }
        let version = earlier.map_or(1, |(_, version)| version + 1);
        let report = insert(&*change, reading, &key, version, &hash, model)?;
        derive::derive(&*change, &self.extractor, &mut self.profiles, report, reading)?;
        change.commit()?;
        self.profiles.committed();
        Ok(if version == 1 { Added::New(report) } else { Added::Version(report) })
    }
}

fn known(db: &dyn Store, hash: &[u8; 32]) -> Result<Option<i64>> {
    db.first("select id from report where hash = ?", values![hash], |row| row.get(0))
}

/// The row of the report itself.
fn insert(
    change: &dyn Store,
    reading: &Reading,
    key: &str,
    version: i64,
    hash: &[u8; 32],
    model: &str,
) -> Result<i64> {
    let report = &reading.report;
    let outlet = report.publisher.as_deref().map(|name| outlet(change, name)).transpose()?;
    change.insert(
            "insert into report (key, version, current, hash, language, published, day, title, url, outlet, words,
                                 model, reading)
             values (?, ?, true, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values![
            key,
            version,
            hash,
            report.language,
            report.published.map(|p| p.to_string()),
            report.published.map(|p| Day::of(p.date()).0),
            report.title,
            report.url,
            outlet,
            report.text.unicode_words().count() as i64,
            model,
            pack::pack(reading),
        ])
}

fn outlet(change: &dyn Store, name: &str) -> Result<i64> {
    match change.first("select id from outlet where name = ?", values![name], |row| row.get(0))? {
        Some(id) => Ok(id),
        None => change.insert("insert into outlet (name) values (?)", values![name]),
    }
}
