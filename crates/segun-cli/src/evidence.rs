//! Readings as a self-contained HTML page: the text with its highlights on one side, the
//! claims on the other, each linked to the other.
//!
//! The page needs no network and no script. Its list of reports stands on top although
//! reports come one by one, so their bodies wait in an unnamed temporary file; the page
//! takes its name only when it is whole.

use crate::beside;
use anyhow::Context;
use segun_evidence::{Part, escaped, fill, style};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("evidence/page.html");
const STYLE: &str = include_str!("evidence/style.css");
const SCRIPT: &str = include_str!("evidence/script.js");

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
                ("style", &format!("{}{STYLE}", style(":root"))),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sample;
    use proptest::prelude::*;
    use segun::{Reading, Span};
    use segun_evidence::part;
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
