//! Who takes part in a claim, as the ledger keeps it.

use crate::Result;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{OptionalExtension, Transaction, params};
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

    /// All of them with the word for their part.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'static str, &Party)> {
        let parts = [("actor", &self.actor), ("recipient", &self.recipient), ("place", &self.place)];
        parts.into_iter().flat_map(|(part, parties)| parties.iter().map(move |party| (part, party)))
    }
}

impl ToSql for Parties {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let json =
            serde_json::to_string(self).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))?;
        Ok(json.into())
    }
}

impl FromSql for Parties {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?).map_err(|e| FromSqlError::Other(e.into()))
    }
}

/// The number of a party, which is made where it is new; the name that it has here is one that it is found by.
pub(crate) fn number(change: &Transaction<'_>, party: &Party) -> Result<i64> {
    let known = known(change, party)?;
    let id = match known {
        Some(id) => id,
        None => {
            change
                .prepare_cached("insert into party (key, name, country) values (?, ?, ?)")?
                .execute(params![party.key.as_str(), party.name, party.country])?;
            change.last_insert_rowid()
        }
    };
    change
        .prepare_cached("insert or ignore into alias (name, party) values (?, ?)")?
        .execute(params![folded(&party.name), id])?;
    Ok(id)
}

/// The number of a party that is there.
pub(crate) fn known(change: &Transaction<'_>, party: &Party) -> Result<Option<i64>> {
    Ok(change
        .prepare_cached("select id from party where key = ?")?
        .query_row([party.key.as_str()], |row| row.get(0))
        .optional()?)
}
