//! What SQLite and PostgreSQL do not say in the same words.

use super::Value;
use crate::stem::Words;

/// In which words a store is asked where they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// SQLite's.
    Sqlite,
    /// PostgreSQL's.
    #[cfg(feature = "postgres")]
    Postgres,
}

impl Dialect {
    /// The begin of a select statement, and what stands before its `order by`, where rows of the same `by` and `id`, which
    /// it is ordered by, are to come once.
    pub(crate) fn once(self, by: &str, id: &str) -> (String, String) {
        match self {
            // Grouped by what the index is ordered by, rows are compared with the one before them.
            Self::Sqlite => ("select".to_owned(), format!("group by {by}, {id} ")),
            #[cfg(feature = "postgres")]
            Self::Postgres => (format!("select distinct on ({by}, {id})"), String::new()),
        }
    }

    /// Whether rows joined to the rows of a subquery come in its order.
    pub(crate) fn keeps_order(self) -> bool {
        self == Self::Sqlite
    }

    /// The condition that the table of words called `table` has all that is asked for, with its values.
    pub(crate) fn matching(self, table: &str, words: &Words) -> (String, Vec<Value>) {
        match self {
            Self::Sqlite => (format!("{table}.body match ?"), vec![words.in_fts5().into()]),
            #[cfg(feature = "postgres")]
            Self::Postgres => {
                let (mut all, mut values) = (Vec::new(), Vec::new());
                for forms in words.forms() {
                    let (any, of): (Vec<_>, Vec<_>) = forms.iter().map(|form| Self::has(table, form)).unzip();
                    all.push(format!("({})", any.join(" or ")));
                    values.extend(of.into_iter().flatten());
                }
                (all.join(" and "), values)
            }
        }
    }

    /// The condition that the table of words called `table` has one form of a word or phrase, with its values: the index
    /// tells which texts have its words, the texts whether those stand together.
    #[cfg(feature = "postgres")]
    fn has(table: &str, form: &str) -> (String, Vec<Value>) {
        let mut values: Vec<Value> = plain_words(form).map(|word| word.to_owned().into()).collect();
        let marks = vec!["cast(? as text)"; values.len()].join(", ");
        let condition = format!("words_of({table}.body) @> cast(array[{marks}] as text[])");
        if values.len() < 2 {
            return (condition, values);
        }
        let (together, run) = Self::together(table, form);
        values.push(run);
        (format!("({condition} and {together})"), values)
    }

    /// The condition that the words of a phrase stand together in a text of the table called `table`, with its value.
    #[cfg(feature = "postgres")]
    pub(super) fn together(table: &str, phrase: &str) -> (String, Value) {
        let run = format!(" {} ", plain_words(phrase).collect::<Vec<_>>().join(" "));
        (format!("position(cast(? as text) in ' ' || {table}.body || ' ') > 0"), run.into())
    }

    /// `stems` as a table of words keeps them.
    pub(crate) fn body(self, stems: String) -> String {
        match self {
            // FTS5 takes words apart itself.
            Self::Sqlite => stems,
            #[cfg(feature = "postgres")]
            Self::Postgres => plain_words(&stems).collect::<Vec<_>>().join(" "),
        }
    }
}

/// The words of a text of stems as FTS5 takes them apart: letters and digits without anything between them. Of what is no word,
/// such as data in letters, the begin stands for all: an index of PostgreSQL takes no longer ones.
#[cfg(feature = "postgres")]
pub(super) fn plain_words(stems: &str) -> impl Iterator<Item = &str> {
    let words = stems.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.char_indices().nth(LONGEST).map_or(word, |(end, _)| &word[..end]))
}

/// Letters of a word that are looked for.
#[cfg(feature = "postgres")]
const LONGEST: usize = 200;
