//! A thread's profile in as few bytes as it needs, to keep many of them at hand.
//!
//! A [`ThreadProfile`] is made of dozens of small texts, each in a place of its own: it takes ten times the room of what
//! it says. Here all its texts stand one behind the other, and so do its numbers, in the order in which they are read:
//! numbers in as many bytes as they need (LEB128), texts with their lengths among the numbers.

use crate::claim::PartyView;
use crate::due::Due;
use crate::profile::{Sort, ThreadProfile};
use crate::tally::Tally;
use crate::view::ProfileView;
use crate::{Day, Window};
use segun_report::EventType;

/// A [`ThreadProfile`] in few bytes. It can be compared with as it is, and unpacked to take up more.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PackedProfile {
    numbers: Box<[u8]>,
    texts: Box<str>,
}

impl PackedProfile {
    /// `profile` in few bytes.
    pub fn of(profile: &ThreadProfile) -> Self {
        let view = profile.view();
        let mut to = Packing::default();
        to.tally(&view.sorts, |to, sort| {
            to.number(EventType::ALL.iter().position(|kind| *kind == sort.kind).unwrap_or_default() as u64);
            to.perhaps(sort.mode);
        });
        for parties in [&view.actors, &view.recipients] {
            to.tally(parties, Packing::party);
        }
        to.tally(&view.places, Packing::party);
        to.tally(&view.dues, Packing::due);
        to.tally(&view.context, |to, word| to.text(word));
        to.tally(&view.stems, |to, stem| to.text(stem));
        to.tally(&view.senses, |to, sense| to.text(sense));
        to.tally(&view.stories, |to, story| to.number(*story));
        to.tally(&view.about, |to, key| to.text(key));
        to.number(view.mentions.len() as u64);
        for (report, event) in &view.mentions {
            to.text(report);
            to.text(event);
        }
        to.day(view.first);
        to.day(view.last);
        to.number(u64::from(view.claims));
        Self { numbers: to.numbers.into(), texts: to.texts.into() }
    }

    /// What the profile says.
    pub fn view(&self) -> ProfileView<'_> {
        let mut of = Unpacking { numbers: &self.numbers, texts: &self.texts };
        let kind = |n: u64| EventType::ALL.get(n as usize).copied().unwrap_or(EventType::ALL[0]);
        // In the order in which they were packed.
        ProfileView {
            sorts: of.tally(|of| Sort { kind: kind(of.number()), mode: of.perhaps() }),
            actors: of.tally(Unpacking::party),
            recipients: of.tally(Unpacking::party),
            places: of.tally(Unpacking::party),
            dues: of.tally(Unpacking::due),
            context: of.tally(Unpacking::text),
            stems: of.tally(Unpacking::text),
            senses: of.tally(Unpacking::text),
            stories: of.tally(Unpacking::number),
            about: of.tally(Unpacking::text),
            mentions: (0..of.number()).map(|_| (of.text(), of.text())).collect(),
            first: of.day(),
            last: of.day(),
            claims: of.number() as u32,
        }
    }

    /// The profile that was packed.
    pub fn unpack(&self) -> ThreadProfile {
        self.view().to_profile()
    }

    /// How many bytes it takes, its place in a list left out.
    pub fn bytes(&self) -> usize {
        self.numbers.len() + self.texts.len()
    }
}

/// A profile on its way into few bytes.
#[derive(Default)]
struct Packing {
    numbers: Vec<u8>,
    texts: String,
}

