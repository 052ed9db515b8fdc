//! One reading as a piece of HTML: the text with its highlights on one side, the claims on the other, each linked to
//! the other.
//!
//! It is the same piece in the evidence page of the command, which has one for every report, and in notebooks, where
//! it stands alone ([`fragment`]).

use crate::claims::{Claim, claims, how_sure, title};
use crate::layers::{Highlight, Role, highlights, paragraphs, segments};
use segun_report::{Polarity, Reading, Span};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const ARTICLE: &str = include_str!("article.html");
const STYLE: &str = include_str!("article.css");

/// What notebooks are told of a reading that stands alone.
const FRAGMENT: &str =
    "<div class=\"segun-evidence\">\n<style>\n.segun-evidence {\n{{style}}}\n</style>\n{{article}}</div>\n";

/// One report, ready for a page.
#[derive(Debug)]
pub struct Part {
    /// Its line in the list on top, without its number.
    pub entry: String,
    /// The report's title, or its id.
    pub title: String,
    /// Its article; `{{id}}` stands where its number belongs.
    pub body: String,
}

/// The rules for how an article looks, for the element that `root` selects and all in it.
pub fn style(root: &str) -> String {
    fill(STYLE, &[("root", root)])
}

/// `reading` as HTML that stands alone, without reasons. `id` is what the ids of its elements begin with: one that no
/// other piece of the page has.
pub fn fragment(reading: &Reading, id: &str) -> String {
    let article = part(reading, false).body.replace("{{id}}", &escaped(id));
    fill(FRAGMENT, &[("style", &style("&")), ("article", &article)])
}

/// `reading` as a part of a page.
pub fn part(reading: &Reading, explain: bool) -> Part {
    let report = &reading.report;
    let title = title(report).to_owned();
    let claims = claims(reading);
    let published = report.published.map(|moment| moment.to_string());
    let facts: Vec<String> = [report.publisher.as_deref(), published.as_deref(), report.language.as_deref()]
        .into_iter()
        .flatten()
        .map(escaped)
        .collect();
    let facts = facts.join(" · ");
    let entry = format!(
        "<span dir=\"auto\">{}</span></a> <span class=\"facts\">{facts}{}{} claims</span>",
        escaped(&title),
        if facts.is_empty() { "" } else { " · " },
        claims.len()
    );
    let address = match &report.url {
        Some(url) if url.starts_with("http://") || url.starts_with("https://") => {
            format!(" · <a href=\"{0}\" rel=\"noreferrer\">{0}</a>", escaped(url))
        }
        Some(url) => format!(" · {}", escaped(url)),
        None => String::new(),
    };
    let lang = match &report.language {
        Some(code) => format!(" lang=\"{}\"", escaped(code)),
        None => String::new(),
    };
    let body = fill(
        ARTICLE,
        &[
            ("lang", &lang),
            ("title", &escaped(&title)),
            ("facts", &format!("{facts}{address}")),
            ("text", &text(reading)),
            ("claims", &table(reading, &claims, explain)),
        ],
    );
    Part { entry, title, body }
}

fn text(reading: &Reading) -> String {
    let highlights = highlights(reading);
    // The text's element that a claim links to: the first one of its first highlight.
    let mut named = BTreeSet::new();
    let mut out = String::new();
    for paragraph in paragraphs(&reading.report.text) {
        out.push_str("<p dir=\"auto\">");
        for segment in segments(paragraph, &highlights) {
            let over: Vec<&Highlight> = segment.over.iter().map(|&i| &highlights[i]).collect();
            let words = escaped(segment.span.of(&reading.report.text));
            // Of several marks over the same words only the innermost is a link: links do not nest.
            let linked = over.iter().rposition(|h| h.role != Role::Content);
            for (i, highlight) in over.iter().enumerate() {
                open(reading, highlight, linked == Some(i), &mut named, &mut out);
            }
            out.push_str(&words);
            for (i, highlight) in over.iter().enumerate().rev() {
                if linked == Some(i) {
                    out.push_str("</a>");
                }
                out.push_str(if highlight.role == Role::Content { "</span>" } else { "</mark>" });
            }
        }
        out.push_str("</p>\n");
    }
    out
}

