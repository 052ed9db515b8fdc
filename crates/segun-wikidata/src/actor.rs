//! Items to actors, once it is known what classes and countries are.

use crate::item::{Held, Item, Label};
use crate::rules::{Id, Root, Rules, What};
use rustc_hash::FxHashMap;
use segun_knowledge::actors::{Actor, ActorKind, Date, Office, Period, Text, key};

/// An office, as the item of the office tells it.
#[derive(Debug)]
pub(crate) struct Position {
    titles: Vec<Label>,
    feminine: Vec<Label>,
    country: Option<String>,
    sector: Option<String>,
}

/// What the whole dump says of classes, countries and offices.
#[derive(Debug, Default)]
pub(crate) struct World {
    /// Root of each class, by its number in the rules.
    pub(crate) classes: FxHashMap<Id, usize>,
    /// ISO 3166-1 alpha-3 of each country.
    pub(crate) countries: FxHashMap<Id, String>,
    pub(crate) positions: FxHashMap<Id, Position>,
}

impl World {
    /// The first of the roots that `classes` fall under.
    fn root<'r, 'i>(&self, rules: &'r Rules, classes: impl IntoIterator<Item = &'i Id>) -> Option<&'r Root> {
        classes.into_iter().filter_map(|class| self.classes.get(class)).min().map(|&n| &rules.roots[n])
    }

    fn country(&self, item: &Item) -> Option<String> {
        item.iso3.clone().or_else(|| item.countries.iter().find_map(|id| self.countries.get(id).cloned()))
    }

    /// Learns the office that `item` is, where it is one that counts.
    pub(crate) fn learn(&mut self, item: Item, rules: &Rules) {
        // An item that is a class itself ("minister of X") falls under what it is a subclass of.
        let root = self.root(rules, item.classes.iter().chain(&item.parents));
        let Some(root) = root.filter(|root| root.what == What::Office) else { return };
        let country = self.country(&item);
        let position =
            Position { titles: item.names, feminine: item.feminine, country, sector: root.sector.clone() };
        self.positions.insert(item.id, position);
    }

    /// The actor that `item` is; `None` where it is none that is kept.
    pub(crate) fn actor(&self, item: &Item, rules: &Rules) -> Option<Actor> {
        let actor = if item.human { self.person(item, rules) } else { self.thing(item, rules) };
        actor.filter(|actor| !actor.names.is_empty())
    }

    fn person(&self, item: &Item, rules: &Rules) -> Option<Actor> {
        let country = self.country(item);
        let offices: Vec<Office> =
            item.offices.iter().filter_map(|held| self.office(held, item, country.as_deref())).collect();
        let occupation = item.occupations.iter().find_map(|id| rules.occupations.get(id));
        // Offices without a sector ("position") do not make somebody an actor.
        if occupation.is_none() && offices.iter().all(|office| office.sector.is_none()) {
            return None;
        }
        // Whoever held an office is a former holder once it is over, whatever the occupation.
        let sector = occupation.cloned().flatten().filter(|_| offices.is_empty());
        Some(Actor { offices, sector, ..named(ActorKind::Person, item, country) })
    }

    fn office(&self, held: &Held, item: &Item, country: Option<&str>) -> Option<Office> {
        let position = self.positions.get(&held.office)?;
        let date = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Date>().ok());
        let to = date(&held.to).or_else(|| date(&item.died));
        let period = match date(&held.from) {
            // It ended, nobody says when: no day is sure to lie in it.
            _ if held.ended => Period::default(),
            from => Period { from, to },
        };
        let feminine = position.feminine.iter().filter(|_| item.woman);
        let mut titles: Vec<Text> = Vec::new();
        for title in feminine.chain(&position.titles).map(text) {
            // The label comes first.
            if titles.iter().all(|other| other.language != title.language) {
                titles.push(title);
            }
        }
        Some(Office {
            period,
            country: position.country.clone().filter(|code| Some(code.as_str()) != country),
            sector: position.sector.clone(),
            titles,
        })
    }

    fn thing(&self, item: &Item, rules: &Rules) -> Option<Actor> {
        let root = self.root(rules, &item.classes)?;
        let kind = match root.what {
            What::Organisation => ActorKind::Organisation,
            What::Place if item.geonames.is_some() => ActorKind::Place,
            What::Place | What::Office => return None,
        };
        let actor = named(kind, item, self.country(item));
        let sector = root.sector.clone().filter(|_| kind == ActorKind::Organisation);
        Some(Actor { sector, ..actor })
    }
}

fn named(kind: ActorKind, item: &Item, country: Option<String>) -> Actor {
    Actor {
        kind,
        wikidata: Some(format!("Q{}", item.id)),
        geonames: item.geonames.clone().filter(|_| kind == ActorKind::Place),
        country,
        sector: None,
        // Nobody is looked up by a name without a letter ("!!!").
        names: item.names.iter().filter(|(_, name)| !key(name).is_empty()).map(text).collect(),
        offices: Vec::new(),
    }
}

fn text((language, text): &Label) -> Text {
    Text { language: (!language.is_empty()).then(|| language.clone()), text: text.clone(), alone: false }
}
