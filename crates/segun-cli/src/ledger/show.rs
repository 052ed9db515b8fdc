//! `segun show`.

use super::arguments::ShowArguments;
use super::claims::{how_sure, what, who};
use super::listing::{Listed, or_empty, table, window};
use super::place;
use crate::run::Outcome;
use crate::view;
use crate::wrap::{Run, fill};
use anstyle::{AnsiColor, Style};
use anyhow::bail;
use segun::ledger::query::{Evidence, ReportRow, Shown, StepRow, numbered};
use std::fmt::Write as _;
use std::io::Write;

/// Claims of a thread that are shown on a terminal.
const SHOWN: usize = 40;

pub(super) fn run(arguments: &ShowArguments) -> anyhow::Result<Outcome> {
    let ledger = place::open(&arguments.place)?;
    let mut out = std::io::BufWriter::new(anstream::AutoStream::auto(std::io::stdout().lock()));
    for id in &arguments.id {
        if arguments.reading {
            let (kind, number) = numbered(id)?;
            if kind != 'r' {
                bail!("--reading shows a report: r{number}");
            }
            out.write_all(&ledger.reading_json(number)?)?;
            out.write_all(b"\n")?;
            continue;
        }
        let shown = ledger.show(id, if arguments.json { 0 } else { SHOWN })?;
        if arguments.json {
            serde_json::to_writer(&mut out, &shown)?;
            out.write_all(b"\n")?;
        } else {
            out.write_all(text(&shown).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn text(shown: &Shown) -> String {
    let mut out = String::new();
    match shown {
        Shown::Claim(claim) => evidence(claim, &mut out),
        Shown::Thread { thread, steps, claims } => {
            head(&format!("t{} {}", thread.id, thread.about), &mut out);
            let status = thread.status.as_deref().unwrap_or("wanted");
            let _ = writeln!(
                out,
                "{status}; {} origins, {} reports, {} claims; {} to {}{}\n",
                thread.origins,
                thread.reports,
                thread.claims,
                or_empty(&thread.first),
                or_empty(&thread.last),
                thread.deadline.as_ref().map(|d| format!("; due before {d}")).unwrap_or_default()
            );
            if !steps.is_empty() {
                let heads = ["day", "step", "status", "time given", "origins", "claims"];
                let _ = writeln!(out, "{}\n", table(&heads, steps.iter().map(step)));
            }
            claims.iter().for_each(|claim| evidence(claim, &mut out));
            let left = usize::try_from(thread.claims).unwrap_or(0).saturating_sub(claims.len());
            if left > 0 {
                let _ = writeln!(out, "… and {left} more claims: --json shows all");
            }
        }
        Shown::Report { report, versions, claims } => {
            head(&format!("r{} {}", report.id, report.title.as_deref().unwrap_or(&report.key)), &mut out);
            let _ = writeln!(out, "{}\n", report.url.as_deref().unwrap_or(&report.key));
            if versions.len() > 1 {
                let _ = writeln!(out, "{}\n", table(ReportRow::HEADS, versions.iter().map(Listed::short)));
            }
            claims.iter().for_each(|claim| evidence(claim, &mut out));
        }
        Shown::Origin { origin, reports } => {
            head(&format!("o{} {}", origin.id, or_empty(&origin.title)), &mut out);
            let credit = origin.wire.as_ref().map(|w| format!("; credits {w}")).unwrap_or_default();
            let _ = writeln!(
                out,
                "{} reports of {} outlets, {} claims{credit}\n",
                origin.reports, origin.outlets, origin.claims
            );
            let rows = reports.iter().map(|r| {
                let mut row = r.report.short();
                row.truncate(4);
                row.push(r.reason.clone());
                row
            });
            let _ = writeln!(out, "{}\n", table(&["report", "published", "outlet", "title", "why"], rows));
        }
    }
    out
}

fn head(line: &str, out: &mut String) {
    fill(&[Run { text: line.to_owned(), style: Style::new().bold() }], view::width(), out);
}

fn step(step: &StepRow) -> Vec<String> {
    let kind = match &step.contradiction {
        Some(contradiction) => format!("{} ({})", step.kind, contradiction.replace('_', " ")),
        None => step.kind.clone(),
    };
    let claims: Vec<String> = step.claims.iter().map(|c| format!("c{c}")).collect();
    vec![
        or_empty(&step.day),
        kind,
        or_empty(&step.status),
        window(step.from.as_deref(), step.to.as_deref()),
        step.origins.to_string(),
        claims.join(" "),
    ]
}

/// A claim with its sentence, the trigger, source and cue marked, and where it stands.
fn evidence(shown: &Evidence, out: &mut String) {
    let claim = &shown.claim;
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    fill(
        &[
            Run { text: format!("c{} ", claim.id), style: dim },
            Run { text: format!("{}: ", who(claim)), style: bold },
            Run { text: format!("{} {} ", how_sure(claim), claim.when), style: Style::new() },
            Run { text: what(claim), style: Style::new().fg_color(Some(AnsiColor::Cyan.into())) },
        ],
        view::width(),
        out,
    );
    fill(&[Run { text: format!("“{}”", claim.sentence), style: Style::new() }], view::width(), out);
    let words = |name: &str, words: &segun::ledger::query::Words| {
        format!("{name} “{}” {}–{}", words.text, words.start, words.end)
    };
    let mut spans = vec![words("event", &shown.trigger_words)];
    spans.extend(shown.source_words.as_ref().map(|w| words("source", w)));
    spans.extend(shown.cue_words.as_ref().map(|w| words("cue", w)));
    let address = claim.url.clone().or_else(|| shown.title.clone()).unwrap_or_default();
    let facts: Vec<String> =
        [claim.published.clone(), claim.outlet.clone(), claim.language.clone(), Some(address)]
            .into_iter()
            .flatten()
            .filter(|fact| !fact.is_empty())
            .chain([format!("r{}", claim.report)])
            .chain(claim.thread.map(|thread| match shown.link_confidence {
                Some(confidence) => format!("t{thread} (its event: {confidence:.2})"),
                None => format!("t{thread}"),
            }))
            .collect();
    fill(
        &[Run { text: format!("{}; {}", spans.join(", "), facts.join(" · ")), style: dim }],
        view::width(),
        out,
    );
    out.push('\n');
}
