//! JSON-LD: one graph, a node a claim and a node a report, with the context in the document: nothing is fetched.
//!
//! A claim is a schema.org `Claim` and a PROV entity: derived from its report (`wasDerivedFrom`), attributed to who holds
//! it (`wasAttributedTo`), its evidence the characters of the report (Web Annotation's text position and quote
//! selectors). A review of a claim (`ClaimReview`) can name it by its id as what it reviews; none is written here, since
//! Segun does not judge what is true: certainty and polarity are the holder's, and the status says what later reports
//! say. For the same reason the event is no schema.org `Event`: it may never have happened.

use crate::pipeline::Walk;
use crate::target::Stream;
use crate::{Exported, Result};
use segun_claims::Party;
use segun_ledger::query::{BulkClaim, BulkReport};
use segun_report::{CodePoints, Moment, Reading, SourceKind, Span};
use serde_json::{Map, Value, json};
use std::ops::ControlFlow;

/// The words of this project, which its documentation explains.
const WORDS: &str = "https://github.com/segun-news/segun/blob/main/docs/export.md#";

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
        |report| nodes(&report),
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

/// The report's node and those of its claims, a line each.
fn nodes(report: &BulkReport) -> Result<Vec<u8>> {
    let reading = report.reading()?;
    let points = CodePoints::new(&reading.report.text);
    let mut nodes = serde_json::to_vec(&report_node(report, &reading))?;
    for claim in &report.claims {
        nodes.extend_from_slice(b",\n");
        serde_json::to_writer(&mut nodes, &claim_node(report, &reading, &points, claim))?;
    }
    Ok(nodes)
}

fn report_id(report: &BulkReport) -> String {
    format!("urn:segun:report:{}", report.id)
}

fn report_node(report: &BulkReport, reading: &Reading) -> Value {
    let id = report_id(report);
    let mut node = Node::new(&id, &["NewsArticle", "Entity"]);
    node.text("headline", report.title.as_deref()).text("url", reading.report.url.as_deref());
    node.text("inLanguage", reading.report.language.as_deref()).text("identifier", Some(&report.key));
    node.put("version", report.version);
    dated(&mut node, report);
    if let Some(publisher) = &reading.report.publisher {
        let mut outlet = Node::new(&format!("{id}:publisher"), &["Organization", "Agent"]);
        outlet.text("name", Some(publisher));
        node.put("publisher", outlet.0).put("wasAttributedTo", format!("{id}:publisher"));
    }
    node.0.into()
}

/// The day of publication, and the moment where the clock time is known.
fn dated(node: &mut Node, report: &BulkReport) {
    let Some(moment) = report.published.as_deref().and_then(|text| text.parse::<Moment>().ok()) else {
        return;
    };
    node.put("datePublished", moment.date().to_string());
    if moment.has_time {
        node.put("generatedAtTime", moment.to_string());
    }
}

fn claim_node(report: &BulkReport, reading: &Reading, points: &CodePoints<'_>, claim: &BulkClaim) -> Value {
    let listed = &claim.row;
    let (id, of) = (format!("urn:segun:claim:{}", listed.id), report_id(report));
    let mut node = Node::new(&id, &["Claim", "Entity"]);
    node.text("text", Some(&listed.sentence)).text("inLanguage", listed.language.as_deref());
    node.put("appearance", of.clone()).put("wasDerivedFrom", of.clone());
    dated(&mut node, report);
    holder(&mut node, &id, claim, reading.report.publisher.as_ref().map(|_| format!("{of}:publisher")));
    node.text("certainty", Some(&listed.certainty)).text("polarity", Some(&listed.polarity));
    node.text("when", Some(&listed.when)).text("stance", listed.stance.as_deref());
    node.text("holderKind", listed.holder_kind.as_deref()).text("affiliation", claim.affiliation.as_deref());
    node.put("confidence", listed.confidence).text("turn", claim.turn.as_deref());
    node.text("outcome", claim.outcome.as_deref()).text("status", claim.status.as_deref());
    node.text("model", Some(&report.model));
    if let Some(thread) = listed.thread {
        node.put("thread", format!("urn:segun:thread:{thread}"));
    }
    if let Some(origin) = listed.origin {
        node.put("origin", format!("urn:segun:origin:{origin}"));
    }
    if let Some(origins) = claim.origins {
        node.put("origins", origins);
    }
    node.put("about", event(&id, claim));
    node.put("evidence", evidence(reading, points, claim, &of));
    node.0.into()
}

