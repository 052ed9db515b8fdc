//! What a page says of itself: JSON-LD (schema.org), OpenGraph and other `meta` tags, `link`s.

use crate::html::unescape;
use segun_report::Moment;
use serde_json::Value;

/// What a page says of itself.
#[derive(Debug, Default)]
pub(crate) struct PageMetadata {
    pub(crate) title: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) published: Option<Moment>,
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) article_body: Option<String>,
    /// The lead, or what the page gives for one.
    pub(crate) lead: Option<String>,
}

impl PageMetadata {
    pub(crate) fn read(page: &str) -> Self {
        let mut own = Self::default();
        for script in linked_data(page) {
            own.linked(&script);
        }
        let meta = tags(page, "meta");
        let content = |names: &[&str]| {
            names.iter().find_map(|name| {
                meta.iter()
                    .find(|tag| {
                        ["property", "name", "itemprop"]
                            .iter()
                            .any(|k| attribute(tag, k).as_deref() == Some(*name))
                    })
                    .and_then(|tag| attribute(tag, "content"))
                    .map(|text| text.trim().to_owned())
                    .filter(|text| !text.is_empty())
            })
        };
        own.title = own.title.or_else(|| content(&["og:title", "twitter:title"]));
        own.published = own.published.or_else(|| {
            content(&[
                "article:published_time",
                "datePublished",
                "og:published_time",
                "publish-date",
                "pubdate",
                "date",
                "dc.date",
                "DC.date.issued",
                "sailthru.date",
                "parsely-pub-date",
            ])
            .and_then(|text| moment(&text))
        });
        own.published = own.published.or_else(|| {
            tags(page, "time")
                .iter()
                .find_map(|tag| attribute(tag, "datetime").and_then(|text| moment(&text)))
        });
        own.lead = content(&["og:description", "description", "twitter:description"]);
        own.publisher = own.publisher.or_else(|| content(&["og:site_name", "application-name"]));
        if own.authors.is_empty() {
            own.authors = content(&["author", "article:author", "parsely-author"])
                .into_iter()
                .filter(|name| !name.starts_with("http"))
                .collect();
        }
        let canonical = tags(page, "link")
            .iter()
            .find(|tag| attribute(tag, "rel").as_deref() == Some("canonical"))
            .and_then(|tag| attribute(tag, "href"));
        own.url = canonical.or_else(|| content(&["og:url"])).filter(|url| url.starts_with("http"));
        own.language =
            tags(page, "html").first().and_then(|tag| attribute(tag, "lang")).filter(|l| !l.is_empty());
        own
    }

    /// Takes what an object of linked data says, and the objects inside it.
    fn linked(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|v| self.linked(v)),
            Value::Object(map) => {
                if let Some(graph) = map.get("@graph") {
                    self.linked(graph);
                }
                let kind = match map.get("@type") {
                    Some(Value::String(kind)) => kind.clone(),
                    Some(Value::Array(kinds)) => {
                        kinds.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
                    }
                    _ => String::new(),
                };
                if kind.contains("Article") || kind.contains("BlogPosting") || kind.contains("Report") {
                    self.article(value);
                }
            }
            _ => {}
        }
    }

    fn article(&mut self, value: &Value) {
        let string = |key: &str| value[key].as_str().map(|t| unescape(t.trim())).filter(|t| !t.is_empty());
        self.title = self.title.take().or_else(|| string("headline"));
        self.published = self.published.or_else(|| string("datePublished").and_then(|t| moment(&t)));
        self.article_body = self.article_body.take().or_else(|| string("articleBody"));
        if self.authors.is_empty() {
            self.authors = names(&value["author"]);
        }
        if self.publisher.is_none() {
            self.publisher = names(&value["publisher"]).into_iter().next();
        }
    }
}

/// Names of a person, an organisation, or several.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) if !name.trim().is_empty() && !name.starts_with("http") => {
            vec![unescape(name.trim())]
        }
        Value::Array(list) => list.iter().flat_map(names).collect(),
        Value::Object(map) => map.get("name").map(names).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// A date as pages write it; only the ISO 8601 forms.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    let text: String = text.replacen(' ', "T", usize::from(text.as_bytes().get(10) == Some(&b' ')));
    // Fractions, offsets with and without colon: the moment stops at the seconds.
    let clock = text.get(..19).filter(|t| t.as_bytes()[10] == b'T').and_then(|t| t.parse().ok());
    clock
        .or_else(|| text.get(..16).filter(|t| t.as_bytes()[10] == b'T').and_then(|t| t.parse().ok()))
        .or_else(|| text.get(..10).and_then(|t| t.parse().ok()))
}

/// The objects of the page's linked data; broken ones are passed over.
fn linked_data(page: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find("ld+json") {
        rest = &rest[at..];
        let (Some(open), Some(close)) = (rest.find('>'), rest.find("</script")) else { break };
        if open < close {
            let body = rest[open + 1..close].trim();
            let body = body.trim_start_matches("<![CDATA[").trim_end_matches("]]>");
            // Line feeds inside strings are common and forbidden.
            let clean: String = body.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            all.extend(serde_json::from_str(&clean).ok());
        }
        rest = &rest[close..];
    }
    all
}

/// The inside of every tag `name`, without its angle brackets.
fn tags<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let mut all = Vec::new();
    for (at, _) in page.match_indices('<') {
        let inside = &page[at + 1..];
        let named = inside.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name));
        if named
            && inside[name.len()..].starts_with([' ', '\n', '\t', '\r', '>', '/'])
            && let Some(end) = inside.find('>')
        {
            all.push(&inside[name.len()..end]);
        }
    }
    all
}

/// The value of attribute `key` in the inside of a tag.
fn attribute(tag: &str, key: &str) -> Option<String> {
    let mut from = 0;
    while let Some(at) = tag[from..].find(key).map(|i| i + from) {
        let before = tag[..at].chars().next_back().is_none_or(char::is_whitespace);
        let after = tag[at + key.len()..].trim_start();
        from = at + key.len();
        let Some(value) = after.strip_prefix('=').filter(|_| before) else { continue };
        let value = value.trim_start();
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or_default(),
            _ => value.split_whitespace().next().unwrap_or_default(),
        };
        return Some(unescape(value));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphs_lists_and_broken_objects() {
        let page = r#"<html lang='pt-BR'><script type="application/ld+json">{broken</script>
<script type='application/ld+json'>{"@graph":[{"@type":"WebPage"},{"@type":["NewsArticle"],"headline":"A &amp; B",
"datePublished":"2026-01-05 07:00:01 +0000","author":[{"name":"X"},"Y"],"publisher":{"name":"Z"}}]}</script>"#;
        let found = PageMetadata::read(page);
        assert_eq!(found.title.as_deref(), Some("A & B"));
        assert_eq!(found.published.unwrap().to_string(), "2026-01-05T07:00:01");
        assert_eq!(found.authors, ["X", "Y"]);
        assert_eq!(found.publisher.as_deref(), Some("Z"));
        assert_eq!(found.language.as_deref(), Some("pt-BR"));
    }

    #[test]
    fn attributes() {
        assert_eq!(
            attribute(r#" data-content="x" content='a &quot;b&quot;'"#, "content").as_deref(),
            Some("a \"b\"")
        );
        assert_eq!(attribute(" content=plain name=x", "name").as_deref(), Some("x"));
        assert_eq!(attribute("", "name"), None);
    }
}
