//! A reading on the terminal: the report with its marks, then the table of claims.
//!
//! Every mark is written with letters and brackets, so that nothing is lost without
//! colour: `{a1:…}` a source, `<a1:…>` its cue, `[v1:…]` an event, with a sign after the
//! event's number for how sure its holder is.

use crate::wrap::{Run, fill, printable};
use anstyle::{AnsiColor, Effects, Style};
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use segun::{Certainty, Polarity, Reading};
use segun_evidence::{Claim, Highlight, Role, claims, highlights, paragraphs, segments, title};
use std::fmt::Write;

const LEGEND: &str = "{a1:source} <a1:its cue> [v1:event]; after an event's number: \
    ~ probable, ? possible, * uncommitted, ! said not to be so";

/// Narrowest and widest view, in columns.
const WIDTHS: (usize, usize) = (60, 120);

/// The terminal's width; 80 where there is none.
pub(crate) fn width() -> usize {
    use std::io::IsTerminal;
    if !std::io::stdout().is_terminal() {
        return 80;
    }
    let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    columns.clamp(WIDTHS.0, WIDTHS.1)
}

/// `reading` as text with ANSI styles, `width` columns wide.
pub(crate) fn render(reading: &Reading, width: usize, explain: bool) -> String {
    let mut out = String::new();
    heading(reading, width, &mut out);
    text(reading, width, &mut out);
    let claims = claims(reading);
    if claims.is_empty() {
        out.push_str("No claims found.\n\n");
        return out;
    }
    fill(&[Run { text: LEGEND.to_owned(), style: Style::new().dimmed() }], width, &mut out);
    out.push('\n');
    out.push_str(&table(&claims, width, explain));
    out.push_str("\n\n");
    out
}

fn heading(reading: &Reading, width: usize, out: &mut String) {
    let report = &reading.report;
    let title = title(report);
    fill(&[Run { text: title.to_owned(), style: Style::new().bold() }], width, out);
    let published = report.published.map(|moment| moment.to_string());
    let facts: Vec<&str> = [
        report.publisher.as_deref(),
        published.as_deref(),
        report.language.as_deref(),
        report.url.as_deref(),
        (title != report.id).then_some(report.id.as_str()),
    ]
    .into_iter()
    .flatten()
    .filter(|fact| !fact.trim().is_empty())
    .collect();
    fill(&[Run { text: facts.join(" · "), style: Style::new().dimmed() }], width, out);
    out.push('\n');
}

fn text(reading: &Reading, width: usize, out: &mut String) {
    let highlights = highlights(reading);
    for paragraph in paragraphs(&reading.report.text) {
        let mut runs = Vec::new();
        for segment in segments(paragraph, &highlights) {
            let marks = |at: &dyn Fn(&Highlight) -> bool| {
                segment
                    .over
                    .iter()
                    .map(|&i| &highlights[i])
                    .filter(|h| h.role != Role::Content && at(h))
                    .copied()
                    .collect::<Vec<_>>()
            };
            // What begins in an earlier paragraph is opened again in this one.
            let begins = |h: &Highlight| h.span.start.max(paragraph.start) == segment.span.start;
            let ends = |h: &Highlight| h.span.end.min(paragraph.end) == segment.span.end;
            for mark in marks(&begins) {
                runs.push(Run { text: opening(reading, &mark), style: style(reading, &mark) });
            }
            let inner = marks(&|_| true);
            let style_here = inner.last().map_or_else(Style::new, |mark| style(reading, mark));
            runs.push(Run { text: segment.span.of(&reading.report.text).to_owned(), style: style_here });
            for mark in marks(&ends).into_iter().rev() {
                runs.push(Run { text: closing(mark.role).to_owned(), style: style(reading, &mark) });
            }
        }
        fill(&runs, width, out);
        out.push('\n');
    }
}

fn opening(reading: &Reading, mark: &Highlight) -> String {
    match mark.role {
        Role::Event => {
            let event = &reading.events[mark.item];
            format!("[{}{}:", event.id, sign(event.certainty, event.polarity))
        }
        Role::Cue => format!("<{}:", reading.attributions[mark.item].id),
        Role::Source | Role::Content => format!("{{{}:", reading.attributions[mark.item].id),
    }
}

