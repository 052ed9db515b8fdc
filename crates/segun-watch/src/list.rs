//! Lists of feeds: OPML, or an address a line.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;

/// A feed to watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Its address.
    pub url: String,
    /// What the list calls it.
    pub title: Option<String>,
}

/// Why a list gave no feeds.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// Broken XML.
    #[error("the OPML is broken at byte {at}: {cause}")]
    Xml {
        /// Where.
        at: u64,
        /// Why.
        cause: String,
    },
    /// A line that is no address.
    #[error("line {line}: '{text}' is no http or https address")]
    Line {
        /// Number of the line, from 1.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// XML of another kind.
    #[error("this XML is no OPML (its first element is <{0}>)")]
    NoOpml(String),
    /// Nothing to watch.
    #[error("the list names no feed")]
    Empty,
}

/// The feeds of a list, each once, in order: of OPML (outlines nested to any depth), or of text with an
/// address a line, empty lines and those that begin with `#` aside.
///
/// # Errors
/// Where a line is no address, the XML is broken or no OPML, or nothing is named.
pub fn subscriptions(list: &[u8]) -> Result<Vec<Subscription>, ListError> {
    let (text, _) = segun_intake::decode::decode(list, false);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let mut all = if text.starts_with('<') { opml(text)? } else { lines(text)? };
    let mut seen = BTreeSet::new();
    all.retain(|subscription| seen.insert(subscription.url.clone()));
    if all.is_empty() { Err(ListError::Empty) } else { Ok(all) }
}

/// An address as it is asked for; `feed:` is how some programs write them.
fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let text = match text.strip_prefix("feed:") {
        Some(rest) if rest.starts_with("//") => format!("https:{rest}"),
        Some(rest) => rest.to_owned(),
        None => text.to_owned(),
    };
    crate::fetch::address(&text).ok().map(String::from)
}

fn lines(text: &str) -> Result<Vec<Subscription>, ListError> {
    let mut all = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let url = address(line).ok_or_else(|| ListError::Line { line: number + 1, text: line.to_owned() })?;
        all.push(Subscription { url, title: None });
    }
    Ok(all)
}

fn opml(text: &str) -> Result<Vec<Subscription>, ListError> {
    let mut reader = Reader::from_str(text);
    // Lists written by hand forget ends; only the outlines count.
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut all = Vec::new();
    let mut is_opml = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let name = name_of(tag.name().as_ref());
                if !is_opml && name != "opml" {
                    return Err(ListError::NoOpml(name));
                }
                is_opml = true;
                if name == "outline" {
                    all.extend(outline(&tag));
                }
            }
            Ok(Event::Eof) => return Ok(all),
            Ok(_) => {}
            Err(error) => {
                return Err(ListError::Xml { at: reader.error_position(), cause: error.to_string() });
            }
        }
    }
}

fn name_of(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// The feed that an outline names, whatever the case of its attributes.
fn outline(tag: &BytesStart) -> Option<Subscription> {
    let mut url = None;
    let mut title = None;
    for attribute in tag.html_attributes().flatten() {
        let name = name_of(attribute.key.as_ref());
        let raw = attribute.value.as_ref();
        let value =
            quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), |text| text.into_owned());
        match name.as_str() {
            "xmlurl" => url = address(&value),
            "title" => title = Some(value),
            "text" if title.is_none() => title = Some(value),
            _ => {}
        }
    }
    let title = title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    url.map(|url| Subscription { url, title })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn urls(list: &str) -> Vec<String> {
        subscriptions(list.as_bytes()).unwrap().into_iter().map(|s| s.url).collect()
    }

    #[test]
    fn outlines_at_any_depth_and_in_any_case() {
        let list = r#"<?xml version="1.0"?><OPML version="2.0"><head><title>x</title></head><body>
<outline text="Perú"><outline TEXT="Sur &amp; Norte" type="rss" xmlUrl="https://a.example/f?a=1&amp;b=2" htmlUrl="https://a.example/"/>
<outline text="deeper"><outline title="B" text="b" XMLURL='http://b.example/rss'></outline></outline></outline>
<outline text="again" xmlurl="https://a.example/f?a=1&b=2"/><outline text="no feed" htmlUrl="https://c.example/"/>
<outline xmlUrl="feed://d.example/x"/><outline xmlUrl="ftp://e.example/"/></body></OPML>"#;
        let all = subscriptions(list.as_bytes()).unwrap();
        let urls: Vec<&str> = all.iter().map(|s| s.url.as_str()).collect();
        assert_eq!(urls, ["https://a.example/f?a=1&b=2", "http://b.example/rss", "https://d.example/x"]);
        assert_eq!(all[0].title.as_deref(), Some("Sur & Norte"));
        assert_eq!(all[1].title.as_deref(), Some("B"));
    }

    #[test]
    fn lines_and_errors() {
        assert_eq!(
            urls("# mine\n\nhttps://a.example/f\n http://b.example \n"),
            ["https://a.example/f", "http://b.example/"]
        );
        let error = |list: &str| subscriptions(list.as_bytes()).unwrap_err().to_string();
        assert_eq!(error("https://a.example\nnonsense"), "line 2: 'nonsense' is no http or https address");
        assert!(error("<html><body>").contains("<html>"));
        assert!(error("").contains("names no feed"));
        assert!(error("<opml><body><outline xmlUrl=").contains("broken at byte"));
    }

    proptest! {
        #[test]
        fn any_list_is_survived(list in "(<opml>|<outline |xmlUrl=|\"http://a.b/\"|/>|>|\\PC){0,20}") {
            let _ = subscriptions(list.as_bytes());
        }
    }
}
