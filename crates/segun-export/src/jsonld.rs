//! JSON-LD: one graph, a node a claim and a node a report, with the context in the document: nothing is fetched.
//!
//! A claim is a schema.org `Claim` and a PROV entity: derived from its report (`wasDerivedFrom`), attributed to who holds
//! it (`wasAttributedTo`), its evidence the characters of the report (Web Annotation's text position and quote
//! selectors). A review of a claim (`ClaimReview`) can name it by its id as what it reviews; none is written here, since
//! Segun does not judge what is true: certainty and polarity are the holder's, and the status says what later reports
//! say. For the same reason the event is no schema.org `Event`: it may never have happened.

use crate::json::{self, Object};
use crate::pipeline::Walk;
use crate::target::Stream;
use crate::{Exported, Result};
use segun_claims::Day;
use segun_ledger::query::{Borrowed, BulkClaim, BulkParties, BulkParty, BulkReport};
use segun_report::{CodePoints, Moment, SourceKind};
use serde::Deserialize;
use serde_json::{Value, json};
use std::ops::ControlFlow;

/// The words of this project, which its documentation explains.
const WORDS: &str = "https://github.com/segun-news/segun/blob/main/docs/export.md#";

/// What the id of an outlet has behind that of its report.
const PUBLISHER: &str = ":publisher";

/// Bytes of a node, about.
const NODE: usize = 2_500;

fn context() -> Value {
    let iri = |name: &str| json!({ "@id": name, "@type": "@id" });
    let typed = |name: &str, of: &str| json!({ "@id": name, "@type": of });
    let mut context = json!({
        "@version": 1.1,
        "id": "@id",
        "type": "@type",
        "schema": "https://schema.org/",
        "prov": "http://www.w3.org/ns/prov#",
        "oa": "http://www.w3.org/ns/oa#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "segun": WORDS,
        "appearance": iri("schema:appearance"),
        "publisher": iri("schema:publisher"),
        "author": iri("schema:author"),
        "url": iri("schema:url"),
        "datePublished": typed("schema:datePublished", "xsd:date"),
        "wasDerivedFrom": iri("prov:wasDerivedFrom"),
        "wasAttributedTo": iri("prov:wasAttributedTo"),
        "generatedAtTime": typed("prov:generatedAtTime", "xsd:dateTime"),
        "evidence": "segun:evidence",
        "source": iri("oa:hasSource"),
        "selector": "oa:hasSelector",
        "start": typed("oa:start", "xsd:nonNegativeInteger"),
        "end": typed("oa:end", "xsd:nonNegativeInteger"),
        "exact": "oa:exact",
        "thread": iri("segun:thread"),
        "origin": iri("segun:origin"),
        "from": typed("segun:from", "xsd:date"),
        "to": typed("segun:to", "xsd:date"),
    });
    if let Value::Object(context) = &mut context {
        let mut all = |prefix: &str, names: &[&str]| {
            for name in names {
                context.insert((*name).to_owned(), format!("{prefix}:{name}").into());
            }
        };
        all("schema", &["Claim", "NewsArticle", "Person", "Organization", "CreativeWork"]);
        all("schema", &["name", "text", "headline", "inLanguage", "identifier", "version", "about"]);
        all("prov", &["Entity", "Agent"]);
        all("oa", &["SpecificResource", "TextPositionSelector", "TextQuoteSelector"]);
        all("segun", &["ClaimedEvent", "eventType", "mode", "actor", "recipient", "place", "key", "country"]);
        all("segun", &["certainty", "polarity", "when", "stance", "holderKind", "affiliation", "confidence"]);
        all("segun", &["part", "turn", "outcome", "status", "origins", "model"]);
    }
    context
}

