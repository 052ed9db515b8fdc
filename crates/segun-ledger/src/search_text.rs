//! The words of reports and claims, for the full-text search.

use crate::Result;
use crate::derive::Filed;
use crate::stem::stems;
use rusqlite::{Transaction, params};

/// Files the words of a report (title and text) and of its claims (sentence, holder, parties).
pub(crate) fn insert(change: &Transaction<'_>, filed: &Filed<'_>) -> Result<()> {
    let report = &filed.reading.report;
    let language = report.language.as_deref();
    let words = |text: &str| stems(text, language);
    let body = format!("{} {}", words(report.title.as_deref().unwrap_or_default()), words(&report.text));
    change
        .prepare_cached("insert into report_text (rowid, body) values (?, ?)")?
        .execute(params![filed.report, body])?;
    for (id, claim) in &filed.claims {
        let mut body = words(claim.sentence.of(&report.text));
        let parties =
            claim.actors.iter().chain(&claim.recipients).chain(&claim.places).map(|p| p.name.as_str());
        for name in claim.holder.iter().map(|h| h.name.as_str()).chain(parties) {
            body.push(' ');
            body.push_str(&words(name));
        }
        change
            .prepare_cached("insert into claim_text (rowid, body) values (?, ?)")?
            .execute(params![id, body])?;
    }
    Ok(())
}

/// Takes back the words of `report` and its claims.
pub(crate) fn forget(change: &Transaction<'_>, report: i64) -> Result<()> {
    change.prepare_cached("delete from report_text where rowid = ?")?.execute([report])?;
    change
        .prepare_cached("delete from claim_text where rowid in (select id from claim where report = ?)")?
        .execute([report])?;
    Ok(())
}
