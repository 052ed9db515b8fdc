//! Feeds (RSS 0.9 to 2.0, Atom, JSON Feed) to reports: one an item.
//!
//! [`read`] is the main path. A feed that is well-formed is read at once. Otherwise common faults are mended
//! ([`mend`]), and where that is not enough each item is read by itself, so that only broken ones are lost.

mod dates;
mod mend;

use crate::{Cause, Incoming, IntakeError, Options, complete, decode, fragment, language};
use chrono::{DateTime, NaiveDate, Utc};
use feed_rs::model::{Entry, Link, Text};
use feed_rs::parser::{Builder, Parser};
use segun_report::{Moment, Report};
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A feed with its items.
#[derive(Debug, Default)]
pub struct Feed {
    /// Its title.
    pub title: Option<String>,
    /// Its language, as it says.
    pub language: Option<String>,
    /// Items in the feed's order, and what could not be read of them.
    pub items: Vec<Result<Item, IntakeError>>,
    /// What was lost or guessed of the whole.
    pub warnings: Vec<String>,
}

/// One item of a feed.
#[derive(Debug)]
pub struct Item {
    /// The feed's own name for it, or its address; `None` where it has neither.
    pub key: Option<String>,
    /// Whether the feed gives only a summary.
    pub is_summary: bool,
    /// Its report.
    pub incoming: Incoming,
}

/// Reads a feed. `charset` is what its sender says of its encoding, `base` the address that relative links
/// begin at.
///
/// # Errors
/// Where it is no feed, or nothing of it can be read.
pub fn read(
    bytes: &[u8],
    name: &str,
    charset: Option<&str>,
    base: Option<&str>,
    options: &Options,
) -> Result<Feed, Cause> {
    let declared = declared(bytes);
    let (text, warnings) = decode::decode_as(bytes, false, charset.or(declared.as_deref()));
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let context = Context { name, base, options };
    let mut feed = if text.starts_with('{') { context.json(text)? } else { context.xml(text)? };
    feed.warnings.splice(0..0, warnings);
    let warning = "the feed gives only summaries of some or all items".to_owned();
    feed.warnings.extend(feed.items.iter().flatten().any(|item| item.is_summary).then_some(warning));
    Ok(feed)
}

/// The reports of a feed; what is to be said of the whole is said with the first.
pub(crate) fn reports(
    bytes: &[u8],
    name: &str,
    options: &Options,
) -> Result<impl Iterator<Item = Result<Incoming, IntakeError>> + use<>, Cause> {
    let Feed { items, mut warnings, .. } = read(bytes, name, None, None, options)?;
    Ok(items.into_iter().map(move |item| {
        let mut incoming = item?.incoming;
        incoming.warnings.append(&mut warnings);
        Ok(incoming)
    }))
}

/// Whether XML is to be read as a feed: it is one, or at least no page.
pub(crate) fn is_feed(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    match mend::root(&text).map(|(root, ..)| root.rsplit(':').next().unwrap_or(root)) {
        Some("rss" | "feed" | "RDF" | "urlset" | "sitemapindex" | "opml") => true,
        Some(root) => text.starts_with("<?xml") && !root.eq_ignore_ascii_case("html"),
        None => false,
    }
}

/// Whether XML is a page.
pub(crate) fn is_page(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    mend::root(&text).is_some_and(|(root, ..)| root.eq_ignore_ascii_case("html"))
}

/// Whether an object is a JSON Feed.
pub(crate) fn is_json_feed(value: &Value) -> bool {
    value["version"].as_str().is_some_and(|version| version.contains("jsonfeed.org/"))
}

/// The encoding that an XML declaration names.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]);
    let declaration = &head[head.find("<?xml")?..];
    let declaration = &declaration[..declaration.find("?>")?];
    let value = declaration[declaration.find("encoding")?..].split_once('=')?.1.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

/// What the items of a feed have in common.
struct Context<'a> {
    name: &'a str,
    base: Option<&'a str>,
    options: &'a Options,
}

/// Nanoseconds that mark a moment of which only the date is known; no feed writes them.
const DATE_ONLY: u32 = 987_654_321;

