//! `/read`: what is said in a text, without keeping it.

use super::document::Anything;
use super::refused::Refused;
use crate::answer::{Answer, Ask};
use crate::parameters::{Asked, JsonBody};
use crate::problem::Problem;
use axum::response::IntoResponse;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use segun::{Moment, Report, intake};
use serde::Deserialize;
use utoipa::ToSchema;

/// A text to read, and what is known of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    /// The text, or a page of HTML.
    #[schema(min_length = 1)]
    text: String,
    /// Its language; without it, it is detected.
    language: Option<String>,
    /// When it was published: 2026-03-02 or 2026-03-02T18:30.
    published: Option<String>,
    /// Headline.
    title: Option<String>,
    /// Whether it is a page of HTML, of which the main text is read.
    #[serde(default)]
    html: bool,
}

/// Reads a text of at most 1 MiB; nothing is stored.
#[utoipa::path(
    post, path = "/read", tag = "reading", request_body = Text,
    responses(
        (status = 200, description = "The contract's JSON (`segun/1`)", body = Anything),
        (status = 413, description = "The text is too long", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is no JSON", body = Problem, content_type = "application/problem+json"),
        (
            status = 422, description = "The text cannot be read: its language is not served, or there is none",
            body = Problem, content_type = "application/problem+json"
        ),
        Refused
    )
)]
pub(crate) async fn read(ask: Ask, Asked(()): Asked<()>, JsonBody(text): JsonBody<Text>) -> Answer {
    let reading = ask.desk.readings.read(report(text)?).await?;
    let json = segun::json::to_string(&reading, segun::json::Options::default());
    Ok(([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], json).into_response())
}

fn report(asked: Text) -> Result<Report, Problem> {
    let refused = |detail: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail);
    let Text { text, language, published, title, html } = asked;
    let mut report = if html {
        intake::html(text.as_bytes(), "text").map_err(|error| refused(error.to_string()))?.report
    } else {
        intake::text(text, "text")
    };
    if report.text.trim().is_empty() {
        return Err(refused("there is no text to read".into()));
    }
    if let Some(published) = published {
        let moment: Result<Moment, _> = published.parse();
        let wrong =
            |_| refused(format!("“{published}” is no time: write it as 2026-03-02 or 2026-03-02T18:30"));
        report.published = Some(moment.map_err(wrong)?);
    }
    report.language = language.or(report.language);
    report.title = title.or(report.title);
    Ok(report)
}
