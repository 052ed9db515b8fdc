//! Whether a ledger is whole.

use crate::store::values;
use crate::{Ledger, Result, pack};
use serde::Serialize;
use std::ops::ControlFlow;

/// What was looked at, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Checked {
    /// Reports, all versions.
    pub reports: i64,
    /// Claims.
    pub claims: i64,
    /// What is wrong, in words; empty where nothing is.
    pub findings: Vec<String>,
}

/// Findings of one kind that are told; the rest is counted.
const TOLD: usize = 20;

impl Ledger {
    /// Looks at every page and every report. `step` is called with the number of reports looked at and of all.
    ///
    /// # Errors
    /// Where the ledger cannot be read at all.
    pub fn check(&self, mut step: impl FnMut(u64, u64)) -> Result<Checked> {
        let mut checked = Checked { findings: self.db.integrity()?, ..Checked::default() };
        let count = |sql: &str| self.db.value::<i64>(sql, values![]);
        checked.reports = count("select count(*) from report")?;
        checked.claims = count("select count(*) from claim")?;
        let wrong = [
            (
                "claims of reports that are not there or not the newest version",
                "select count(*) from claim c left join report r on r.id = c.report where r.current is not true",
            ),
            (
                "reports with more than one newest version",
                "select count(*) from (select key from report where current group by key having count(*) > 1) x",
            ),
            (
                "reports without their words in the search",
                "select count(*) from report r left join report_text f on f.rowid = r.id where r.current and f.rowid is null",
            ),
            (
                "claims without their words in the search",
                "select count(*) from claim c left join claim_text f on f.rowid = c.id where f.rowid is null",
            ),
            ("reports without an origin", "select count(*) from report where current and origin is null"),
            ("reports without a story", "select count(*) from report where current and story is null"),
            (
                "claims of a thread that is not there",
                "select count(*) from claim c left join thread t on t.id = c.thread where c.thread is not null and t.id is null",
            ),
            (
                "parties of claims that are not there",
                "select count(*) from claim_party p left join claim c on c.id = p.claim where c.id is null",
            ),
            (
                "counts in the records of sources and outlets that are not those of their threads",
                "select count(*) from
                     (select of, id, certainty, outcome, count(*) as claims from record group by 1, 2, 3, 4) r
                     full join (select * from tally where claims != 0) t using (of, id, certainty, outcome)
                 where r.claims is distinct from t.claims",
            ),
            (
                "parties with a count of claims that is not theirs",
                "select count(*) from party p
                 where claims != (select count(distinct k.claim) from claim_party k where k.party = p.id)",
            ),
            (
                "counts by language that are not those of its reports",
                "select count(*) from
                     (select coalesce(language, '') as code, count(*) as reports,
                             sum((select count(*) from claim c where c.report = r.id)) as claims
                      from report r where current group by 1) r
                     full join (select * from language where reports != 0 or claims != 0) l using (code)
                 where r.reports is distinct from l.reports or r.claims is distinct from l.claims",
            ),
        ];
        for (what, sql) in wrong {
            match count(sql)? {
                0 => {}
                n => checked.findings.push(format!("{n} {what}")),
            }
        }
        let mut damaged = 0usize;
        let mut done = 0;
        self.db.stream("select id, reading, current from report order by id", values![], &mut |row| {
            let (id, packed, current): (i64, Vec<u8>, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let finding = match pack::unpack(id, &packed) {
                Err(error) => Some(error.to_string()),
                Ok(reading) if current => {
                    let events = reading.events.iter().filter(|e| e.kind.is_some()).count() as i64;
                    let claims: i64 =
                        self.db.value("select count(*) from claim where report = ?", values![id])?;
                    (events != claims).then(|| format!("report {id} has {events} events and {claims} claims"))
                }
                Ok(_) => None,
            };
            if let Some(finding) = finding {
                damaged += 1;
                if damaged <= TOLD {
                    checked.findings.push(finding);
                }
            }
            done += 1;
            step(done, checked.reports.unsigned_abs());
            Ok(ControlFlow::Continue(()))
        })?;
        if damaged > TOLD {
            checked.findings.push(format!("and {} more reports", damaged - TOLD));
        }
        Ok(checked)
    }
}
