//! What every address may answer instead.

use crate::problem::{PROBLEM, Problem};
use std::collections::BTreeMap;
use utoipa::openapi::{Content, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

/// Why there is no answer.
pub(crate) struct Refused;

impl IntoResponses for Refused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let statuses = [
            ("400", "What was asked cannot be understood"),
            ("401", "The server wants its token"),
            ("403", "A page of another site asked"),
            ("404", "There is no such thing in the ledger"),
            ("421", "The server was called by a name that is not its own"),
            ("500", "A fault of ours, or a damaged ledger"),
            ("503", "Too much at once: the header Retry-After says when to come again"),
        ];
        let schema = utoipa::openapi::Ref::from_schema_name(Problem::name());
        let described = |words: &str| {
            let content = Content::new(Some(schema.clone()));
            ResponseBuilder::new().description(words).content(PROBLEM, content).build()
        };
        statuses.into_iter().map(|(status, words)| (status.to_owned(), described(words).into())).collect()
    }
}
