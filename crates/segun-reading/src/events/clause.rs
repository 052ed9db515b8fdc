//! One sentence with what the events step asks of it again and again.

use super::lexicon::{Keys, Lexicon};
use crate::Document;
use crate::entities::Entities;
use segun_syntax::{ArgumentGuess, EventGuess, Feature, Sentence, Upos};

/// One sentence of a document, its words' keys computed once.
pub(super) struct Clause<'a> {
    pub(super) document: &'a Document,
    pub(super) entities: &'a Entities,
    pub(super) lexicon: &'a Lexicon,
    /// The sentence's number.
    pub(super) index: usize,
    pub(super) sentence: &'a Sentence,
    pub(super) keys: Vec<Keys>,
}

impl<'a> Clause<'a> {
    pub(super) fn new(
        document: &'a Document,
        entities: &'a Entities,
        lexicon: &'a Lexicon,
        index: usize,
    ) -> Self {
        let sentence = document.sentence(index);
        Self { document, entities, lexicon, index, sentence, keys: lexicon.keys(sentence) }
    }

    /// What the event heads say of word `i`.
    pub(super) fn guess(&self, i: usize) -> Option<&'a EventGuess> {
        self.document.sentences[self.index].events.get(i)
    }

    /// What the heads say of the parts that words play in the event at `trigger`.
    pub(super) fn arguments(&self, trigger: usize) -> Option<&'a ArgumentGuess> {
        self.document.sentences[self.index].arguments.iter().find(|a| a.trigger == trigger)
    }

    /// Whether word `i` belongs to class `name` of `event_words.tsv`.
    pub(super) fn is(&self, name: &str, i: usize) -> bool {
        self.lexicon.is(name, &self.keys[i])
    }

    /// Children of `head` by universal relation.
    pub(super) fn children(&self, head: usize, bases: &[&str]) -> Vec<usize> {
        self.sentence.children_by(head, bases).collect()
    }

    /// The case-marking words of `word`, as a test against class `name`.
    pub(super) fn case_is(&self, word: usize, name: &str) -> bool {
        self.children(word, &["case"]).iter().any(|&c| self.is(name, c))
    }

    /// The folded forms of the first case marker of `word`; contractions count as written.
    pub(super) fn has_case(&self, word: usize, any: &[String]) -> bool {
        self.children(word, &["case", "mark"]).iter().any(|&c| self.keys[c].iter().any(|k| any.contains(k)))
    }

    /// Whether `word` is a verb form that can carry a subject of its own clause.
    pub(super) fn is_verb(&self, word: usize) -> bool {
        let w = &self.sentence.words[word];
        matches!(w.upos, Upos::Verb | Upos::Aux) || w.features.get(Feature::VerbForm).is_some()
    }

    /// The head of the clause that `word` stands in: the nearest verb, or predicate of a clause of its own, at or
    /// above it, or the root.
    pub(super) fn clause_root(&self, word: usize) -> usize {
        if self.is_verb(word) {
            return word;
        }
        let own_clause = |w: usize| {
            let clausal = ["advcl", "ccomp", "acl", "csubj", "parataxis"];
            self.is_verb(w)
                || clausal.iter().any(|r| self.sentence.words[w].relation.is(r))
                || self.sentence.children_by(w, &["cop"]).next().is_some()
        };
        let mut last = word;
        for above in std::iter::once(word).chain(self.sentence.ancestors(word)) {
            last = above;
            if own_clause(above) {
                break;
            }
        }
        last
    }

    /// Whether `word` hangs below a noun other than `trigger` on the way to its clause.
    pub(super) fn below_other_trigger(&self, word: usize, trigger: usize) -> bool {
        let root = self.clause_root(word);
        self.sentence.ancestors(word).take_while(|a| *a != root).any(|a| {
            a != trigger
                && self.sentence.words[a].upos.is_nominal()
                && self.sentence.words[word].relation.is("nmod")
        })
    }

    /// The entities that word `i` stands for.
    pub(super) fn denoted(&self, i: usize) -> &'a [usize] {
        self.entities.denoted(self.index, i)
    }

    /// Whether the noun or verb at `i` is governed by a verb that carries it only: that verb.
    pub(super) fn light_verb(&self, i: usize) -> Option<usize> {
        let word = &self.sentence.words[i];
        let above = word.head?;
        let carried = ["obj", "obl", "nsubj", "xcomp"].iter().any(|r| word.relation.is(r));
        (carried && self.is_verb(above) && self.is("light", above)).then_some(above)
    }

    /// Whether the verb at `i` is passive: auxiliary, passive subject, or a bare participle on a noun.
    pub(super) fn is_passive(&self, i: usize) -> bool {
        let sentence = self.sentence;
        let word = &sentence.words[i];
        let marked = sentence.children(i).any(|c| {
            let relation = sentence.words[c].relation.as_str();
            matches!(relation, "aux:pass" | "nsubj:pass" | "expl:pass" | "obl:agent" | "csubj:pass")
        });
        let participle = word.features.is(Feature::VerbForm, "Part")
            && !sentence.children_by(i, &["aux"]).any(|_| true)
            && (word.relation.is("acl") || word.relation.is("amod") || word.relation.is("advcl"));
        let copula =
            word.features.is(Feature::VerbForm, "Part") && sentence.children_by(i, &["cop"]).any(|_| true);
        marked
            || participle
            || copula
            || self.has_passive_auxiliary(i)
            || word.features.is(Feature::Voice, "Pass")
    }

    /// Whether the last auxiliary of the participle at `i` makes it a passive, in languages whose trees do not say so
    /// ("fue detenido", "ha sido criticado").
    fn has_passive_auxiliary(&self, i: usize) -> bool {
        let features = &self.sentence.words[i].features;
        let past = features.is(Feature::VerbForm, "Part") && !features.is(Feature::Tense, "Pres");
        let last = || self.sentence.children_by(i, &["aux"]).filter(|&a| a < i).last();
        past && last().is_some_and(|auxiliary| self.is("passive", auxiliary))
    }
}
