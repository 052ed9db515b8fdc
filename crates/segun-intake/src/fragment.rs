//! Pieces of HTML, as feeds hold them, to text.

use crate::html::{DEEPEST, depth};
use crate::main_text::paragraphs;
use scraper::{ElementRef, Html, Node};

/// Elements whose inside is no running text.
const FURNITURE: &[&str] = &[
    "script",
    "style",
    "iframe",
    "noscript",
    "template",
    "figure",
    "figcaption",
    "aside",
    "nav",
    "form",
    "button",
    "svg",
    "video",
    "audio",
    "object",
    "head",
];

/// Classes of quoted posts of others.
const EMBEDDED: &[&str] = &["twitter-tweet", "instagram-media"];

/// The text of a piece of HTML, one paragraph a line.
pub(crate) fn text(piece: &str) -> String {
    if depth(piece) > DEEPEST {
        return String::new();
    }
    let tree = Html::parse_fragment(piece);
    let mut clean = String::with_capacity(piece.len());
    let mut plain = String::new();
    let mut skipped = 0usize;
    for edge in tree.root_element().traverse() {
        let (node, opens) = match edge {
            ego_tree::iter::Edge::Open(node) => (node, true),
            ego_tree::iter::Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Element(element) => {
                let furniture = FURNITURE.contains(&element.name())
                    || ElementRef::wrap(node)
                        .is_some_and(|e| e.value().classes().any(|c| EMBEDDED.contains(&c)));
                if furniture {
                    skipped = if opens { skipped + 1 } else { skipped.saturating_sub(1) };
                } else if skipped == 0 {
                    clean.push_str(if opens { "<" } else { "</" });
                    clean.push_str(element.name());
                    clean.push('>');
                }
            }
            Node::Text(text) if opens && skipped == 0 => {
                plain.push_str(text);
                for c in text.chars() {
                    match c {
                        '&' => clean.push_str("&amp;"),
                        '<' => clean.push_str("&lt;"),
                        '>' => clean.push_str("&gt;"),
                        c => clean.push(c),
                    }
                }
            }
            _ => {}
        }
    }
    paragraphs(&clean, &plain)
}

/// The text of a line that may hold markup and entities, such as a title.
pub(crate) fn line(piece: &str) -> String {
    // What is nested deeper than any line is, is taken as it stands.
    let text = if piece.contains(['<', '&']) && depth(piece) <= DEEPEST {
        let tree = Html::parse_fragment(piece);
        tree.root_element().text().collect::<String>()
    } else {
        piece.to_owned()
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_nothing_but_tags_is_read_in_no_time() {
        let deep = "<b>".repeat(200_000);
        assert_eq!(line(&deep), deep);
        assert_eq!(line("Vivir <b>hoy</b> &amp; aquí"), "Vivir hoy & aquí");
    }

    #[test]
    fn pieces_of_html() {
        let piece = "<p>El canciller dijo que s&iacute; &mdash; y <b>firm&oacute;</b>.</p><script>x()</script>\
                     <figure><img src=a><figcaption>Foto</figcaption></figure><p>Después volvió.<p><a href=x>Lea también: otra nota</a>";
        assert_eq!(text(piece), "El canciller dijo que sí — y firmó.\nDespués volvió.");
        assert_eq!(text("sin marcas & a < b"), "sin marcas & a < b");
        assert_eq!(line("A &amp;amp; B\n <i>c</i>"), "A &amp; B c");
        assert_eq!(text(&"<div>".repeat(100_000)), "");
    }
}