impl Context<'_> {
    fn parser(&self) -> Parser {
        Builder::new()
            .base_uri(self.base)
            .id_generator(|_, _, _| String::new())
            .timestamp_parser(|text| dates::moment(text).and_then(to_chrono))
            .build()
    }

    fn parse(&self, xml: &str) -> Result<feed_rs::model::Feed, Cause> {
        // Whatever a feed makes the parser do, it is this feed's alone.
        match catch_unwind(AssertUnwindSafe(|| self.parser().parse(xml.as_bytes()))) {
            Ok(parsed) => parsed.map_err(|error| Cause::Feed(error.to_string())),
            Err(_) => Err(Cause::Broken),
        }
    }

    fn xml(&self, text: &str) -> Result<Feed, Cause> {
        let Some((root, tag, rest)) = mend::root(text) else {
            return Err(Cause::NoFeed("without an element".to_owned()));
        };
        let item = match root.rsplit(':').next().unwrap_or(root) {
            "feed" => "entry",
            "rss" | "RDF" => "item",
            "urlset" | "sitemapindex" => return Err(Cause::NoFeed("a sitemap".to_owned())),
            "opml" => return Err(Cause::NoFeed("a list of feeds (OPML)".to_owned())),
            "html" => return Err(Cause::NoFeed("a web page".to_owned())),
            other => return Err(Cause::NoFeed(format!("of the kind <{}>", shortened(other)))),
        };
        // It is UTF-8 by now, whatever it says.
        let whole = format!("{}{rest}", known_version(root, tag));
        let fault = match self.parse(&whole) {
            Ok(feed) => return Ok(self.feed(feed)),
            Err(cause) => cause,
        };
        let mended = mend::mend(&whole);
        if let Ok(feed) = self.parse(&mended) {
            let mut feed = self.feed(feed);
            feed.warnings.push(format!("{fault}; it was mended"));
            return Ok(feed);
        }
        self.piece_by_piece(&mended, root, item, fault)
    }

    /// Every item by itself.
    fn piece_by_piece(&self, xml: &str, root: &str, item: &str, fault: Cause) -> Result<Feed, Cause> {
        let cut = mend::cut(xml, item);
        if cut.items.is_empty() {
            return Err(fault);
        }
        let tag = mend::root(cut.head).map_or("", |(_, tag, _)| tag);
        let is_rss = root == "rss";
        let channel = if is_rss { "<channel>" } else { "" };
        let end = if is_rss { "</channel></rss>".to_owned() } else { format!("</{root}>") };
        // Of a broken head the title at least.
        let title = || {
            let title = &cut.head[cut.head.find("<title")?..];
            let title = title.get(title.find('>')? + 1..title.find("</title")?)?;
            Some(title.trim_start_matches("<![CDATA[").trim_end_matches("]]>").to_owned())
        };
        // In RSS 1.0 the channel has closed before its items.
        let mut feed = match self.parse(&format!("{}{end}", cut.head)) {
            Ok(head) => self.feed(head),
            Err(_) => Feed { title: title().map(|t| fragment::line(&t)), ..Feed::default() },
        };
        feed.warnings.push(format!("{fault}; its items were read one by one"));
        for (number, piece) in cut.items.iter().enumerate() {
            let name = format!("{}#{}", self.name, number + 1);
            let parsed = if piece.is_whole {
                self.parse(&format!("{tag}{channel}{}{end}", piece.xml))
            } else {
                Err(Cause::Feed("the item has no end".to_owned()))
            };
            let item = parsed
                .and_then(|part| part.entries.into_iter().next().ok_or(Cause::NoItemText))
                .and_then(|entry| self.item(entry, &name, feed.title.as_deref(), feed.language.as_deref()));
            feed.items.push(item.map_err(|cause| IntakeError { name, cause }));
        }
        Ok(feed)
    }

    fn feed(&self, parsed: feed_rs::model::Feed) -> Feed {
        let title = parsed.title.map(|title| fragment::line(&title.content)).filter(|t| !t.is_empty());
        let language = parsed.language;
        let items = parsed.entries.into_iter().enumerate().map(|(number, entry)| {
            let name = format!("{}#{}", self.name, number + 1);
            self.item(entry, &name, title.as_deref(), language.as_deref())
                .map_err(|cause| IntakeError { name, cause })
        });
        let items = items.collect();
        Feed { items, title, language, warnings: Vec::new() }
    }

    fn item(
        &self,
        entry: Entry,
        name: &str,
        publisher: Option<&str>,
        feed_language: Option<&str>,
    ) -> Result<Item, Cause> {
        let as_text = |content: &str, media: &str| {
            if media.eq_ignore_ascii_case("text/plain") && !content.contains('<') {
                content.trim().to_owned()
            } else {
                fragment::text(content)
            }
        };
        let content = entry.content.and_then(|content| {
            let media = content.content_type.essence().to_string();
            content.body.map(|body| as_text(&body, &media))
        });
        let summary = entry
            .summary
            .map(|Text { content, content_type, .. }| as_text(&content, &content_type.essence().to_string()));
        Raw {
            id: Some(entry.id),
            url: article(&entry.links).map(str::to_owned),
            title: entry.title.map(|title| fragment::line(&title.content)),
            published: entry.published.or(entry.updated).map(from_chrono),
            authors: entry
                .authors
                .into_iter()
                .filter_map(|p| p.name)
                .map(|name| fragment::line(&name))
                .collect(),
            language: entry.language.or_else(|| feed_language.map(str::to_owned)),
            content,
            summary,
        }
        .item(name, publisher, self.options)
    }

    /// A JSON Feed (versions 1 and 1.1).
    fn json(&self, text: &str) -> Result<Feed, Cause> {
        let value: Value = serde_json::from_str(text)?;
        if !is_json_feed(&value) {
            return Err(Cause::Feed("this JSON has no version of JSON Feed".to_owned()));
        }
        let string = |value: &Value, key: &str| match &value[key] {
            Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let title = string(&value, "title");
        let language = string(&value, "language");
        let names = |value: &Value| -> Vec<String> {
            let of = |value: &Value| value["name"].as_str().map(str::to_owned);
            match &value["authors"] {
                Value::Array(authors) => authors.iter().filter_map(of).collect(),
                _ => of(&value["author"]).into_iter().collect(),
            }
        };
        let items = value["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        let items = items.iter().enumerate().map(|(number, item)| {
            let name = format!("{}#{}", self.name, number + 1);
            Raw {
                id: string(item, "id"),
                url: string(item, "url").or_else(|| string(item, "external_url")),
                title: string(item, "title").map(|title| fragment::line(&title)),
                published: string(item, "date_published")
                    .or_else(|| string(item, "date_modified"))
                    .and_then(|date| dates::moment(&date)),
                authors: names(item),
                language: string(item, "language").or_else(|| language.clone()),
                content: string(item, "content_html")
                    .map(|html| fragment::text(&html))
                    .filter(|text| !text.is_empty())
                    .or_else(|| string(item, "content_text")),
                summary: string(item, "summary"),
            }
            .item(&name, title.as_deref(), self.options)
            .map_err(|cause| IntakeError { name, cause })
        });
        let items = items.collect();
        Ok(Feed { items, title, language, warnings: Vec::new() })
    }
}

