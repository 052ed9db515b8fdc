//! Analyses as CoNLL-U (Universal Dependencies).

use segun::{CodePoints, Report, Span};
use segun_syntax::Analysis;
use std::fmt::Write;

/// One report as CoNLL-U. `TokenRange` gives each surface token's offsets in code points of
/// the report's text, as UDPipe does.
pub(crate) fn render(report: &Report, analyses: &[Analysis]) -> String {
    let points = CodePoints::new(&report.text);
    let mut out = String::new();
    let mut paragraph = None;
    let id = on_one_line(&report.id);
    let _ = writeln!(out, "# newdoc id = {id}");
    for (number, analysis) in analyses.iter().enumerate() {
        let sentence = &analysis.sentence;
        if paragraph != Some(sentence.paragraph) {
            paragraph = Some(sentence.paragraph);
            out.push_str("# newpar\n");
        }
        let _ = writeln!(out, "# sent_id = {id}-s{}", number + 1);
        let _ = writeln!(out, "# text = {}", on_one_line(sentence.span.of(&report.text)));
        let mut multiwords = sentence.multiwords.iter().peekable();
        let mut inside = 0;
        for (i, word) in sentence.words.iter().enumerate() {
            if let Some(multiword) = multiwords.next_if(|m| m.first == i) {
                let misc = misc(multiword.span, glued(&sentence.words, multiword.last), &points);
                let surface = on_one_line(multiword.span.of(&report.text));
                let (first, last) = (multiword.first + 1, multiword.last + 1);
                let _ = writeln!(out, "{first}-{last}\t{surface}\t_\t_\t_\t_\t_\t_\t_\t{misc}");
                inside = last;
            }
            let misc =
                if i < inside { "_".to_owned() } else { misc(word.span, glued(&sentence.words, i), &points) };
            let _ = writeln!(
                out,
                "{}\t{}\t{}\t{}\t_\t{}\t{}\t{}\t_\t{misc}",
                i + 1,
                on_one_line(&word.form),
                if word.lemma.is_empty() { "_".to_owned() } else { on_one_line(&word.lemma) },
                word.upos.as_str(),
                word.features,
                word.head.map_or(0, |head| head + 1),
                word.relation.as_str(),
            );
        }
        out.push('\n');
    }
    out
}

/// Whether the word after `last` follows without white space.
fn glued(words: &[segun_syntax::Word], last: usize) -> bool {
    words.get(last + 1).is_some_and(|next| !next.space_before)
}

fn misc(span: Span, glued: bool, points: &CodePoints<'_>) -> String {
    let space = if glued { "SpaceAfter=No|" } else { "" };
    format!("{space}TokenRange={}:{}", points.from_byte(span.start), points.from_byte(span.end))
}

/// `text` with every stretch of white space as one space: columns and lines stay whole.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
