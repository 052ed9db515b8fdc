//! `/map`: where it happens, may happen, or is said not to.

use super::refused::Refused;
use crate::answer::{Answer, Ask, Known};
use crate::parameters::{Asked, FilterParams};
use segun_ledger::query::Map;

/// Claims by place. The newest claims are counted.
#[utoipa::path(
    get, path = "/map", tag = "claims", params(FilterParams),
    responses((status = 200, description = "Places", body = Known<Map>), Refused)
)]
pub(crate) async fn show(ask: Ask, Asked((filter,)): Asked<(FilterParams,)>) -> Answer {
    let filter = filter.filter()?;
    ask.found(move |ledger| ledger.map(&filter)).await
}