/// An item as its feed gives it.
struct Raw {
    id: Option<String>,
    url: Option<String>,
    title: Option<String>,
    published: Option<Moment>,
    authors: Vec<String>,
    language: Option<String>,
    content: Option<String>,
    summary: Option<String>,
}

impl Raw {
    fn item(self, name: &str, publisher: Option<&str>, options: &Options) -> Result<Item, Cause> {
        let some = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let content = some(self.content);
        let is_summary = content.is_none();
        let text = content.or_else(|| some(self.summary)).ok_or(Cause::NoItemText)?;
        let url = some(self.url);
        let key = some(self.id).or_else(|| url.clone());
        // What a feed claims is often its template's language: the text decides where it is long enough.
        let claimed = some(self.language)
            .and_then(|tag| tag.split(['-', '_']).next().map(str::to_ascii_lowercase))
            .filter(|code| code.len() == 2);
        let mut report = Report {
            id: key.clone().unwrap_or_else(|| name.to_owned()),
            language: language::detect(&text).or(claimed),
            published: self.published,
            title: some(self.title),
            url,
            publisher: publisher.map(str::to_owned),
            authors: self.authors.into_iter().filter(|name| !name.is_empty()).collect(),
            text,
        };
        complete(&mut report, options);
        Ok(Item { key, is_summary, incoming: Incoming { report, warnings: Vec::new() } })
    }
}

