//! `segun alerts`: questions that `segun watch` asks of every new report.

use super::arguments::{AlertTask, AlertsArguments};
use super::listing::{self, Listed};
use super::place;
use crate::messages;
use crate::run::Outcome;
use segun::ledger::query::{ClaimRow, Filter};
use segun::ledger::{Ledger, LedgerError};
use serde::Serialize;

/// A kept question as it is listed.
#[derive(Default, Serialize)]
struct Kept {
    name: String,
    asked: serde_json::Value,
}

impl Listed for Kept {
    const HEADS: &'static [&'static str] = &["alert", "asked"];

    fn short(&self) -> Vec<String> {
        vec![self.name.clone(), self.asked.to_string()]
    }
}

/// A claim that a kept question asks for.
#[derive(Serialize)]
pub(super) struct Alert<'a> {
    /// The question's name.
    pub(super) alert: &'a str,
    /// The claim.
    pub(super) claim: ClaimRow,
}

/// The kept questions of `ledger`; one that cannot be understood is told and left out.
pub(super) fn kept(ledger: &Ledger) -> anyhow::Result<Vec<(String, Filter)>> {
    let mut filters = Vec::new();
    for (name, question) in ledger.alerts()? {
        match question.and_then(|question| question.filter()) {
            Ok(filter) => filters.push((name, filter)),
            Err(error) => messages::note(&format!("alert “{name}” is not asked: {error}")),
        }
    }
    Ok(filters)
}

/// The claims of report number `report` that any of `questions` asks for.
pub(super) fn asked<'a>(
    ledger: &Ledger,
    questions: &'a [(String, Filter)],
    report: i64,
) -> anyhow::Result<Vec<Alert<'a>>> {
    let mut alerts = Vec::new();
    for (name, filter) in questions {
        match ledger.claims(&Filter { report: Some(report), ..filter.clone() }) {
            Ok(claims) => alerts.extend(claims.into_iter().map(|claim| Alert { alert: name, claim })),
            // Whom the question names has not been heard of yet.
            Err(LedgerError::Unknown(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(alerts)
}

pub(super) fn run(arguments: &AlertsArguments) -> anyhow::Result<Outcome> {
    match &arguments.task {
        AlertTask::Add { name, filter, place } => {
            let mut ledger = Ledger::create(place::place(place)?)?;
            ledger.keep_alert(name, &filter.question())?;
            messages::note(&format!("“{name}” is asked of every report that `segun watch` brings"));
        }
        AlertTask::List { format, place } => {
            let ledger = place::open(place)?;
            let mut kept = Vec::new();
            for (name, question) in ledger.alerts()? {
                match question {
                    Ok(asked) => kept.push(Kept { asked: serde_json::to_value(asked)?, name }),
                    Err(error) => messages::note(&error.to_string()),
                }
            }
            listing::write(&kept, *format)?;
        }
        AlertTask::Remove { name, place } => Ledger::open(place::place(place)?)?.forget_alert(name)?,
    }
    Ok(Outcome::Done)
}
