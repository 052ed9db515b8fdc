//! Which entities are kept and what they become: `data/rules.tsv`, or a file like it.

use rustc_hash::{FxHashMap, FxHashSet};

static BUNDLED: &str = include_str!("../data/rules.tsv");

/// A Wikidata item by its number: 42 for Q42.
pub(crate) type Id = u32;

/// What a class makes of the things that fall under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Office,
    Organisation,
    Place,
}

/// A class whose things are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Root {
    pub(crate) id: Id,
    pub(crate) what: What,
    pub(crate) sector: Option<String>,
}

/// Why a file of rules cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the rules: {what}")]
pub struct RulesError {
    line: usize,
    what: String,
}

/// What of a dump is kept; by default nothing.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub(crate) human: FxHashSet<Id>,
    pub(crate) woman: FxHashSet<Id>,
    /// Occupations with their sector.
    pub(crate) occupations: FxHashMap<Id, Option<String>>,
    /// In the file's order.
    pub(crate) roots: Vec<Root>,
    /// Language of the dump to the one served; `None` for all of them.
    languages: FxHashMap<String, Option<String>>,
}

impl Rules {
    /// The rules that come with the program, for names in `languages` (ISO 639-1 codes).
    #[must_use]
    pub fn bundled<S: AsRef<str>>(languages: &[S]) -> Self {
        Self::parse(BUNDLED, languages).unwrap_or_default()
    }

    /// Reads rules; the head of the bundled file tells the format.
    ///
    /// # Errors
    /// Where a line is not of the format.
    pub fn parse<S: AsRef<str>>(text: &str, languages: &[S]) -> Result<Self, RulesError> {
        let mut rules = Self::default();
        let served: Vec<&str> = languages.iter().map(AsRef::as_ref).collect();
        rules.languages.extend(served.iter().map(|&code| (code.to_owned(), Some(code.to_owned()))));
        for (n, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let error = |what: String| RulesError { line: n + 1, what };
            let mut fields = line.split('\t').map(str::trim);
            let mut next = || fields.next().unwrap_or_default();
            let (what, id, _, last) = (next(), next(), next(), next());
            if what == "language" {
                match last {
                    "*" => drop(rules.languages.insert(id.to_owned(), None)),
                    code if served.contains(&code) => {
                        rules.languages.insert(id.to_owned(), Some(code.to_owned()));
                    }
                    _ => {}
                }
                continue;
            }
            let id =
                number(id).ok_or_else(|| error(format!("'{id}' is no Wikidata id: a Q with a number")))?;
            let sector = match last {
                "" => None,
                code if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => {
                    Some(code.to_owned())
                }
                code => return Err(error(format!("'{code}' is no PLOVER sector: three capital letters"))),
            };
            let root = |what| Root { id, what, sector: sector.clone() };
            match what {
                "human" => drop(rules.human.insert(id)),
                "woman" => drop(rules.woman.insert(id)),
                "occupation" => drop(rules.occupations.insert(id, sector)),
                "office" => rules.roots.push(root(What::Office)),
                "organisation" => rules.roots.push(root(What::Organisation)),
                "place" => rules.roots.push(root(What::Place)),
                other => return Err(error(format!("'{other}' is nothing that can be kept"))),
            }
        }
        Ok(rules)
    }

    /// The language that the dump's `code` is taken for: `Some(None)` for all, `None` where it is not served.
    pub(crate) fn language(&self, code: &str) -> Option<Option<&str>> {
        self.languages.get(code).map(Option::as_deref)
    }
}

/// The number of "Q42".
pub(crate) fn number(id: &str) -> Option<Id> {
    id.strip_prefix('Q')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_rules_are_rules() {
        let rules = Rules::parse(BUNDLED, &["es", "pt"]).unwrap();
        assert!(rules.human.contains(&5) && rules.roots.len() > 30);
        assert_eq!(rules.language("pt-br"), Some(Some("pt")));
        assert_eq!(rules.language("mul"), Some(None));
        assert_eq!(rules.language("en-gb"), None, "English is not asked for");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let wrong = |text: &str| Rules::parse(text, &["es"]).unwrap_err().to_string();
        assert_eq!(
            wrong("# a\noffice\t12\tx"),
            "line 2 of the rules: '12' is no Wikidata id: a Q with a number"
        );
        assert!(wrong("office\tQ12\tx\tgov").contains("no PLOVER sector"));
        assert!(wrong("ofice\tQ12\tx").contains("nothing that can be kept"));
    }
}