impl Packing {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.numbers.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.numbers.push(number as u8);
    }

    /// A number that may be below zero: those near zero in few bytes on either side.
    fn signed(&mut self, number: i32) {
        let number = i64::from(number);
        self.number(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.texts.push_str(text);
    }

    fn perhaps(&mut self, text: Option<&str>) {
        self.number(u64::from(text.is_some()));
        text.into_iter().for_each(|text| self.text(text));
    }

    fn day(&mut self, day: Option<Day>) {
        self.number(u64::from(day.is_some()));
        day.into_iter().for_each(|day| self.signed(day.0));
    }

    fn party(&mut self, party: &PartyView<'_>) {
        self.text(party.key);
        self.perhaps(party.country);
        self.text(party.name);
    }

    fn due(&mut self, due: &Due) {
        self.day(due.window.from);
        self.day(due.window.to);
        let flags = [due.said, due.past, due.moved];
        self.number(flags.into_iter().fold(0, |all, flag| all << 1 | u64::from(flag)));
        self.signed(due.slack);
    }

    fn tally<T, const MOST: usize>(&mut self, tally: &Tally<T, MOST>, one: impl Fn(&mut Self, &T)) {
        self.number(tally.iter().len() as u64);
        for (value, count) in tally.iter() {
            one(self, value);
            self.number(u64::from(count));
        }
    }
}

/// What is left to read of a packed profile. Behind the end there are zeros and empty texts.
struct Unpacking<'a> {
    numbers: &'a [u8],
    texts: &'a str,
}

impl<'a> Unpacking<'a> {
    fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        while let Some((byte, rest)) = self.numbers.split_first() {
            self.numbers = rest;
            number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
            if byte & 0x80 == 0 {
                break;
            }
            shift += 7;
        }
        number
    }

    fn signed(&mut self) -> i32 {
        let number = self.number();
        ((number >> 1).cast_signed() ^ -(number & 1).cast_signed()) as i32
    }

    fn text(&mut self) -> &'a str {
        let (text, rest) = self.texts.split_at_checked(self.number() as usize).unwrap_or_default();
        self.texts = rest;
        text
    }

    fn perhaps(&mut self) -> Option<&'a str> {
        (self.number() == 1).then(|| self.text())
    }

    fn day(&mut self) -> Option<Day> {
        (self.number() == 1).then(|| Day(self.signed()))
    }

    fn party(&mut self) -> PartyView<'a> {
        PartyView { key: self.text(), country: self.perhaps(), name: self.text() }
    }

    fn due(&mut self) -> Due {
        let window = Window { from: self.day(), to: self.day() };
        let flags = self.number();
        let flag = |n: u32| flags >> n & 1 == 1;
        Due { window, said: flag(2), past: flag(1), moved: flag(0), slack: self.signed() }
    }

    fn tally<T, const MOST: usize>(&mut self, one: impl Fn(&mut Self) -> T) -> Tally<T, MOST> {
        Tally::counted((0..self.number()).map(|_| (one(self), self.number() as u32)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DatedClaim;
    use crate::samples::{claim, country, person, plan};
    use segun_report::EventType::{Assault, Consult};

    fn claims() -> Vec<DatedClaim> {
        let both = [country("AAA"), person("Gabriel Boric", "CHL")];
        let mut claims = vec![
            claim(Assault, "2024-04-09", &both),
            plan(Consult, "1924-03-01", &both, Some(("2024-04-01", "2024-04-20"))),
            claim(Consult, "2024-04-09", &[]),
        ];
        for (n, dated) in claims.iter_mut().enumerate() {
            dated.report = format!("nº {n}");
            dated.story = Some(u64::MAX - n as u64);
            dated.claim.mode = (n == 1).then(|| "visit".into());
            dated.claim.context.words = vec!["año".into(), String::new(), "sábado".into()];
            dated.claim.context.senses = vec!["fight".into()];
            dated.claim.context.about = vec!["name:ñandú".into()];
        }
        claims[2].published = None;
        claims
    }

    #[test]
    fn a_profile_comes_back_as_it_was() {
        let mut profile = ThreadProfile::default();
        assert_eq!(PackedProfile::of(&profile).unpack(), profile);
        for dated in claims().iter().cycle().take(200) {
            profile.absorb(dated);
            let packed = PackedProfile::of(&profile);
            assert_eq!(packed.view(), profile.view());
            assert_eq!(packed.unpack(), profile);
        }
    }

    #[test]
    fn it_is_smaller_than_its_json() {
        let mut profile = ThreadProfile::default();
        claims().iter().for_each(|dated| profile.absorb(dated));
        let json = serde_json::to_string(&profile).unwrap();
        assert!(PackedProfile::of(&profile).bytes() * 3 < json.len() * 2);
    }
}
