//! The JSON contract `segun/1`: one object a report, offsets in code points.
//!
//! Keys may be added, never changed in meaning. `text[start:end] == span.text`
//! always holds, counting code points.

use crate::*;
use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

/// The schema's name, written into every object.
pub const SCHEMA: &str = "segun/1";

/// What to write beside the contract's own keys.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Adds an `explain` list to every time, entity, attribution and event.
    pub explain: bool,
}

/// Writes `reading` as one line of JSON, without a line feed.
///
/// # Errors
/// Only where `out` fails.
pub fn write(reading: &Reading, options: Options, out: impl std::io::Write) -> serde_json::Result<()> {
    serde_json::to_writer(out, &Root { reading, options, points: CodePoints::new(&reading.report.text) })
}

/// `reading` as one line of JSON.
pub fn to_string(reading: &Reading, options: Options) -> String {
    let mut out = Vec::new();
    // Writing to memory cannot fail, and every key is a string.
    write(reading, options, &mut out).unwrap_or_default();
    String::from_utf8(out).unwrap_or_default()
}

/// Reads back what [`write()`] wrote, explanations aside.
///
/// # Errors
/// Where `json` is not of the contract, or a span's text is not what stands there.
pub fn from_slice(json: &[u8]) -> Result<Reading, ParseError> {
    json_read::read(json)
}

struct Root<'a> {
    reading: &'a Reading,
    options: Options,
    points: CodePoints<'a>,
}

impl Serialize for Root<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let Reading { report, entities, times, attributions, events, threads } = self.reading;
        let mut map = s.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry("id", &report.id)?;
        map.serialize_entry("language", &report.language)?;
        map.serialize_entry("published", &report.published.map(|m| m.to_string()))?;
        map.serialize_entry("title", &report.title)?;
        map.serialize_entry("url", &report.url)?;
        map.serialize_entry("publisher", &report.publisher)?;
        map.serialize_entry("authors", &report.authors)?;
        map.serialize_entry("text", &report.text)?;
        map.serialize_entry("entities", &List(entities, self))?;
        map.serialize_entry("times", &List(times, self))?;
        map.serialize_entry("attributions", &List(attributions, self))?;
        map.serialize_entry("events", &List(events, self))?;
        map.serialize_entry("threads", &List(threads, self))?;
        map.end()
    }
}

/// A list whose items need the offsets of the whole report.
struct List<'a, T>(&'a [T], &'a Root<'a>);

impl<T: Item> Serialize for List<'_, T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut seq = s.serialize_seq(Some(self.0.len()))?;
        for item in self.0 {
            seq.serialize_element(&With(item, self.1))?;
        }
        seq.end()
    }
}

struct With<'a, T: ?Sized>(&'a T, &'a Root<'a>);

impl<T: Item> Serialize for With<'_, T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        self.0.write(&mut map, self.1)?;
        map.end()
    }
}

trait Item {
    fn write<M: SerializeMap>(&self, map: &mut M, root: &Root<'_>) -> Result<(), M::Error>;
}

impl Item for Span {
    fn write<M: SerializeMap>(&self, map: &mut M, root: &Root<'_>) -> Result<(), M::Error> {
        map.serialize_entry("start", &root.points.from_byte(self.start))?;
        map.serialize_entry("end", &root.points.from_byte(self.end))?;
        map.serialize_entry("text", self.of(&root.reading.report.text))
    }
}

fn explain<M: SerializeMap>(map: &mut M, why: &[Why], root: &Root<'_>) -> Result<(), M::Error> {
    if root.options.explain {
        map.serialize_entry("explain", &List(why, root))?;
    }
    Ok(())
}

impl Item for Why {
    fn write<M: SerializeMap>(&self, map: &mut M, _: &Root<'_>) -> Result<(), M::Error> {
        map.serialize_entry("aspect", self.aspect)?;
        map.serialize_entry("by", &self.by)?;
        if let Some(score) = self.score {
            map.serialize_entry("score", &round(score))?;
        }
        Ok(())
    }
}

/// A probability as the contract writes it: three decimals, enough to compare, short enough to read.
pub fn round(x: f32) -> f64 {
    (f64::from(x) * 1000.0).round() / 1000.0
}

impl Item for Mention {
    fn write<M: SerializeMap>(&self, map: &mut M, root: &Root<'_>) -> Result<(), M::Error> {
        self.span.write(map, root)?;
        map.serialize_entry("kind", self.kind.as_str())
    }
}

impl Serialize for EntityIds {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        for (key, value) in [
            ("iso3", &self.iso3),
            ("geonames", &self.geonames),
            ("wikidata", &self.wikidata),
            ("actor", &self.actor),
        ] {
            if let Some(value) = value {
                map.serialize_entry(key, value)?;
            }
        }
        map.end()
    }
}

