//! Names of the same thing to one entity.

use super::names::Name;
use crate::Document;
use crate::confidence::{LISTED, NAME};
use segun_knowledge::fold;
use segun_report::{Entity, EntityIds, EntityType, Mention, MentionKind};

/// An entity in the making.
#[derive(Debug)]
struct Group {
    entity: Entity,
    /// Folded words of its names.
    names: Vec<Vec<String>>,
    /// The known thing that it is, by full name.
    known: Option<String>,
    /// How sure each of its mentions is to be a name of its type, before calibration.
    scores: Vec<f32>,
}

/// Groups `names`; the second answer gives the entity of each name.
pub(super) fn group(document: &Document, names: &[Name<'_>]) -> (Vec<Entity>, Vec<usize>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut of = Vec::with_capacity(names.len());
    // Longer names first would find owners of surnames that come before them; text order suffices
    // for news, which introduces people by their full name, headlines apart: those are joined below.
    for name in names {
        let text = document.span(name.sentence, &name.words);
        let words: Vec<String> = fold(text.of(document.text())).split(' ').map(str::to_owned).collect();
        let hit = groups.iter().rposition(|g| matches(g, name, &words));
        let index = hit.unwrap_or_else(|| {
            groups.push(Group {
                entity: Entity {
                    id: String::new(),
                    kind: name.kind,
                    name: String::new(),
                    ids: EntityIds::default(),
                    country: name.known.and_then(|k| k.country.clone()),
                    sector: name.known.and_then(|k| k.sector.clone()),
                    role: None,
                    office: None,
                    lat: None,
                    lon: None,
                    mentions: Vec::new(),
                    confidence: 0.0,
                    place_confidence: None,
                    why: vec![name.why.clone()],
                },
                names: Vec::new(),
                known: name.known.map(|k| k.name.clone()),
                scores: Vec::new(),
            });
            groups.len() - 1
        });
        let group = &mut groups[index];
        group.entity.mentions.push(Mention { span: text, kind: MentionKind::Name });
        group.scores.push(name.why.score.unwrap_or(LISTED));
        if !group.names.contains(&words) {
            group.names.push(words);
        }
        if let Some(known) = name.known.filter(|k| k.is_country) {
            group.entity.ids.iso3.clone_from(&known.country);
        }
        of.push(index);
    }
    let text = document.text();
    let mut entities: Vec<Entity> = groups
        .into_iter()
        .map(|group| {
            let mean = group.scores.iter().sum::<f32>() / group.scores.len().max(1) as f32;
            Entity { confidence: NAME.probability(mean), ..group.entity }
        })
        .collect();
    for (n, entity) in entities.iter_mut().enumerate() {
        entity.id = format!("e{}", n + 1);
        let longest = entity
            .mentions
            .iter()
            .map(|m| m.span.of(text))
            .max_by_key(|t| (t.chars().count(), std::cmp::Reverse(*t)));
        entity.name = longest.unwrap_or_default().to_owned();
    }
    (entities, of)
}

/// Whether a name is one of the group's.
fn matches(group: &Group, name: &Name<'_>, words: &[String]) -> bool {
    if let (Some(known), Some(other)) = (&group.known, name.known) {
        return *known == other.name && group.entity.country == other.country;
    }
    let person = group.entity.kind == EntityType::Person;
    if group.entity.kind != name.kind {
        // A surname alone is often taken for something else.
        let surname = person && words.len() == 1 && name.known.is_none();
        return surname && group.names.iter().any(|n| n.last() == words.last());
    }
    group.names.iter().any(|own| {
        own == words
            || person && (is_part(own, words) || is_part(words, own))
            || name.kind == EntityType::Organisation && (is_acronym(own, words) || is_acronym(words, own))
    })
}

/// Whether `part` is the begin or the end of `whole` ("Kim", "Putin").
fn is_part(whole: &[String], part: &[String]) -> bool {
    part.len() < whole.len() && (whole.ends_with(part) || whole.starts_with(part) && part[0].len() > 2)
        // "Andrés Manuel López Obrador" and "López Obrador Beltrán" share the middle.
        || part.len() > 1 && part.len() < whole.len() && whole.windows(part.len()).any(|w| w == part)
}

/// Whether `short` is made of the initials of `long`'s words, small words skipped or not.
fn is_acronym(long: &[String], short: &[String]) -> bool {
    let [acronym] = short else { return false };
    let letters: String = acronym.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.len() < 2 || long.len() < 2 {
        return false;
    }
    let initials = |min: usize| -> String {
        long.iter().filter(|w| w.chars().count() > min).filter_map(|w| w.chars().next()).collect()
    };
    letters == initials(0) || letters == initials(3) || letters == initials(2)
}
