//! `/search`: words in reports and claims.

use super::refused::Refused;
use crate::answer::{Answer, Ask};
use crate::parameters::{Asked, LimitParams, Name, Pairs, SpanParams, Take, group};
use crate::problem::Problem;
use segun_ledger::LedgerError;
use segun_ledger::query::{Filter, Found};
use serde::Deserialize;
use utoipa::IntoParams;

/// What to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Text {
    /// Words that all have to be there, in any of their forms; words in quotation marks stand together.
    #[param(inline)]
    text: Name,
}

impl Take for Text {
    fn take(pairs: &mut Pairs) -> Result<Self, Problem> {
        group(pairs)
    }
}

/// Reports and claims with certain words, best first.
#[utoipa::path(
    get, path = "/search", tag = "reports", params(Text, SpanParams, LimitParams),
    responses((status = 200, description = "What was found", body = Found), Refused)
)]
pub(crate) async fn find(
    ask: Ask,
    Asked((text, span, limit)): Asked<(Text, SpanParams, LimitParams)>,
) -> Answer {
    ask.one(move |ledger| {
        let filter = Filter { limit: limit.or(50), ..span.filter() };
        match ledger.search(&text.text.0, &filter) {
            // A text without words is found nowhere.
            Err(LedgerError::Query(_)) => Ok(Found { reports: Vec::new(), claims: Vec::new() }),
            other => other,
        }
    })
    .await
}
