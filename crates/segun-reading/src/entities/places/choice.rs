//! Which of its places each name means: how well known each is, and what the rest of the report supports.
//!
//! Every kind of support has a bound, so that in a long report about one country a foreign capital does
//! not become a village of its name, while a village with its county and state beside it does win.

use rustc_hash::FxHashMap;
use segun_knowledge::{Area, Named, Place, PlaceKind, country};

/// One name of the report with the places that it may mean.
#[derive(Clone, Debug)]
pub(super) struct Toponym {
    /// The name, for explanations.
    pub(super) name: String,
    pub(super) places: Vec<Named>,
    /// Of each place, what the words after the name say in its favour.
    pub(super) said: Vec<f64>,
    /// How often the report has the name.
    pub(super) weight: f64,
}

/// What was chosen for a name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chosen {
    /// Number of the place.
    pub(super) place: usize,
    /// Share of belief that it has among the name's places.
    pub(super) share: f64,
    /// Why, in words.
    pub(super) because: String,
    /// Whether the report says something for it.
    pub(super) supported: bool,
}

/// Weight of a place's size (logarithm of the population), and of that of areas.
const SIZE: f64 = 0.45;
const AREA_SIZE: f64 = 0.36;
/// What being a country, division, county, region, or prominent is worth; a country is meant unless
/// much speaks for a namesake.
const COUNTRY: f64 = 4.0;
const DIVISION: f64 = 2.0;
const COUNTY: f64 = 1.0;
const REGION: f64 = 15.0;
const PROMINENT: f64 = 2.0;
/// What a name from another language or time costs.
const UNUSUAL: f64 = -2.5;
/// The most that places nearby, in the same division, and in the same country are worth, and how much of
/// each (in names) is worth half of that.
const NEAR: (f64, f64) = (4.0, 0.5);
const SAME_DIVISION: (f64, f64) = (3.0, 0.5);
const SAME_COUNTRY: (f64, f64) = (2.5, 1.0);
/// Distance in kilometres at which a place counts half as one nearby, and beyond which it does not count.
const HALF: f64 = 60.0;
const FAR: f64 = 600.0;
/// What a name's repetition adds to its weight, by the logarithm.
const REPETITION: f64 = 0.2;
/// Rounds in which the names settle on each other.
const ROUNDS: usize = 4;
/// Support (in names) from which a place counts as supported.
const SUPPORTED: f64 = 0.3;
/// Names that are settled together: more would cost quadratic time.
const TOGETHER: usize = 150;

/// How much it says that two places are in one division, beside that they are in one country: nothing where
/// the division is most of the country (England), all where it is less than about a third.
fn tells(area: Area) -> f64 {
    let people = area.place().map(|p| p.size);
    let all = country(area.country()).and_then(|c| c.place()).map(|p| p.size);
    people.zip(all).map_or(0.0, |(people, all)| (all - people).clamp(0.0, 1.0))
}

/// How likely the place is meant by its name when nothing else is known.
pub(super) fn known_for(named: &Named) -> f64 {
    let place = &named.place;
    let kind = match place.kind {
        PlaceKind::Settlement => SIZE * place.size,
        PlaceKind::County => AREA_SIZE * place.size + COUNTY,
        PlaceKind::Division => AREA_SIZE * place.size + DIVISION,
        PlaceKind::Country => AREA_SIZE * place.size + COUNTRY,
        PlaceKind::Region => REGION,
    };
    kind + if place.prominent { PROMINENT } else { 0.0 } + if named.usual { 0.0 } else { UNUSUAL }
}

/// Chooses a place for each name; every name must have one.
pub(super) fn choose(toponyms: &[Toponym]) -> Vec<Chosen> {
    toponyms.chunks(TOGETHER).flat_map(|part| Settling::new(part).settle()).collect()
}

/// One candidate among all of the report.
struct Candidate<'t> {
    toponym: usize,
    place: &'t Place,
    /// Support that does not depend on the other names.
    own: f64,
    /// On the unit sphere, for distances.
    at: [f64; 3],
    /// How much its division says beside its country.
    tells: f64,
}

struct Settling<'t> {
    toponyms: &'t [Toponym],
    candidates: Vec<Candidate<'t>>,
    /// Of each candidate, the candidates of other names nearby and how much they count.
    near: Vec<Vec<(usize, f64)>>,
}

/// What supports a candidate, by kind.
#[derive(Clone, Copy, Debug, Default)]
struct Support {
    near: f64,
    division: f64,
    tells: f64,
    country: f64,
}

