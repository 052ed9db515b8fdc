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
use segun_ledger::query::{BulkClaim, BulkParties, BulkParty, BulkReport};
use segun_report::{CodePoints, Moment, SourceKind, Span};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};
use std::borrow::Cow;
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
    text: Cow<'a, str>,
    #[serde(borrow)]
    attributions: Vec<Attribution<'a>>,
    #[serde(borrow)]
    events: Vec<EventSource<'a>>,
}

#[derive(Deserialize)]
struct Attribution<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
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
    text: Cow<'a, str>,
}

/// The attribution that an event stands in.
#[derive(Deserialize)]
struct EventSource<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    source: Option<String>,
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
}

impl Serialize for Urn {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&format_args!("urn:segun:{}:{}{}", self.what, self.number, self.part))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportNode<'a> {
    id: Urn,
    r#type: [&'static str; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<&'a str>,
    identifier: &'a str,
    version: i64,
    #[serde(flatten)]
    dated: &'a Dated,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Thing<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    was_attributed_to: Option<Urn>,
}

/// The day of publication, and the moment where the clock time is known.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Dated {
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    generated_at_time: Option<String>,
}

impl Dated {
    fn of(report: &BulkReport) -> Self {
        let Some(moment) = report.published.as_deref().and_then(|text| text.parse::<Moment>().ok()) else {
            return Self::default();
        };
        Self {
            date_published: Some(moment.date().to_string()),
            generated_at_time: moment.has_time.then(|| moment.to_string()),
        }
    }
}

/// Somebody or something with a name.
#[derive(Serialize)]
struct Thing<'a> {
    id: Urn,
    r#type: [&'static str; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClaimNode<'a> {
    id: Urn,
    r#type: [&'static str; 2],
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<&'a str>,
    appearance: Urn,
    was_derived_from: DerivedFrom<'a>,
    #[serde(flatten)]
    dated: &'a Dated,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Author<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    was_attributed_to: Option<Urn>,
    certainty: &'a str,
    polarity: &'a str,
    when: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stance: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder_kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    affiliation: Option<&'a str>,
    confidence: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    turn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    model: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    thread: Option<Urn>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<Urn>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origins: Option<i64>,
    about: EventNode<'a>,
    evidence: Vec<Evidence<'a>>,
}

/// What a claim was derived from.
#[derive(Serialize)]
#[serde(untagged)]
enum DerivedFrom<'a> {
    Report(Urn),
    /// A text that says it, beside the report.
    Text(Urn, Thing<'a>),
}

#[derive(Serialize)]
#[serde(untagged)]
enum Author<'a> {
    Holder(Thing<'a>),
    Publisher(Urn),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventNode<'a> {
    id: Urn,
    r#type: [&'static str; 1],
    event_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    actor: Vec<PartyNode<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recipient: Vec<PartyNode<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    place: Vec<PartyNode<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
}

#[derive(Serialize)]
struct PartyNode<'a> {
    name: &'a str,
    key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<&'a str>,
}

/// A span that says the claim.
#[derive(Serialize)]
struct Evidence<'a> {
    r#type: &'static str,
    part: &'static str,
    source: Urn,
    selector: (Position, Exact<'a>),
}

#[derive(Serialize)]
struct Position {
    r#type: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Exact<'a> {
    r#type: &'static str,
    exact: &'a str,
}

