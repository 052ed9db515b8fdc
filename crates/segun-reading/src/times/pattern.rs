//! The pattern language of the time files, and its reading.
//!
//! A row of `times.tsv` is `name TAB pattern TAB meaning`. Rows with the same name are
//! alternatives of each other. A pattern is a sequence of
//!
//! | item | matches |
//! | --- | --- |
//! | `word` | the word in any case; `Word` only where it is capitalised; `=word` exactly as written |
//! | `a\|b` | one of the words |
//! | `<name>` | what a row of that name matches; it is captured and counted from 1 (not after `!`, nor where it looks back) |
//! | `[ … ]` | its sequence or nothing |
//! | `( … / … )` | one of the sequences |
//! | `!item`, `&item` | nothing: looks whether `item` does not, or does, follow; as the first item of a pattern it looks at the atom before (words only) |
//! | `~item` | `item` without white space before it |
//!
//! Names in upper case are built in: `<INT>` a whole number in digits, `<DEC>` a decimal
//! one, `<DD>` 1–31, `<MM>` 1–12, `<YY>` two digits, `<YYYY>` four digits from 1200 to 2199,
//! `<HH>` 0–24, `<MI>` two digits 00–59, `<HHMM>` four digits of a clock, `<ROMAN>` a Roman numeral in capitals, `<NUM>` any
//! digits, `<WORD>` any word, `<CAP>` a capitalised word, `<EDGE>` an edge of the sentence.

use super::atoms::Words;
use super::meaning::{Expr, parse as parse_meaning};
use rustc_hash::FxHashMap;
use segun_language::{Language, table};

/// Matched in code, not by rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Builtin {
    Int,
    Dec,
    Dd,
    Mm,
    Yy,
    Yyyy,
    Hh,
    Mi,
    Hhmm,
    Roman,
    Num,
    Word,
    Cap,
    Edge,
}

impl Builtin {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "INT" => Self::Int,
            "DEC" => Self::Dec,
            "DD" => Self::Dd,
            "MM" => Self::Mm,
            "YY" => Self::Yy,
            "YYYY" => Self::Yyyy,
            "HH" => Self::Hh,
            "MI" => Self::Mi,
            "HHMM" => Self::Hhmm,
            "ROMAN" => Self::Roman,
            "NUM" => Self::Num,
            "WORD" => Self::Word,
            "CAP" => Self::Cap,
            "EDGE" => Self::Edge,
            _ => return None,
        })
    }
}

/// How the case of a word must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Any,
    Capital,
    Lower,
}

/// One atom of a word in a pattern.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Literal {
    pub(crate) id: u32,
    pub(crate) case: Case,
    pub(crate) glued: bool,
}

/// One item of a pattern.
#[derive(Debug)]
pub(crate) enum Item {
    Words(Vec<Vec<Literal>>),
    Name { name: usize, capture: usize },
    Builtin { builtin: Builtin, capture: usize },
    Optional(Vec<Item>),
    OneOf(Vec<Vec<Item>>),
    Glued(Box<Item>),
    Look { item: Box<Item>, wanted: bool, behind: bool },
}

/// One row.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) line: usize,
    pub(crate) items: Vec<Item>,
    pub(crate) meaning: Expr,
}

/// The rows of one name, found by the atom that they can begin with.
#[derive(Debug, Default)]
pub(crate) struct Alternatives {
    pub(crate) rules: Vec<usize>,
    pub(crate) by_word: FxHashMap<u32, Vec<usize>>,
    pub(crate) by_digits: Vec<usize>,
    pub(crate) by_any: Vec<usize>,
}

/// All rows of a language.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    pub(crate) words: Words,
    pub(crate) all: Vec<Rule>,
    pub(crate) names: Vec<Alternatives>,
    pub(crate) top: usize,
    pub(crate) problems: Vec<String>,
}

/// The capture of an item that is not counted.
const NOWHERE: usize = usize::MAX;
/// The file with the rows.
pub(crate) const FILE: &str = "times.tsv";
/// Rows of this name are looked for in the text.
const TOP: &str = "time";

struct Reader<'a> {
    words: &'a mut Words,
    names: &'a mut FxHashMap<String, usize>,
    captures: usize,
    /// Inside a look-around other than `&` ahead nothing is captured.
    looking: bool,
}

