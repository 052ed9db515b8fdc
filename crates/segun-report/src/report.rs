//! One published article.

use crate::time::Moment;

/// One published article, as intake delivers it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Stable name of the report; made from its path or content where none was given.
    pub id: String,
    /// ISO 639-1 code; `None` until it is known.
    pub language: Option<String>,
    /// When it was published; relative times stay unresolved without it.
    pub published: Option<Moment>,
    /// Headline.
    pub title: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// Who signed it, in the page's order.
    pub authors: Vec<String>,
    /// The text that every span counts in; paragraphs are separated by line feeds.
    pub text: String,
}
