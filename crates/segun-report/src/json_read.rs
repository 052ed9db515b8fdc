//! The JSON contract back to a [`Reading`]: offsets in code points to bytes, every span checked against its text.
//!
//! Explanations are not read back: they name the rules of the program that wrote them.

use crate::*;
use serde::Deserialize;
use std::borrow::Cow;

/// Why an object is not of the contract.
#[derive(Debug, thiserror::Error)]
pub enum ParseError {
    /// It is not JSON, or lacks keys of the contract.
    #[error("not a reading: {0}")]
    Json(#[from] serde_json::Error),
    /// Its schema is another one.
    #[error("schema `{0}` is not `{expected}`", expected = json::SCHEMA)]
    Schema(String),
    /// A word that the contract does not have.
    #[error("`{0}` is no word of the contract")]
    Word(String),
    /// A span whose text is not what stands there.
    #[error("`{text}` does not stand at {start}")]
    Span {
        /// Where it begins, in code points.
        start: usize,
        /// The text that it should have.
        text: String,
    },
}

#[derive(Deserialize)]
struct RawReading<'a> {
    schema: String,
    id: String,
    language: Option<String>,
    published: Option<String>,
    title: Option<String>,
    url: Option<String>,
    publisher: Option<String>,
    #[serde(default)]
    authors: Vec<String>,
    text: String,
    #[serde(borrow)]
    entities: Vec<RawEntity<'a>>,
    #[serde(borrow)]
    times: Vec<RawTime<'a>>,
    #[serde(borrow)]
    attributions: Vec<RawAttribution<'a>>,
    #[serde(borrow)]
    events: Vec<RawEvent<'a>>,
    #[serde(borrow)]
    threads: Vec<RawThread<'a>>,
}

#[derive(Deserialize)]
struct RawSpan<'a> {
    start: usize,
    end: usize,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

// A span that is part of an object has its keys there: to read it as one (`flatten`) would keep the whole object first.

#[derive(Deserialize)]
struct RawMention<'a> {
    start: usize,
    end: usize,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow)]
    kind: Cow<'a, str>,
}

#[derive(Deserialize)]
struct RawIds {
    iso3: Option<String>,
    geonames: Option<String>,
    wikidata: Option<String>,
    actor: Option<String>,
}

#[derive(Deserialize)]
struct RawEntity<'a> {
    id: String,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    name: String,
    ids: RawIds,
    country: Option<String>,
    sector: Option<String>,
    role: Option<String>,
    office: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    #[serde(borrow)]
    mentions: Vec<RawMention<'a>>,
    #[serde(default = "sure")]
    confidence: f32,
    place_confidence: Option<f32>,
}

#[derive(Deserialize)]
struct RawTime<'a> {
    id: String,
    start: usize,
    end: usize,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    value: Option<String>,
    #[serde(rename = "mod")]
    modifier: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Deserialize)]
struct RawAttribution<'a> {
    id: String,
    #[serde(borrow)]
    source: Option<RawSpan<'a>>,
    #[serde(borrow)]
    source_kind: Cow<'a, str>,
    source_entity: Option<String>,
    affiliation: Option<String>,
    #[serde(borrow)]
    cue: Option<RawSpan<'a>>,
    #[serde(borrow)]
    content: Vec<RawSpan<'a>>,
    #[serde(borrow)]
    mode: Cow<'a, str>,
    #[serde(borrow)]
    stance: Cow<'a, str>,
    within: Option<String>,
    said_at: Option<String>,
    #[serde(default = "sure")]
    confidence: f32,
}

#[derive(Deserialize)]
struct RawEvent<'a> {
    id: String,
    #[serde(borrow)]
    trigger: RawSpan<'a>,
    #[serde(rename = "type")]
    kind: Option<String>,
    mode: Option<String>,
    cameo: Option<String>,
    actor: Vec<String>,
    recipient: Vec<String>,
    place: Vec<String>,
    time: Option<String>,
    from: Option<String>,
    to: Option<String>,
    #[serde(borrow)]
    certainty: Cow<'a, str>,
    #[serde(borrow)]
    polarity: Cow<'a, str>,
    #[serde(borrow)]
    when: Cow<'a, str>,
    source: Option<String>,
    same_as: String,
    #[serde(default = "sure")]
    confidence: f32,
    #[serde(default = "sure")]
    certainty_confidence: f32,
}

#[derive(Deserialize)]
struct RawThread<'a> {
    id: String,
    about: String,
    #[serde(borrow)]
    status: Cow<'a, str>,
    events: Vec<String>,
    deadline: Option<String>,
    sources: Vec<String>,
}

/// The confidence of what people annotated.
fn sure() -> f32 {
    1.0
}

/// The value that a word of the contract stands for.
fn word<T>(word: &str, of: impl Fn(&str) -> Option<T>) -> Result<T, ParseError> {
    of(word).ok_or_else(|| ParseError::Word(word.to_owned()))
}