impl<'t> Settling<'t> {
    fn new(toponyms: &'t [Toponym]) -> Self {
        let candidates: Vec<Candidate<'t>> = toponyms
            .iter()
            .enumerate()
            .flat_map(|(n, toponym)| {
                toponym.places.iter().zip(&toponym.said).map(move |(named, said)| {
                    let (lat, lon) = (named.place.lat.to_radians(), named.place.lon.to_radians());
                    let at = [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()];
                    let tells = named.place.area.map_or(0.0, tells);
                    Candidate { toponym: n, place: &named.place, own: known_for(named) + said, at, tells }
                })
            })
            .collect();
        let local = |c: &Candidate<'_>| matches!(c.place.kind, PlaceKind::Settlement | PlaceKind::County);
        let mut near = vec![Vec::new(); candidates.len()];
        for (i, a) in candidates.iter().enumerate().filter(|(_, c)| local(c)) {
            for (j, b) in candidates.iter().enumerate().skip(i + 1).filter(|(_, c)| local(c)) {
                // The chord is close enough to the arc at these distances.
                let chord: f64 = a.at.iter().zip(&b.at).map(|(x, y)| (x - y) * (x - y)).sum();
                let kilometres = chord.sqrt() * 6371.0;
                if a.toponym != b.toponym && kilometres < FAR {
                    let counts = 1.0 / (1.0 + (kilometres / HALF).powi(2));
                    near[i].push((j, counts));
                    near[j].push((i, counts));
                }
            }
        }
        Self { toponyms, candidates, near }
    }

    fn settle(&self) -> Vec<Chosen> {
        let own: Vec<f64> = self.candidates.iter().map(|c| c.own).collect();
        let mut belief = self.shares(&own);
        let mut support = Vec::new();
        for _ in 0..ROUNDS {
            support = self.support(&belief);
            let scores: Vec<f64> = own.iter().zip(&support).map(|(own, s)| own + s.worth()).collect();
            belief = self.shares(&scores);
        }
        let mut first = 0;
        self.toponyms
            .iter()
            .map(|toponym| {
                let range = first..first + toponym.places.len();
                first = range.end;
                let best = range.clone().reduce(|a, b| if belief[b] > belief[a] { b } else { a });
                let best = best.unwrap_or(range.start);
                let place = best - range.start;
                let because = self.because(toponym, place, best, support[best], &belief);
                let supported = toponym.said[place] > 0.0
                    || toponym.weight >= 1.0
                    || support[best].near.max(support[best].division) > SUPPORTED;
                Chosen { place, share: belief[best], because, supported }
            })
            .collect()
    }

    /// Belief in each candidate, summing to one within its name.
    fn shares(&self, scores: &[f64]) -> Vec<f64> {
        let mut shares = Vec::with_capacity(scores.len());
        let mut first = 0;
        for toponym in self.toponyms {
            let own = &scores[first..first + toponym.places.len()];
            first += own.len();
            let highest = own.iter().copied().fold(f64::MIN, f64::max);
            let powers: Vec<f64> = own.iter().map(|s| (s - highest).exp()).collect();
            let sum: f64 = powers.iter().sum();
            shares.extend(powers.into_iter().map(|p| p / sum));
        }
        shares
    }

    /// What the other names, as far as they are settled, say for each candidate.
    fn support(&self, belief: &[f64]) -> Vec<Support> {
        let weight: Vec<f64> = self
            .candidates
            .iter()
            .zip(belief)
            .map(|(c, belief)| {
                let weight = self.toponyms[c.toponym].weight;
                belief * (weight.min(1.0) + REPETITION * weight.max(1.0).ln())
            })
            .collect();
        let mut whole = Sums::default();
        for (candidate, weight) in self.candidates.iter().zip(&weight) {
            whole.add(candidate.place, *weight);
        }
        let mut all = Vec::with_capacity(weight.len());
        let mut first = 0;
        for toponym in self.toponyms {
            let range = first..first + toponym.places.len();
            first = range.end;
            let mut own = Sums::default();
            for i in range.clone() {
                own.add(self.candidates[i].place, weight[i]);
            }
            all.extend(range.map(|i| {
                let place = self.candidates[i].place;
                let near = self.near[i].iter().map(|&(j, counts)| counts * weight[j]).sum();
                let (country, division) = whole.of(place);
                let (own_country, own_division) = own.of(place);
                let rest = |whole: f64, own: f64| (whole - own).max(0.0);
                Support {
                    near,
                    division: rest(division, own_division),
                    tells: self.candidates[i].tells,
                    country: rest(country, own_country),
                }
            }));
        }
        all
    }

