//! What outlets do to a report before they print it.

use super::rules::Rules;
use crate::random::Random;

/// A kind of edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edit {
    /// The report itself.
    None,
    /// Another headline; boilerplate before and after.
    Headline,
    /// From 30 to 70 % of the paragraphs stay, mostly the first ones.
    Cut,
    /// The paragraphs in another order, some of them joined.
    Reordered,
    /// From 10 to 35 % of the sentences rewritten.
    Rewritten,
    /// From 35 to 60 % of the sentences rewritten.
    MuchRewritten,
    /// Every sentence rewritten.
    WhollyRewritten,
    /// Joined with another report.
    Merged,
    /// From 20 to 40 % of it, a part in one piece, inside another report.
    Part,
    /// Cut, reordered, 40 to 60 % rewritten, another headline, boilerplate.
    All,
}

impl Edit {
    /// The kinds that change a report.
    pub(super) const CHANGES: [Self; 9] = [
        Self::Headline,
        Self::Cut,
        Self::Reordered,
        Self::Rewritten,
        Self::MuchRewritten,
        Self::WhollyRewritten,
        Self::Merged,
        Self::Part,
        Self::All,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::None => "unchanged",
            Self::Headline => "headline and boilerplate",
            Self::Cut => "cut to 30-70 %",
            Self::Reordered => "reordered",
            Self::Rewritten => "10-35 % rewritten",
            Self::MuchRewritten => "35-60 % rewritten",
            Self::WhollyRewritten => "every sentence rewritten",
            Self::Merged => "merged with another",
            Self::Part => "20-40 % inside another",
            Self::All => "all of it",
        }
    }
}

/// A report's paragraphs, each a list of sentences.
type Paragraphs = Vec<Vec<String>>;

/// `text` after `edit`; `other` is the report that it is merged with.
pub(super) fn edited(text: &str, other: &str, edit: Edit, rules: &Rules, random: &mut Random) -> String {
    let mut paragraphs = paragraphs(text);
    match edit {
        Edit::None => {}
        Edit::Headline => headline(&mut paragraphs, rules, random),
        Edit::Cut => {
            let share = random.between(0.3, 0.7);
            cut(&mut paragraphs, share, random);
        }
        Edit::Reordered => reorder(&mut paragraphs, random),
        Edit::Rewritten => {
            let share = random.between(0.1, 0.35);
            rewrite(&mut paragraphs, share, rules, random);
        }
        Edit::MuchRewritten => {
            let share = random.between(0.35, 0.6);
            rewrite(&mut paragraphs, share, rules, random);
        }
        Edit::WhollyRewritten => rewrite(&mut paragraphs, 1.0, rules, random),
        Edit::Part => {
            let sentences: Vec<String> = paragraphs.into_iter().flatten().collect();
            let length = (sentences.len() as f64 * random.between(0.2, 0.4)).ceil() as usize;
            let from = random.below(sentences.len() + 1 - length);
            let part = sentences[from..from + length].chunks(3).map(<[String]>::to_vec);
            paragraphs = self::paragraphs(other);
            let at = random.below(paragraphs.len() + 1);
            paragraphs.splice(at..at, part);
        }
        Edit::Merged => {
            let more = self::paragraphs(other);
            let at = if random.chance(0.5) { paragraphs.len() } else { 0 };
            paragraphs.splice(at..at, more);
        }
        Edit::All => {
            let share = random.between(0.35, 0.7);
            cut(&mut paragraphs, share, random);
            let share = random.between(0.4, 0.6);
            rewrite(&mut paragraphs, share, rules, random);
            reorder(&mut paragraphs, random);
            headline(&mut paragraphs, rules, random);
        }
    }
    let lines: Vec<String> = paragraphs.iter().map(|sentences| sentences.join(" ")).collect();
    lines.join("\n")
}

/// With the credit of an agency: before the text or behind it.
pub(super) fn credited(text: &str, agency: &str, rules: &Rules, random: &mut Random) -> String {
    match random.pick(&rules.credits).map(|credit| credit.replace("{}", agency)) {
        Some(dateline) if dateline.ends_with(['-', ' ']) => format!("{dateline} {text}"),
        Some(line) => format!("{text}\n{line}"),
        None => text.to_owned(),
    }
}

fn paragraphs(text: &str) -> Paragraphs {
    let mut all: Paragraphs =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(sentences).collect();
    // A report in one piece has a paragraph every three sentences.
    if let [one] = &all[..] {
        all = one.chunks(3).map(<[String]>::to_vec).collect();
    }
    all
}