pub(crate) fn export<W: FnMut(u64) -> ControlFlow<()>>(
    mut walk: Walk<'_, W>,
    mut out: Stream,
) -> Result<Exported> {
    out.write(b"{\"@context\":")?;
    out.write(&serde_json::to_vec(&context())?)?;
    out.write(b",\n\"@graph\":[\n")?;
    let mut first = true;
    walk.run(
        Ok,
        |report: BulkReport| nodes(&report),
        |nodes: Vec<u8>| {
            if !std::mem::replace(&mut first, false) {
                out.write(b",\n")?;
            }
            out.write(&nodes)
        },
    )?;
    out.write(b"\n]}\n")?;
    out.finish()?;
    Ok(Exported { claims: walk.claims, rows: walk.claims })
}

/// What of a reading the graph says beside the ledger's tables.
#[derive(Deserialize)]
struct Said<'a> {
    #[serde(borrow)]
    text: Borrowed<'a>,
    #[serde(borrow)]
    attributions: Vec<Attribution<'a>>,
    #[serde(borrow)]
    events: Vec<EventSource<'a>>,
}

#[derive(Deserialize)]
struct Attribution<'a> {
    #[serde(borrow)]
    id: Borrowed<'a>,
    #[serde(borrow)]
    source: Option<Quote<'a>>,
    #[serde(borrow)]
    cue: Option<Quote<'a>>,
    #[serde(borrow)]
    content: Vec<Quote<'a>>,
}

/// Characters of a report, counted in code points.
#[derive(Deserialize)]
struct Quote<'a> {
    start: usize,
    end: usize,
    #[serde(borrow)]
    text: Borrowed<'a>,
}

/// The attribution that an event stands in.
#[derive(Deserialize)]
struct EventSource<'a> {
    #[serde(borrow)]
    id: Borrowed<'a>,
    #[serde(borrow)]
    source: Option<Borrowed<'a>>,
}

/// The id of a node, or of a part of one.
#[derive(Clone, Copy)]
struct Urn {
    what: &'static str,
    number: i64,
    part: &'static str,
}

impl Urn {
    fn new(what: &'static str, number: i64) -> Self {
        Self { what, number, part: "" }
    }

    fn part(self, part: &'static str) -> Self {
        Self { part, ..self }
    }

    fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\"urn:segun:");
        out.extend_from_slice(self.what.as_bytes());
        out.push(b':');
        json::value(self.number, out);
        out.extend_from_slice(self.part.as_bytes());
        out.push(b'"');
    }
}

/// What the graph says more often than once, and adds to an object.
trait Words {
    fn id(&mut self, key: &str, id: Urn) -> &mut Self;

    fn types(&mut self, types: &[&str]) -> &mut Self;

    /// The day of publication, and the moment where the clock time is known.
    fn dated(&mut self, dated: &Dated) -> &mut Self;

    /// Those of `parties`, where there are any.
    fn parties(&mut self, key: &str, parties: &[BulkParty<'_>]) -> &mut Self;
}

impl Words for Object<'_> {
    fn id(&mut self, key: &str, id: Urn) -> &mut Self {
        self.key(key, |out| id.write(out))
    }

    fn types(&mut self, types: &[&str]) -> &mut Self {
        self.key("type", |out| json::list(types, out, |of, out| json::text(of, out)))
    }

    fn dated(&mut self, dated: &Dated) -> &mut Self {
        self.maybe("datePublished", dated.date.as_deref()).maybe("generatedAtTime", dated.moment.as_deref())
    }

    fn parties(&mut self, key: &str, parties: &[BulkParty<'_>]) -> &mut Self {
        if parties.is_empty() {
            return self;
        }
        self.key(key, |out| {
            json::list(parties, out, |party, out| {
                let mut node = Object::new(out);
                node.text("name", &party.name).text("key", &party.key);
                node.maybe("country", party.country.as_deref()).end();
            });
        })
    }
}

/// When a report was published.
#[derive(Default)]
struct Dated {
    date: Option<String>,
    moment: Option<String>,
}

impl Dated {
    fn of(report: &BulkReport) -> Self {
        let Some(moment) = report.published().and_then(|text| text.parse::<Moment>().ok()) else {
            return Self::default();
        };
        Self { date: Some(moment.date().to_string()), moment: moment.has_time.then(|| moment.to_string()) }
    }
}

/// Somebody or something with a name.
struct Thing<'a> {
    id: Urn,
    types: [&'static str; 2],
    name: Option<&'a str>,
}

impl Thing<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        Object::new(out).id("id", self.id).types(&self.types).maybe("name", self.name).end();
    }
}

