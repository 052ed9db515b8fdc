//! The words of reports and claims, for the full-text search.

use crate::Result;
use crate::derive::Filed;
use crate::stem::stems;
use crate::store::{Store, ToValue, values};
use segun_claims::Claim;

/// Files the words of a report (title and text) and of its claims (sentence, holder, parties).
pub(crate) fn insert(change: &dyn Store, filed: &Filed<'_>) -> Result<()> {
    let report = &filed.reading.report;
    let language = report.language.as_deref();
    let words = |text: &str| stems(text, language);
    let body = format!("{} {}", words(report.title.as_deref().unwrap_or_default()), words(&report.text));
    let body = change.dialect().body(body);
    change.execute("insert into report_text (rowid, body) values (?, ?)", values![filed.report, body])?;
    let of_claim = |claim: &Claim| {
        let mut body = words(claim.sentence.of(&report.text));
        let parties =
            claim.actors.iter().chain(&claim.recipients).chain(&claim.places).map(|p| p.name.as_str());
        for name in claim.holder.iter().map(|h| h.name.as_str()).chain(parties) {
            body.push(' ');
            body.push_str(&words(name));
        }
        change.dialect().body(body)
    };
    let bodies: Vec<(i64, String)> = filed.claims.iter().map(|(id, claim)| (*id, of_claim(claim))).collect();
    let sets: Vec<_> = bodies.iter().map(|(id, body)| vec![id.to_value(), body.to_value()]).collect();
    change.execute_each("insert into claim_text (rowid, body) values (?, ?)", &sets)
}

/// Takes back the words of `report` and its claims.
pub(crate) fn forget(change: &dyn Store, report: i64) -> Result<()> {
    change.execute("delete from report_text where rowid = ?", values![report])?;
    change.execute(
        "delete from claim_text where rowid in (select id from claim where report = ?)",
        values![report],
    )?;
    Ok(())
}