/// The address of the article itself.
fn article(links: &[Link]) -> Option<&str> {
    let of = |rel: Option<&str>| {
        links.iter().find(|link| link.rel.as_deref() == rel && link.target.is_none()).map(|l| l.href.trim())
    };
    of(Some("alternate")).or_else(|| of(None)).filter(|href| !href.is_empty())
}

/// An opening tag with a version that the parser knows.
fn known_version(root: &str, tag: &str) -> String {
    if root != "rss" {
        return tag.to_owned();
    }
    let version = tag.find(" version").and_then(|at| {
        let (before, value) = tag[at..].split_once('=')?;
        let quote = value.trim_start().chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let begin = at + before.len() + 1 + value.find(quote)? + 1;
        Some(begin..begin + tag[begin..].find(quote)?)
    });
    match version {
        Some(version) if matches!(&tag[version.clone()], "2.0" | "0.91" | "0.92" | "") => tag.to_owned(),
        Some(version) => format!("{}2.0{}", &tag[..version.start], &tag[version.end..]),
        None => tag.replacen("<rss", "<rss version=\"2.0\"", 1),
    }
}

fn shortened(name: &str) -> &str {
    name.char_indices().nth(40).map_or(name, |(end, _)| &name[..end])
}

fn to_chrono(moment: Moment) -> Option<DateTime<Utc>> {
    let (date, time) = (moment.at.date(), moment.at.time());
    let part = |n: i8| u32::try_from(n).ok();
    let nanos = if moment.has_time { 0 } else { DATE_ONLY };
    let date = NaiveDate::from_ymd_opt(date.year().into(), part(date.month())?, part(date.day())?)?;
    let at = date.and_hms_nano_opt(part(time.hour())?, part(time.minute())?, part(time.second())?, nanos)?;
    Some(at.and_utc())
}

