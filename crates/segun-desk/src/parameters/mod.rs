//! What a request asks with: parameters of its address, and bodies.
//!
//! A group of parameters is a struct that also describes itself for the OpenAPI document; a handler takes one or
//! several of them ([`Asked`]). What no group knows, what is given twice without a list, and what is empty is refused:
//! a question that was meant otherwise must not be answered.

mod body;
mod filter;
mod page;
mod words;

pub(crate) use body::JsonBody;
pub(crate) use filter::{FilterParams, SpanParams, TimeParams};
pub(crate) use page::{AtLeast, Between, FormatParams, LimitParams, PageParams, cursor};
pub(crate) use words::{Country, Date, Name, Word, Words};

use crate::problem::Problem;
use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

/// Names and values as they stand in the address.
pub(crate) type Pairs = Vec<(String, String)>;

/// Groups of parameters.
#[derive(Debug)]
pub(crate) struct Asked<T>(pub(crate) T);

/// Parameters that take what is theirs.
pub(crate) trait Take: Sized {
    /// Takes them out of `pairs`.
    ///
    /// # Errors
    /// Where one of them cannot be understood.
    fn take(pairs: &mut Pairs) -> Result<Self, Problem>;
}

/// What is typed so far may be nothing.
const MAY_BE_EMPTY: &str = "prefix";

/// One group: a struct whose fields are the parameters.
pub(crate) fn group<T: IntoParams + DeserializeOwned>(pairs: &mut Pairs) -> Result<T, Problem> {
    let names: Vec<String> = T::into_params(|| None).into_iter().map(|p| p.name).collect();
    let own: Pairs = pairs.extract_if(.., |(name, _)| names.contains(name)).collect();
    if let Some((name, _)) = own.iter().find(|(name, value)| value.is_empty() && name != MAY_BE_EMPTY) {
        return Err(Problem::bad(format!("the parameter “{name}” is empty")));
    }
    let mut written = url::form_urlencoded::Serializer::new(String::new());
    written.extend_pairs(&own);
    serde_html_form::from_str(&written.finish()).map_err(|error| {
        let names: Vec<&str> = own.iter().map(|(name, _)| name.as_str()).collect();
        Problem::bad(format!("{error} (in {})", names.join(", ")))
    })
}

/// Says of a struct that it is a group.
macro_rules! groups {
    ($($name:ty),*) => {
        $(impl Take for $name {
            fn take(pairs: &mut Pairs) -> Result<Self, Problem> {
                group(pairs)
            }
        })*
    };
}

groups!(FilterParams, TimeParams, SpanParams, PageParams, LimitParams, FormatParams);

macro_rules! tuples {
    ($($name:ident),*) => {
        impl<$($name: Take),*> Take for ($($name,)*) {
            fn take(pairs: &mut Pairs) -> Result<Self, Problem> {
                let _ = &pairs;
                Ok(($($name::take(pairs)?,)*))
            }
        }
    };
}

tuples!();
tuples!(A);
tuples!(A, B);
tuples!(A, B, C);

impl<T: Take, S: Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let mut pairs: Pairs = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let taken = T::take(&mut pairs)?;
        match pairs.first() {
            None => Ok(Self(taken)),
            Some((name, _)) => Err(Problem::bad(format!("there is no parameter “{name}” here"))),
        }
    }
}

/// The number of a thing, as it stands in the address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Id(pub(crate) i64);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text = Path::<String>::from_request_parts(parts, state).await;
        let number = text.ok().and_then(|Path(text)| text.parse::<i64>().ok()).filter(|number| *number > 0);
        number.map(Self).ok_or_else(|| Problem::bad("the address has to end with a number: 1 or more"))
    }
}
