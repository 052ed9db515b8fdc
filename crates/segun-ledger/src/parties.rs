//! Who takes part in a claim, as the ledger keeps it.

use crate::store::{FromValue, Store, ToValue, ValueRef, values};
use crate::{LedgerError, Result};
use segun_claims::{Claim, Party, folded};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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

/// Who takes part in the claims of one report, to be filed together.
#[derive(Default)]
pub(crate) struct Partakers {
    /// Numbers of parties by their keys.
    numbers: BTreeMap<String, i64>,
    /// Names that parties are found by, folded.
    names: BTreeSet<(String, i64)>,
    parts: Vec<Part>,
}

/// The part of one party in one claim, with what claims are most often asked for.
struct Part {
    claim: i64,
    party: i64,
    country: Option<String>,
    role: &'static str,
    words: [&'static str; 4],
}

impl Partakers {
    /// Those of `claim`, whose number is `id`; their numbers.
    pub(crate) fn add(
        &mut self,
        change: &dyn Store,
        id: i64,
        claim: &Claim,
        parties: &Parties,
    ) -> Result<BTreeSet<i64>> {
        let mut numbers = BTreeSet::new();
        for (role, one) in parties.all() {
            let party = self.number(change, one)?;
            numbers.insert(party);
            self.names.insert((filed_name(&one.name), party));
            self.parts.push(Part {
                claim: id,
                party,
                country: one.country.clone(),
                role,
                words: [
                    claim.kind.as_str(),
                    claim.certainty.as_str(),
                    claim.polarity.as_str(),
                    claim.when.as_str(),
                ],
            });
        }
        Ok(numbers)
    }

    /// The number of a party, which is made where it is new.
    fn number(&mut self, change: &dyn Store, party: &Party) -> Result<i64> {
        let key = party.key.as_str();
        if let Some(number) = self.numbers.get(key) {
            return Ok(*number);
        }
        let number = match known(change, party)? {
            Some(number) => number,
            None => change.insert(
                "insert into party (key, name, country) values (?, ?, ?)",
                values![key, party.name, party.country],
            )?,
        };
        self.numbers.insert(key.to_owned(), number);
        Ok(number)
    }

    /// Files them under the `day` of their report.
    pub(crate) fn file(&self, change: &dyn Store, day: i32) -> Result<()> {
        let names: Vec<_> =
            self.names.iter().map(|(name, party)| vec![name.to_value(), party.to_value()]).collect();
        change
            .execute_each("insert into alias (name, party) values (?, ?) on conflict do nothing", &names)?;
        let parties: Vec<_> = self.parts.iter().map(|part| part.row(part.party.to_value(), &day)).collect();
        change.execute_each(&filed("claim_party", "party"), &parties)?;
        let countries: Vec<_> = self
            .parts
            .iter()
            .filter_map(|part| Some(part.row(part.country.as_ref()?.to_value(), &day)))
            .collect();
        change.execute_each(&filed("claim_country", "country"), &countries)
    }
}

impl Part {
    /// A row of the table of parties or of that of countries.
    fn row<'a>(&'a self, of: ValueRef<'a>, day: &'a i32) -> Vec<ValueRef<'a>> {
        let mut row = vec![of, day.to_value(), self.claim.to_value(), self.role.to_value()];
        row.extend(self.words.iter().map(ToValue::to_value));
        row
    }
}

/// The statement that files a part.
fn filed(table: &str, column: &str) -> String {
    format!(
        "insert into {table} ({column}, day, claim, role, type, certainty, polarity, tense)
         values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing"
    )
}

/// Letters of a name that it is found by: indexes take no text of any length.
const OF_A_NAME: usize = 400;

/// `name` as it is found by: folded, and of what is longer than a name can be, the begin.
pub(crate) fn filed_name(name: &str) -> String {
    let mut name = folded(name);
    if let Some((end, _)) = name.char_indices().nth(OF_A_NAME) {
        name.truncate(end);
    }
    name
}

/// The number of a party that is there.
pub(crate) fn known(change: &dyn Store, party: &Party) -> Result<Option<i64>> {
    change.first("select id from party where key = ?", values![party.key.as_str()], |row| row.get(0))
}