/// The report's node and those of its claims, a line each.
fn nodes(report: &BulkReport) -> Result<Vec<u8>> {
    let json = report.json()?;
    let said: Said<'_> = json.read()?;
    let points = CodePoints::new(&said.text);
    let dated = Dated::of(report);
    let mut nodes = Vec::with_capacity(NODE * (report.claim_count() + 1));
    report_node(report, &dated, &mut nodes);
    for claim in report.each_claim() {
        nodes.extend_from_slice(b",\n");
        claim_node(report, &dated, (&said, &points), &claim?, &mut nodes)?;
    }
    Ok(nodes)
}

fn report_node(report: &BulkReport, dated: &Dated, out: &mut Vec<u8>) {
    let id = Urn::new("report", report.id);
    let mut node = Object::new(out);
    node.id("id", id).types(&["NewsArticle", "Entity"]);
    node.maybe("headline", report.title()).maybe("url", report.url());
    node.maybe("inLanguage", report.language()).text("identifier", report.key());
    node.number("version", report.version).dated(dated);
    if let Some(name) = report.outlet() {
        let outlet = Thing { id: id.part(PUBLISHER), types: ["Organization", "Agent"], name: Some(name) };
        node.key("publisher", |out| outlet.write(out)).id("wasAttributedTo", outlet.id);
    }
    node.end();
}

