//! Names of the same thing to one entity, and which of them are likely enough to be told.

use super::lexicon::Lexicon;
use super::names::{self, Name};
use super::places;
use crate::Document;
use crate::confidence::{LISTED, NAME};
use segun_knowledge::fold;
use segun_report::{Entity, EntityIds, EntityType, Mention, MentionKind};

/// Mean scores below which an entity is not told. What is kept from 0.62 on has the best F1 by a hair, and reports are
/// then told apart where they share names that are less sure: stories are best where all are kept, and 0.56 is between.
/// Works, events and the like are less clearly names than the other types.
const LEAST: f32 = 0.56;
const LEAST_OTHER: f32 = 0.7;

/// The entities of a document's names.
#[derive(Debug)]
pub(super) struct Grouped<'l> {
    /// The names that are told.
    pub(super) names: Vec<Name<'l>>,
    /// The entities, in order of their first name.
    pub(super) entities: Vec<Entity>,
    /// The entity of each name.
    pub(super) of: Vec<usize>,
}

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

impl Group {
    /// The mean of its scores.
    fn score(&self) -> f32 {
        self.scores.iter().sum::<f32>() / self.scores.len().max(1) as f32
    }
}

/// Groups `names`, and leaves out what is not likely enough.
pub(super) fn group<'l>(document: &Document, lexicon: &'l Lexicon, mut names: Vec<Name<'l>>) -> Grouped<'l> {
    // What is left of names that were left out joins the others, which may change the groups. Every round has fewer
    // names that are not known beforehand, and those that are stay.
    loop {
        let (groups, of) = gather(document, &names);
        let told: Vec<bool> = groups.iter().map(|group| is_told(group, lexicon)).collect();
        if told.iter().all(|told| *told) {
            return Grouped { names, entities: entities(document, groups), of };
        }
        let mut kept = Vec::with_capacity(names.len());
        for (name, &group) in names.into_iter().zip(&of) {
            if told[group] || name.known.is_some() {
                kept.push(name);
            } else {
                kept.extend(names::left_of(document, lexicon, &name));
            }
        }
        names = kept;
    }
}

/// The groups of `names`, and the group of each name.
fn gather(document: &Document, names: &[Name<'_>]) -> (Vec<Group>, Vec<usize>) {
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
    (groups, of)
}

/// The entities of the groups.
fn entities(document: &Document, groups: Vec<Group>) -> Vec<Entity> {
    let text = document.text();
    let named = |(n, group): (usize, Group)| {
        let confidence = NAME.probability(group.score());
        let texts = group.entity.mentions.iter().map(|m| m.span.of(text));
        let longest = texts.max_by_key(|t| (t.chars().count(), std::cmp::Reverse(*t)));
        let name = longest.unwrap_or_default().to_owned();
        Entity { id: format!("e{}", n + 1), name, confidence, ..group.entity }
    };
    groups.into_iter().enumerate().map(named).collect()
}

/// Whether the group is likely enough a thing of its type, known, the name of a place, or an organisation with a
/// country in its name.
fn is_told(group: &Group, lexicon: &Lexicon) -> bool {
    let kind = group.entity.kind;
    let least = if kind == EntityType::Other { LEAST_OTHER } else { LEAST };
    let speaks_for_it = |words: &Vec<String>| match kind {
        EntityType::Location => places::is_usual_name(&words.join(" "), lexicon),
        EntityType::Organisation => {
            let country =
                |at: usize| lexicon.known_at(&words[at..]).is_some_and(|(_, known)| known.is_country);
            words.len() > 1 && (0..words.len()).any(country)
        }
        EntityType::Person | EntityType::Other => false,
    };
    group.score() >= least || group.known.is_some() || group.names.iter().any(speaks_for_it)
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
