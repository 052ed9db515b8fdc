//! What is in the ledger, in a few numbers.

use crate::{Ledger, Result};
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// What is in the ledger.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Overview {
    /// Version of the program.
    pub version: String,
    /// Reports, newest versions.
    pub reports: i64,
    /// Claims.
    pub claims: i64,
    /// Threads.
    pub threads: i64,
    /// First day of publication.
    pub first: Option<String>,
    /// Last day of publication.
    pub last: Option<String>,
    /// Languages, most reports first.
    pub languages: Vec<LanguageRow>,
    /// Outlets.
    pub outlets: i64,
    /// PLOVER types of claims.
    pub types: Vec<String>,
    /// Changes with the ledger ([`Ledger::change`]).
    pub change: String,
}

/// A language of reports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LanguageRow {
    /// Its code.
    pub code: String,
    /// Reports, newest versions.
    pub reports: i64,
}

/// Reports counted by language, up to one of them.
#[derive(Clone, Debug, Default)]
struct Counted {
    /// The last report that was counted, with its hash: another ledger in the same place has another one.
    last: Option<(i64, Vec<u8>)>,
    reports: BTreeMap<String, i64>,
}

/// What was counted in each ledger's file. There is no index of languages, so reports are counted once and then only
/// those that came in since, for all readers of this process.
static COUNTED: Mutex<BTreeMap<PathBuf, Counted>> = Mutex::new(BTreeMap::new());

impl Ledger {
    /// What is in the ledger.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn overview(&self) -> Result<Overview> {
        let change = self.change()?;
        let (reports, claims) = self.counts()?;
        let count =
            |sql: &str| -> Result<i64> { Ok(self.db.prepare_cached(sql)?.query_row([], |row| row.get(0))?) };
        let day = |sql: &str| -> Result<Option<String>> {
            Ok(self.db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
        };
        Ok(Overview {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            reports: reports.cast_signed(),
            claims: claims.cast_signed(),
            threads: count("select count(*) from thread")?,
            first: day("select date(min(day) * 86400, 'unixepoch') from report")?,
            last: day("select date(max(day) * 86400, 'unixepoch') from report")?,
            languages: self.languages()?,
            outlets: count("select count(*) from outlet")?,
            types: self.types()?,
            change,
        })
    }

    /// The types that claims have: from each to the next along the index.
    fn types(&self) -> Result<Vec<String>> {
        let mut statement = self.db.prepare_cached(
            "with recursive found (type) as (
                 select min(type) from claim union all
                 select (select min(c.type) from claim c where c.type > found.type) from found
                 where found.type is not null)
             select type from found where type is not null",
        )?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn languages(&self) -> Result<Vec<LanguageRow>> {
        let mut all = COUNTED.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = all.entry(self.path().to_owned()).or_default();
        if !self.is_of_this_ledger(counted)? {
            *counted = Counted::default();
        }
        self.count_on(counted)?;
        let mut rows: Vec<LanguageRow> = counted
            .reports
            .iter()
            .filter(|(_, reports)| **reports > 0)
            .map(|(code, reports)| LanguageRow { code: code.clone(), reports: *reports })
            .collect();
        rows.sort_by(|a, b| b.reports.cmp(&a.reports).then_with(|| a.code.cmp(&b.code)));
        Ok(rows)
    }

    fn is_of_this_ledger(&self, counted: &Counted) -> Result<bool> {
        let Some((id, hash)) = &counted.last else { return Ok(true) };
        let mut statement = self.db.prepare_cached("select hash from report where id = ?")?;
        let found: Option<Vec<u8>> = statement.query_row([id], |row| row.get(0)).optional()?;
        Ok(found.as_ref() == Some(hash))
    }

    /// Counts the reports behind the last one that was counted. Each version takes the place of the one before it.
    fn count_on(&self, counted: &mut Counted) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "select id, hash, language, version, iif(version > 1, key, null) from report where id > ? order by id",
        )?;
        let mut earlier =
            self.db.prepare_cached("select language from report where key = ? and version = ?")?;
        let mut rows = statement.query([counted.last.as_ref().map_or(0, |last| last.0)])?;
        while let Some(row) = rows.next()? {
            let (id, hash, language) = (row.get(0)?, row.get(1)?, row.get::<_, Option<String>>(2)?);
            let replaced = match row.get::<_, Option<String>>(4)? {
                Some(key) => earlier
                    .query_row(params![key, row.get::<_, i64>(3)? - 1], |row| row.get(0))
                    .optional()?
                    .flatten(),
                None => None,
            };
            // Each report whole: counting may be broken off, and then goes on behind the last one.
            for (language, n) in [(language, 1), (replaced, -1)] {
                if let Some(language) = language {
                    *counted.reports.entry(language).or_insert(0) += n;
                }
            }
            counted.last = Some((id, hash));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::common::{bombing, meeting};

    #[test]
    fn counting_goes_on_where_it_was_broken_off() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::create(folder.path()).unwrap();
        for n in 0..5 {
            ledger.add(&meeting(&format!("https://{n}.example"), "La Voz", "2024-05-01").0, "m").unwrap();
        }
        ledger.add(&bombing("https://1.example", "2024-05-02").0, "m").unwrap();
        let (mut steps, mut broken) = (0, 0);
        let languages = loop {
            let mut left = steps;
            let break_off = move || {
                left -= 1;
                left < 0
            };
            ledger.db.progress_handler(1, Some(break_off)).unwrap();
            match ledger.languages() {
                Ok(languages) => break languages,
                Err(_) => (steps, broken) = (steps + 1, broken + 1),
            }
        };
        assert!(broken > 10, "{broken}");
        assert_eq!(languages, [LanguageRow { code: "es".into(), reports: 5 }]);
    }
}
