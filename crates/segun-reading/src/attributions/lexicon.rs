//! The language files of attribution, read once.

use rustc_hash::{FxHashMap, FxHashSet};
use segun_language::{Language, table};
use segun_report::{SourceKind, Stance};
use segun_syntax::{Sentence, Upos, Word};
use smallvec::SmallVec;

/// The name of the file of cues, as it stands in explanations.
pub(super) const CUES: &str = "cues.tsv";

/// The file of refusals to comment.
pub(super) const REFUSALS: &str = "refusals.tsv";

/// What kind of word a cue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Verb,
    Noun,
    Adjective,
    Connective,
    Adverb,
}

/// How what is said may follow a cue; the language's `cues.tsv` tells what each means.
#[derive(Clone, Debug, Default)]
pub(super) struct Constructions {
    pub that: bool,
    pub quote: bool,
    pub infinitive: bool,
    pub object: bool,
    pub whom: bool,
    pub impersonal: bool,
    pub prepositions: Vec<String>,
}

/// One word of a pattern: any of its alternatives, by lemma or form.
type Alternatives = SmallVec<[String; 2]>;

/// One entry of `cues.tsv`.
#[derive(Clone, Debug)]
pub(super) struct Cue {
    pub line: usize,
    pub words: Vec<Alternatives>,
    pub class: Class,
    pub stance: Stance,
    pub constructions: Constructions,
    pub weight: f32,
    pub negated: Option<Stance>,
    pub impersonal: Option<Stance>,
}

/// A part of a pattern of refusal.
#[derive(Clone, Debug)]
enum Part {
    Word(Alternatives),
    /// Up to four words of any kind.
    Gap,
}

/// A pattern of refusal, with its line.
#[derive(Clone, Debug)]
struct Refusal {
    line: usize,
    parts: Vec<Part>,
}

const GAP: usize = 4;

/// Attribution cues and source nouns of one language.
#[derive(Debug)]
pub struct Lexicon {
    cues: Vec<Cue>,
    by_first: FxHashMap<String, Vec<usize>>,
    source_nouns: FxHashMap<String, SourceKind>,
    refusals_by_cue: Vec<Refusal>,
    refusals_by_content: Vec<Refusal>,
    words: FxHashMap<String, FxHashSet<String>>,
    /// Infinitives by form.
    verbs_by_form: FxHashMap<String, SmallVec<[String; 1]>>,
    problems: Vec<String>,
}

impl Lexicon {
    /// Reads the language's files.
    ///
    /// A row that cannot be read is left out; [`Lexicon::problems`] names it.
    pub fn load(language: Language) -> Self {
        let mut problems = Vec::new();
        let mut cues = Vec::new();
        for row in table::rows(language.file(CUES)) {
            match read_cue(&row) {
                Ok(cue) => cues.push(cue),
                Err(problem) => problems.push(format!("{CUES}:{}: {problem}", row.line)),
            }
        }
        let mut by_first: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (i, cue) in cues.iter().enumerate() {
            for first in cue.words.first().into_iter().flatten() {
                by_first.entry(first.clone()).or_default().push(i);
            }
        }
        let mut source_nouns = FxHashMap::default();
        for row in table::rows(language.file("source_nouns.tsv")) {
            match SourceKind::from_word(row.get(1)) {
                Some(kind) => {
                    source_nouns.entry(row.get(0).to_owned()).or_insert(kind);
                }
                None => problems.push(format!("source_nouns.tsv:{}: no kind '{}'", row.line, row.get(1))),
            }
        }
        let (mut refusals_by_cue, mut refusals_by_content) = (Vec::new(), Vec::new());
        for row in table::rows(language.file(REFUSALS)) {
            let refusal = Refusal { line: row.line, parts: read_parts(row.get(1)) };
            match row.get(0) {
                "cue" => refusals_by_cue.push(refusal),
                "content" => refusals_by_content.push(refusal),
                other => problems.push(format!("{REFUSALS}:{}: no place '{other}'", row.line)),
            }
        }
        let words: FxHashMap<String, FxHashSet<String>> = table::rows(language.file("attribution_words.tsv"))
            .map(|row| (row.get(0).to_owned(), row.list(1).map(str::to_owned).collect()))
            .collect();
        let of_cues = cues.iter().filter(|c| c.class == Class::Verb).filter_map(|c| c.words.first());
        let of_refusals = refusals_by_cue.iter().chain(&refusals_by_content).flat_map(|r| &r.parts);
        let of_refusals = of_refusals.filter_map(|part| match part {
            Part::Word(alternatives) => Some(alternatives),
            Part::Gap => None,
        });
        let verbs: FxHashSet<&str> = (of_cues.chain(of_refusals).flatten())
            .chain(words.values().flatten())
            .map(String::as_str)
            .collect();
        let verbs_by_form = read_forms(language, verbs);
        Self {
            cues,
            by_first,
            source_nouns,
            refusals_by_cue,
            refusals_by_content,
            words,
            verbs_by_form,
            problems,
        }
    }

