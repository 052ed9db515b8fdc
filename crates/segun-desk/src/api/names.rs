//! `/names`: what somebody may be about to type.

use super::refused::Refused;
use crate::answer::{Answer, Ask, Listed};
use crate::parameters::{Asked, FormatParams, LimitParams, Pairs, Take, Word, Words, group};
use crate::problem::Problem;
use segun_ledger::query::{NameRow, NamesOf};
use serde::Deserialize;
use utoipa::IntoParams;

/// Names where nothing is said of their number.
const NAMES: usize = 8;

// The derived descriptions take types of one name only.
type OfWord = Word<NamesOf>;

/// What is typed so far.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Typed {
    /// How the name begins, in any case, with or without accents.
    #[param(max_length = 400)]
    prefix: Option<String>,
    /// Whose name: of those who take part, if nothing is said.
    #[param(inline)]
    of: Option<OfWord>,
}

impl Take for Typed {
    fn take(pairs: &mut Pairs) -> Result<Self, Problem> {
        group(pairs)
    }
}

impl Words for NamesOf {
    const ALL: &'static [Self] = &[Self::Party, Self::Source, Self::Outlet];

    fn word(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Source => "source",
            Self::Outlet => "outlet",
        }
    }
}

/// Names that begin with what is typed so far, those with most claims first.
#[utoipa::path(
    get, path = "/names", tag = "ledger", params(Typed, LimitParams, FormatParams),
    responses(
        (status = 200, description = "Names", content(
            (Listed<NameRow> = "application/json"), (String = "text/csv"), (Vec<u8> = "application/vnd.apache.arrow.stream")
        )),
        Refused
    )
)]
pub(crate) async fn list(
    ask: Ask,
    Asked((typed, limit, format)): Asked<(Typed, LimitParams, FormatParams)>,
) -> Answer {
    let prefix = typed.prefix.unwrap_or_default();
    if prefix.chars().count() > 400 {
        return Err(Problem::bad("no name begins with more than 400 characters"));
    }
    let of = typed.of.map_or(NamesOf::Party, |of| of.0);
    ask.list(format.format(), move |ledger| Ok(Listed::whole(ledger.names(&prefix, of, limit.or(NAMES))?)))
        .await
}
