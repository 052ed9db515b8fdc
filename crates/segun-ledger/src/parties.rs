//! Who takes part in a claim, as the ledger keeps it.

use crate::store::{FromValue, Store, ValueRef, values};
use crate::{LedgerError, Result};
use segun_claims::{Claim, Party, folded};
use serde::{Deserialize, Serialize};

/// The parties of a claim, by their part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Parties {
    pub(crate) actor: Vec<Party>,
    pub(crate) recipient: Vec<Party>,
    pub(crate) place: Vec<Party>,
}

impl Parties {
    pub(crate) fn of(claim: &Claim) -> Self {
        Self { actor: claim.actors.clone(), recipient: claim.recipients.clone(), place: claim.places.clone() }
    }

    /// As the ledger keeps it.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// All of them with the word for their part.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'static str, &Party)> {
        let parts = [("actor", &self.actor), ("recipient", &self.recipient), ("place", &self.place)];
        parts.into_iter().flat_map(|(part, parties)| parties.iter().map(move |party| (part, party)))
    }
}

impl FromValue for Parties {
    fn from_value(value: ValueRef<'_>) -> Result<Self> {
        serde_json::from_str(value.as_str()?).map_err(|e| LedgerError::Sql(e.into()))
    }
}

/// The number of a party, which is made where it is new; the name that it has here is one that it is found by.
pub(crate) fn number(change: &dyn Store, party: &Party) -> Result<i64> {
    let id = match known(change, party)? {
        Some(id) => id,
        None => change.insert(
            "insert into party (key, name, country) values (?, ?, ?)",
            values![party.key.as_str(), party.name, party.country],
        )?,
    };
    change.execute(
        "insert into alias (name, party) values (?, ?) on conflict do nothing",
        values![folded(&party.name), id],
    )?;
    Ok(id)
}

/// The number of a party that is there.
pub(crate) fn known(change: &dyn Store, party: &Party) -> Result<Option<i64>> {
    change.first("select id from party where key = ?", values![party.key.as_str()], |row| row.get(0))
}
