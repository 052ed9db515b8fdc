//! `/network`: who does what to whom.

use super::refused::Refused;
use crate::answer::{Answer, Ask, Known};
use crate::parameters::{Asked, Between, FilterParams, Pairs, Take, group};
use crate::problem::Problem;
use segun_ledger::query::Network;
use serde::Deserialize;
use utoipa::IntoParams;

/// Parties where nothing is said of their number.
const NODES: usize = 60;

// The derived descriptions take types of one name only.
type Parties = Between<1, 500>;

/// How much of the network.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Nodes {
    /// At most so many parties.
    #[param(inline)]
    nodes: Option<Parties>,
}

impl Take for Nodes {
    fn take(pairs: &mut Pairs) -> Result<Self, Problem> {
        group(pairs)
    }
}

/// The parties with most claims, and what is claimed that they do to each other. The newest claims are counted.
#[utoipa::path(
    get, path = "/network", tag = "claims", params(FilterParams, Nodes),
    responses((status = 200, description = "Parties and what is between them", body = Known<Network>), Refused)
)]
pub(crate) async fn show(ask: Ask, Asked((filter, nodes)): Asked<(FilterParams, Nodes)>) -> Answer {
    let filter = filter.filter()?;
    let nodes = nodes.nodes.map_or(NODES, |nodes| nodes.0 as usize);
    ask.found(move |ledger| ledger.network(&filter, nodes)).await
}