impl Item for Entity {
    fn write<M: SerializeMap>(&self, map: &mut M, root: &Root<'_>) -> Result<(), M::Error> {
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("type", self.kind.as_str())?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("ids", &self.ids)?;
        map.serialize_entry("country", &self.country)?;
        map.serialize_entry("sector", &self.sector)?;
        map.serialize_entry("role", &self.role)?;
        map.serialize_entry("office", &self.office)?;
        map.serialize_entry("lat", &self.lat)?;
        map.serialize_entry("lon", &self.lon)?;
        map.serialize_entry("mentions", &List(&self.mentions, root))?;
        map.serialize_entry("confidence", &round(self.confidence))?;
        map.serialize_entry("place_confidence", &self.place_confidence.map(round))?;
        explain(map, &self.why, root)
    }
}

impl Item for Time {
    fn write<M: SerializeMap>(&self, map: &mut M, root: &Root<'_>) -> Result<(), M::Error> {
        map.serialize_entry("id", &self.id)?;
        self.span.write(map, root)?;
        map.serialize_entry("type", self.kind.as_str())?;
        map.serialize_entry("value", &self.value)?;
        map.serialize_entry("mod", &self.modifier.map(Modifier::as_str))?;
        map.serialize_entry("from", &self.from)?;
        map.serialize_entry("to", &self.to)?;
        explain(map, &self.why, root)
    }
}

impl Item for Attribution {
    fn write<M: SerializeMap>(&self, map: &mut M, root: &Root<'_>) -> Result<(), M::Error> {
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("source", &self.source.as_ref().map(|s| With(s, root)))?;
        map.serialize_entry("source_kind", self.source_kind.as_str())?;
        map.serialize_entry("source_entity", &self.source_entity)?;
        map.serialize_entry("affiliation", &self.affiliation)?;
        map.serialize_entry("cue", &self.cue.as_ref().map(|s| With(s, root)))?;
        map.serialize_entry("content", &List(&self.content, root))?;
        map.serialize_entry("mode", self.mode.as_str())?;
        map.serialize_entry("stance", self.stance.as_str())?;
        map.serialize_entry("within", &self.within)?;
        map.serialize_entry("said_at", &self.said_at)?;
        map.serialize_entry("confidence", &round(self.confidence))?;
        explain(map, &self.why, root)
    }
}

impl Item for Event {
    fn write<M: SerializeMap>(&self, map: &mut M, root: &Root<'_>) -> Result<(), M::Error> {
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("trigger", &With(&self.trigger, root))?;
        map.serialize_entry("type", &self.kind.map(EventType::as_str))?;
        map.serialize_entry("mode", &self.mode)?;
        map.serialize_entry("cameo", &self.cameo)?;
        map.serialize_entry("actor", &self.actor)?;
        map.serialize_entry("recipient", &self.recipient)?;
        map.serialize_entry("place", &self.place)?;
        map.serialize_entry("time", &self.time)?;
        map.serialize_entry("from", &self.from)?;
        map.serialize_entry("to", &self.to)?;
        map.serialize_entry("certainty", self.certainty.as_str())?;
        map.serialize_entry("polarity", self.polarity.as_str())?;
        map.serialize_entry("when", self.when.as_str())?;
        map.serialize_entry("source", &self.source)?;
        map.serialize_entry("same_as", &self.same_as)?;
        map.serialize_entry("confidence", &round(self.confidence))?;
        map.serialize_entry("certainty_confidence", &round(self.certainty_confidence))?;
        explain(map, &self.why, root)
    }
}

impl Item for Thread {
    fn write<M: SerializeMap>(&self, map: &mut M, _: &Root<'_>) -> Result<(), M::Error> {
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("about", &self.about)?;
        map.serialize_entry("status", self.status.as_str())?;
        map.serialize_entry("events", &self.events)?;
        map.serialize_entry("deadline", &self.deadline)?;
        map.serialize_entry("sources", &self.sources)
    }
}

macro_rules! words {
    ($type:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $type {
            /// All of them, in the contract's order.
            pub const ALL: &'static [Self] = &[$($type::$variant),*];

            /// The contract's word.
            pub fn as_str(self) -> &'static str {
                match self { $($type::$variant => $word),* }
            }

            /// The value that the contract's word stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($type::$variant),)* _ => None }
            }
        }
    };
}

