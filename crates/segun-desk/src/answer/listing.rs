//! Listings: rows and where to go on.

use super::{Answer, Ask, Content, Format, arrow, csv};
use crate::parameters::{PageParams, cursor};
use crate::problem::Problem;
use http::header::{CONTENT_DISPOSITION, LINK};
use segun_ledger::query::{After, Page};
use segun_ledger::{Ledger, LedgerError};
use segun_rows::columns;
use serde::Serialize;
use utoipa::ToSchema;

/// An answer that is mostly rows.
pub(crate) trait Rows: Serialize + Sized {
    /// A row.
    type Row: Serialize + ToSchema;

    /// The rows.
    fn rows(&self) -> &[Self::Row];

    /// The cursor of the next page.
    fn next(&self) -> Option<&str> {
        None
    }

    /// No rows, for a reason.
    fn unknown(reason: String) -> Self;
}

/// Rows of a listing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Listed<T> {
    /// The rows.
    pub(crate) items: Vec<T>,
    /// The cursor of the next page; null where there is none.
    pub(crate) next: Option<String>,
    /// Whom or what the ledger does not know; then nothing is listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unknown: Option<String>,
}

impl<T> Listed<T> {
    /// All rows that there are.
    pub(crate) fn whole(items: Vec<T>) -> Self {
        Self { items, next: None, unknown: None }
    }
}

impl<T> From<Page<T>> for Listed<T> {
    fn from(page: Page<T>) -> Self {
        Self { items: page.items, next: page.next.map(cursor), unknown: None }
    }
}

impl<T: Serialize + ToSchema> Rows for Listed<T> {
    type Row = T;

    fn rows(&self) -> &[T] {
        &self.items
    }

    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    fn unknown(reason: String) -> Self {
        Self { items: Vec::new(), next: None, unknown: Some(reason) }
    }
}

/// What was found, or whom or what the ledger does not know.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Known<T> {
    /// What was found.
    #[serde(flatten)]
    found: T,
    /// Whom or what the ledger does not know; then nothing is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<String>,
}

/// What a question found; `none` where it asks for what the ledger does not know: a name, or words that are none.
fn found_or<T>(found: Result<T, LedgerError>, none: impl FnOnce(String) -> T) -> Result<T, LedgerError> {
    match found {
        Err(LedgerError::Unknown(reason) | LedgerError::Query(reason)) => Ok(none(reason)),
        other => other,
    }
}

impl Ask {
    /// The answer of a question that may ask for what the ledger does not know.
    pub(crate) async fn found<T: Default + Serialize>(
        self,
        question: impl FnOnce(&Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Answer {
        self.one(|ledger| {
            let found = question(ledger).map(|found| Known { found, unknown: None });
            found_or(found, |reason| Known { found: T::default(), unknown: Some(reason) })
        })
        .await
    }

    /// The answer of a listing, of one state of the ledger, in the format asked for.
    pub(crate) async fn list<T: Rows>(
        self,
        format: Option<Format>,
        question: impl FnOnce(&Ledger) -> Result<T, Problem> + Send + 'static,
    ) -> Answer {
        let format = self.format(format);
        let uri = self.uri.clone();
        self.content(format, move |ledger| {
            let listed = ledger.at_once(question)??;
            let mut content = match format {
                Format::Json => return Content::json(&listed),
                Format::Csv => csv::write(&columns::<T::Row>(), listed.rows())?,
                Format::Arrow => arrow::write(&columns::<T::Row>(), listed.rows())?,
            };
            if let Some(next) = listed.next() {
                content.headers.push((LINK, format!("<{}>; rel=\"next\"", after(&uri, next))));
            }
            let name = uri.path().rsplit('/').next().unwrap_or("rows");
            let end = if format == Format::Csv { "csv" } else { "arrows" };
            content.headers.push((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{end}\"")));
            Ok(content)
        })
        .await
    }

    /// The answer of a listing that may ask for what the ledger does not know.
    pub(crate) async fn filtered<T: Rows>(
        self,
        format: Option<Format>,
        question: impl FnOnce(&Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Answer {
        self.list(format, |ledger| Ok(found_or(question(ledger), T::unknown)?)).await
    }

    /// The answer of such a listing with pages: `question` is told after which place and how many rows.
    pub(crate) async fn pages<T: Rows>(
        self,
        page: PageParams,
        question: impl FnOnce(&Ledger, Option<After>, usize) -> Result<T, LedgerError> + Send + 'static,
    ) -> Answer {
        let (after, limit) = (page.after()?, page.limit());
        self.filtered(page.format(), move |ledger| question(ledger, after, limit)).await
    }
}

/// The address `uri` with another cursor.
fn after(uri: &http::Uri, cursor: &str) -> String {
    let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.filter(|(name, _)| name != "cursor"));
    query.append_pair("cursor", cursor);
    format!("{}?{}", uri.path(), query.finish())
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Self::broken(error.to_string())
    }
}