fn from_chrono(at: DateTime<Utc>) -> Moment {
    use chrono::{Datelike, Timelike};
    let part = |n: u32| i8::try_from(n).unwrap_or(0);
    let date = jiff::civil::Date::new(
        i16::try_from(at.year()).unwrap_or(1),
        part(at.month()).max(1),
        part(at.day()).max(1),
    )
    .unwrap_or(jiff::civil::Date::MIN);
    if at.nanosecond() == DATE_ONLY {
        return date.into();
    }
    Moment { at: date.at(part(at.hour()), part(at.minute()), part(at.second()), 0), has_time: true }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(feed: impl AsRef<[u8]>) -> Feed {
        read(feed.as_ref(), "f.xml", None, Some("https://a.example/feeds/all"), &Options::default()).unwrap()
    }

    fn texts(feed: &Feed) -> Vec<&str> {
        feed.items.iter().flatten().map(|item| item.incoming.report.text.as_str()).collect()
    }

    const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Diario &amp; Sur</title><link>https://a.example/</link><language>es-PE</language>
<item><title>El puerto &#8220;reabre&#8221;</title><link>https://a.example/1</link><guid isPermaLink="false">n-1</guid>
<pubDate>Tue, 03 Feb 2026 22:30:00 -0500</pubDate><dc:creator>Ana Quispe</dc:creator><description>Resumen.</description>
<content:encoded><![CDATA[<p>El puerto reabri&oacute; ayer, dijo la autoridad.</p><p>Hubo calma en el muelle.</p>]]></content:encoded></item>
<item><title>La ministra viaja</title><link>/2</link><description>La ministra viajará &lt;b&gt;el lunes&lt;/b&gt; a la capital vecina.</description></item>
<item><title>Sin texto</title></item>
</channel></rss>"#;

    #[test]
    fn rss_gives_contents_and_summaries() {
        let feed = of(RSS);
        assert_eq!(feed.title.as_deref(), Some("Diario & Sur"));
        assert_eq!(feed.warnings.len(), 1, "{:?}", feed.warnings);
        let first = feed.items[0].as_ref().unwrap();
        let report = &first.incoming.report;
        assert!(!first.is_summary);
        assert_eq!(report.id, "n-1");
        assert_eq!(report.text, "El puerto reabrió ayer, dijo la autoridad.\nHubo calma en el muelle.");
        assert_eq!(report.title.as_deref(), Some("El puerto “reabre”"));
        assert_eq!(report.published.unwrap().to_string(), "2026-02-03T22:30:00");
        assert_eq!(report.publisher.as_deref(), Some("Diario & Sur"));
        assert_eq!(report.authors, ["Ana Quispe"]);
        assert_eq!(report.language.as_deref(), Some("es"));
        let second = feed.items[1].as_ref().unwrap();
        assert!(second.is_summary);
        assert_eq!(second.incoming.report.url.as_deref(), Some("https://a.example/2"));
        assert_eq!(second.incoming.report.text, "La ministra viajará el lunes a la capital vecina.");
        let third = feed.items[2].as_ref().unwrap_err();
        assert_eq!(third.to_string(), "f.xml#3: the item has neither content nor a summary");
    }

    #[test]
    fn warnings_of_a_feed_are_said_once() {
        let twice = RSS.replace(
            "<item><title>Sin texto</title></item>",
            "<item><description>Otra más.</description></item>",
        );
        let items: Vec<_> =
            reports(twice.as_bytes(), "f", &Options::default()).unwrap().map(Result::unwrap).collect();
        assert_eq!(items.iter().map(|i| i.warnings.len()).collect::<Vec<_>>(), [1, 0, 0]);
    }

    #[test]
    fn atom_rss_1_and_json() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es"><title>Sur</title>
<entry><title type="html">A &amp;amp; B</title><id>tag:1</id><link rel="edit" href="https://a.example/e"/><link href="https://a.example/1"/>
<updated>2026-02-03T10:00:00Z</updated><author><name>Ana</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Habló <b>ayer</b>.</p><p>Luego calló.</p></div></content></entry>
<entry><title>x</title><id>tag:2</id><updated>2026-02-03</updated><summary>Breve nota.</summary></entry></feed>"#;
        let feed = of(atom);
        assert_eq!(texts(&feed), ["Habló ayer.\nLuego calló.", "Breve nota."]);
        let first = &feed.items[0].as_ref().unwrap().incoming.report;
        assert_eq!(
            (first.url.as_deref(), first.title.as_deref()),
            (Some("https://a.example/1"), Some("A & B"))
        );
        assert!(!feed.items[1].as_ref().unwrap().incoming.report.published.unwrap().has_time);
        let rdf = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="x"><title>Sur</title></channel><item rdf:about="y"><title>t</title><link>https://a.example/1</link>
<description>Habló ayer.</description></item></rdf:RDF>"#;
        assert_eq!(texts(&of(rdf)), ["Habló ayer."]);
        let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Sur","items":[
{"id":"1","url":"https://a.example/1","content_html":"<p>Habló ayer.</p>","date_published":"2026-02-03T10:00:00-05:00","authors":[{"name":"Ana"}]},
{"id":2,"summary":"Breve nota."}, 7]}"#;
        let feed = of(json);
        assert_eq!(texts(&feed), ["Habló ayer.", "Breve nota."]);
        assert_eq!(
            feed.items[0].as_ref().unwrap().incoming.report.published.unwrap().to_string(),
            "2026-02-03T10:00:00"
        );
        assert!(feed.items[2].is_err());
    }

    #[test]
    fn encodings_of_feeds() {
        let text = RSS.replace("UTF-8", "ISO-8859-1");
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
        assert!(texts(&of(&latin))[1].contains("viajará"));
        // Declared as something else than it is.
        assert!(texts(&of(&text))[1].contains("viajará"));
        let (wrong, _, _) = encoding_rs::WINDOWS_1252.encode(RSS);
        assert!(texts(&of(&wrong)).len() == 2);
        let wide: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(RSS.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert!(texts(&of(wide))[1].contains("viajará"));
    }

    #[test]
    fn broken_feeds_give_what_can_be_read() {
        let ampersand = RSS
            .replace("Sin texto", "A & B")
            .replace("La ministra viajará", "1 < 2 & la ministra\u{1} viajará");
        let feed = of(&ampersand);
        assert!(texts(&feed)[1].starts_with("1 < 2 & la ministra viajará"), "{:?}", texts(&feed));
        let unclosed = RSS.replace("La ministra viaja</title>", "La ministra viaja</titl>");
        let feed = of(&unclosed);
        assert_eq!(texts(&feed).len(), 1);
        assert!(
            feed.items[1].as_ref().unwrap_err().to_string().starts_with("f.xml#2: the feed is broken here")
        );
        assert_eq!(feed.title.as_deref(), Some("Diario & Sur"));
        let cut = of(&RSS[..RSS.find("a la capital").unwrap()]);
        assert_eq!(texts(&cut).len(), 1);
        assert!(cut.items[1].as_ref().unwrap_err().to_string().contains("has no end"));
        let odd = RSS.replace("version=\"2.0\" xmlns:c", "version='0.93' xmlns:c");
        assert_eq!(texts(&of(&odd)).len(), 2);
        // Its namespaces stay as they are.
        let odd = RSS
            .replace("version=\"2.0\" ", "")
            .replace("dc/elements/1.1/\"", "dc/elements/1.1/\" version=\"1.0\"");
        assert_eq!(
            texts(&of(&odd))[0],
            "El puerto reabrió ayer, dijo la autoridad.\nHubo calma en el muelle."
        );
        let tag = &RSS[RSS.find("<rss").unwrap()..RSS.find("<channel>").unwrap()];
        let quoted = RSS.replacen(tag, &format!("<!-- {tag} -->{tag}"), 1);
        assert_eq!(of(&quoted).warnings, of(RSS).warnings);
        let leading = format!("\n  {RSS}");
        assert_eq!(texts(&of(&leading)).len(), 2);
    }

    #[test]
    fn an_item_that_the_parser_breaks_on_is_lost_alone() {
        let long = "<i:duration xmlns:i='http://www.itunes.com/dtds/podcast-1.0.dtd'>99999999999999999999999</i:duration></item>";
        let feed = of(RSS.replacen("</item>", long, 1));
        assert!(matches!(feed.items[0].as_ref().unwrap_err().cause, Cause::Broken));
        assert_eq!(texts(&feed), ["La ministra viajará el lunes a la capital vecina."]);
    }

    #[test]
    fn other_xml_is_refused() {
        let refused =
            |xml: &str| read(xml.as_bytes(), "f", None, None, &Options::default()).unwrap_err().to_string();
        assert!(refused("<?xml version='1.0'?><urlset xmlns='x'><url/></urlset>").contains("a sitemap"));
        assert!(refused("<opml version='2.0'/>").contains("OPML"));
        assert!(refused("<note>x</note>").contains("<note>"));
        assert!(refused("nothing").contains("without an element"));
        assert!(refused("{\"a\":1}").contains("JSON Feed"));
    }

    proptest! {
        #[test]
        fn any_harm_is_survived(at: prop::sample::Index, bytes in prop::collection::vec(any::<u8>(), 0..8), gone in 0usize..60) {
            let mut feed = RSS.as_bytes().to_vec();
            let at = at.index(feed.len());
            let end = (at + gone).min(feed.len());
            feed.splice(at..end, bytes);
            for item in read(&feed, "f", None, None, &Options::default()).into_iter().flat_map(|f| f.items).flatten() {
                prop_assert!(!item.incoming.report.text.is_empty());
            }
        }

        #[test]
        fn dates_go_through_the_parser_unchanged(year in 1900i16..2100, month in 1i8..=12, day in 1i8..=28, second in 0i32..86_400, has_time: bool) {
            let date = jiff::civil::date(year, month, day);
            let moment = if has_time {
                use jiff::ToSpan;
                Moment { at: date.at(0, 0, 0, 0).checked_add(second.seconds()).unwrap(), has_time }
            } else {
                date.into()
            };
            prop_assert_eq!(from_chrono(to_chrono(moment).unwrap()), moment);
        }
    }
}
