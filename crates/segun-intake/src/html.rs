//! News pages: main text and what the page says of itself.

use crate::main_text::{checked_by, paragraphs, with_lead, without_edges};
use crate::page_metadata::PageMetadata;
use crate::{Cause, Incoming, decode, language};
use segun_report::Report;
use std::thread;
use trafilatura::{ExtractionFocus, Options, extract};

/// Deepest nesting of tags: real pages stay below a hundred.
pub(crate) const DEEPEST: usize = 2_000;

/// Stack of the thread that takes a page apart; the tree is walked recursively.
const STACK: usize = 256 << 20;

/// Parts of a page that are no running text, whatever it calls them: pictures with their captions,
/// boxes beside the text, things to press, embedded posts of others.
const FURNITURE: &str = "figure, figcaption, aside, nav, footer, form, button, iframe, template, noscript, \
    [role=dialog], [aria-hidden=true], blockquote.twitter-tweet, blockquote.instagram-media";

/// Words below which an extraction is tried again with everything left in the page.
const SHORT: usize = 80;

/// The report of a page, named `id` where the page gives no address.
///
/// # Errors
/// Where the page is nested absurdly or holds no main text.
pub fn html(bytes: &[u8], id: &str) -> Result<Incoming, Cause> {
    page(bytes, id, None)
}

/// The report of a page whose sender says that it is written in `charset`.
///
/// # Errors
/// As [`html`].
pub fn page(bytes: &[u8], id: &str, charset: Option<&str>) -> Result<Incoming, Cause> {
    let (page, warnings) = decode::decode_as(bytes, true, charset);
    if depth(&page) > DEEPEST {
        return Err(Cause::TooDeep(DEEPEST));
    }
    // Taken apart on a thread with room for deep trees; a panic there is this page's alone.
    let report = thread::scope(|scope| {
        let work = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || take_apart(&page, id))?;
        work.join().map_err(|_| Cause::Broken)?
    })?;
    Ok(Incoming { report, warnings })
}

fn take_apart(page: &str, id: &str) -> Result<Report, Cause> {
    let metadata = PageMetadata::read(page);
    let options = Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_exclude_tables(true)
        .with_links(true)
        .with_focus(ExtractionFocus::Balanced);
    // What comes out as markup is the inside of a page's `noscript`, not its text.
    let extract = |options: &Options| {
        extract(page, options).ok().filter(|found| !found.content_text.trim_start().starts_with('<'))
    };
    let furnished = || extract(&options);
    let bare = extract(&options.clone().with_prune_selector(FURNITURE));
    // Some pages put their very text into such parts.
    let extracted = match bare {
        Some(found) if found.content_text.split_whitespace().count() >= SHORT => Some(found),
        bare => furnished().or(bare),
    };
    let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let mut text =
        extracted.as_ref().map(|e| paragraphs(&e.content_html, &e.content_text)).unwrap_or_default();
    if let Some(body) = metadata.article_body.as_deref() {
        text = if much_longer(body, &text) { body.to_owned() } else { checked_by(body, text) };
    }
    if text.trim().is_empty() {
        return Err(Cause::NoMainText);
    }
    let found = extracted.map(|e| e.metadata);
    let found = found.as_ref();
    let title = metadata.title.or_else(|| found.and_then(|m| some(&m.title)));
    let text = without_edges(&text, title.as_deref().unwrap_or_default());
    let text = with_lead(text, metadata.lead.as_deref().unwrap_or_default(), page);
    let published =
        metadata.published.or_else(|| found.and_then(|m| m.date).and_then(|d| d.to_string().parse().ok()));
    let page_language = metadata.language.or_else(|| found.and_then(|m| some(&m.language)));
    Ok(Report {
        id: id.to_owned(),
        // What a page claims is often its template's language: the text decides where it is long enough.
        language: language::detect(&text).or(page_language),
        published,
        title,
        url: metadata.url.or_else(|| found.and_then(|m| some(&m.url))),
        publisher: metadata.publisher.or_else(|| found.and_then(|m| some(&m.sitename))),
        authors: if metadata.authors.is_empty() {
            found.map(|m| m.author.split(';').filter_map(some).collect()).unwrap_or_default()
        } else {
            metadata.authors
        },
        text,
    })
}