/// Reads the language's rows. Rows that cannot be read are left out and told in `problems`.
pub(crate) fn load(language: Language) -> Rules {
    let mut rules = Rules::default();
    let mut names: FxHashMap<String, usize> = FxHashMap::default();
    let mut owners = Vec::new();
    for row in table::rows(language.file(FILE)) {
        let count = names.len();
        let owner = *names.entry(row.get(0).to_owned()).or_insert(count);
        let mut reader = Reader { words: &mut rules.words, names: &mut names, captures: 0, looking: false };
        let tokens = tokenize(row.get(1));
        let mut rest = tokens.as_slice();
        let parsed = reader.sequence(&mut rest, true).and_then(|items| {
            if !rest.is_empty() {
                return Err(format!("unexpected '{}'", rest[0]));
            }
            Ok((items, parse_meaning(row.get(2))?))
        });
        match parsed {
            Ok((items, meaning)) => {
                let captures = reader.captures;
                if meaning.highest_argument() > captures {
                    rules.problems.push(format!("{FILE}:{}: no such capture", row.line));
                }
                owners.push(owner);
                rules.all.push(Rule { line: row.line, items, meaning });
            }
            Err(problem) => rules.problems.push(format!("{FILE}:{}: {problem}", row.line)),
        }
    }
    let count = names.len();
    rules.top = *names.entry(TOP.to_owned()).or_insert(count);
    rules.names.resize_with(names.len(), Alternatives::default);
    for (rule, &owner) in owners.iter().enumerate() {
        rules.names[owner].rules.push(rule);
    }
    let mut unknown: Vec<_> =
        names.iter().filter(|(_, i)| rules.names[**i].rules.is_empty()).map(|(n, _)| n.clone()).collect();
    unknown.sort();
    if !rules.all.is_empty() {
        rules.problems.extend(unknown.iter().map(|n| format!("{FILE}: no row is named '{n}'")));
    }
    index(&mut rules);
    rules
}

/// What a rule can begin with.
#[derive(Clone, Default, PartialEq)]
struct First {
    words: Vec<u32>,
    digits: bool,
    any: bool,
}

impl First {
    fn add(&mut self, other: &First) {
        self.words.extend(&other.words);
        self.words.sort_unstable();
        self.words.dedup();
        self.digits |= other.digits;
        self.any |= other.any;
    }
}