    /// What is wrong in the language's files; empty for files that are right.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// The number of cues, for the language page.
    pub fn cue_count(&self) -> usize {
        self.cues.len()
    }

    /// Entry number `index`.
    pub(super) fn cue(&self, index: usize) -> &Cue {
        &self.cues[index]
    }

    /// The entries of `class` that begin at word `at`, longest first, each with one past its last word.
    pub(super) fn cues_at<'a>(
        &'a self,
        sentence: &'a Sentence,
        at: usize,
        accept: impl Fn(Class) -> bool + 'a,
    ) -> impl Iterator<Item = (usize, usize)> + 'a {
        let word = &sentence.words[at];
        let form = word.form.to_lowercase();
        let mut found: SmallVec<[usize; 8]> = SmallVec::new();
        let mut add = |key: &str| {
            for &i in self.by_first.get(key).into_iter().flatten() {
                if !found.contains(&i) {
                    found.push(i);
                }
            }
        };
        add(&word.lemma);
        add(&form);
        self.infinitives(word, &form).for_each(&mut add);
        // A longer cue is tried before a shorter one that begins alike.
        found.sort_by_key(|&i| (std::cmp::Reverse(self.cues[i].words.len()), i));
        found
            .into_iter()
            .filter(move |&i| accept(self.cues[i].class))
            .filter_map(move |i| Some((i, self.ends_at(&self.cues[i], sentence, at)?)))
    }

    /// The kind of source that `noun` heads.
    pub(super) fn source_noun(&self, noun: &Word) -> Option<SourceKind> {
        self.source_nouns
            .get(noun.lemma.as_str())
            .or_else(|| self.source_nouns.get(&noun.lemma.to_lowercase()))
            .or_else(|| self.source_nouns.get(&noun.form.to_lowercase()))
            .copied()
    }

    /// Whether `word` (lemma, form, or infinitive of the form) is listed under `role` in `attribution_words.tsv`.
    pub(super) fn is(&self, role: &str, word: &Word) -> bool {
        let Some(set) = self.words.get(role) else { return false };
        let form = word.form.to_lowercase();
        set.contains(word.lemma.as_str())
            || set.contains(&form)
            || self.infinitives(word, &form).any(|infinitive| set.contains(infinitive))
    }

    /// What a verb with this form in lower case may be a form of, whatever lemma the tagger gave it.
    fn infinitives(&self, word: &Word, form: &str) -> impl Iterator<Item = &str> {
        let list =
            matches!(word.upos, Upos::Verb | Upos::Aux).then(|| self.verbs_by_form.get(form)).flatten();
        list.into_iter().flatten().map(String::as_str)
    }

    /// Whether the language's file has any word under `role`.
    pub(super) fn has(&self, role: &str) -> bool {
        self.words.get(role).is_some_and(|set| !set.is_empty())
    }

    /// The line of the refusal pattern that begins at word `at`.
    pub(super) fn refusal_by_cue(&self, words: &[Word], at: usize) -> Option<usize> {
        let rest = words.get(at..)?;
        self.refusals_by_cue.iter().find(|r| self.matches(&r.parts, rest, true)).map(|r| r.line)
    }

    /// The line of the refusal pattern found among `words`.
    pub(super) fn refusal_by_content(&self, words: &[Word]) -> Option<usize> {
        self.refusals_by_content
            .iter()
            .find(|r| (0..words.len()).any(|at| self.matches(&r.parts, &words[at..], true)))
            .map(|r| r.line)
    }
}

fn alternatives(text: &str) -> Alternatives {
    text.split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect()
}

fn read_parts(text: &str) -> Vec<Part> {
    text.split_whitespace()
        .map(|part| if part == "..." { Part::Gap } else { Part::Word(alternatives(part)) })
        .collect()
}