/// Whether a page's own statement of its text is so much longer that the extraction must have missed most.
fn much_longer(body: &str, text: &str) -> bool {
    let words = |t: &str| t.split_whitespace().count();
    words(body) > 40 && words(body) * 2 > words(text) * 3
}

/// The entities that a serialised tree holds.
pub(crate) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let end = tail.char_indices().take(12).find(|(_, c)| *c == ';').map(|(i, _)| i);
        let character = end.and_then(|end| match &tail[1..end] {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some(' '),
            number => {
                let digits = number.strip_prefix('#')?;
                let code = match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => digits.parse(),
                };
                code.ok().and_then(char::from_u32)
            }
        });
        match (character, end) {
            (Some(c), Some(end)) => {
                out.push(c);
                rest = &tail[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// An upper bound on how deep tags are nested, void and self-closing ones aside.
pub(crate) fn depth(page: &str) -> usize {
    const VOID: &[&str] = &[
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr", "p", "li", "td", "th", "tr", "dt", "dd", "option", "path", "use", "circle", "rect",
        "polygon", "line",
    ];
    let bytes = page.as_bytes();
    let (mut open, mut deepest) = (0usize, 0usize);
    for at in memchr::memchr_iter(b'<', bytes) {
        match bytes.get(at + 1) {
            Some(b'/') => open = open.saturating_sub(1),
            Some(c) if c.is_ascii_alphabetic() => {
                let name_end =
                    bytes[at + 1..].iter().take(12).position(|b| !b.is_ascii_alphanumeric()).unwrap_or(12);
                let name = page.get(at + 1..at + 1 + name_end).unwrap_or_default().to_ascii_lowercase();
                if !VOID.contains(&name.as_str()) {
                    open += 1;
                    deepest = deepest.max(open);
                }
            }
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAGE: &str = r#"<!doctype html><html lang="es"><head><title>El puerto reabre | Diario del Sur</title>
<meta property="og:title" content="El puerto reabre tras la huelga">
<meta property="og:site_name" content="Diario del Sur">
<meta property="article:published_time" content="2026-02-03T08:30:00-05:00">
<link rel="canonical" href="https://diario.example/puerto">
<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"Ana Quispe"}}</script></head>
<body><nav><a href="/">Portada</a><a href="/politica">Política</a></nav><article><h1>El puerto reabre tras la huelga</h1>
<p>El puerto de Matarani reabrió este martes después de nueve días de huelga, informó la autoridad portuaria en un comunicado.</p>
<p>Los estibadores aceptaron un aumento del seis por ciento &amp; una prima anual, según la secretaria del sindicato, Rosa Mamani.</p>
<p>“Volvemos al trabajo, pero seguiremos vigilantes”, dijo Mamani a la prensa en la puerta principal del muelle.</p>
</article><script>var tracker = 1;</script><footer>Todos los derechos reservados</footer></body></html>"#;

    #[test]
    fn a_page_gives_its_text_and_metadata() {
        let report = html(PAGE.as_bytes(), "page").unwrap().report;
        assert_eq!(report.title.as_deref(), Some("El puerto reabre tras la huelga"));
        assert_eq!(report.publisher.as_deref(), Some("Diario del Sur"));
        assert_eq!(report.published.unwrap().to_string(), "2026-02-03T08:30:00");
        assert_eq!(report.url.as_deref(), Some("https://diario.example/puerto"));
        assert_eq!(report.authors, ["Ana Quispe"]);
        assert_eq!(report.language.as_deref(), Some("es"));
        assert!(report.text.contains("ciento & una prima"));
        assert!(report.text.lines().count() >= 3);
        assert!(!report.text.contains("tracker") && !report.text.contains("Portada"));
    }

    #[test]
    fn hostile_pages_are_refused_in_time() {
        let deep = "<div>".repeat(100_000);
        assert!(matches!(html(deep.as_bytes(), "x"), Err(Cause::TooDeep(_))));
        assert!(matches!(html(b"", "x"), Err(Cause::NoMainText)));
        assert!(html(&PAGE.as_bytes()[..PAGE.len() * 2 / 3], "cut").is_ok());
    }

    #[test]
    fn entities() {
        assert_eq!(unescape("a &amp; b &#233; &#xe9; &nope; &"), "a & b é é &nope; &");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn any_markup_is_survived(page in "(<[a-z/]{0,6}[ >]|[a-zé&;\"=]{0,8}|\\PC){0,60}") {
            let _ = html(page.as_bytes(), "x");
        }
    }
}
