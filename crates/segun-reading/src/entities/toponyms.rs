//! Names of places whole: what the encoder cut short, and the state behind a town.

use super::lexicon::Lexicon;
use super::names::{Name, is_capital};
use super::places;
use crate::Document;
use segun_report::{EntityType, Span, Why};
use segun_syntax::Range;

/// Words by which a name may grow on either side.
const GROWTH: usize = 2;

/// "York" for "New York", "Oklahoma" for "Oklahoma City": a name of a place that is only part of one takes its
/// other words, and the names that it then covers.
pub(super) fn grow(document: &Document, lexicon: &Lexicon, sentence: usize, names: &mut Vec<Name<'_>>) {
    let mut at = 0;
    while at < names.len() {
        if names[at].kind == EntityType::Location
            && let Some(words) = whole(document, lexicon, sentence, names, at)
        {
            names[at].words = words.clone();
            names[at].known = None;
            let name = names[at].clone();
            names.retain(|n| n.words == words || n.words.end <= words.start || n.words.start >= words.end);
            at = names.iter().position(|n| n.words == name.words).unwrap_or(at);
        }
        at += 1;
    }
}

/// The longest name of a place around name `at`.
fn whole(
    document: &Document,
    lexicon: &Lexicon,
    sentence: usize,
    names: &[Name<'_>],
    at: usize,
) -> Option<Range> {
    let all = &document.sentence(sentence).words;
    let own = &names[at].words;
    let free = |i: usize| {
        let other = names.iter().any(|n| n.words.contains(&i) && n.kind != EntityType::Location);
        is_capital(&all[i].form) && !other && !lexicon.is("small", &all[i])
    };
    let left = (1..=GROWTH).take_while(|n| own.start >= *n && free(own.start - n)).count();
    let right = (0..GROWTH).take_while(|n| own.end + n < all.len() && free(own.end + n)).count();
    let mut longer: Vec<Range> = (0..=left)
        .flat_map(|l| (0..=right).map(move |r| (l, r)))
        .filter(|(l, r)| l + r > 0)
        .map(|(l, r)| own.start - l..own.end + r)
        .collect();
    longer.sort_by_key(|words| std::cmp::Reverse(words.len()));
    longer.into_iter().find(|words| {
        let text = document.span(sentence, words).of(document.text());
        places::is_usual_name(text, lexicon)
    })
}

/// "Monroeville, Ala.": the abbreviation of a state behind a place is a name of its own.
pub(super) fn add_divisions(
    document: &Document,
    lexicon: &Lexicon,
    sentence: usize,
    names: &mut Vec<Name<'_>>,
) {
    let mut found = Vec::new();
    for name in names.iter().filter(|n| n.kind == EntityType::Location) {
        let end = document.span(sentence, &name.words).end;
        let rest = &document.text()[end..];
        let open = rest.trim_start().strip_prefix([',', '(']).map(str::trim_start);
        let Some((length, _)) = open.and_then(|open| lexicon.places.division_at(open)) else { continue };
        let start = end + rest.len() - open.map_or(0, str::len);
        let words = document.words_in(sentence, Span::new(start, start + length));
        let taken = names.iter().any(|n| n.words.start < words.end && words.start < n.words.end);
        if !words.is_empty() && !taken {
            let why = Why::rule("name", format!("{}/places.tsv", document.language.code()));
            found.push(Name { sentence, words, kind: EntityType::Location, known: None, why });
        }
    }
    names.extend(found);
    names.sort_by_key(|n| n.words.start);
}