/// The sentences of a line: a mark, a space, a capital.
pub(super) fn sentences(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let words: Vec<&str> = line.split_whitespace().collect();
    for (i, word) in words.iter().enumerate() {
        if let Some(last) = out.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
        let next = words.get(i + 1).and_then(|next| next.chars().find(|c| c.is_alphabetic()));
        if word.chars().count() > 3 && word.ends_with(['.', '!', '?']) && next.is_some_and(char::is_uppercase)
        {
            out.push(String::new());
        }
    }
    out.retain(|sentence| !sentence.is_empty());
    out
}

fn headline(paragraphs: &mut Paragraphs, rules: &Rules, random: &mut Random) {
    // The old headline goes where the first line looks like one.
    if paragraphs.len() > 2 && paragraphs[0].len() == 1 && paragraphs[0][0].len() < 160 {
        paragraphs.remove(0);
    }
    let long = paragraphs.iter().flatten().find(|s| s.split(' ').count() > 12);
    let words: Vec<&str> = long.map(|s| s.split(' ').take(7).collect()).unwrap_or_default();
    if let Some(headline) = random.pick(&rules.headlines) {
        paragraphs.insert(0, vec![headline.replace("{}", &words.join(" "))]);
    }
    for _ in 0..1 + random.below(3) {
        if let Some(line) = random.pick(&rules.boilerplate) {
            let at = if random.chance(0.3) { 1 + random.below(paragraphs.len()) } else { paragraphs.len() };
            paragraphs.insert(at.min(paragraphs.len()), vec![line.clone()]);
        }
    }
}

/// Keeps about `share` of the words: mostly the start, at times paragraphs from all over.
fn cut(paragraphs: &mut Paragraphs, share: f64, random: &mut Random) {
    let words = |p: &[String]| p.iter().map(|s| s.split(' ').count()).sum::<usize>();
    let all: usize = paragraphs.iter().map(|p| words(p)).sum();
    let wanted = (all as f64 * share) as usize;
    let mut order: Vec<usize> = (0..paragraphs.len()).collect();
    if random.chance(0.4) {
        random.shuffle(&mut order);
    }
    let mut kept = Vec::new();
    let mut sum = 0;
    for i in order {
        if sum >= wanted {
            break;
        }
        // The last paragraph is cut between sentences.
        let mut paragraph = Vec::new();
        for sentence in &paragraphs[i] {
            if sum < wanted {
                sum += sentence.split(' ').count();
                paragraph.push(sentence.clone());
            }
        }
        kept.push((i, paragraph));
    }
    kept.sort();
    *paragraphs = kept.into_iter().map(|(_, paragraph)| paragraph).collect();
}

fn reorder(paragraphs: &mut Paragraphs, random: &mut Random) {
    random.shuffle(paragraphs);
    let mut joined: Paragraphs = Vec::new();
    for paragraph in paragraphs.drain(..) {
        match joined.last_mut() {
            Some(last) if random.chance(0.3) => last.extend(paragraph),
            _ => joined.push(paragraph),
        }
    }
    *paragraphs = joined;
}

fn rewrite(paragraphs: &mut Paragraphs, share: f64, rules: &Rules, random: &mut Random) {
    for sentence in paragraphs.iter_mut().flatten() {
        if random.chance(share) {
            *sentence = rules.rewritten(sentence, random);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Arde el molino\nEl molino de Arrieta ardió el lunes durante dos largas horas de la tarde. Nadie resultó herido.\nEl alcalde dijo que abrirá en mayo.\nLos vecinos pidieron ayuda para el barrio.";

    #[test]
    fn edits_do_what_they_say() {
        let rules = Rules::load("es");
        for edit in Edit::CHANGES {
            let mut random = Random::new(7, edit.name());
            let text = edited(TEXT, "Otra cosa ocurrió lejos.", edit, &rules, &mut random);
            assert!(!text.is_empty());
            if !matches!(edit, Edit::Rewritten | Edit::MuchRewritten | Edit::WhollyRewritten) {
                assert_ne!(text, TEXT, "{}", edit.name());
            }
            let again =
                edited(TEXT, "Otra cosa ocurrió lejos.", edit, &rules, &mut Random::new(7, edit.name()));
            assert_eq!(text, again);
        }
        assert_eq!(sentences("Uno llegó. Dos salió? 3.5 km. Fin.").len(), 2);
    }
}
