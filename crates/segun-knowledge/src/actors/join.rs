//! What two tables say of the same actor, as one.

use super::{Actor, ActorKind, key};

/// Whether `a` and `b`, which share a name and come from two tables, are the same: they have the same id, or one of
/// them has none and they agree in kind, country and usual name.
pub(super) fn same(a: &Actor, b: &Actor) -> bool {
    if a.wikidata.is_some() && b.wikidata.is_some() {
        return a.wikidata == b.wikidata;
    }
    let usual = |actor: &Actor, other: &Actor| {
        let first = actor.names.first().map(|name| key(&name.text));
        first.is_some_and(|first| other.names.iter().any(|name| key(&name.text) == first))
    };
    let country = a.country == b.country
        || a.kind == ActorKind::Organisation && (a.country.is_none() || b.country.is_none());
    a.kind == b.kind && country && (usual(a, b) || usual(b, a))
}

/// Adds to `known` what only `other` says.
pub(super) fn join(known: &mut Actor, other: Actor) {
    known.wikidata = known.wikidata.take().or(other.wikidata);
    known.geonames = known.geonames.take().or(other.geonames);
    known.country = known.country.take().or(other.country);
    known.sector = known.sector.take().or(other.sector);
    for name in other.names {
        match known.names.iter_mut().find(|own| own.text == name.text) {
            Some(own) => own.alone |= name.alone,
            None => known.names.push(name),
        }
    }
    // Two lists tell one office with other words and days: one of them is enough.
    if known.offices.is_empty() {
        known.offices = other.offices;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::{Titles, parse};

    fn actor(line: &str) -> Actor {
        parse(line, &Titles::default()).unwrap()
    }

    #[test]
    fn the_same_id_or_the_same_name_in_the_same_country() {
        let known = actor("PER\tQ1\tPER\t\tAna Rojas\t2019..");
        assert!(same(&known, &actor("PER\tQ1\tCHL\t\tAna Rojas Díaz|Ana Rojas")));
        assert!(same(&known, &actor("PER\t\tPER\t\tAna Rojas")));
        assert!(!same(&known, &actor("PER\tQ2\tPER\t\tAna Rojas")));
        assert!(!same(&known, &actor("PER\t\tCHL\t\tAna Rojas")));
        assert!(!same(&known, &actor("ORG\t\tPER\t\tAna Rojas")));
        assert!(!same(&actor("PER\t\tPER\t\tAna Rojas|Anita"), &actor("PER\t\tPER\t\tAna Díaz|Anita")));
    }

    #[test]
    fn what_one_of_them_does_not_say_the_other_does() {
        let mut known = actor("PER\t\tPER\t\tAna Rojas\t2019..");
        join(&mut known, actor("PER\tQ1\tPER\tGOV\t!Ana Rojas|Anita\t2018..|||en:minister"));
        assert_eq!((known.wikidata.as_deref(), known.sector.as_deref()), (Some("Q1"), Some("GOV")));
        assert_eq!(known.names.len(), 2);
        assert!(known.names[0].alone);
        assert_eq!(known.offices.len(), 1);
    }
}