fn claim_node(
    report: &BulkReport,
    dated: &Dated,
    (said, points): (&Said<'_>, &CodePoints<'_>),
    claim: &BulkClaim<'_>,
    out: &mut Vec<u8>,
) -> Result<()> {
    let BulkParties { actors, recipients, places } = &claim.parties()?;
    let (id, of) = (Urn::new("claim", claim.id), Urn::new("report", report.id));
    let mut node = Object::new(out);
    node.id("id", id).types(&["Claim", "Entity"]).text("text", claim.sentence);
    node.maybe("inLanguage", report.language()).id("appearance", of);
    let holder = Holder::of(report, claim);
    node.key("wasDerivedFrom", |out| match &holder {
        Holder::Text(text) => {
            out.push(b'[');
            of.write(out);
            out.push(b',');
            text.write(out);
            out.push(b']');
        }
        _ => of.write(out),
    });
    node.dated(dated);
    match &holder {
        Holder::Somebody(holder) => {
            node.key("author", |out| holder.write(out)).id("wasAttributedTo", holder.id);
        }
        Holder::Publisher(outlet) => {
            node.id("author", *outlet).id("wasAttributedTo", *outlet);
        }
        Holder::Text(_) | Holder::Nobody => {}
    }
    node.text("certainty", claim.certainty).text("polarity", claim.polarity).text("when", claim.when);
    node.maybe("stance", claim.stance).maybe("holderKind", claim.holder_kind);
    node.maybe("affiliation", claim.affiliation).number("confidence", claim.confidence);
    node.maybe("turn", claim.turn).maybe("outcome", claim.outcome).maybe("status", claim.status);
    node.text("model", report.model());
    for (key, number) in [("thread", claim.thread), ("origin", claim.origin)] {
        if let Some(number) = number {
            node.key(key, |out| Urn { what: key, number, part: "" }.write(out));
        }
    }
    if let Some(origins) = claim.origins {
        node.number("origins", origins);
    }
    node.key("about", |out| {
        let day = |day: Option<Day>| day.map(|day| day.to_string());
        let mut event = Object::new(out);
        event.id("id", id.part(":event")).types(&["ClaimedEvent"]);
        event.text("eventType", claim.r#type).maybe("mode", claim.mode);
        event.parties("actor", actors).parties("recipient", recipients).parties("place", places);
        event.maybe("from", day(claim.window.from).as_deref());
        event.maybe("to", day(claim.window.to).as_deref()).end();
    });
    node.key("evidence", |out| {
        json::list(evidence(said, points, claim), out, |(part, start, end, exact), out| {
            let mut span = Object::new(out);
            span.text("type", "SpecificResource").text("part", part).id("source", of);
            span.key("selector", |out| {
                out.push(b'[');
                let mut position = Object::new(out);
                position.text("type", "TextPositionSelector").number("start", start).number("end", end).end();
                out.push(b',');
                Object::new(out).text("type", "TextQuoteSelector").text("exact", exact).end();
                out.push(b']');
            });
            span.end();
        });
    });
    node.end();
    Ok(())
}

/// Who holds a claim.
enum Holder<'a> {
    /// A person or organisation: its author.
    Somebody(Thing<'a>),
    /// The outlet, where the report itself says it.
    Publisher(Urn),
    /// A text that says it: what it is derived from, beside the report.
    Text(Thing<'a>),
    /// Nobody who is named.
    Nobody,
}

impl<'a> Holder<'a> {
    fn of(report: &BulkReport, claim: &BulkClaim<'a>) -> Self {
        let id = Urn::new("claim", claim.id).part(":holder");
        let name = claim.holder.filter(|name| !name.is_empty());
        let somebody = |kind| Self::Somebody(Thing { id, types: [kind, "Agent"], name });
        match claim.holder_kind.and_then(SourceKind::from_word) {
            Some(SourceKind::Named | SourceKind::Role | SourceKind::Anonymous) => somebody("Person"),
            Some(SourceKind::Organisation) => somebody("Organization"),
            Some(SourceKind::Document) => Self::Text(Thing { id, types: ["CreativeWork", "Entity"], name }),
            Some(SourceKind::Impersonal) => Self::Nobody,
            None if report.outlet().is_some() => {
                Self::Publisher(Urn::new("report", report.id).part(PUBLISHER))
            }
            None => Self::Nobody,
        }
    }
}

/// Every span that says the claim, with its code points and its text: trigger and sentence; source, cue and content of who
/// holds it.
fn evidence<'a>(
    said: &'a Said<'_>,
    points: &CodePoints<'_>,
    claim: &BulkClaim<'_>,
) -> impl Iterator<Item = (&'static str, usize, usize, &'a str)> {
    let own = [("trigger", claim.trigger_span), ("sentence", claim.sentence_span)].map(|(part, span)| {
        (part, points.from_byte(span.start), points.from_byte(span.end), span.of(&said.text))
    });
    let event = said.events.iter().find(|event| *event.id == *claim.event);
    let source = event.and_then(|event| event.source.as_deref());
    let held = source.and_then(|id| said.attributions.iter().find(|held| *held.id == *id));
    let quotes = held.into_iter().flat_map(|held| {
        let source = held.source.iter().map(|quote| ("source", quote));
        let cue = held.cue.iter().map(|quote| ("cue", quote));
        source.chain(cue).chain(held.content.iter().map(|quote| ("content", quote)))
    });
    own.into_iter().chain(quotes.map(|(part, quote)| (part, quote.start, quote.end, &*quote.text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_explained_once() {
        let Value::Object(context) = context() else { panic!("the context is no object") };
        let own: Vec<&str> = context
            .values()
            .filter_map(|word| word["@id"].as_str().or(word.as_str()))
            .filter_map(|iri| iri.strip_prefix("segun:"))
            .collect();
        let docs = include_str!("../../../docs/export.md");
        for word in own {
            assert!(
                docs.contains(&format!("<a id=\"{word}\"></a>")),
                "docs/export.md does not explain {word}"
            );
        }
    }
}