/// Who holds the claim: a person or organisation is its author; a text is what it is derived from; where nobody is named,
/// nobody is, and where the report itself says it, the outlet is.
fn holder(node: &mut Node, id: &str, claim: &BulkClaim, publisher: Option<String>) {
    let named = claim.row.holder.as_deref().filter(|name| !name.is_empty());
    let kind = match claim.row.holder_kind.as_deref().and_then(SourceKind::from_word) {
        Some(SourceKind::Named | SourceKind::Role | SourceKind::Anonymous) => "Person",
        Some(SourceKind::Organisation) => "Organization",
        Some(SourceKind::Document) => {
            let mut text = Node::new(&format!("{id}:holder"), &["CreativeWork", "Entity"]);
            text.text("name", named);
            // Beside the report, which is there already.
            if let Some(report) = node.0.remove("wasDerivedFrom") {
                node.put("wasDerivedFrom", json!([report, text.0]));
            }
            return;
        }
        Some(SourceKind::Impersonal) => return,
        None => {
            node.text("author", publisher.as_deref()).text("wasAttributedTo", publisher.as_deref());
            return;
        }
    };
    let holder = format!("{id}:holder");
    let mut agent = Node::new(&holder, &[kind, "Agent"]);
    agent.text("name", named);
    node.put("author", agent.0).put("wasAttributedTo", holder);
}

fn event(id: &str, claim: &BulkClaim) -> Value {
    let listed = &claim.row;
    let mut event = Node::new(&format!("{id}:event"), &["ClaimedEvent"]);
    event.text("eventType", Some(&listed.r#type)).text("mode", listed.mode.as_deref());
    for (part, parties) in
        [("actor", &claim.actors), ("recipient", &claim.recipients), ("place", &claim.places)]
    {
        if !parties.is_empty() {
            event.put(part, parties.iter().map(party).collect::<Vec<_>>());
        }
    }
    event.text("from", listed.from.as_deref()).text("to", listed.to.as_deref());
    event.0.into()
}

fn party(party: &Party) -> Value {
    let mut node = Node(Map::new());
    node.text("name", Some(&party.name)).text("key", Some(party.key.as_str()));
    node.text("country", party.country.as_deref());
    node.0.into()
}

/// Every span that says the claim: trigger and sentence; source, cue and content of who holds it.
fn evidence(reading: &Reading, points: &CodePoints<'_>, claim: &BulkClaim, report: &str) -> Vec<Value> {
    let event = reading.events.iter().find(|event| event.id == claim.row.event);
    let attribution = event
        .and_then(|event| event.source.as_ref())
        .and_then(|id| reading.attributions.iter().find(|attribution| attribution.id == *id));
    let mut spans = vec![("trigger", claim.trigger), ("sentence", claim.sentence)];
    if let Some(attribution) = attribution {
        spans.extend(attribution.source.map(|span| ("source", span)));
        spans.extend(attribution.cue.map(|span| ("cue", span)));
        spans.extend(attribution.content.iter().map(|span| ("content", *span)));
    }
    let resource = |(part, span): (&str, Span)| {
        json!({
            "type": "SpecificResource",
            "part": part,
            "source": report,
            "selector": [
                {
                    "type": "TextPositionSelector",
                    "start": points.from_byte(span.start),
                    "end": points.from_byte(span.end),
                },
                { "type": "TextQuoteSelector", "exact": span.of(&reading.report.text) },
            ],
        })
    };
    spans.into_iter().map(resource).collect()
}

/// A node in the making.
struct Node(Map<String, Value>);

impl Node {
    fn new(id: &str, types: &[&str]) -> Self {
        let mut node = Self(Map::new());
        node.put("id", id).put("type", types.to_vec());
        node
    }

    fn put(&mut self, key: &str, value: impl Into<Value>) -> &mut Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// Says nothing where there is no text.
    fn text(&mut self, key: &str, text: Option<&str>) -> &mut Self {
        if let Some(text) = text {
            self.put(key, text);
        }
        self
    }
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