fn index(rules: &mut Rules) {
    let mut firsts = vec![First::default(); rules.names.len()];
    loop {
        let mut changed = false;
        for name in 0..rules.names.len() {
            let mut first = firsts[name].clone();
            for &rule in &rules.names[name].rules {
                first_of(&rules.all[rule].items, &firsts, &mut first);
            }
            if first != firsts[name] {
                firsts[name] = first;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    for name in &mut rules.names {
        for &rule in &name.rules {
            let mut first = First::default();
            first_of(&rules.all[rule].items, &firsts, &mut first);
            if first.any {
                name.by_any.push(rule);
                continue;
            }
            for word in first.words {
                name.by_word.entry(word).or_default().push(rule);
            }
            if first.digits {
                name.by_digits.push(rule);
            }
        }
    }
}

/// Adds what `items` can begin with; true where they can match nothing at all.
fn first_of(items: &[Item], firsts: &[First], first: &mut First) -> bool {
    for item in items {
        let nullable = match item {
            Item::Words(alternatives) => {
                let ids = alternatives.iter().filter_map(|a| a.first()).map(|l| l.id).collect();
                first.add(&First { words: ids, ..First::default() });
                false
            }
            Item::Name { name, .. } => {
                let other = firsts[*name].clone();
                first.add(&other);
                false
            }
            Item::Builtin { builtin, .. } => {
                match builtin {
                    Builtin::Roman | Builtin::Word | Builtin::Cap => first.any = true,
                    Builtin::Edge => {}
                    _ => first.digits = true,
                }
                false
            }
            Item::Optional(inner) => {
                first_of(inner, firsts, first);
                true
            }
            Item::OneOf(all) => {
                let mut nullable = false;
                for inner in all {
                    nullable |= first_of(inner, firsts, first);
                }
                nullable
            }
            Item::Glued(inner) => first_of(std::slice::from_ref(inner), firsts, first),
            Item::Look { .. } => true,
        };
        if !nullable {
            return false;
        }
    }
    true
}

/// Cuts a pattern into brackets, names and words.
fn tokenize(pattern: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    let mut escaped = false;
    for c in pattern.chars() {
        if escaped {
            word.push('\\');
            word.push(c);
            escaped = false;
            continue;
        }
        match c {
            '\\' => escaped = true,
            ' ' => flush(&mut word, &mut tokens),
            '[' | ']' | '(' | ')' | '/' | '~' | '!' | '&' => {
                flush(&mut word, &mut tokens);
                tokens.push(c.to_string());
            }
            '<' => {
                flush(&mut word, &mut tokens);
                word.push(c);
            }
            '>' => {
                word.push(c);
                flush(&mut word, &mut tokens);
            }
            _ => word.push(c),
        }
    }
    flush(&mut word, &mut tokens);
    tokens
}

fn flush(word: &mut String, tokens: &mut Vec<String>) {
    if !word.is_empty() {
        tokens.push(std::mem::take(word));
    }
}

impl Reader<'_> {
    /// Reads items up to a closing bracket or an alternative's `/`.
    fn sequence(&mut self, rest: &mut &[String], start: bool) -> Result<Vec<Item>, String> {
        let mut items = Vec::new();
        let mut at_start = start;
        while let Some((token, after)) = rest.split_first() {
            if matches!(token.as_str(), "]" | ")" | "/") {
                break;
            }
            *rest = after;
            let item = self.item(token, rest, at_start)?;
            at_start &= matches!(item, Item::Look { .. });
            items.push(item);
        }
        if items.is_empty() {
            return Err("empty pattern".into());
        }
        Ok(items)
    }

    fn item(&mut self, token: &str, rest: &mut &[String], start: bool) -> Result<Item, String> {
        match token {
            "[" => {
                let items = self.sequence(rest, false)?;
                close(rest, "]")?;
                Ok(Item::Optional(items))
            }
            "(" => {
                let mut all = vec![self.sequence(rest, false)?];
                while rest.first().is_some_and(|t| t == "/") {
                    *rest = &rest[1..];
                    all.push(self.sequence(rest, false)?);
                }
                close(rest, ")")?;
                Ok(Item::OneOf(all))
            }
            "~" => Ok(Item::Glued(Box::new(self.next(rest)?))),
            "!" | "&" => {
                // What must follow may be captured; what must not follow, or stands before, may not.
                let looking = self.looking;
                self.looking |= token == "!" || start;
                let item = self.next(rest);
                self.looking = looking;
                Ok(Item::Look { item: Box::new(item?), wanted: token == "&", behind: start })
            }
            name if name.starts_with('<') => {
                let name = name.trim_matches(['<', '>']);
                let capture = if self.looking { NOWHERE } else { self.captures };
                self.captures += usize::from(!self.looking);
                if let Some(builtin) = Builtin::from_name(name) {
                    return Ok(Item::Builtin { builtin, capture });
                }
                let count = self.names.len();
                let name = *self.names.entry(name.to_owned()).or_insert(count);
                Ok(Item::Name { name, capture })
            }
            words => Ok(Item::Words(words.split('|').map(|word| self.word(word)).collect())),
        }
    }

    fn next(&mut self, rest: &mut &[String]) -> Result<Item, String> {
        let (token, after) = rest.split_first().ok_or("nothing follows")?;
        *rest = after;
        self.item(token, rest, false)
    }

    /// The atoms of one word of a pattern.
    fn word(&mut self, word: &str) -> Vec<Literal> {
        let exact = word.starts_with('=') && word.len() > 1;
        let word = if exact { &word[1..] } else { word };
        let word = word.replace('\\', "");
        let none = Words::default();
        super::atoms::split(&word, segun_report::Span::new(0, word.len()), &none)
            .iter()
            .map(|atom| Literal {
                id: self.words.intern(atom.span.of(&word)),
                case: match (atom.capital, exact) {
                    (true, _) => Case::Capital,
                    (false, true) => Case::Lower,
                    (false, false) => Case::Any,
                },
                glued: atom.glued,
            })
            .collect()
    }
}

fn close(rest: &mut &[String], bracket: &str) -> Result<(), String> {
    match rest.split_first() {
        Some((token, after)) if token == bracket => {
            *rest = after;
            Ok(())
        }
        _ => Err(format!("'{bracket}' is missing")),
    }
}
