//! How much, from where, and in which format.

use super::Word;
use super::words::Words;
use crate::answer::Format;
use crate::problem::Problem;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use segun_ledger::query::After;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

// The derived descriptions take types of one name only.
type Rows = UpTo<1000>;
type FormatWord = Word<Format>;

/// Rows of a page where nothing is said.
const ROWS: usize = 50;

/// The cursor of the page after `place`: nothing that anybody should read.
pub(crate) fn cursor(place: After) -> String {
    URL_SAFE_NO_PAD.encode(place.to_string())
}

/// A number from 1 to `MOST`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct UpTo<const MOST: usize>(pub(crate) usize);

impl<'de, const MOST: usize> Deserialize<'de> for UpTo<MOST> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = usize::deserialize(from)?;
        if (1..=MOST).contains(&number) {
            Ok(Self(number))
        } else {
            Err(D::Error::custom(format!("{number} is not between 1 and {MOST}")))
        }
    }
}

impl<const MOST: usize> PartialSchema for UpTo<MOST> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::Integer))
            .minimum(Some(1))
            .maximum(Some(MOST as f64))
            .into()
    }
}

impl<const MOST: usize> ToSchema for UpTo<MOST> {}

/// Which rows of a listing.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageParams {
    /// At most so many rows.
    #[param(inline, default = 50)]
    limit: Option<Rows>,
    /// Where to go on: `next` of the answer before.
    #[param(pattern = "^[A-Za-z0-9_-]{2,80}$")]
    cursor: Option<String>,
    /// The format, if the header Accept is not to say it.
    #[param(inline)]
    format: Option<FormatWord>,
}

impl PageParams {
    /// At most so many rows.
    pub(crate) fn limit(&self) -> usize {
        self.limit.map_or(ROWS, |limit| limit.0)
    }

    /// Where to go on.
    ///
    /// # Errors
    /// Where the cursor is none of ours.
    pub(crate) fn after(&self) -> Result<Option<After>, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let place = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|place| String::from_utf8(place).ok());
        let after = place.and_then(|place| place.parse().ok());
        after
            .map(Some)
            .ok_or_else(|| Problem::bad("this cursor is none of ours: take `next` of the answer before"))
    }

    /// The format that was asked for by parameter.
    pub(crate) fn format(&self) -> Option<Format> {
        self.format.map(|word| word.0)
    }
}

/// How many rows of a listing that has no further pages.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LimitParams {
    /// At most so many rows.
    #[param(inline)]
    limit: Option<Rows>,
}

impl LimitParams {
    /// At most so many rows, `usual` where nothing is said.
    pub(crate) fn or(&self, usual: usize) -> usize {
        self.limit.map_or(usual, |limit| limit.0)
    }
}

/// The format of a listing that has no further pages.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FormatParams {
    /// The format, if the header Accept is not to say it.
    #[param(inline)]
    format: Option<FormatWord>,
}

impl FormatParams {
    /// The format that was asked for by parameter.
    pub(crate) fn format(&self) -> Option<Format> {
        self.format.map(|word| word.0)
    }
}

impl Words for Format {
    fn all() -> Vec<&'static str> {
        vec!["json", "csv", "arrow"]
    }

    fn from_word(word: &str) -> Option<Self> {
        match word {
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "arrow" => Some(Self::Arrow),
            _ => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Arrow => "arrow",
        }
    }
}
