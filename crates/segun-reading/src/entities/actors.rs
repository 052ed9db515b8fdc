//! Which known actors the entities are: ids, and country, sector and office where the report does not say them.
//!
//! A name alone binds nobody, unless the list says that it means one actor wherever it stands: the report must say
//! something that fits, the office or the country, and nothing that does not. Among namesakes one must be
//! clearly ahead; otherwise the entity is left as it is.

use super::lexicon::Lexicon;
use super::{Entities, phrases};
use crate::Document;
use rustc_hash::FxHashMap;
use segun_knowledge::actors::{Actor, ActorKind, Actors, Day, Found, Held, Text, key};
use segun_knowledge::fold;
use segun_report::{Entity, EntityType, MentionKind, Why};

/// What speaks for a namesake: that the report gives the entity an office that the actor then held, or gives it the
/// actor's country, or has that country elsewhere (of organisations, more often than others: every country has a
/// "Supreme Court"); that the name is no other's; that it is the full name of an organisation of no single country;
/// that another of its names stands there too.
const OFFICE: u32 = 4;
const OWN_COUNTRY: u32 = 3;
const COUNTRY: u32 = 2;
const ALONE: u32 = 2;
const FULL_NAME: u32 = 2;
const OTHER_NAME: u32 = 1;
/// From this on it is believed, and by this much it must be ahead of the next.
const ENOUGH: u32 = 2;
const AHEAD: u32 = 2;

/// Binds the entities that are known; whether there were any.
pub(super) fn bind(document: &Document, lexicon: &Lexicon, actors: &Actors, entities: &mut Entities) -> bool {
    let date = document.report.published.map(|published| published.date());
    let day = date.and_then(|date| Day::new(date.year(), date.month(), date.day()));
    let context = Context { document, lexicon, day, countries: countries(document, lexicon, entities) };
    let chosen: Vec<Option<Chosen>> =
        entities.all.iter().map(|entity| context.choose(entity, actors)).collect();
    let chosen = unite(chosen, entities);
    for (entity, chosen) in entities.all.iter_mut().zip(&chosen) {
        if let Some(chosen) = chosen {
            context.fill(entity, chosen);
        }
    }
    chosen.iter().any(Option::is_some)
}

/// How often the report has each country: by name or adjective, or by what belongs to it.
fn countries(document: &Document, lexicon: &Lexicon, entities: &Entities) -> FxHashMap<String, usize> {
    let mut all: FxHashMap<String, usize> = FxHashMap::default();
    for entity in &entities.all {
        if let Some(country) = &entity.country {
            *all.entry(country.clone()).or_default() += entity.mentions.len();
        }
    }
    for index in 0..document.sentences.len() {
        let sentence = document.sentence(index);
        for word in 0..sentence.words.len() {
            if let Some(country) = phrases::demonym_at(lexicon, sentence, word) {
                *all.entry(country.to_owned()).or_default() += 1;
            }
        }
    }
    all
}

/// An actor that may be meant, with what speaks for it.
struct Candidate {
    found: Found,
    points: u32,
    because: Vec<&'static str>,
}

/// The actor that an entity is.
struct Chosen {
    found: Found,
    /// The reasons, in words.
    because: String,
}

/// What the report says beside the entity.
struct Context<'d> {
    document: &'d Document,
    lexicon: &'d Lexicon,
    day: Option<Day>,
    /// How often it has each country, by whatever name.
    countries: FxHashMap<String, usize>,
}

