//! The claims of a reading in words: who, how sure, what, when, where.

use segun_report::{
    Attribution, Certainty, CodePoints, Entity, Event, Polarity, Reading, Report, SourceKind, Span, Time, Why,
};

/// One claim: an event as one source holds it, or a statement about no event.
#[derive(Debug)]
pub struct Claim<'a> {
    /// The event's or the attribution's id.
    pub id: &'a str,
    /// Who says it, and who says that they said it.
    pub who: String,
    /// How sure they are, in words; of a statement about no event, its stance.
    pub how_sure: String,
    /// For colours; `None` for statements about no event.
    pub certainty: Option<(Certainty, Polarity)>,
    /// The event, or the statement's words.
    pub what: String,
    /// Past, present or future, with the time where it is known.
    pub when: String,
    /// Paragraph, from 1, and offsets in code points.
    pub place: String,
    /// The words of the text that it stands on.
    pub words: &'a str,
    /// What decided, with the id of what was decided.
    pub reasons: Vec<(&'a str, &'a Why)>,
}

/// The report's title, or its id where it has none.
pub fn title(report: &Report) -> &str {
    report.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&report.id)
}

/// Longest quotation of a statement, in characters.
const QUOTED: usize = 80;
/// Deepest nesting of sources that is followed.
const DEEPEST: usize = 8;

/// The claims of `reading` in text order.
pub fn claims(reading: &Reading) -> Vec<Claim<'_>> {
    let points = CodePoints::new(&reading.report.text);
    let book = Book { reading, points };
    let mut claims: Vec<(usize, Claim<'_>)> = Vec::new();
    for event in &reading.events {
        claims.push((event.trigger.start, book.event(event)));
    }
    for attribution in &reading.attributions {
        let spoken_of = reading.events.iter().any(|event| event.source.as_ref() == Some(&attribution.id));
        let holds = reading.attributions.iter().any(|inner| inner.within.as_ref() == Some(&attribution.id));
        if !spoken_of && !holds {
            let span = statement(attribution);
            claims.push((span.start, book.statement(attribution, span)));
        }
    }
    claims.sort_by_key(|(start, _)| *start);
    claims.into_iter().map(|(_, claim)| claim).collect()
}

/// The span that stands for an attribution: its content, or else its cue or source.
fn statement(attribution: &Attribution) -> Span {
    let content = attribution.content.iter().copied().reduce(Span::hull);
    content.or(attribution.cue).or(attribution.source).unwrap_or_default()
}

struct Book<'a> {
    reading: &'a Reading,
    points: CodePoints<'a>,
}