    /// The decision in words.
    fn because(
        &self,
        toponym: &Toponym,
        place: usize,
        best: usize,
        support: Support,
        belief: &[f64],
    ) -> String {
        if toponym.places.len() == 1 {
            return "the only place of the name".to_owned();
        }
        let of = format!("1 of {} places of the name", toponym.places.len());
        if toponym.said[place] > 0.0 {
            return format!("{of}, by what follows it");
        }
        let supporter = |counts: &dyn Fn(usize) -> f64| {
            let all = (0..self.candidates.len())
                .filter(|j| self.candidates[*j].toponym != self.candidates[best].toponym);
            let most = all.max_by(|a, b| counts(*a).total_cmp(&counts(*b)).then(b.cmp(a)));
            most.map_or("", |j| &self.toponyms[self.candidates[j].toponym].name)
        };
        let (near, division, country) = support.parts();
        let own = &self.candidates[best].place;
        let same = |j: usize, is: bool| if is { belief[j] } else { 0.0 };
        if near >= division.max(country) && near > 1.0 {
            let counts =
                |j| self.near[best].iter().find(|(n, _)| *n == j).map_or(0.0, |(_, c)| c * belief[j]);
            format!("{of}, near {}", supporter(&counts))
        } else if division >= country && division > 1.0 {
            let counts = |j: usize| same(j, self.candidates[j].place.area == own.area);
            format!("{of}, in one division with {}", supporter(&counts))
        } else if country > 0.5 && place > 0 {
            let counts = |j: usize| same(j, self.candidates[j].place.country == own.country);
            format!("{of}, in one country with {}", supporter(&counts))
        } else {
            format!("{of}, the best known")
        }
    }
}

/// Weights added up by country and by division.
#[derive(Default)]
struct Sums {
    countries: FxHashMap<&'static str, f64>,
    divisions: FxHashMap<Area, f64>,
}

impl Sums {
    fn add(&mut self, place: &Place, weight: f64) {
        if let Some(country) = place.country {
            *self.countries.entry(country).or_default() += weight;
        }
        if let Some(area) = place.area {
            *self.divisions.entry(area).or_default() += weight;
        }
    }

    /// The sums of the country and of the division of `place`.
    fn of(&self, place: &Place) -> (f64, f64) {
        let country = place.country.and_then(|c| self.countries.get(c));
        let division = place.area.and_then(|a| self.divisions.get(&a));
        (country.copied().unwrap_or_default(), division.copied().unwrap_or_default())
    }
}

impl Support {
    /// What each kind is worth.
    fn parts(self) -> (f64, f64, f64) {
        let worth = |amount: f64, (most, half): (f64, f64)| most * amount / (half + amount);
        let division = self.tells * worth(self.division, SAME_DIVISION);
        (worth(self.near, NEAR), division, worth(self.country, SAME_COUNTRY))
    }

    fn worth(self) -> f64 {
        let (near, division, country) = self.parts();
        near + division + country
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use segun_knowledge::places;

    fn toponym(name: &str) -> Toponym {
        let mut places = places(name);
        places.sort_by(|a, b| known_for(b).total_cmp(&known_for(a)));
        places.truncate(40);
        Toponym { name: name.to_owned(), said: vec![0.0; places.len()], places, weight: 1.0 }
    }

    fn chosen(names: &[Toponym]) -> Vec<Place> {
        choose(names).iter().zip(names).map(|(c, t)| t.places[c.place].place).collect()
    }

    #[test]
    fn alone_a_name_means_the_best_known_place() {
        assert_eq!(chosen(&[toponym("Paris")])[0].country, Some("FRA"));
        assert_eq!(chosen(&[toponym("New York")])[0].kind, PlaceKind::Settlement);
        let washington = chosen(&[toponym("Washington")])[0];
        assert!((washington.lat - 38.9).abs() < 0.2);
    }

    #[test]
    fn neighbours_and_their_division_decide() {
        let paris = chosen(&[toponym("Paris"), toponym("Lamar County"), toponym("Texas")])[0];
        assert_eq!(paris.area.unwrap().place().unwrap().geonames, Some(4_736_286));
    }

    #[test]
    fn many_names_of_one_country_do_not_take_a_foreign_capital() {
        let france = country("FRA").and_then(|c| c.place()).unwrap();
        let mut names: Vec<Toponym> =
            ["Chicago", "Ohio", "Boston", "Denver", "Seattle", "Paris"].map(toponym).to_vec();
        assert_eq!(chosen(&names)[5].country, Some("FRA"));
        names.push(Toponym {
            name: "France".to_owned(),
            places: vec![Named { place: france, usual: true }],
            said: vec![0.0],
            weight: 1.0,
        });
        assert_eq!(chosen(&names)[5].country, Some("FRA"));
    }
}
