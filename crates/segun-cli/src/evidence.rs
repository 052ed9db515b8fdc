//! Readings as a self-contained HTML page: the text with its highlights on one side, the
//! claims on the other, each linked to the other.
//!
//! The page needs no network and no script. Its list of reports stands on top although
//! reports come one by one, so their bodies wait in an unnamed temporary file; the page
//! takes its name only when it is whole.

use crate::beside;
use crate::claims::{claims, how_sure, title};
use crate::layers::{Highlight, Role, highlights, paragraphs, segments};
use anyhow::Context;
use segun::{Polarity, Reading};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("evidence/page.html");
const REPORT: &str = include_str!("evidence/report.html");
const STYLE: &str = include_str!("evidence/style.css");
const SCRIPT: &str = include_str!("evidence/script.js");

/// One report, ready for the page.
#[derive(Debug)]
pub(crate) struct Part {
    /// Its line in the list on top, without its number.
    entry: String,
    title: String,
    /// Its article; `{{id}}` stands where its number belongs.
    body: String,
}

/// A page that is being written.
#[derive(Debug)]
pub(crate) struct Page {
    path: PathBuf,
    bodies: BufWriter<File>,
    list: String,
    titles: Vec<String>,
    count: usize,
}

impl Page {
    /// A page that will stand at `path`.
    pub(crate) fn new(path: &Path) -> anyhow::Result<Self> {
        let bodies = tempfile::tempfile_in(beside::folder(path))
            .or_else(|_| tempfile::tempfile())
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self {
            path: path.to_owned(),
            bodies: BufWriter::new(bodies),
            list: String::new(),
            titles: Vec::new(),
            count: 0,
        })
    }

    /// Adds a report.
    pub(crate) fn add(&mut self, part: &Part) -> io::Result<()> {
        self.count += 1;
        let id = format!("r{}", self.count);
        if self.titles.is_empty() {
            self.titles.push(part.title.clone());
        }
        let _ = writeln!(self.list, "<li><a href=\"#{id}\">{}</li>", part.entry);
        self.bodies.write_all(part.body.replace("{{id}}", &id).as_bytes())
    }

    /// Writes the page and gives it its name.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        let context = || format!("cannot write {}", self.path.display());
        let title = match (self.titles.first(), self.count) {
            (Some(title), 1) => format!("{title} · Segun"),
            (_, count) => format!("{count} reports · Segun"),
        };
        let page = fill(
            PAGE,
            &[
                ("version", env!("CARGO_PKG_VERSION")),
                ("title", &escaped(&title)),
                ("style", STYLE),
                ("script", SCRIPT),
                ("list", &self.list),
            ],
        );
        let (head, tail) = page.split_once("{{reports}}").unwrap_or((&page, ""));
        let mut bodies = self.bodies.into_inner().map_err(io::IntoInnerError::into_error)?;
        bodies.seek(SeekFrom::Start(0))?;
        let mut whole = |out: &mut dyn Write| -> io::Result<()> {
            out.write_all(head.as_bytes())?;
            io::copy(&mut bodies, out)?;
            out.write_all(tail.as_bytes())?;
            out.flush()
        };
        // What is no plain file (/dev/stdout, a pipe) cannot be replaced by another one.
        if self.path.exists() && !self.path.is_file() {
            let mut out = BufWriter::new(File::options().write(true).open(&self.path).with_context(context)?);
            return whole(&mut out).with_context(context);
        }
        let mut out = beside::file(&self.path).with_context(context)?;
        whole(out.as_file_mut()).with_context(context)?;
        out.persist(&self.path).with_context(context)?;
        Ok(())
    }
}