impl<'a> Evidence<'a> {
    fn new(part: &'static str, source: Urn, (start, end): (usize, usize), exact: &'a str) -> Self {
        Self {
            r#type: "SpecificResource",
            part,
            source,
            selector: (
                Position { r#type: "TextPositionSelector", start, end },
                Exact { r#type: "TextQuoteSelector", exact },
            ),
        }
    }
}

/// The report's node and those of its claims, a line each.
fn nodes(report: &BulkReport) -> Result<Vec<u8>> {
    let json = report.json()?;
    let said: Said<'_> = json.read()?;
    let points = CodePoints::new(&said.text);
    let dated = Dated::of(report);
    let id = Urn::new("report", report.id);
    let publisher = report.outlet.as_deref().map(|name| Thing {
        id: id.part(":publisher"),
        r#type: ["Organization", "Agent"],
        name: Some(name),
    });
    let mut nodes = serde_json::to_vec(&ReportNode {
        id,
        r#type: ["NewsArticle", "Entity"],
        headline: report.title.as_deref(),
        url: report.url.as_deref(),
        in_language: report.language.as_deref(),
        identifier: &report.key,
        version: report.version,
        dated: &dated,
        was_attributed_to: publisher.as_ref().map(|publisher| publisher.id),
        publisher,
    })?;
    for claim in report.claims()? {
        nodes.extend_from_slice(b",\n");
        let parties = claim.parties()?;
        let evidence = evidence(&said, &points, &claim, id);
        serde_json::to_writer(&mut nodes, &claim_node(report, &dated, &claim, &parties, evidence))?;
    }
    Ok(nodes)
}

fn claim_node<'a>(
    report: &'a BulkReport,
    dated: &'a Dated,
    claim: &BulkClaim<'a>,
    parties: &'a BulkParties<'_>,
    evidence: Vec<Evidence<'a>>,
) -> ClaimNode<'a> {
    let (id, of) = (Urn::new("claim", claim.id), Urn::new("report", report.id));
    let (was_derived_from, author, was_attributed_to) = holder(report, claim);
    ClaimNode {
        id,
        r#type: ["Claim", "Entity"],
        text: claim.sentence,
        in_language: report.language.as_deref(),
        appearance: of,
        was_derived_from,
        dated,
        author,
        was_attributed_to,
        certainty: claim.certainty,
        polarity: claim.polarity,
        when: claim.when,
        stance: claim.stance,
        holder_kind: claim.holder_kind,
        affiliation: claim.affiliation,
        confidence: claim.confidence,
        turn: claim.turn,
        outcome: claim.outcome,
        status: claim.status,
        model: &report.model,
        thread: claim.thread.map(|thread| Urn::new("thread", thread)),
        origin: claim.origin.map(|origin| Urn::new("origin", origin)),
        origins: claim.origins,
        about: EventNode {
            id: id.part(":event"),
            r#type: ["ClaimedEvent"],
            event_type: claim.r#type,
            mode: claim.mode,
            actor: party_nodes(&parties.actors),
            recipient: party_nodes(&parties.recipients),
            place: party_nodes(&parties.places),
            from: claim.window.from.map(|day| day.to_string()),
            to: claim.window.to.map(|day| day.to_string()),
        },
        evidence,
    }
}

/// Who holds the claim: a person or organisation is its author; a text is what it is derived from; where nobody is named,
/// nobody is, and where the report itself says it, the outlet is.
fn holder<'a>(
    report: &BulkReport,
    claim: &BulkClaim<'a>,
) -> (DerivedFrom<'a>, Option<Author<'a>>, Option<Urn>) {
    let of = Urn::new("report", report.id);
    let id = Urn::new("claim", claim.id).part(":holder");
    let name = claim.holder.filter(|name| !name.is_empty());
    let kind = match claim.holder_kind.and_then(SourceKind::from_word) {
        Some(SourceKind::Named | SourceKind::Role | SourceKind::Anonymous) => "Person",
        Some(SourceKind::Organisation) => "Organization",
        Some(SourceKind::Document) => {
            let text = Thing { id, r#type: ["CreativeWork", "Entity"], name };
            return (DerivedFrom::Text(of, text), None, None);
        }
        Some(SourceKind::Impersonal) => return (DerivedFrom::Report(of), None, None),
        None => {
            let publisher = report.outlet.is_some().then(|| of.part(":publisher"));
            return (DerivedFrom::Report(of), publisher.map(Author::Publisher), publisher);
        }
    };
    let holder = Thing { id, r#type: [kind, "Agent"], name };
    (DerivedFrom::Report(of), Some(Author::Holder(holder)), Some(id))
}

fn party_nodes<'a>(parties: &'a [BulkParty<'_>]) -> Vec<PartyNode<'a>> {
    let node = |party: &'a BulkParty<'_>| PartyNode {
        name: &party.name,
        key: &party.key,
        country: party.country.as_deref(),
    };
    parties.iter().map(node).collect()
}

/// Every span that says the claim: trigger and sentence; source, cue and content of who holds it.
fn evidence<'a>(
    said: &'a Said<'_>,
    points: &CodePoints<'_>,
    claim: &BulkClaim<'_>,
    report: Urn,
) -> Vec<Evidence<'a>> {
    let of_claim = |part, span: Span| {
        let at = (points.from_byte(span.start), points.from_byte(span.end));
        Evidence::new(part, report, at, span.of(&said.text))
    };
    let mut all = vec![of_claim("trigger", claim.trigger_span), of_claim("sentence", claim.sentence_span)];
    let event = said.events.iter().find(|event| event.id == claim.event);
    let source = event.and_then(|event| event.source.as_deref());
    if let Some(held) = source.and_then(|id| said.attributions.iter().find(|held| held.id == id)) {
        let quoted = |part| {
            move |quote: &'a Quote<'_>| Evidence::new(part, report, (quote.start, quote.end), &quote.text)
        };
        all.extend(held.source.as_ref().map(quoted("source")));
        all.extend(held.cue.as_ref().map(quoted("cue")));
        all.extend(held.content.iter().map(quoted("content")));
    }
    all
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
