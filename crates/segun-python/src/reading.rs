//! One report.

use crate::errors::Failure;
use pyo3::prelude::*;
use segun::{Moment, Options, Reader, Report, intake, json};
use std::sync::OnceLock;

/// The reader with the model, loaded once.
pub(crate) fn reader() -> Result<&'static Reader, Failure> {
    static READER: OnceLock<Reader> = OnceLock::new();
    if let Some(reader) = READER.get() {
        return Ok(reader);
    }
    let reader = segun::reader().map_err(|error| Failure::Read(error.to_string()))?;
    Ok(READER.get_or_init(|| reader))
}

/// What is known of reports that do not say it themselves.
///
/// # Errors
/// Where a word is wrong; the messages are those of the command.
pub(crate) fn known(language: Option<&str>, published: Option<&str>) -> Result<intake::Options, Failure> {
    Ok(intake::Options {
        language: language.map(served).transpose()?,
        published: published.map(moment).transpose()?,
        ..intake::Options::default()
    })
}

fn moment(text: &str) -> Result<Moment, Failure> {
    let wrong =
        || Failure::Read(format!("“{text}” is not a date; write it as 2026-03-02 or 2026-03-02T18:30"));
    text.parse().map_err(|_| wrong())
}

fn served(code: &str) -> Result<String, Failure> {
    let wrong = || {
        Failure::Read(format!("language “{code}” is not served; `segun.languages()` lists those that are"))
    };
    segun_language::Language::by_code(code).map(|language| language.code().to_owned()).ok_or_else(wrong)
}

/// Reads a text; gives the contract's JSON.
#[pyfunction]
#[pyo3(signature = (text, id, published, language, title, url, publisher, all_events, explain))]
#[expect(clippy::too_many_arguments, reason = "Python hands over each of them by its name")]
pub(crate) fn read(
    py: Python<'_>,
    text: String,
    id: String,
    published: Option<&str>,
    language: Option<&str>,
    title: Option<String>,
    url: Option<String>,
    publisher: Option<String>,
    all_events: bool,
    explain: bool,
) -> PyResult<String> {
    let known = known(language, published)?;
    let detected = || intake::detect(&text);
    let report = Report {
        id,
        language: known.language.or_else(detected),
        published: known.published,
        title,
        url,
        publisher,
        authors: Vec::new(),
        text,
    };
    let read = |report| -> Result<String, String> {
        let reader = reader().map_err(|error| error.to_string())?;
        let reading = reader.read(report, Options { all_events }).map_err(|error| error.to_string())?;
        Ok(json::to_string(&reading, json::Options { explain }))
    };
    Ok(py.detach(|| segun::guarded(report, read)).map_err(Failure::Read)?)
}

/// A reading, as the contract's JSON, as HTML with its text highlighted.
#[pyfunction]
pub(crate) fn html(py: Python<'_>, reading: &str, id: &str) -> PyResult<String> {
    let html = py.detach(|| {
        let reading = json::from_slice(reading.as_bytes()).map_err(|error| error.to_string())?;
        Ok(segun_evidence::fragment(&reading, id))
    });
    Ok(html.map_err(Failure::Read)?)
}

/// The languages that are served: ISO 639-1 codes.
#[pyfunction]
pub(crate) fn languages() -> Vec<&'static str> {
    segun_language::Language::all().into_iter().map(|language| language.code()).collect()
}

/// The version of the program.
#[pyfunction]
pub(crate) fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The version of its model.
#[pyfunction]
pub(crate) fn model_version() -> PyResult<String> {
    Ok(reader()?.model_version().to_owned())
}
