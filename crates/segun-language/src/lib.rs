//! Languages as data: one folder a language under `languages/`, embedded in the binary.
//!
//! The code of Segun knows no word of any language. What it needs to know stands
//! in small tab-separated files, the same names in every folder; [`Language`]
//! hands them out by name, [`table`] reads them and [`forms`] makes the forms of verbs of them.

pub mod forms;
pub mod table;

use include_dir::{Dir, include_dir};

static LANGUAGES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/languages");

/// One served language.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    folder: &'static Dir<'static>,
}

impl Language {
    /// All served languages, by code.
    pub fn all() -> Vec<Language> {
        let mut all: Vec<_> = LANGUAGES
            .dirs()
            .filter(|folder| folder.path().to_str().is_some_and(|name| !name.starts_with('_')))
            .map(|folder| Language { folder })
            .collect();
        all.sort_by_key(|language| language.code());
        all
    }

    /// The language with ISO 639-1 code `code`, region subtags ignored (`es-MX` is `es`).
    pub fn by_code(code: &str) -> Option<Language> {
        let primary = code.split(['-', '_']).next().unwrap_or(code).to_ascii_lowercase();
        Self::all().into_iter().find(|language| language.code() == primary)
    }

    /// ISO 639-1 code.
    pub fn code(self) -> &'static str {
        self.folder.path().to_str().unwrap_or_default()
    }

    /// The common words of its `starters.txt`, in lower case.
    pub fn starters(self) -> impl Iterator<Item = &'static str> {
        table::rows(self.file("starters.txt")).flat_map(|row| row.get(0).split_whitespace())
    }

    /// The text of file `name` in the language's folder; empty where the language has none.
    pub fn file(self, name: &str) -> &'static str {
        self.folder
            .get_file(self.folder.path().join(name))
            .and_then(|f| f.contents_utf8())
            .unwrap_or_default()
    }
}
