//! Claims for tests.

use crate::{Claim, Context, DatedClaim, Day, Key, Party, Window};
use segun_report::{Certainty, EventType, Polarity, Span, When};

pub(crate) fn date(text: &str) -> Option<Day> {
    Day::parse(text)
}

pub(crate) fn country(code: &str) -> Party {
    Party { key: Key::new("iso3", code), country: Some(code.into()), name: code.into() }
}

pub(crate) fn person(name: &str, country: &str) -> Party {
    Party { key: Key::of_name(name), country: Some(country.into()), name: name.into() }
}

pub(crate) fn place(id: &str, country: &str) -> Party {
    Party { key: Key::new("geonames", id), country: Some(country.into()), name: id.into() }
}

/// A certain past event without a date, told by the author; the report's id is its date.
pub(crate) fn claim(kind: EventType, published: &str, parties: &[Party]) -> DatedClaim {
    let published_on = date(published);
    DatedClaim {
        claim: Claim {
            event: "v1".into(),
            same_as: "v1".into(),
            kind,
            mode: None,
            certainty: Certainty::Certain,
            polarity: Polarity::Positive,
            when: When::Past,
            window: Window { from: None, to: published_on.map(|d| Day(d.0 + 1)) },
            actors: parties.iter().take(1).cloned().collect(),
            recipients: parties.iter().skip(1).cloned().collect(),
            places: Vec::new(),
            holder: None,
            trigger: Span::default(),
            word: "met".into(),
            sentence: Span::default(),
            context: Context { stem: Some("met".into()), ..Context::default() },
            confidence: 1.0,
        },
        report: published.into(),
        published: published_on,
        language: Some("en".into()),
        origin: published_on.map_or(0, |d| d.0 as u64),
        story: None,
        near_stories: Vec::new(),
        outlet: None,
    }
}

/// The same as a plan with a window.
pub(crate) fn plan(
    kind: EventType,
    published: &str,
    parties: &[Party],
    window: Option<(&str, &str)>,
) -> DatedClaim {
    let mut dated = claim(kind, published, parties);
    dated.claim.when = When::Future;
    dated.claim.window = match window {
        Some((from, to)) => Window { from: date(from), to: date(to) },
        None => Window { from: date(published), to: None },
    };
    dated
}
