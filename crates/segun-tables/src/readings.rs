//! Readings, one row a report.

use crate::VERSION_KEY;
use crate::columns::{List, Maybe, MaybeReal, MaybeText, Real, Text, Whole};
use crate::record;
use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use segun_report::json::{SCHEMA, round};
use segun_report::{
    Attribution, CodePoints, Entity, EntityIds, Event, EventType, Mention, Modifier, Reading, Span, Thread,
    Time,
};
use std::sync::Arc;

/// Bytes of text from which on a batch is full: far from the 2 GiB at which its columns could hold no more.
const FULL: usize = 64 << 20;

/// The schema of readings.
pub fn schema() -> SchemaRef {
    let metadata = [(VERSION_KEY.to_owned(), SCHEMA.to_owned())].into();
    Arc::new(Schema::new_with_metadata(Reports::fields(), metadata))
}

/// Readings that become a batch.
#[derive(Debug, Default)]
pub struct Readings {
    reports: Reports,
    rows: usize,
    bytes: usize,
}

impl Readings {
    /// No readings yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a reading; explanations (`Why`) are left out.
    pub fn push(&mut self, reading: &Reading) {
        self.reports.push(reading);
        self.rows += 1;
        self.bytes += reading.report.text.len();
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Whether so much text was added that the batch should be finished before more is.
    pub fn is_full(&self) -> bool {
        self.bytes >= FULL
    }

    /// The batch of all that was added; there are no readings then. Without readings it has no rows.
    pub fn finish(&mut self) -> RecordBatch {
        (self.rows, self.bytes) = (0, 0);
        // The arrays are made by the declaration that the schema is taken from.
        RecordBatch::try_new(schema(), self.reports.arrays())
            .unwrap_or_else(|error| panic!("readings and their schema: {error}"))
    }
}

record! {
    struct Reports {
        schema: Text, id: Text, language: MaybeText, published: MaybeText, title: MaybeText, url: MaybeText,
        publisher: MaybeText, authors: List<Text>, text: Text, entities: List<Entities>, times: List<Times>,
        attributions: List<Attributions>, events: List<Events>, threads: List<Threads>,
    }
}

record! {
    struct Spans { start: Whole, end: Whole, text: Text }
}

record! {
    struct Mentions { start: Whole, end: Whole, text: Text, kind: Text }
}

record! {
    struct Ids { iso3: MaybeText, geonames: MaybeText, wikidata: MaybeText, actor: MaybeText }
}

record! {
    struct Entities {
        id: Text, r#type: Text, name: Text, ids: Ids, country: MaybeText, sector: MaybeText, role: MaybeText,
        office: MaybeText, lat: MaybeReal, lon: MaybeReal, mentions: List<Mentions>, confidence: Real, place_confidence: MaybeReal,
    }
}

record! {
    struct Times {
        id: Text, start: Whole, end: Whole, text: Text, r#type: Text, value: MaybeText, r#mod: MaybeText,
        from: MaybeText, to: MaybeText,
    }
}

record! {
    struct Attributions {
        id: Text, source: Maybe<Spans>, source_kind: Text, source_entity: MaybeText, affiliation: MaybeText,
        cue: Maybe<Spans>, content: List<Spans>, mode: Text, stance: Text, within: MaybeText, said_at: MaybeText,
        confidence: Real,
    }
}

record! {
    struct Events {
        id: Text, trigger: Spans, r#type: MaybeText, mode: MaybeText, cameo: MaybeText, actor: List<Text>,
        recipient: List<Text>, place: List<Text>, time: MaybeText, from: MaybeText, to: MaybeText, certainty: Text,
        polarity: Text, when: Text, source: MaybeText, same_as: Text, confidence: Real,
        certainty_confidence: Real,
    }
}

record! {
    struct Threads {
        id: Text, about: Text, status: Text, events: List<Text>, deadline: MaybeText, sources: List<Text>,
    }
}

/// A report's text and its offsets.
struct Written<'a> {
    text: &'a str,
    points: CodePoints<'a>,
}

impl Reports {
    fn push(&mut self, Reading { report, entities, times, attributions, events, threads }: &Reading) {
        let written = Written { text: &report.text, points: CodePoints::new(&report.text) };
        self.schema.push(SCHEMA);
        self.id.push(&report.id);
        self.language.push(report.language.as_deref());
        self.published.push(report.published.map(|moment| moment.to_string()).as_deref());
        self.title.push(report.title.as_deref());
        self.url.push(report.url.as_deref());
        self.publisher.push(report.publisher.as_deref());
        self.authors.push_texts(texts(&report.authors));
        self.text.push(&report.text);
        self.entities.push(entities, |column, entity| column.push(entity, &written));
        self.times.push(times, |column, time| column.push(time, &written));
        self.attributions.push(attributions, |column, attribution| column.push(attribution, &written));
        self.events.push(events, |column, event| column.push(event, &written));
        self.threads.push(threads, Threads::push);
    }
}

