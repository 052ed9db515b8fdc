//! Closed label sets of Universal Dependencies.

use std::fmt;

macro_rules! upos {
    ($($name:ident $code:literal),* $(,)?) => {
        /// Universal part of speech (UD v2).
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[allow(missing_docs)] // the standard's own names
        pub enum Upos { $($name,)* #[default] X }

        impl Upos {
            /// The standard's name.
            pub fn as_str(self) -> &'static str {
                match self { $(Upos::$name => $code,)* Upos::X => "X" }
            }

            /// The tag named `name`; anything unknown is `X`.
            pub fn from_name(name: &str) -> Self {
                match name { $($code => Upos::$name,)* _ => Upos::X }
            }
        }
    };
}

upos! {
    Adj "ADJ", Adp "ADP", Adv "ADV", Aux "AUX", Cconj "CCONJ", Det "DET", Intj "INTJ",
    Noun "NOUN", Num "NUM", Part "PART", Pron "PRON", Propn "PROPN", Punct "PUNCT",
    Sconj "SCONJ", Sym "SYM", Verb "VERB",
}

impl Upos {
    /// Noun or proper noun.
    pub fn is_nominal(self) -> bool {
        matches!(self, Upos::Noun | Upos::Propn)
    }
}

/// A dependency relation with its subtype, `nsubj:pass` say.
///
/// The set is open (treebanks add subtypes), so the name itself is kept; it is
/// interned, once for each label of a model.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Relation(&'static str);

impl Default for Relation {
    fn default() -> Self {
        Self("dep")
    }
}

impl fmt::Debug for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Relation {
    /// A relation by a name that lives as long as the program.
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// A relation by a name read at run time. Known names are shared; an unknown one is
    /// kept for the program's life, so call this only for a model's or a file's label set.
    pub fn intern(name: &str) -> Self {
        match KNOWN.iter().find(|known| **known == name) {
            Some(known) => Self(known),
            None => Self(Box::leak(name.to_owned().into_boxed_str())),
        }
    }

    /// The whole name.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// The universal relation without its subtype.
    pub fn base(self) -> &'static str {
        self.0.split(':').next().unwrap_or(self.0)
    }

    /// Whether the universal relation is `base`, whatever the subtype.
    pub fn is(self, base: &str) -> bool {
        self.base() == base
    }
}

const KNOWN: &[&str] = &[
    "acl",
    "acl:relcl",
    "advcl",
    "advcl:relcl",
    "advmod",
    "advmod:emph",
    "amod",
    "appos",
    "aux",
    "aux:pass",
    "case",
    "cc",
    "cc:preconj",
    "ccomp",
    "clf",
    "compound",
    "compound:prt",
    "conj",
    "cop",
    "csubj",
    "csubj:pass",
    "dep",
    "det",
    "det:predet",
    "discourse",
    "dislocated",
    "expl",
    "expl:impers",
    "expl:pass",
    "expl:pv",
    "fixed",
    "flat",
    "flat:foreign",
    "flat:name",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nmod:npmod",
    "nmod:poss",
    "nmod:tmod",
    "nsubj",
    "nsubj:pass",
    "nummod",
    "obj",
    "obl",
    "obl:agent",
    "obl:arg",
    "obl:npmod",
    "obl:tmod",
    "orphan",
    "parataxis",
    "punct",
    "reparandum",
    "root",
    "vocative",
    "xcomp",
];