fn open(
    reading: &Reading,
    highlight: &Highlight,
    linked: bool,
    named: &mut BTreeSet<String>,
    out: &mut String,
) {
    let (id, classes, title) = describe(reading, highlight);
    let id = escaped(id);
    let element = if highlight.role == Role::Content { "span" } else { "mark" };
    let name = match highlight.role {
        Role::Event => format!("{{{{id}}}}-{id}"),
        Role::Source => format!("{{{{id}}}}-{id}-source"),
        Role::Cue => format!("{{{{id}}}}-{id}-cue"),
        Role::Content => format!("{{{{id}}}}-{id}-said"),
    };
    let own = if named.insert(name.clone()) { format!(" id=\"{name}\"") } else { String::new() };
    let _ = write!(
        out,
        "<{element} class=\"{classes}\"{own} title=\"{}\" data-claim=\"{{{{id}}}}-{id}\">",
        escaped(&title)
    );
    if linked {
        let _ = write!(out, "<a href=\"#{{{{id}}}}-{id}-claim\">");
    }
}

/// The id, classes and title of a highlight.
fn describe<'a>(reading: &'a Reading, highlight: &Highlight) -> (&'a str, String, String) {
    if highlight.role == Role::Event {
        let event = &reading.events[highlight.item];
        let negative = if event.polarity == Polarity::Negative { " negative" } else { "" };
        let kind = event.kind.map_or("event", |kind| kind.as_str());
        let sure = how_sure(event.certainty, event.polarity);
        return (
            &event.id,
            format!("event {}{negative}", event.certainty.as_str()),
            format!("{kind}: {sure}, {}", event.when.as_str()),
        );
    }
    let attribution = &reading.attributions[highlight.item];
    let (class, what) = match highlight.role {
        Role::Source => ("source", "source"),
        Role::Cue => ("cue", "word of saying"),
        _ => ("said", "what is said"),
    };
    (&attribution.id, class.to_owned(), format!("{what} {}: {}", attribution.id, attribution.stance.as_str()))
}

