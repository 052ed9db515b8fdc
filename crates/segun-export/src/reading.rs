//! What formats of events need of a report's reading: a part of it, where it stands in its JSON.

use crate::Result;
use segun_ledger::LedgerError;
use segun_ledger::query::{Borrowed, BulkClaim};
use segun_report::{CodePoints, Span};
use serde::Deserialize;
use serde_json::value::RawValue;

/// A reading, as far as it is needed.
#[derive(Default, Deserialize)]
pub(crate) struct Read<'a> {
    #[serde(borrow)]
    pub(crate) text: Borrowed<'a>,
    #[serde(borrow)]
    pub(crate) entities: Vec<Named<'a>>,
    #[serde(borrow)]
    pub(crate) events: Vec<Told<'a>>,
}

/// Something that the report names.
#[derive(Deserialize)]
pub(crate) struct Named<'a> {
    #[serde(borrow)]
    pub(crate) id: Borrowed<'a>,
    /// Its type, in the contract's word.
    #[serde(borrow, rename = "type")]
    pub(crate) kind: Borrowed<'a>,
    #[serde(borrow)]
    pub(crate) name: Borrowed<'a>,
    #[serde(borrow)]
    pub(crate) ids: Ids<'a>,
    #[serde(borrow)]
    pub(crate) country: Option<Borrowed<'a>>,
    #[serde(borrow)]
    pub(crate) sector: Option<Borrowed<'a>>,
    #[serde(borrow)]
    role: Option<Borrowed<'a>>,
    #[serde(borrow)]
    office: Option<Borrowed<'a>>,
    pub(crate) lat: Option<f64>,
    pub(crate) lon: Option<f64>,
    /// Read only where somebody asks for them ([`Named::mention`]): they are most of a reading's names.
    #[serde(borrow)]
    mentions: &'a RawValue,
}

/// Its identifiers in public registers.
#[derive(Deserialize)]
pub(crate) struct Ids<'a> {
    #[serde(borrow)]
    pub(crate) iso3: Option<Borrowed<'a>>,
    #[serde(borrow)]
    pub(crate) geonames: Option<Borrowed<'a>>,
    #[serde(borrow)]
    pub(crate) wikidata: Option<Borrowed<'a>>,
}

/// Where the report names it.
#[derive(Deserialize)]
pub(crate) struct Mention<'a> {
    /// Its first code point.
    pub(crate) start: usize,
    end: usize,
    #[serde(borrow)]
    pub(crate) text: Borrowed<'a>,
}

/// An event as the report has it.
#[derive(Deserialize)]
pub(crate) struct Told<'a> {
    #[serde(borrow)]
    id: Borrowed<'a>,
    #[serde(borrow)]
    cameo: Option<Borrowed<'a>>,
    #[serde(borrow)]
    actor: Vec<Borrowed<'a>>,
    #[serde(borrow)]
    recipient: Vec<Borrowed<'a>>,
    #[serde(borrow)]
    place: Vec<Borrowed<'a>>,
}

impl<'a> Named<'a> {
    /// The country that it is or belongs to.
    pub(crate) fn home(&self) -> Option<&str> {
        self.ids.iso3.as_deref().or(self.country.as_deref())
    }

    /// What it is called by office: the report's words, where there are none the list's.
    pub(crate) fn title(&self) -> Option<&str> {
        self.role.as_deref().or(self.office.as_deref())
    }

    /// Where it is mentioned nearest to the event that `claim` is about, in its sentence. `points` are the report's.
    ///
    /// # Errors
    /// Where its mentions are none.
    pub(crate) fn mention(
        &self,
        claim: &BulkClaim<'_>,
        points: &CodePoints<'_>,
    ) -> Result<Option<Mention<'a>>> {
        let all: Vec<Mention<'a>> = serde_json::from_str(self.mentions.get())
            .map_err(|e| LedgerError::Reading { report: claim.report, cause: e.to_string() })?;
        let span =
            |mention: &Mention<'_>| Span::new(points.to_byte(mention.start), points.to_byte(mention.end));
        let all = all.into_iter().map(|mention| (span(&mention), mention));
        let inside = all.filter(|(span, _)| claim.sentence_span.contains(*span));
        let nearest = inside.min_by_key(|(span, _)| claim.trigger_span.start.abs_diff(span.start));
        Ok(nearest.map(|(_, mention)| mention))
    }
}

/// An event of a reading with those who take part, as far as a row has room for them.
pub(crate) struct Parts<'a> {
    /// Its CAMEO code.
    pub(crate) cameo: Option<&'a str>,
    /// The first who acts.
    pub(crate) actor: Option<&'a Named<'a>>,
    /// The first who undergoes; where nobody does, the second who acts (two who meet).
    pub(crate) recipient: Option<&'a Named<'a>>,
    /// The most precise place.
    pub(crate) place: Option<&'a Named<'a>>,
}

impl<'a> Parts<'a> {
    /// Of the event with id `id`.
    pub(crate) fn of(reading: &'a Read<'_>, id: &str) -> Option<Self> {
        let event = reading.events.iter().find(|event| *event.id == *id)?;
        let entity = |id: &Borrowed<'_>| reading.entities.iter().find(|entity| *entity.id == **id);
        let mut actors = event.actor.iter().filter_map(entity);
        let actor = actors.next();
        let recipient = event.recipient.iter().find_map(entity).or_else(|| actors.next());
        let places = || event.place.iter().filter_map(entity);
        let place = places().find(|place| place.ids.iso3.is_none()).or_else(|| places().next());
        Some(Self { cameo: event.cameo.as_deref(), actor, recipient, place })
    }
}
