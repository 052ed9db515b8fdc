//! `/alerts`: questions that `segun watch` asks of every new report.

use super::refused::Refused;
use crate::answer::{Answer, Ask, Listed};
use crate::parameters::{Asked, FilterParams, JsonBody};
use crate::problem::Problem;
use axum::extract::Path;
use http::StatusCode;
use segun_ledger::LedgerError;
use segun_ledger::query::Question;
use serde::Serialize;
use utoipa::ToSchema;

/// The most characters of a name.
const LONGEST: usize = 100;

/// A kept question.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Alert {
    /// Its name.
    name: String,
    /// What has to hold of a claim; null where it cannot be understood any more.
    #[schema(value_type = Option<FilterParams>)]
    filter: Option<Question>,
}

impl Alert {
    fn of((name, question): (String, Result<Question, LedgerError>)) -> Self {
        let filter = question.ok().map(|mut question| {
            // The command takes types in lower case too.
            question.r#type = question.r#type.map(|kind| kind.to_ascii_uppercase());
            question
        });
        Self { name, filter }
    }
}

/// All kept questions, by name.
#[utoipa::path(
    get, path = "/alerts", tag = "alerts",
    responses((status = 200, description = "Kept questions", body = Listed<Alert>), Refused)
)]
pub(crate) async fn list(ask: Ask, Asked(()): Asked<()>) -> Answer {
    ask.one(|ledger| Ok(Listed::whole(ledger.alerts()?.into_iter().map(Alert::of).collect()))).await
}

/// Keeps a question under a name; one that had the name is replaced.
#[utoipa::path(
    put, path = "/alerts/{name}", tag = "alerts",
    params(("name" = String, Path, min_length = 1, max_length = 100)), request_body = FilterParams,
    responses(
        (status = 204, description = "It is kept"),
        (status = 413, description = "The body is too long", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is no JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The body is no filter", body = Problem, content_type = "application/problem+json"),
        Refused
    )
)]
pub(crate) async fn keep(
    ask: Ask,
    Path(name): Path<String>,
    Asked(()): Asked<()>,
    JsonBody(filter): JsonBody<FilterParams>,
) -> Result<StatusCode, Problem> {
    let (name, question) = (checked(name)?, filter.question()?);
    ask.desk.writer.ask(move |ledger| Ok(ledger.keep_alert(&name, &question)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets a question.
#[utoipa::path(
    delete, path = "/alerts/{name}", tag = "alerts",
    params(("name" = String, Path, min_length = 1, max_length = 100)),
    responses((status = 204, description = "It is forgotten"), Refused)
)]
pub(crate) async fn forget(
    ask: Ask,
    Path(name): Path<String>,
    Asked(()): Asked<()>,
) -> Result<StatusCode, Problem> {
    let name = checked(name)?;
    ask.desk.writer.ask(move |ledger| Ok(ledger.forget_alert(&name)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A name that can be written on a line.
fn checked(name: String) -> Result<String, Problem> {
    let count = name.chars().count();
    if count == 0 || count > LONGEST || name.chars().any(char::is_control) {
        return Err(Problem::bad(format!("a name has 1 to {LONGEST} characters, all of them visible")));
    }
    Ok(name)
}
