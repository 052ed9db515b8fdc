//! `/ledger`: what there is.

use super::refused::Refused;
use crate::answer::{Answer, Ask};
use crate::changes;
use crate::parameters::Asked;
use segun_ledger::query::Filter;
use serde::Serialize;
use utoipa::ToSchema;

/// What there is in the ledger.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct Overview {
    /// The program's version.
    version: &'static str,
    /// Reports, each in its newest version.
    reports: u64,
    /// Claims.
    claims: u64,
    /// Threads.
    threads: u64,
    /// First day of publication.
    first: Option<String>,
    /// Last day of publication.
    last: Option<String>,
    /// Languages of the reports, most reports first.
    languages: Vec<LanguageCount>,
    /// Outlets.
    outlets: u64,
    /// The types of claims.
    types: Vec<&'static str>,
    /// Another string after every change.
    change: String,
}

/// How many reports are of a language.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LanguageCount {
    /// The language.
    code: String,
    /// Its reports.
    reports: u64,
}

/// What there is in the ledger.
#[utoipa::path(
    get, path = "/ledger", tag = "ledger",
    responses((status = 200, description = "What there is", body = Overview), Refused)
)]
pub(crate) async fn show(ask: Ask, Asked(()): Asked<()>) -> Answer {
    ask.one(|ledger| {
        let (reports, claims) = ledger.counts()?;
        let last = ledger.claims(&Filter { limit: 1, ..Filter::default() })?;
        Ok(Overview {
            version: env!("CARGO_PKG_VERSION"),
            reports,
            claims,
            last: last.into_iter().next().and_then(|claim| claim.published),
            types: segun::EventType::ALL.iter().map(|kind| kind.as_str()).collect(),
            change: changes::change(ledger)?,
            ..Overview::default()
        })
    })
    .await
}
