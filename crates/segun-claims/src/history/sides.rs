//! Who speaks: one of the sides, the paper, somebody outside, nobody named.

use crate::{DatedClaim, Holder, Party, ThreadProfile};
use segun_report::SourceKind;
use std::collections::BTreeSet;

/// Whose word a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// Somebody who takes part, or speaks for a country that does.
    Side,
    /// The paper itself.
    Author,
    /// Somebody of whom it is not known whether they speak for a side.
    Unknown,
    /// Somebody who speaks for others.
    Outsider,
    /// Somebody whose name is withheld, or nobody.
    Unnamed,
}

/// Those who take part in a thread's event.
pub(super) struct Sides {
    parties: Vec<Party>,
    countries: BTreeSet<String>,
}

impl Sides {
    pub(super) fn of<'a>(claims: impl Iterator<Item = &'a DatedClaim>) -> Self {
        let mut profile = ThreadProfile::default();
        claims.for_each(|c| profile.absorb(c));
        let parties: Vec<Party> = profile.parties().cloned().collect();
        let countries = parties.iter().filter_map(|p| p.country.clone()).collect();
        Self { parties, countries }
    }

    pub(super) fn voice(&self, dated: &DatedClaim) -> Voice {
        let Some(holder) = &dated.claim.holder else { return Voice::Author };
        if matches!(holder.kind, SourceKind::Anonymous | SourceKind::Impersonal) {
            return Voice::Unnamed;
        }
        if self.side(holder).is_some() {
            return Voice::Side;
        }
        match country(holder) {
            Some(_) if !self.countries.is_empty() => Voice::Outsider,
            _ => Voice::Unknown,
        }
    }

    /// The side for which `holder` speaks: a country where it is known, else the party's key.
    pub(super) fn side(&self, holder: &Holder) -> Option<String> {
        if let Some(country) = country(holder).filter(|c| self.countries.contains(c)) {
            return Some(country);
        }
        let key = holder.key.as_ref()?;
        let party = self.parties.iter().find(|p| p.key == *key)?;
        Some(party.country.clone().unwrap_or_else(|| key.as_str().to_owned()))
    }
}

/// The country for which `holder` speaks.
fn country(holder: &Holder) -> Option<String> {
    let own = || holder.key.as_ref()?.value_in("iso3").map(str::to_owned);
    holder.affiliation.clone().or_else(own)
}
