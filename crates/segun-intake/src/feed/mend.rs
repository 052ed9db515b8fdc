//! Broken XML of feeds: what is mended in the whole, and how it is cut into items where that is not enough.

/// The whole with the faults mended that feeds have most: ampersands that open no reference, characters that
/// XML forbids, versions that nobody knows. What stands in CDATA sections is left as it is.
pub(super) fn mend(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len() + 64);
    let mut rest = xml;
    while let Some(open) = rest.find("<![CDATA[") {
        let close = rest[open..].find("]]>").map(|close| open + close);
        let Some(close) = close else { break };
        markup(&rest[..open], &mut out);
        out.extend(rest[open..close].chars().filter(|c| is_allowed(*c)));
        rest = &rest[close..];
    }
    markup(rest, &mut out);
    out
}

fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}

fn markup(text: &str, out: &mut String) {
    for (at, c) in text.char_indices() {
        match c {
            '&' if !is_reference(&text[at + 1..]) => out.push_str("&amp;"),
            // Only a tag, a comment or a declaration opens so.
            '<' if !text[at + 1..]
                .starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '!' | '?' | '_')) =>
            {
                out.push_str("&lt;");
            }
            c if is_allowed(c) => out.push(c),
            _ => {}
        }
    }
}

/// Whether `tail` begins with the name or valid number of a reference and its semicolon.
fn is_reference(tail: &str) -> bool {
    let Some(end) = tail.bytes().take(12).position(|b| b == b';') else { return false };
    let name = &tail[..end];
    match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32).is_some_and(is_allowed)
        }
        None => !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric()),
    }
}

/// A feed cut into its items.
pub(super) struct Cut<'a> {
    /// What precedes the first item.
    pub(super) head: &'a str,
    /// Each item with its tags, or without an end where it has none.
    pub(super) items: Vec<Piece<'a>>,
}

/// One item.
pub(super) struct Piece<'a> {
    pub(super) xml: &'a str,
    pub(super) is_whole: bool,
}

/// Cuts a feed at the tags `name`, those inside of CDATA sections and comments aside.
pub(super) fn cut<'a>(xml: &'a str, name: &str) -> Cut<'a> {
    let (opening, closing) = (format!("<{name}"), format!("</{name}"));
    let mut items = Vec::new();
    let mut begin = None;
    let mut head = xml.len();
    let mut skipped = vec![("<![CDATA[", "]]>"), ("<!--", "-->")];
    let mut at = 0;
    while let Some(found) = xml[at..].find('<').map(|found| at + found) {
        let here = &xml[found..];
        at = found + 1;
        if let Some(kind) = skipped.iter().position(|(open, _)| here.starts_with(open)) {
            match here.find(skipped[kind].1) {
                Some(end) => at = found + end,
                // One without an end is no reason to lose all that follows, and no later one has an end either.
                None => drop(skipped.remove(kind)),
            }
        } else if is_tag(here, &closing) {
            let end = here.find('>').map_or(xml.len(), |end| found + end + 1);
            if let Some(begin) = begin.take() {
                items.push(Piece { xml: &xml[begin..end], is_whole: true });
            }
            at = end;
        } else if is_tag(here, &opening) {
            head = head.min(found);
            if let Some(begin) = begin.replace(found) {
                items.push(Piece { xml: &xml[begin..found], is_whole: false });
            }
        }
    }
    if let Some(begin) = begin {
        items.push(Piece { xml: &xml[begin..], is_whole: false });
    }
    Cut { head: &xml[..head], items }
}

fn is_tag(text: &str, tag: &str) -> bool {
    text.strip_prefix(tag)
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/')))
}

/// The first element's name, its whole opening tag, and what follows; prolog, comments and declarations passed
/// over.
pub(super) fn root(xml: &str) -> Option<(&str, &str, &str)> {
    let mut rest = xml;
    loop {
        rest = &rest[rest.find('<')?..];
        if rest.starts_with("<!--") {
            rest = &rest[rest.find("-->")?..];
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            // An internal subset may hold other tags; what follows it is found all the same.
            rest = &rest[2..];
        } else {
            let name = &rest[1..];
            let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
            let name = &name[..end];
            let mut quote = None;
            let close = rest.char_indices().find(|&(_, c)| match (quote, c) {
                (None, '"' | '\'') => {
                    quote = Some(c);
                    false
                }
                (Some(open), c) => {
                    if open == c {
                        quote = None;
                    }
                    false
                }
                (None, c) => c == '>',
            });
            return close.map(|(close, _)| (name, &rest[..=close], &rest[close + 1..]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn mending() {
        assert_eq!(
            mend("<a>b & c &amp; &nbsp; &#1; x < 3\u{1}</a>"),
            "<a>b &amp; c &amp; &nbsp; &amp;#1; x &lt; 3</a>"
        );
        assert_eq!(mend("<![CDATA[a & b]]> & c"), "<![CDATA[a & b]]> &amp; c");
    }

    #[test]
    fn cutting() {
        let xml = "<rss><channel><title>t</title><items/><item a='1'>x<![CDATA[</item>]]></item><item>y<item>z</item><item>q";
        let cut = cut(xml, "item");
        assert_eq!(cut.head, "<rss><channel><title>t</title><items/>");
        let items: Vec<(&str, bool)> = cut.items.iter().map(|p| (p.xml, p.is_whole)).collect();
        assert_eq!(
            items,
            [
                ("<item a='1'>x<![CDATA[</item>]]></item>", true),
                ("<item>y", false),
                ("<item>z</item>", true),
                ("<item>q", false)
            ]
        );
    }

    #[test]
    fn many_openings_without_an_end_are_cut_in_time() {
        let xml = format!("<rss><item>{}</item>", "<!--<![CDATA[".repeat(400_000));
        assert_eq!(cut(&xml, "item").items.len(), 1);
    }

    #[test]
    fn roots() {
        let xml = "<?xml version='1.0'?><!-- <a> --><!DOCTYPE rss><rdf:RDF x=\"a>b\"> c";
        assert_eq!(root(xml), Some(("rdf:RDF", "<rdf:RDF x=\"a>b\">", " c")));
        assert_eq!(root("no xml"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_survived(xml in "(<item>|</item>|<!\\[CDATA\\[|]]>|<!--|&|;|\"|\\PC){0,40}") {
            mend(&xml);
            cut(&xml, "item");
            root(&xml);
        }
    }
}