words!(EntityType { Person = "PER", Organisation = "ORG", Location = "LOC", Other = "MISC" });
words!(MentionKind { Name = "name", Nominal = "nominal", Pronoun = "pronoun" });
words!(TimeType { Date = "DATE", Time = "TIME", Duration = "DURATION", Set = "SET" });
words!(Modifier {
    Before = "BEFORE", After = "AFTER", OnOrBefore = "ON_OR_BEFORE", OnOrAfter = "ON_OR_AFTER",
    LessThan = "LESS_THAN", MoreThan = "MORE_THAN", EqualOrLess = "EQUAL_OR_LESS",
    EqualOrMore = "EQUAL_OR_MORE", Start = "START", Mid = "MID", End = "END", Approx = "APPROX",
});
words!(SourceKind {
    Named = "named", Role = "role", Organisation = "organisation", Anonymous = "anonymous",
    Document = "document", Impersonal = "impersonal",
});
words!(Mode { Direct = "direct", Indirect = "indirect", Mixed = "mixed" });
words!(Stance {
    Assert = "assert", Deny = "deny", Confirm = "confirm", Estimate = "estimate", Judge = "judge",
    Speculate = "speculate", Promise = "promise", Threaten = "threaten", Ask = "ask",
    RefuseComment = "refuse_comment", Know = "know", Want = "want",
});
words!(Certainty { Certain = "certain", Probable = "probable", Possible = "possible", Uncommitted = "uncommitted" });
words!(Polarity { Positive = "+", Negative = "-" });
words!(When { Past = "past", Present = "present", Future = "future", Timeless = "timeless" });
words!(Status {
    Rumoured = "rumoured", Announced = "announced", Confirmed = "confirmed", Happened = "happened",
    Denied = "denied", Postponed = "postponed", Lapsed = "lapsed",
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back() {
        let text = "🙂 Kim dijo que Lima …";
        let at = |word: &str| {
            let start = text.find(word).unwrap();
            Span::new(start, start + word.len())
        };
        let reading = Reading {
            report: Report {
                id: "r".into(),
                text: text.into(),
                published: "2024-05-01T10:00:00".parse().ok(),
                ..Report::default()
            },
            entities: vec![Entity {
                id: "e1".into(),
                kind: EntityType::Person,
                name: "Kim".into(),
                ids: EntityIds { iso3: Some("PRK".into()), ..EntityIds::default() },
                country: None,
                sector: None,
                role: None,
                office: None,
                lat: Some(1.5),
                lon: None,
                mentions: vec![Mention { span: at("Kim"), kind: MentionKind::Name }],
                confidence: 0.5,
                place_confidence: Some(0.25),
                why: Vec::new(),
            }],
            attributions: vec![Attribution {
                id: "a1".into(),
                source: Some(at("Kim")),
                source_kind: SourceKind::Named,
                source_entity: Some("e1".into()),
                affiliation: None,
                cue: Some(at("dijo")),
                content: vec![at("que Lima …")],
                mode: Mode::Indirect,
                stance: Stance::RefuseComment,
                within: None,
                said_at: None,
                confidence: 0.5,
                why: Vec::new(),
            }],
            ..Reading::default()
        };
        let json = to_string(&reading, Options::default());
        assert_eq!(from_slice(json.as_bytes()).unwrap(), reading);
        let moved = json.replace("\"start\":2", "\"start\":3");
        assert!(matches!(from_slice(moved.as_bytes()), Err(ParseError::Span { .. })));
        assert!(matches!(from_slice(b"{}"), Err(ParseError::Json(_))));
        assert!(matches!(from_slice(json.replace("segun/1", "x").as_bytes()), Err(ParseError::Schema(_))));
    }

    #[test]
    fn offsets_are_code_points_and_texts_are_slices() {
        let text = "Según 🙂 la fuente, Kim viajará.";
        let start = text.find("Kim").unwrap();
        let reading = Reading {
            report: Report { id: "r".into(), text: text.into(), ..Report::default() },
            times: vec![Time {
                id: "t1".into(),
                span: Span::new(start, start + 3),
                kind: TimeType::Date,
                value: None,
                modifier: Some(Modifier::Approx),
                from: None,
                to: None,
                why: vec![Why::rule("value", "a rule")],
            }],
            ..Reading::default()
        };
        let value: serde_json::Value =
            serde_json::from_str(&to_string(&reading, Options { explain: true })).unwrap();
        let time = &value["times"][0];
        let (a, b) = (time["start"].as_u64().unwrap() as usize, time["end"].as_u64().unwrap() as usize);
        let by_points: String = text.chars().skip(a).take(b - a).collect();
        assert_eq!(by_points, "Kim");
        assert_eq!(time["text"], "Kim");
        assert_eq!(time["mod"], "APPROX");
        assert_eq!(time["explain"][0]["by"], "a rule");
        assert_eq!(value["schema"], SCHEMA);
    }
}