impl<'a> Book<'a> {
    fn event(&self, event: &'a Event) -> Claim<'a> {
        let source = event.source.as_deref().and_then(|id| self.attribution(id));
        let time = event.time.as_deref().and_then(|id| self.time(id));
        let mut reasons: Vec<_> = event.why.iter().map(|why| (event.id.as_str(), why)).collect();
        if let Some(time) = time {
            reasons.extend(time.why.iter().map(|why| (time.id.as_str(), why)));
        }
        if let Some(source) = source {
            reasons.extend(source.why.iter().map(|why| (source.id.as_str(), why)));
        }
        Claim {
            id: &event.id,
            who: self.who(source),
            how_sure: how_sure(event.certainty, event.polarity),
            certainty: Some((event.certainty, event.polarity)),
            what: self.what(event),
            when: self.when(event, time),
            place: self.place(event.trigger),
            words: event.trigger.of(&self.reading.report.text),
            reasons,
        }
    }

    fn statement(&self, attribution: &'a Attribution, span: Span) -> Claim<'a> {
        let words = span.of(&self.reading.report.text);
        let said_at = attribution.said_at.as_deref().and_then(|id| self.time(id));
        Claim {
            id: &attribution.id,
            who: self.who(Some(attribution)),
            how_sure: attribution.stance.as_str().replace('_', " "),
            certainty: None,
            what: format!("“{}”", shortened(words)),
            when: said_at.map(|time| format!("said {}", self.interval(time))).unwrap_or_default(),
            place: self.place(span),
            words,
            reasons: attribution.why.iter().map(|why| (attribution.id.as_str(), why)).collect(),
        }
    }

    /// The holder, and who says so where sources are nested.
    fn who(&self, source: Option<&Attribution>) -> String {
        let Some(source) = source else { return "the report".to_owned() };
        let mut who = self.name(source);
        let mut inner = source;
        for _ in 0..DEEPEST {
            let Some(outer) = inner.within.as_deref().and_then(|id| self.attribution(id)) else { break };
            who.push_str(", according to ");
            who.push_str(&self.name(outer));
            inner = outer;
        }
        who
    }

    fn name(&self, source: &Attribution) -> String {
        if let Some(entity) = source.source_entity.as_deref().and_then(|id| self.entity(id)) {
            return entity.name.clone();
        }
        match source.source {
            Some(span) => shortened(span.of(&self.reading.report.text)),
            None if source.source_kind == SourceKind::Impersonal => "nobody named".to_owned(),
            None => format!("{} source", source.source_kind.as_str()),
        }
    }

    fn what(&self, event: &Event) -> String {
        let name = |id: &String| self.entity(id).map_or_else(|| id.clone(), |entity| entity.name.clone());
        let names = |ids: &[String]| ids.iter().map(name).collect::<Vec<_>>();
        let mut what = event.kind.map_or("event", |kind| kind.as_str()).to_owned();
        if let Some(mode) = &event.mode {
            what.push_str(&format!(" ({mode})"));
        }
        what.push_str(&format!(" “{}”", shortened(event.trigger.of(&self.reading.report.text))));
        let (actors, recipients, places) =
            (names(&event.actor), names(&event.recipient), names(&event.place));
        if !actors.is_empty() || !recipients.is_empty() {
            what.push_str(": ");
            what.push_str(&actors.join(", "));
            if !recipients.is_empty() {
                what.push_str(if actors.is_empty() { "→ " } else { " → " });
                what.push_str(&recipients.join(", "));
            }
        }
        if !places.is_empty() {
            what.push_str(&format!(" @ {}", places.join(", ")));
        }
        what
    }

    fn when(&self, event: &Event, time: Option<&Time>) -> String {
        let relative = event.when.as_str();
        match interval(event.from.as_deref(), event.to.as_deref()) {
            Some(interval) => format!("{relative}, {interval}"),
            None => match time {
                Some(time) => format!("{relative}, “{}”", shortened(time.span.of(&self.reading.report.text))),
                None => relative.to_owned(),
            },
        }
    }

    fn interval(&self, time: &Time) -> String {
        interval(time.from.as_deref(), time.to.as_deref())
            .or_else(|| time.value.clone())
            .unwrap_or_else(|| shortened(time.span.of(&self.reading.report.text)))
    }

    fn place(&self, span: Span) -> String {
        let before = self.reading.report.text.get(..span.start).unwrap_or_default();
        // The paragraphs that begin before the span, its own included.
        let paragraph = before.split('\n').filter(|line| !line.trim().is_empty()).count()
            + usize::from(before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty()));
        let (start, end) = (self.points.from_byte(span.start), self.points.from_byte(span.end));
        format!("¶{paragraph} {start}–{end}")
    }

    fn attribution(&self, id: &str) -> Option<&'a Attribution> {
        self.reading.attributions.iter().find(|attribution| attribution.id == id)
    }

    fn entity(&self, id: &str) -> Option<&'a Entity> {
        self.reading.entities.iter().find(|entity| entity.id == id)
    }

    fn time(&self, id: &str) -> Option<&'a Time> {
        self.reading.times.iter().find(|time| time.id == id)
    }
}

/// A half-open interval as its first and last day; a single day as itself.
fn interval(from: Option<&str>, to: Option<&str>) -> Option<String> {
    match (from, to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from {from}")),
        (None, Some(to)) => Some(format!("before {to}")),
        (Some(from), Some(to)) => {
            let one_day = |from: &str, to: &str| {
                let (from, to) =
                    (from.parse::<segun_report::Moment>().ok()?, to.parse::<segun_report::Moment>().ok()?);
                (!from.has_time && !to.has_time && from.date().tomorrow().ok()? == to.date()).then_some(())
            };
            Some(if one_day(from, to).is_some() { from.to_owned() } else { format!("{from} … {to}") })
        }
    }
}

/// How sure the holder is, in words.
pub fn how_sure(certainty: Certainty, polarity: Polarity) -> String {
    let words = match (certainty, polarity) {
        (_, Polarity::Positive) => certainty.as_str(),
        (Certainty::Certain, _) => "certainly not",
        (Certainty::Probable, _) => "probably not",
        (Certainty::Possible, _) => "possibly not",
        (Certainty::Uncommitted, _) => "not, uncommitted",
    };
    words.to_owned()
}

/// `text` on one line, cut where it is long.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}
