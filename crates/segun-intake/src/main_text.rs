//! From an extracted tree to a report's text: paragraphs, without what stands around them.

use crate::html::unescape;
use std::collections::HashSet;

/// Tags that end a line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "blockquote",
    "br",
    "tr",
    "table",
    "section",
    "article",
    "pre",
    "figcaption",
    "dd",
    "dt",
];

/// Share of a line's letters that lie in links from which on the line is a pointer to other pages.
const LINKED: f64 = 0.9;

/// The same for a line that does not end as a sentence does ("Read more: …").
const LINKED_WITHOUT_END: f64 = 0.65;

/// A line of the text and how much of it lies in links.
#[derive(Default)]
struct Line {
    text: String,
    linked: usize,
}

impl Line {
    fn push(&mut self, text: &str, linked: bool) {
        let text = unescape(text);
        if linked {
            self.linked += letters(&text);
        }
        self.text.push_str(&text);
    }

    /// Whether nearly all of it is a link: the pointers to other articles that stand between paragraphs.
    fn points_elsewhere(&self) -> bool {
        let all = letters(&self.text);
        let least = if ended(&self.text) { LINKED } else { LINKED_WITHOUT_END };
        all > 0 && self.linked as f64 >= least * all as f64
    }
}

/// Whether a line ends as a sentence, a quotation or an announcement of what follows does.
fn ended(line: &str) -> bool {
    line.trim_end().ends_with(['.', '!', '?', '…', '"', '”', '»', '。', '」', ':', '؟', '।'])
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// The text with one paragraph a line: block tags of the extracted tree end lines.
pub(crate) fn paragraphs(content_html: &str, content_text: &str) -> String {
    let mut lines = vec![Line::default()];
    let mut in_link = false;
    let mut rest = content_html;
    while let Some(open) = rest.find('<') {
        if let Some(line) = lines.last_mut() {
            line.push(&rest[..open], in_link);
        }
        let Some(close) = rest[open..].find('>') else {
            rest = "";
            break;
        };
        let tag = &rest[open + 1..open + close];
        let (closing, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name: String =
            tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        if name == "a" {
            in_link = !closing;
        } else if BLOCKS.contains(&name.as_str()) {
            lines.push(Line::default());
        }
        rest = &rest[open + close + 1..];
    }
    if let Some(line) = lines.last_mut() {
        line.push(rest, in_link);
    }
    let mut seen = HashSet::new();
    let all_linked = lines.iter().all(|line| line.text.trim().is_empty() || line.points_elsewhere());
    let lines: Vec<String> = lines
        .iter()
        .filter(|line| all_linked || !line.points_elsewhere())
        .flat_map(|line| line.text.lines())
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty() && !is_notice(line, &mut seen))
        .collect();
    if lines.is_empty() { content_text.trim().to_owned() } else { lines.join("\n") }
}

/// What stands between paragraphs without belonging to them: a line that came before (a button, a caption
/// shown twice), or a single word without a sentence's end ("Advertisement").
fn is_notice(line: &str, seen: &mut HashSet<String>) -> bool {
    let count = line.split_whitespace().count();
    let single = count == 1 && line.starts_with(char::is_uppercase) && line.chars().all(char::is_alphabetic);
    let again = count > 3 && !seen.insert(line.to_owned());
    single || again
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// The text without what stands around it: the headline repeated on top, and lines of a few words
/// without a sentence's end before the first and after the last paragraph (place, hour, author, credits).
pub(crate) fn without_edges(text: &str, title: &str) -> String {
    const FEW: usize = 7;
    let title = words(title);
    let is_title = |line: &str| {
        let line = words(line);
        !line.is_empty()
            && (line == title
                || line.len() >= 3
                    && (title.starts_with(&line) || line.ends_with(&title) && !title.is_empty()))
    };
    let is_loose = |line: &str| {
        // Scripts without spaces between words make long "words".
        !ended(line) && words(line).len() <= FEW && line.chars().count() <= 60
    };
    let lines: Vec<&str> = text.lines().collect();
    let edge = |line: &&&str| is_title(line) || is_loose(line);
    let start = lines.iter().take_while(edge).count();
    let end = lines.iter().rev().take_while(edge).count();
    if start + end >= lines.len() {
        return text.to_owned();
    }
    lines[start..lines.len() - end].join("\n")
}

/// The text without lines that the page's own statement of its text does not have, where that statement
/// holds most of the text: boxes and notices. Headlines inside the text, which such statements often leave
/// out, and what comes before its first line stay.
pub(crate) fn checked_by(body: &str, text: String) -> String {
    /// Share of the text's lines, by words, that the statement must have.
    const MOST: f64 = 0.6;
    /// Words in a row by which a line is found again.
    const RUN: usize = 4;
    /// A line of more words is no headline.
    const HEADLINE: usize = 11;
    let body = words(body);
    let runs: HashSet<&[String]> = (1..=RUN).flat_map(|n| body.windows(n)).collect();
    let lines: Vec<(&str, usize, bool)> = text
        .lines()
        .map(|line| {
            let words = words(line);
            let all = words.windows(RUN.min(words.len().max(1)));
            let found = all.clone().filter(|run| runs.contains(run)).count();
            (line, words.len(), 2 * found >= all.len())
        })
        .collect();
    let count = |in_body: bool| lines.iter().filter(|l| l.2 == in_body).map(|l| l.1).sum::<usize>() as f64;
    let (Some(first), Some(last)) = (lines.iter().position(|l| l.2), lines.iter().rposition(|l| l.2)) else {
        return text;
    };
    if count(true) < MOST * (count(true) + count(false)) {
        return text;
    }
    let kept = lines
        .iter()
        .enumerate()
        .filter(|(i, (_, words, in_body))| *in_body || *i < first || *i < last && *words <= HEADLINE);
    kept.map(|(_, (line, ..))| *line).collect::<Vec<_>>().join("\n")
}

/// The text with the lead that the page gives of itself in front, where the page shows that lead and the
/// extraction left it out: many templates put it outside of the text's own part.
pub(crate) fn with_lead(text: String, lead: &str, page: &str) -> String {
    /// Words of a lead at least, so that a slogan of the outlet is none.
    const LEAST: usize = 6;
    let lead = lead.split_whitespace().collect::<Vec<_>>().join(" ");
    let sought = words(&lead);
    // A lead cut off in the metadata would stand twice.
    let cut = lead.ends_with(['…']) || lead.ends_with("...");
    if sought.len() < LEAST || cut || holds(&words(&text), &sought) || !holds(&words(&visible(page)), &sought)
    {
        return text;
    }
    format!("{lead}\n{text}")
}

fn holds(words: &[String], sought: &[String]) -> bool {
    words.windows(sought.len()).any(|window| window == sought)
}

/// The characters of a page that a reader may see.
fn visible(page: &str) -> String {
    const UNSEEN: &[&str] = &["script", "style", "template", "head"];
    let mut out = String::new();
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        out.push(' ');
        let Some(close) = rest[open..].find('>') else { return unescape(&out) };
        let name: String = rest[open + 1..]
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        rest = &rest[open + close + 1..];
        if UNSEEN.contains(&name.as_str()) {
            let end = format!("</{name}");
            let skipped = rest.to_ascii_lowercase().find(&end).unwrap_or(rest.len());
            rest = &rest[skipped..];
        }
    }
    out.push_str(rest);
    unescape(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_to_other_pages_are_left_out() {
        let html = "<div><p>El puerto <a href=\"x\">reabrió</a> ayer.</p><p><a href=\"y\">Lea también: la huelga</a></p>\
                    <p>Hubo <b>calma</b>.</p></div>";
        assert_eq!(paragraphs(html, ""), "El puerto reabrió ayer.\nHubo calma.");
        let only_links = "<p><a href=\"x\">Una lista de enlaces.</a></p>";
        assert_eq!(paragraphs(only_links, ""), "Una lista de enlaces.");
    }

    #[test]
    fn a_page_s_statement_of_its_text_checks_the_lines() {
        let text = "El puerto reabrió ayer tras nueve días de una huelga que dejó sin salir a cuarenta barcos.\nLa vuelta al trabajo\nLos estibadores aceptaron la prima anual.\n\
                    Suscríbase a nuestro boletín y reciba cada mañana las noticias del día.\nHubo calma en el muelle.\nMás noticias";
        let body = "El puerto reabrió ayer tras nueve días de una huelga que dejó sin salir a cuarenta barcos. Los estibadores aceptaron la prima anual. Hubo calma en el muelle.";
        let lines: Vec<String> = checked_by(body, text.into()).lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 4);
        assert!(lines[1] == "La vuelta al trabajo" && lines[3] == "Hubo calma en el muelle.");
        assert_eq!(checked_by("Otra cosa.", text.into()), text);
    }

    #[test]
    fn a_lead_that_the_page_shows_comes_first() {
        let page =
            "<head><title>x</title></head><body><h2>El puerto reabre tras nueve días de huelga.</h2></body>";
        let lead = "El puerto reabre tras nueve días de huelga.";
        assert_eq!(with_lead("Ayer volvieron.".into(), lead, page), format!("{lead}\nAyer volvieron."));
        assert_eq!(with_lead("Ayer volvieron.".into(), lead, "<body>Nada</body>"), "Ayer volvieron.");
        let there = format!("Ayer. {lead}");
        assert_eq!(with_lead(there.clone(), lead, page), there);
    }
}