impl Context<'_> {
    /// The actor that `entity` is, with the reasons.
    fn choose(&self, entity: &Entity, actors: &Actors) -> Option<Chosen> {
        let kind = match entity.kind {
            EntityType::Person => ActorKind::Person,
            EntityType::Organisation => ActorKind::Organisation,
            EntityType::Location if entity.ids.geonames.is_some() => ActorKind::Place,
            EntityType::Location | EntityType::Other => return None,
        };
        let text = self.document.text();
        let named = entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
        let mut names: Vec<String> = named.map(|mention| key(mention.span.of(text))).collect();
        names.sort_unstable();
        names.dedup();
        let mut found = actors.named(&names);
        found.retain(|one| one.actor.kind == kind);
        if kind == ActorKind::Place {
            let found = found.into_iter().find(|one| one.actor.geonames == entity.ids.geonames)?;
            return Some(Chosen { found, because: "same GeoNames id".to_owned() });
        }
        let mut candidates: Vec<Candidate> =
            found.into_iter().filter_map(|one| self.weigh(entity, &names, one)).collect();
        candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.points));
        let next = candidates.get(1).map_or(0, |second| second.points + AHEAD);
        let first = candidates.into_iter().next()?;
        let sure = first.points >= ENOUGH && first.points >= next;
        sure.then(|| Chosen { found: first.found, because: first.because.join(", ") })
    }

    /// What speaks for the actor `found`; `None` where something speaks against it.
    fn weigh(&self, entity: &Entity, names: &[String], found: Found) -> Option<Candidate> {
        let actor = &found.actor;
        let (mut points, mut because) = (0, Vec::new());
        let mut add = |more: u32, reason: &'static str| {
            points += more;
            because.push(reason);
        };
        match entity.country.as_deref() {
            Some(country) if actor.is_of(country) => add(OWN_COUNTRY, "the country fits"),
            Some(_) if actor.country.is_some() => return None,
            _ => {
                let most = self.countries.values().max().filter(|_| actor.kind == ActorKind::Organisation);
                let named = |(country, times): (&String, &usize)| {
                    actor.is_of(country) && most.is_none_or(|most| times == most)
                };
                if self.countries.iter().any(named) {
                    add(COUNTRY, "the report has the country");
                }
            }
        }
        if self.office_fits(entity, actor) {
            add(OFFICE, "the office fits");
        }
        let matched: Vec<&Text> =
            actor.names.iter().filter(|name| names.contains(&key(&name.text))).collect();
        if matched.iter().any(|name| name.alone) {
            add(ALONE, "nobody else has the name");
        }
        let full = |name: &&Text| name.text.trim().contains(' ');
        if actor.kind == ActorKind::Organisation && actor.country.is_none() && matched.iter().any(full) {
            add(FULL_NAME, "its full name");
        }
        let mut keys: Vec<String> = matched.iter().map(|name| key(&name.text)).collect();
        keys.sort_unstable();
        keys.dedup();
        if keys.len() > 1 {
            add(OTHER_NAME, "several of its names");
        }
        Some(Candidate { found, points, because })
    }

    /// Whether the report calls the entity by an office that the actor held when it was published, or may have.
    fn office_fits(&self, entity: &Entity, actor: &Actor) -> bool {
        let Some(role) = entity.role.as_deref().map(fold) else { return false };
        let nouns: Vec<&str> = role
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| self.lexicon.has("person", word))
            .collect();
        actor.offices.iter().any(|office| {
            let title = office.title(self.document.language.code()).map(fold).unwrap_or_default();
            let named = title
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| nouns.iter().any(|noun| same_office(word, noun)));
            named && self.day.is_none_or(|day| office.period.held(day) != Held::No)
        })
    }

    /// Gives `entity` what is known of the actor and the report does not say.
    fn fill(&self, entity: &mut Entity, chosen: &Chosen) {
        let actor = &chosen.found.actor;
        let language = self.document.language.code();
        let id = actor.wikidata.as_deref().unwrap_or_else(|| actor.name(language));
        let from = format!("{}:{id}", chosen.found.table);
        entity.why.push(Why::rule("actor", format!("{from}: {}", chosen.because)));
        entity.ids.wikidata.clone_from(&actor.wikidata);
        entity.ids.actor =
            actor.wikidata.is_none().then(|| key(actor.names.first().map_or("", |name| &name.text)));
        if actor.kind == ActorKind::Place {
            return;
        }
        let mut give = |aspect: &'static str, field: &mut Option<String>, value: Option<&str>| {
            if field.is_none()
                && let Some(value) = value
            {
                *field = Some(value.to_owned());
                entity.why.push(Why::rule(aspect, from.clone()));
            }
        };
        give("country", &mut entity.country, actor.country(self.day));
        give("sector", &mut entity.sector, actor.sector(self.day));
        let office = self.day.and_then(|day| actor.office(day));
        give("office", &mut entity.office, office.and_then(|office| office.title(language)));
    }
}

/// Whether two nouns are one office, held by a man or a woman: they differ in their last letter at most ("ministro",
/// "ministra"; "senador", "senadora").
fn same_office(a: &str, b: &str) -> bool {
    /// Shorter words with the same begin are too often others ("rey", "reo").
    const SHORTEST: usize = 5;
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let longer = a.chars().count().max(b.chars().count());
    shared == longer || longer >= SHORTEST && shared + 1 == longer
}

/// Entities that are the same actor become one, where the first of them stands; the actors of those that are left.
fn unite(chosen: Vec<Option<Chosen>>, entities: &mut Entities) -> Vec<Option<Chosen>> {
    let mut at: Vec<usize> = Vec::with_capacity(chosen.len());
    let mut kept: Vec<(Entity, Option<Chosen>)> = Vec::with_capacity(chosen.len());
    for (entity, chosen) in std::mem::take(&mut entities.all).into_iter().zip(chosen) {
        let same = |(_, other): &(Entity, Option<Chosen>)| {
            chosen.as_ref().zip(other.as_ref()).is_some_and(|(a, b)| is_one(&a.found.actor, &b.found.actor))
        };
        match kept.iter().position(same) {
            Some(n) => {
                join(&mut kept[n].0, entity);
                at.push(n);
            }
            None => {
                at.push(kept.len());
                kept.push((Entity { id: format!("e{}", kept.len() + 1), ..entity }, chosen));
            }
        }
    }
    entities.named.values_mut().for_each(|entity| *entity = at[*entity]);
    let (all, chosen) = kept.into_iter().unzip();
    entities.all = all;
    chosen
}

/// Whether two names brought up the same actor: of two files, each may have known it by one of them only.
fn is_one(a: &Actor, b: &Actor) -> bool {
    a == b || a.wikidata.is_some() && a.wikidata == b.wikidata
}

/// Adds to `first` what `other`, the same under another name, has.
fn join(first: &mut Entity, other: Entity) {
    first.mentions.extend(other.mentions);
    first.mentions.sort_by_key(|mention| mention.span);
    first.country = first.country.take().or(other.country);
    first.role = first.role.take().or(other.role);
    first.office = first.office.take().or(other.office);
    first.why.push(Why::rule("name", format!("the same actor as {}", other.name)));
    if other.name.chars().count() > first.name.chars().count() {
        first.name = other.name;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_the_same_whoever_holds_it() {
        assert!(same_office("ministro", "ministra") && same_office("senador", "senadora"));
        assert!(same_office("presidente", "presidenta") && same_office("rey", "rey"));
        assert!(!same_office("rey", "rei") && !same_office("ministro", "minister"));
        assert!(!same_office("president", "resident") && !same_office("", "juez"));
    }
}