impl Spans {
    fn push(&mut self, span: Span, written: &Written<'_>) {
        self.start.push_count(written.points.from_byte(span.start));
        self.end.push_count(written.points.from_byte(span.end));
        self.text.push(span.of(written.text));
    }
}

impl Mentions {
    fn push(&mut self, Mention { span, kind }: &Mention, written: &Written<'_>) {
        self.start.push_count(written.points.from_byte(span.start));
        self.end.push_count(written.points.from_byte(span.end));
        self.text.push(span.of(written.text));
        self.kind.push(kind.as_str());
    }
}

impl Ids {
    fn push(&mut self, EntityIds { iso3, geonames, wikidata, actor }: &EntityIds) {
        self.iso3.push(iso3.as_deref());
        self.geonames.push(geonames.as_deref());
        self.wikidata.push(wikidata.as_deref());
        self.actor.push(actor.as_deref());
    }
}

impl Entities {
    fn push(&mut self, entity: &Entity, written: &Written<'_>) {
        self.id.push(&entity.id);
        self.r#type.push(entity.kind.as_str());
        self.name.push(&entity.name);
        self.ids.push(&entity.ids);
        self.country.push(entity.country.as_deref());
        self.sector.push(entity.sector.as_deref());
        self.role.push(entity.role.as_deref());
        self.office.push(entity.office.as_deref());
        self.lat.push(entity.lat);
        self.lon.push(entity.lon);
        self.mentions.push(&entity.mentions, |column, mention| column.push(mention, written));
        self.confidence.push(round(entity.confidence));
        self.place_confidence.push(entity.place_confidence.map(round));
    }
}

impl Times {
    fn push(&mut self, time: &Time, written: &Written<'_>) {
        self.id.push(&time.id);
        self.start.push_count(written.points.from_byte(time.span.start));
        self.end.push_count(written.points.from_byte(time.span.end));
        self.text.push(time.span.of(written.text));
        self.r#type.push(time.kind.as_str());
        self.value.push(time.value.as_deref());
        self.r#mod.push(time.modifier.map(Modifier::as_str));
        self.from.push(time.from.as_deref());
        self.to.push(time.to.as_deref());
    }
}

impl Attributions {
    fn push(&mut self, attribution: &Attribution, written: &Written<'_>) {
        self.id.push(&attribution.id);
        self.source.push(attribution.source, |column, span| column.push(span, written));
        self.source_kind.push(attribution.source_kind.as_str());
        self.source_entity.push(attribution.source_entity.as_deref());
        self.affiliation.push(attribution.affiliation.as_deref());
        self.cue.push(attribution.cue, |column, span| column.push(span, written));
        self.content.push(&attribution.content, |column, &span| column.push(span, written));
        self.mode.push(attribution.mode.as_str());
        self.stance.push(attribution.stance.as_str());
        self.within.push(attribution.within.as_deref());
        self.said_at.push(attribution.said_at.as_deref());
        self.confidence.push(round(attribution.confidence));
    }
}

impl Events {
    fn push(&mut self, event: &Event, written: &Written<'_>) {
        self.id.push(&event.id);
        self.trigger.push(event.trigger, written);
        self.r#type.push(event.kind.map(EventType::as_str));
        self.mode.push(event.mode.as_deref());
        self.cameo.push(event.cameo.as_deref());
        self.actor.push_texts(texts(&event.actor));
        self.recipient.push_texts(texts(&event.recipient));
        self.place.push_texts(texts(&event.place));
        self.time.push(event.time.as_deref());
        self.from.push(event.from.as_deref());
        self.to.push(event.to.as_deref());
        self.certainty.push(event.certainty.as_str());
        self.polarity.push(event.polarity.as_str());
        self.when.push(event.when.as_str());
        self.source.push(event.source.as_deref());
        self.same_as.push(&event.same_as);
        self.confidence.push(round(event.confidence));
        self.certainty_confidence.push(round(event.certainty_confidence));
    }
}

impl Threads {
    fn push(&mut self, thread: &Thread) {
        self.id.push(&thread.id);
        self.about.push(&thread.about);
        self.status.push(thread.status.as_str());
        self.events.push_texts(texts(&thread.events));
        self.deadline.push(thread.deadline.as_deref());
        self.sources.push_texts(texts(&thread.sources));
    }
}

fn texts(all: &[String]) -> impl Iterator<Item = &str> {
    all.iter().map(String::as_str)
}
