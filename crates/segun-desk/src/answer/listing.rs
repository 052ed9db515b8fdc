//! Listings: rows and where to go on.

use super::{Answer, Ask, Content, Format, arrow, columns, csv};
use crate::parameters::PageParams;
use crate::problem::Problem;
use http::header::{CONTENT_DISPOSITION, LINK};
use segun_ledger::{Ledger, LedgerError};
use serde::Serialize;
use utoipa::ToSchema;

/// What the header with the next page is called, in words for the OpenAPI document.
pub(crate) const NEXT: &str = "of CSV and Arrow: the address of the next page, as `<…>; rel=\"next\"`";

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

    /// Nothing, since the ledger does not know what was asked for.
    pub(crate) fn known_or_none(found: Result<Self, LedgerError>) -> Result<Self, LedgerError> {
        match found {
            Err(LedgerError::Unknown(unknown)) => Ok(Self { items: Vec::new(), next: None, unknown: Some(unknown) }),
            other => other,
        }
    }
}

impl Ask {
    /// The answer of a listing in the format asked for.
    pub(crate) async fn list<T: Serialize + ToSchema>(
        self,
        format: Option<Format>,
        question: impl FnOnce(&Ledger) -> Result<Listed<T>, LedgerError> + Send + 'static,
    ) -> Answer {
        let format = self.format(format);
        let uri = self.uri.clone();
        self.content(format, move |ledger| {
            let listed = Listed::known_or_none(question(ledger))?;
            let mut content = match format {
                Format::Json => return Content::json(&listed),
                Format::Csv => csv::write(&columns::of::<T>(), &listed.items)?,
                Format::Arrow => arrow::write(&columns::of::<T>(), &listed.items)?,
            };
            if let Some(next) = &listed.next {
                content.headers.push((LINK, format!("<{}>; rel=\"next\"", after(&uri, next))));
            }
            let name = uri.path().rsplit('/').next().unwrap_or("rows");
            let end = if format == Format::Csv { "csv" } else { "arrows" };
            content.headers.push((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{end}\"")));
            Ok(content)
        })
        .await
    }

    /// The answer of a listing with pages.
    pub(crate) async fn pages<T: Serialize + ToSchema>(
        self,
        page: PageParams,
        question: impl FnOnce(&Ledger, &PageParams) -> Result<Listed<T>, LedgerError> + Send + 'static,
    ) -> Answer {
        self.list(page.format(), move |ledger| question(ledger, &page)).await
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