/// Reads one object of the contract.
///
/// # Errors
/// See [`ParseError`].
pub(crate) fn read(json: &[u8]) -> Result<Reading, ParseError> {
    let raw: RawReading<'_> = serde_json::from_slice(json)?;
    if raw.schema != json::SCHEMA {
        return Err(ParseError::Schema(raw.schema));
    }
    let points = CodePoints::new(&raw.text);
    let text = &raw.text;
    let span = |raw: RawSpan<'_>| -> Result<Span, ParseError> {
        let (start, end) = (points.to_byte(raw.start), points.to_byte(raw.end));
        if start <= end && text.get(start..end) == Some(&*raw.text) {
            Ok(Span::new(start, end))
        } else {
            Err(ParseError::Span { start: raw.start, text: raw.text.into_owned() })
        }
    };
    let mention = |RawMention { start, end, text, kind }: RawMention<'_>| -> Result<Mention, ParseError> {
        let span = span(RawSpan { start, end, text })?;
        Ok(Mention { span, kind: word(&kind, MentionKind::from_word)? })
    };
    let entity = |raw: RawEntity<'_>| -> Result<Entity, ParseError> {
        Ok(Entity {
            id: raw.id,
            kind: word(&raw.kind, EntityType::from_word)?,
            name: raw.name,
            ids: EntityIds {
                iso3: raw.ids.iso3,
                geonames: raw.ids.geonames,
                wikidata: raw.ids.wikidata,
                actor: raw.ids.actor,
            },
            country: raw.country,
            sector: raw.sector,
            role: raw.role,
            office: raw.office,
            lat: raw.lat,
            lon: raw.lon,
            mentions: raw.mentions.into_iter().map(mention).collect::<Result<_, _>>()?,
            confidence: raw.confidence,
            place_confidence: raw.place_confidence,
            why: Vec::new(),
        })
    };
    let time = |raw: RawTime<'_>| -> Result<Time, ParseError> {
        Ok(Time {
            id: raw.id,
            span: span(RawSpan { start: raw.start, end: raw.end, text: raw.text })?,
            kind: word(&raw.kind, TimeType::from_word)?,
            value: raw.value,
            modifier: raw.modifier.map(|m| word(&m, Modifier::from_word)).transpose()?,
            from: raw.from,
            to: raw.to,
            why: Vec::new(),
        })
    };
    let attribution = |raw: RawAttribution<'_>| -> Result<Attribution, ParseError> {
        Ok(Attribution {
            id: raw.id,
            source: raw.source.map(span).transpose()?,
            source_kind: word(&raw.source_kind, SourceKind::from_word)?,
            source_entity: raw.source_entity,
            affiliation: raw.affiliation,
            cue: raw.cue.map(span).transpose()?,
            content: raw.content.into_iter().map(span).collect::<Result<_, _>>()?,
            mode: word(&raw.mode, Mode::from_word)?,
            stance: word(&raw.stance, Stance::from_word)?,
            within: raw.within,
            said_at: raw.said_at,
            confidence: raw.confidence,
            why: Vec::new(),
        })
    };
    let event = |raw: RawEvent<'_>| -> Result<Event, ParseError> {
        Ok(Event {
            id: raw.id,
            trigger: span(raw.trigger)?,
            kind: raw.kind.map(|k| word(&k, EventType::from_name)).transpose()?,
            mode: raw.mode,
            cameo: raw.cameo,
            actor: raw.actor,
            recipient: raw.recipient,
            place: raw.place,
            time: raw.time,
            from: raw.from,
            to: raw.to,
            certainty: word(&raw.certainty, Certainty::from_word)?,
            polarity: word(&raw.polarity, Polarity::from_word)?,
            when: word(&raw.when, When::from_word)?,
            source: raw.source,
            same_as: raw.same_as,
            confidence: raw.confidence,
            certainty_confidence: raw.certainty_confidence,
            why: Vec::new(),
        })
    };
    let thread = |raw: RawThread<'_>| -> Result<Thread, ParseError> {
        Ok(Thread {
            id: raw.id,
            about: raw.about,
            status: word(&raw.status, Status::from_word)?,
            events: raw.events,
            deadline: raw.deadline,
            sources: raw.sources,
        })
    };
    let entities = raw.entities.into_iter().map(entity).collect::<Result<_, _>>()?;
    let times = raw.times.into_iter().map(time).collect::<Result<_, _>>()?;
    let attributions = raw.attributions.into_iter().map(attribution).collect::<Result<_, _>>()?;
    let events = raw.events.into_iter().map(event).collect::<Result<_, _>>()?;
    let threads = raw.threads.into_iter().map(thread).collect::<Result<_, _>>()?;
    Ok(Reading {
        entities,
        times,
        attributions,
        events,
        threads,
        report: Report {
            id: raw.id,
            language: raw.language,
            published: raw
                .published
                .map(|p| p.parse::<Moment>().map_err(|_| ParseError::Word(p)))
                .transpose()?,
            title: raw.title,
            url: raw.url,
            publisher: raw.publisher,
            authors: raw.authors,
            text: raw.text,
        },
    })
}