fn table(reading: &Reading, claims: &[Claim<'_>], explain: bool) -> String {
    if claims.is_empty() {
        return "<p>No claims found.</p>\n".to_owned();
    }
    let mut out = String::from(
        "<table>\n<caption>Claims</caption>\n<thead><tr><th scope=\"col\">Who</th>\
         <th scope=\"col\">How sure</th><th scope=\"col\">What</th><th scope=\"col\">When</th>\
         <th scope=\"col\">Where</th></tr></thead>\n<tbody>\n",
    );
    // Marks in the text link to a claim; those of attributions with several claims, to the first.
    let mut rows = BTreeSet::new();
    for claim in claims {
        let event = reading.events.iter().find(|event| event.id == claim.id);
        let attribution = |id: &str| reading.attributions.iter().find(|a| a.id == id);
        let mut anchors = String::new();
        let mut up = match event {
            Some(event) => event.source.as_deref(),
            None => attribution(claim.id).and_then(|a| a.within.as_deref()),
        };
        for _ in 0..reading.attributions.len().min(8) {
            let Some(id) = up else { break };
            if rows.insert(id.to_owned()) {
                let _ = write!(anchors, "<span id=\"{{{{id}}}}-{}-claim\"></span>", escaped(id));
            }
            up = attribution(id).and_then(|a| a.within.as_deref());
        }
        let id = escaped(claim.id);
        rows.insert(claim.id.to_owned());
        let (class, target) = match claim.certainty {
            Some((certainty, Polarity::Positive)) => (certainty.as_str().to_owned(), id.clone()),
            Some((certainty, Polarity::Negative)) => (format!("{} negative", certainty.as_str()), id.clone()),
            None => (String::new(), statement_target(reading, claim.id)),
        };
        let _ = writeln!(
            out,
            "<tr id=\"{{{{id}}}}-{id}-claim\" data-claim=\"{{{{id}}}}-{id}\">\
             <th scope=\"row\" dir=\"auto\">{anchors}{}</th><td class=\"sure {class}\">{}</td>\
             <td dir=\"auto\">{}{}</td><td>{}</td><td><a href=\"#{{{{id}}}}-{target}\" \
             aria-label=\"In the text: {}\">{}</a></td></tr>",
            escaped(&claim.who),
            escaped(&claim.how_sure),
            escaped(&claim.what),
            if explain { reasons(claim) } else { String::new() },
            escaped(&claim.when),
            escaped(&claim.words.chars().take(80).collect::<String>()),
            escaped(&claim.place),
        );
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

/// The element of the text that a statement about no event links to.
fn statement_target(reading: &Reading, id: &str) -> String {
    let part = reading.attributions.iter().find(|a| a.id == id).map_or("cue", |attribution| {
        let fits = |span: Span| !span.of(&reading.report.text).is_empty();
        if attribution.content.iter().any(|&span| fits(span)) {
            "said"
        } else if attribution.cue.is_some_and(fits) {
            "cue"
        } else {
            "source"
        }
    });
    format!("{}-{part}", escaped(id))
}

fn reasons(claim: &Claim<'_>) -> String {
    if claim.reasons.is_empty() {
        return String::new();
    }
    let mut out = String::from("<details><summary>why</summary><ul>");
    for (id, why) in &claim.reasons {
        let score = why.score.map(|score| format!(" ({score:.2})")).unwrap_or_default();
        let _ = write!(out, "<li>{} {}: {}{score}</li>", escaped(id), escaped(why.aspect), escaped(&why.by));
    }
    out.push_str("</ul></details>");
    out
}

/// `template` with each `{{name}}` of `values` filled in; what is filled in is not looked at again.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + values.iter().map(|(_, v)| v.len()).sum::<usize>());
    let mut rest = template;
    while let Some(at) = rest.find("{{") {
        out.push_str(&rest[..at]);
        let after = &rest[at + 2..];
        let found = after
            .split_once("}}")
            .and_then(|(name, tail)| values.iter().find(|(n, _)| *n == name).map(|(_, value)| (value, tail)));
        match found {
            Some((value, tail)) => {
                out.push_str(value);
                rest = tail;
            }
            None => {
                out.push_str("{{");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// `text` for HTML, in text and in quoted attributes. Braces are escaped too, so that no
/// text of a report can look like a place to fill.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '{' => out.push_str("&#123;"),
            '}' => out.push_str("&#125;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use segun_report::{Certainty, Event, Report, When};

    fn reading() -> Reading {
        let text = "Kim viajó. <b>";
        let event = Event {
            id: "v1".into(),
            trigger: Span::new(4, 10),
            kind: None,
            mode: None,
            cameo: None,
            actor: Vec::new(),
            recipient: Vec::new(),
            place: Vec::new(),
            time: None,
            from: None,
            to: None,
            certainty: Certainty::Certain,
            polarity: Polarity::Positive,
            when: When::Past,
            source: None,
            same_as: "v1".into(),
            confidence: 1.0,
            certainty_confidence: 1.0,
            why: Vec::new(),
        };
        let report = Report { id: "r".into(), text: text.into(), ..Report::default() };
        Reading { report, events: vec![event], ..Reading::default() }
    }

    #[test]
    fn a_fragment_stands_alone_with_ids_of_its_own() {
        let html = fragment(&reading(), "x7");
        assert!(html.starts_with("<div class=\"segun-evidence\">"), "{html}");
        assert!(html.contains("id=\"x7-v1\"") && html.contains("href=\"#x7-v1\""), "{html}");
        assert!(html.contains("&lt;b&gt;") && !html.contains("{{"), "{html}");
        // Its rules hold for nothing else of the page.
        assert!(html.contains(".segun-evidence {\n& {") && !html.contains(":root"), "{html}");
    }
}