fn read_cue(row: &table::Row<'_>) -> Result<Cue, String> {
    let stance = |field: &str| Stance::from_word(field).ok_or_else(|| format!("no stance '{field}'"));
    let optional = |field: &str| if field.is_empty() { Ok(None) } else { stance(field).map(Some) };
    let class = match row.get(1) {
        "verb" => Class::Verb,
        "noun" => Class::Noun,
        "adjective" => Class::Adjective,
        "connective" => Class::Connective,
        "adverb" => Class::Adverb,
        other => return Err(format!("no class '{other}'")),
    };
    let mut constructions = Constructions::default();
    for construction in row.list(3) {
        match construction {
            "that" => constructions.that = true,
            "quote" => constructions.quote = true,
            "inf" => constructions.infinitive = true,
            "obj" => constructions.object = true,
            "whom" => constructions.whom = true,
            "se" => constructions.impersonal = true,
            other => match other.strip_prefix('+') {
                Some(preposition) => constructions.prepositions.push(preposition.to_owned()),
                None => return Err(format!("no construction '{other}'")),
            },
        }
    }
    let words: Vec<Alternatives> = row.get(0).split_whitespace().map(alternatives).collect();
    if words.iter().any(SmallVec::is_empty) || words.is_empty() {
        return Err("no cue".to_owned());
    }
    Ok(Cue {
        line: row.line,
        words,
        class,
        stance: stance(row.get(2))?,
        constructions,
        weight: row.get(4).parse().map_err(|_| format!("no weight '{}'", row.get(4)))?,
        negated: optional(row.get(5))?,
        impersonal: optional(row.get(6))?,
    })
}

/// Forms to infinitives: the irregular ones listed, and the regular ones of `verbs`; words among these that are
/// no infinitives do no harm.
fn read_forms(language: Language, verbs: FxHashSet<&str>) -> FxHashMap<String, SmallVec<[String; 1]>> {
    let mut forms: FxHashMap<String, SmallVec<[String; 1]>> = FxHashMap::default();
    let mut add = |form: String, infinitive: &str| {
        let list = forms.entry(form).or_default();
        if !list.iter().any(|i| i == infinitive) {
            list.push(infinitive.to_owned());
        }
    };
    let file = language.file("cue_forms.tsv");
    let mut endings: Vec<(&str, Vec<&str>)> = Vec::new();
    for row in table::rows(file) {
        match row.get(0) {
            "ending" => endings.push((row.get(1), row.list(2).collect())),
            _ => row.list(2).for_each(|form| add(form.to_owned(), row.get(1))),
        }
    }
    let mut verbs: Vec<&str> = verbs.into_iter().collect();
    verbs.sort_unstable();
    for infinitive in verbs {
        let ending =
            endings.iter().filter(|(end, _)| infinitive.ends_with(end)).max_by_key(|(end, _)| end.len());
        if let Some((end, others)) = ending {
            let stem = &infinitive[..infinitive.len() - end.len()];
            if stem.chars().count() < 2 {
                continue;
            }
            for other in others {
                add(format!("{stem}{other}"), infinitive);
            }
        }
    }
    forms
}

impl Lexicon {
    fn fits(&self, alternatives: &Alternatives, word: &Word) -> bool {
        if alternatives.iter().any(|a| *a == word.lemma || *a == word.form) {
            return true;
        }
        let form = word.form.to_lowercase();
        alternatives.contains(&form)
            || self.infinitives(word, &form).any(|i| alternatives.iter().any(|a| a == i))
    }

    /// One past the last word of `cue` where it begins at `at`. Between the words of a cue of several
    /// words one word may stand that is no part of it, two after a verb.
    fn ends_at(&self, cue: &Cue, sentence: &Sentence, at: usize) -> Option<usize> {
        let words = &sentence.words;
        let mut end = at + 1;
        let gap = match cue.class {
            Class::Verb => 2,
            Class::Connective => 0,
            _ => 1,
        };
        for part in &cue.words[1..] {
            let found = (end..words.len().min(end + gap + 1)).find(|&i| self.fits(part, &words[i]))?;
            end = found + 1;
        }
        Some(end)
    }

    fn matches(&self, parts: &[Part], words: &[Word], first: bool) -> bool {
        match parts.first() {
            None => true,
            Some(Part::Word(alternatives)) => {
                words.first().is_some_and(|w| self.fits(alternatives, w))
                    && self.matches(&parts[1..], &words[1..], false)
            }
            Some(Part::Gap) if first => self.matches(&parts[1..], words, false),
            Some(Part::Gap) => {
                (0..=GAP.min(words.len())).any(|skip| self.matches(&parts[1..], &words[skip..], false))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_read_whole() {
        for language in Language::all() {
            let lexicon = Lexicon::load(language);
            assert_eq!(lexicon.problems(), [] as [String; 0], "{}", language.code());
        }
        let count = |code: &str| Language::by_code(code).map_or(0, |l| Lexicon::load(l).cue_count());
        assert!(count("es") >= 350 && count("en") >= 450, "{} {}", count("es"), count("en"));
    }

    #[test]
    fn cues_are_known_by_form() {
        let language = Language::by_code("es").expect("served");
        let lexicon = Lexicon::load(language);
        let word = |form: &str, upos| Word { form: form.into(), upos, ..Word::default() };
        let sentence = Sentence { words: vec![word("Sugirieron", Upos::Verb)], ..Sentence::default() };
        assert!(lexicon.cues_at(&sentence, 0, |class| class == Class::Verb).next().is_some());
    }
}