/// `reading` as a part of the page.
pub(crate) fn part(reading: &Reading, explain: bool) -> Part {
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
        REPORT,
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

fn table(reading: &Reading, claims: &[crate::claims::Claim<'_>], explain: bool) -> String {
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
        let fits = |span: segun::Span| !span.of(&reading.report.text).is_empty();
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

fn reasons(claim: &crate::claims::Claim<'_>) -> String {
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
fn fill(template: &str, values: &[(&str, &str)]) -> String {
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
fn escaped(text: &str) -> String {
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
    use crate::testing::sample;
    use proptest::prelude::*;
    use segun::Span;
    use std::collections::BTreeMap;

    /// The page of `readings`.
    fn page(readings: &[Reading]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.html");
        let mut page = Page::new(&path).unwrap();
        for reading in readings {
            page.add(&part(reading, true)).unwrap();
        }
        page.finish().unwrap();
        std::fs::read_to_string(path).unwrap()
    }

    /// Walks the tags: each is closed where it must be. Gives ids with their number, and links.
    fn walk(page: &str) -> (BTreeMap<String, usize>, Vec<String>) {
        let without = |page: &str, name: &str| {
            let (begin, end) = (format!("<{name}>"), format!("</{name}>"));
            let (head, rest) = page.split_once(&begin).unwrap();
            format!("{head}{}", rest.split_once(&end).unwrap().1)
        };
        let page = without(&without(page, "style"), "script");
        let mut open: Vec<&str> = Vec::new();
        let (mut ids, mut links) = (BTreeMap::new(), Vec::new());
        for tag in page.split('<').skip(1) {
            let (tag, text) = tag.split_once('>').expect("a tag ends");
            assert!(!text.contains('>'), "unescaped: {text}");
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name));
                continue;
            }
            let name = tag.split_whitespace().next().unwrap();
            for (key, list) in [(" id=\"", 0), (" href=\"#", 1)] {
                if let Some((_, value)) = tag.split_once(key) {
                    let value = value.split('"').next().unwrap().to_owned();
                    if list == 0 { *ids.entry(value).or_insert(0) += 1 } else { links.push(value) }
                }
            }
            assert!(name != "a" || !open.contains(&"a"), "links do not nest");
            if !matches!(name, "meta" | "!DOCTYPE") {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "left open: {open:?}");
        (ids, links)
    }

    #[test]
    fn the_page_is_well_formed_and_its_links_lead_somewhere() {
        let html = page(&[sample(), sample()]);
        let (ids, links) = walk(&html);
        assert!(ids.values().all(|&count| count == 1), "{ids:?}");
        assert!(links.len() > 10);
        for link in links {
            assert!(ids.contains_key(&link), "{link} leads nowhere");
        }
        assert!(html.contains("2 reports · Segun"));
        assert!(!html.contains("{{"), "everything is filled in");
    }

    #[test]
    fn nothing_in_a_report_can_become_part_of_the_page() {
        let mut reading = sample();
        let evil = "<script>alert(1)</script>{{id}}\" onmouseover=\"x\u{0}";
        reading.report.title = Some(evil.to_owned());
        reading.report.url = Some("javascript:alert(1)".to_owned());
        reading.report.publisher = Some(evil.to_owned());
        reading.report.text.push_str(evil);
        for entity in &mut reading.entities {
            entity.name = evil.to_owned();
        }
        let html = page(&[reading]);
        walk(&html);
        assert_eq!(html.matches("<script>").count(), 1);
        assert!(!html.contains("href=\"javascript"));
        assert!(!html.contains("\" onmouseover"));
        assert!(!html.contains('\u{0}'));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        /// Spans may lie anywhere: across paragraphs, across each other, outside the text.
        #[test]
        fn any_spans_give_a_well_formed_page_and_view(
            text in "[a-z<&\"'{ é🙂\n\u{5d0}\r\u{1b}]{0,120}",
            spans in prop::collection::vec((0usize..140, 0usize..60), 12),
        ) {
            let mut reading = sample();
            reading.report.text = text;
            let mut spans = spans.into_iter().map(|(start, length)| Span::new(start, start + length)).cycle();
            for attribution in &mut reading.attributions {
                attribution.source = spans.next();
                attribution.cue = spans.next();
                attribution.content = spans.by_ref().take(2).collect();
            }
            for event in &mut reading.events {
                event.trigger = spans.next().unwrap();
            }
            let (ids, _) = walk(&page(&[reading.clone()]));
            prop_assert!(ids.values().all(|&count| count == 1));
            let shown = anstream::adapter::strip_str(&crate::view::render(&reading, 80, true)).to_string();
            prop_assert!(!shown.contains('\x1b'));
        }
    }
}
