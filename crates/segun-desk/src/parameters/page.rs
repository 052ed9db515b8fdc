//! How much, from where, and in which format.

use super::Word;
use super::words::Words;
use crate::answer::Format;
use crate::problem::Problem;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use segun_ledger::query::After;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

// The derived descriptions take types of one name only.
type Rows = Between<1, 1000>;
type FormatWord = Word<Format>;

/// Rows of a page where nothing is said.
const ROWS: usize = 50;

/// The cursor of the page after `place`: nothing that anybody should read.
pub(crate) fn cursor(place: After) -> String {
    URL_SAFE_NO_PAD.encode(place.to_string())
}

/// A number from `LEAST` to `MOST`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Between<const LEAST: u32, const MOST: u32>(pub(crate) u32);

/// At least so many of something.
pub(crate) type AtLeast = Between<0, 1_000_000>;

impl<'de, const LEAST: u32, const MOST: u32> Deserialize<'de> for Between<LEAST, MOST> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = u32::deserialize(from)?;
        if (LEAST..=MOST).contains(&number) {
            Ok(Self(number))
        } else {
            Err(D::Error::custom(format!("{number} is not between {LEAST} and {MOST}")))
        }
    }
}

impl<const LEAST: u32, const MOST: u32> Serialize for Between<LEAST, MOST> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u32(self.0)
    }
}

impl<const LEAST: u32, const MOST: u32> PartialSchema for Between<LEAST, MOST> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::Integer))
            .minimum(Some(LEAST))
            .maximum(Some(MOST))
            .into()
    }
}

impl<const LEAST: u32, const MOST: u32> ToSchema for Between<LEAST, MOST> {}

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
        self.limit.map_or(ROWS, |limit| limit.0 as usize)
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
        self.limit.map_or(usual, |limit| limit.0 as usize)
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
    const ALL: &'static [Self] = &[Self::Json, Self::Csv, Self::Arrow];

    fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Arrow => "arrow",
        }
    }
}