fn closing(role: Role) -> &'static str {
    match role {
        Role::Event => "]",
        Role::Cue => ">",
        Role::Source | Role::Content => "}",
    }
}

/// The signs after an event's number.
fn sign(certainty: Certainty, polarity: Polarity) -> String {
    let mut sign = String::new();
    match certainty {
        Certainty::Certain => {}
        Certainty::Probable => sign.push('~'),
        Certainty::Possible => sign.push('?'),
        Certainty::Uncommitted => sign.push('*'),
    }
    if polarity == Polarity::Negative {
        sign.push('!');
    }
    sign
}

fn style(reading: &Reading, mark: &Highlight) -> Style {
    match mark.role {
        Role::Content => Style::new(),
        Role::Source => Style::new().fg_color(Some(AnsiColor::Blue.into())).effects(Effects::BOLD),
        Role::Cue => Style::new().fg_color(Some(AnsiColor::Cyan.into())),
        Role::Event => {
            let event = &reading.events[mark.item];
            certainty_style(event.certainty, event.polarity)
        }
    }
}

fn certainty_style(certainty: Certainty, polarity: Polarity) -> Style {
    let colour = match (certainty, polarity) {
        (_, Polarity::Negative) => AnsiColor::Red,
        (Certainty::Certain, _) => AnsiColor::Green,
        (Certainty::Probable, _) => AnsiColor::Yellow,
        (Certainty::Possible, _) => AnsiColor::Magenta,
        (Certainty::Uncommitted, _) => AnsiColor::BrightBlack,
    };
    Style::new().fg_color(Some(colour.into())).effects(Effects::UNDERLINE)
}

/// Widths of the columns but that of "what", which takes what is left.
const COLUMNS: [(usize, u16); 4] = [(0, 15), (1, 11), (3, 15), (4, 9)];
/// Columns between them.
const BETWEEN: u16 = 4;

fn table(claims: &[Claim<'_>], width: usize, explain: bool) -> String {
    let mut table = Table::new();
    table
        .load_preset(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(80))
        .set_header(["who", "how sure", "what", "when", "where"]);
    for claim in claims {
        let mut what = printable(&claim.what);
        if explain {
            for (id, why) in &claim.reasons {
                let score = why.score.map(|score| format!(" ({score:.2})")).unwrap_or_default();
                // Writing to a string cannot fail.
                let _ = write!(what, "\n· {id} {}: {}{score}", why.aspect, printable(&why.by));
            }
        }
        table.add_row([
            printable(&claim.who),
            claim.how_sure.clone(),
            what,
            printable(&claim.when),
            format!("{} {}", claim.id, claim.place.replacen(' ', "\n", 1)),
        ]);
    }
    let fixed: u16 = COLUMNS.iter().map(|(_, columns)| columns).sum();
    let what = u16::try_from(width).unwrap_or(80).saturating_sub(fixed + BETWEEN);
    for (number, columns) in COLUMNS.into_iter().chain([(2, what)]) {
        if let Some(column) = table.column_mut(number) {
            column.set_padding((0, 0));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(columns)));
        }
    }
    table.trim_fmt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sample;

    fn without_styles(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn everything_is_said_without_colour_in_eighty_columns() {
        let shown = without_styles(&render(&sample(), 80, false));
        same_as_kept(&shown, include_str!("../tests/data/view.txt"));
        assert!(shown.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80));
    }

    #[test]
    fn reasons_stand_under_their_claim() {
        let shown = without_styles(&render(&sample(), 80, true));
        assert!(shown.contains("· v1 trigger: head"), "{shown}");
        assert!(shown.contains("(0.91)"), "{shown}");
    }

    /// Compares with a kept file; `SEGUN_KEEP=1` writes the file anew.
    fn same_as_kept(shown: &str, kept: &str) {
        if std::env::var_os("SEGUN_KEEP").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/view.txt"), shown).unwrap();
        } else {
            assert_eq!(shown, kept);
        }
    }
}
