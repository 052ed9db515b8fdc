//! What is in the ledger, in a few numbers.

use crate::store::{Row, values};
use crate::{Ledger, Result};
use serde::Serialize;

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

impl Ledger {
    /// What is in the ledger.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn overview(&self) -> Result<Overview> {
        let change = self.change()?;
        let (reports, claims) = self.counts()?;
        let count = |sql: &str| self.db.value::<i64>(sql, values![]);
        let day = |sql: &str| self.db.one(sql, values![], |row| super::day(row, 0));
        Ok(Overview {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            reports: reports.cast_signed(),
            claims: claims.cast_signed(),
            threads: count("select count(*) from thread")?,
            first: day("select min(day) from report")?,
            last: day("select max(day) from report")?,
            languages: self.languages()?,
            outlets: count("select count(*) from outlet")?,
            types: self.types()?,
            change,
        })
    }

    /// The types that claims have: from each to the next along the index.
    fn types(&self) -> Result<Vec<String>> {
        self.db.all(
            "with recursive found (type) as (
                 select min(type) from claim union all
                 select (select min(c.type) from claim c where c.type > found.type) from found
                 where found.type is not null)
             select type from found where type is not null",
            values![],
            |row| row.get(0),
        )
    }

    fn languages(&self) -> Result<Vec<LanguageRow>> {
        let row = |row: &Row<'_>| Ok(LanguageRow { code: row.get(0)?, reports: row.get(1)? });
        self.db.all(
            "select code, reports from language where code != '' and reports > 0 order by reports desc, code",
            values![],
            row,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::common::{bombing, meeting};

    #[test]
    fn reports_are_counted_by_language_in_their_newest_version() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::create(folder.path()).unwrap();
        for n in 0..5 {
            ledger.add(&meeting(&format!("https://{n}.example"), "La Voz", "2024-05-01").0, "m").unwrap();
        }
        let of = |code: &str, reports| LanguageRow { code: code.into(), reports };
        assert_eq!(ledger.languages().unwrap(), [of("es", 5)]);
        // A new version in another language, and one of which no language is known.
        let mut changed = bombing("https://1.example", "2024-05-02").0;
        changed.report.language = Some("pt".into());
        ledger.add(&changed, "m").unwrap();
        let mut silent = bombing("https://2.example", "2024-05-02").0;
        silent.report.language = None;
        ledger.add(&silent, "m").unwrap();
        assert_eq!(ledger.languages().unwrap(), [of("es", 3), of("pt", 1)]);
        let claims = ledger.claims(&crate::query::Filter::default()).unwrap().len() as u64;
        assert_eq!(ledger.counts().unwrap(), (5, claims));
        assert_eq!(ledger.check(|_, _| {}).unwrap().findings, [""; 0]);
    }

    #[test]
    fn wrong_counts_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::create(folder.path()).unwrap();
        ledger.add(&meeting("https://a.example", "La Voz", "2024-05-01").0, "m").unwrap();
        for (wrong, right) in [
            ("update language set reports = reports + 1", "update language set reports = reports - 1"),
            ("update language set claims = claims + 1", "update language set claims = claims - 1"),
            ("update party set claims = claims + 1", "update party set claims = claims - 1"),
        ] {
            ledger.db.execute(wrong, values![]).unwrap();
            assert_eq!(ledger.check(|_, _| {}).unwrap().findings.len(), 1, "{wrong}");
            ledger.db.execute(right, values![]).unwrap();
        }
        assert_eq!(ledger.check(|_, _| {}).unwrap().findings, [""; 0]);
    }
}
