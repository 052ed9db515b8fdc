//! Candidates from the tree, the cue lexicon and the quotations.

use super::candidate::{
    Candidate, block, is_punctuation, is_quote_mark, noun_phrase, trim, trim_span, verb_group,
};
use super::join::RULE_ALONE;
use super::lexicon::{CUES, Class, Cue, Lexicon, REFUSALS};
use super::quotes::Quotation;
use super::repair::{mend_cue, mend_source};
use crate::Document;
use segun_report::{EntityType, Span, Stance, Why};
use segun_syntax::{Feature, Range, Sentence, Upos};

/// Words that may stand between a quotation and the verb of its source clause.
const REACH: usize = 14;

/// What the rules look at: one sentence.
pub(super) struct Rules<'a> {
    pub document: &'a Document,
    pub lexicon: &'a Lexicon,
    pub quotes: &'a [Quotation],
}

impl Rules<'_> {
    /// The candidates of sentence number `i`.
    pub(super) fn candidates(&self, i: usize, out: &mut Vec<Candidate>) {
        let sentence = self.document.sentence(i);
        for at in 0..sentence.words.len() {
            let mut found = None;
            for (entry, end) in self.lexicon.cues_at(sentence, at, |_| true) {
                let cue = self.lexicon.cue(entry);
                found = match cue.class {
                    Class::Verb => self.verb(i, at, end, cue),
                    Class::Connective => self.connective(i, at, end, cue),
                    Class::Noun | Class::Adjective => self.noun(i, at, end, cue),
                    Class::Adverb => None,
                }
                .map(|mut candidate: Candidate| {
                    candidate.entry = Some(entry);
                    if cue.class == Class::Verb {
                        mend_cue(sentence, self.lexicon, &mut candidate);
                    }
                    if candidate.source.is_some() && cue.class == Class::Verb {
                        mend_source(sentence, self.lexicon, &mut candidate);
                    }
                    candidate.why.push(Why::rule("cue", format!("{CUES}:{}", cue.line)));
                    candidate
                });
                if found.is_some() {
                    break;
                }
            }
            // "não quis comentar": where the verb alone is too weak a cue.
            if found.as_ref().is_none_or(|f| f.confidence < RULE_ALONE) {
                found = self.refusal(i, at).or(found);
            }
            out.extend(found);
        }
        out.extend(self.colon(i).or_else(|| self.signed(i)));
    }

    /// "no quiso hacer comentarios", "did not respond to a request": the verb and, as content, what follows it.
    fn refusal(&self, i: usize, verb: usize) -> Option<Candidate> {
        let sentence = self.document.sentence(i);
        if sentence.words[verb].upos != Upos::Verb || !is_finite(sentence, verb) {
            return None;
        }
        let mut cue = verb_group(sentence, self.lexicon, verb);
        // The negation in front may hang on the infinitive behind.
        let of_infinitive = |w: usize| {
            sentence.words[w].head.is_some_and(|head| head > verb && sentence.words[head].head == Some(verb))
        };
        let in_front = (cue.start.saturating_sub(2)..cue.start).filter(|&w| of_infinitive(w));
        let (first, line) = in_front
            .chain(cue.clone())
            .find_map(|w| Some((w, self.lexicon.refusal_by_cue(&sentence.words, w)?)))?;
        cue.start = cue.start.min(first);
        let subject = subject(sentence, self.lexicon, verb)?;
        cue.end = verb + 1;
        let mut candidate = Self::bare(i, cue.clone(), "refusal to answer", 0.8);
        let block = block(sentence, verb);
        let rest_behind = |cue: &Range| {
            let mut rest = trim(sentence, cue.end..block.end.max(cue.end));
            // The rest of the clause only.
            if let Some(comma) = rest.clone().find(|&w| sentence.words[w].form == ",") {
                rest.end = comma;
            }
            rest
        };
        // "se recusou a comentar o caso"; where nothing is left behind it, the infinitive is what is refused.
        mend_cue(sentence, self.lexicon, &mut candidate);
        if rest_behind(&candidate.cue).is_empty() {
            candidate.cue = cue;
        }
        let rest = rest_behind(&candidate.cue);
        if rest.is_empty() {
            return None;
        }
        candidate.source = Some(noun_phrase(sentence, subject));
        candidate.refusal = Some(line);
        candidate.content = vec![trim_span(self.document.text(), self.document.span(i, &rest))];
        candidate.why.push(Why::rule("cue", format!("{REFUSALS}:{line}")));
        Some(candidate)
    }

    /// "X: what X says", as headlines and transcripts have it: a name at the head of a paragraph.
    fn colon(&self, i: usize) -> Option<Candidate> {
        const LONGEST: usize = 6;
        let sentence = self.document.sentence(i);
        if i > 0 && self.document.sentence(i - 1).paragraph == sentence.paragraph {
            return None;
        }
        let colon = (1..sentence.words.len().min(LONGEST + 1)).find(|&w| sentence.words[w].form == ":")?;
        let name = 0..colon;
        let speaker = |w: usize| {
            let word = &sentence.words[w];
            matches!(word.upos, Upos::Propn | Upos::Adp | Upos::Det | Upos::Punct)
                || word.form.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
        };
        let named = self.document.sentences[i].entities.iter().any(|e| {
            e.words.start == name.start
                && e.words.end == name.end
                && matches!(e.kind, EntityType::Person | EntityType::Organisation)
        });
        let capitals = name.len() <= 3
            && name.clone().all(|w| {
                let form = &sentence.words[w].form;
                form.chars().count() > 2 && form.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
            });
        let rest = trim(sentence, colon + 1..sentence.words.len());
        if !(named || capitals) || !name.clone().all(speaker) || rest.len() < 3 {
            return None;
        }
        let mut candidate = Self::bare(i, colon..colon + 1, "name and colon", 0.75);
        candidate.source = Some(name);
        candidate.colon = true;
        let mut content = self.document.span(i, &rest);
        // A transcript's speaker has the whole paragraph.
        for next in i + 1..self.document.sentences.len() {
            let after = self.document.sentence(next);
            if after.paragraph != sentence.paragraph {
                break;
            }
            content = content.hull(after.span);
        }
        candidate.content = vec![trim_span(self.document.text(), content)];
        candidate.why.push(Why::rule("cue", "name and colon"));
        Some(candidate)
    }

    fn bare(i: usize, cue: Range, rule: &'static str, confidence: f32) -> Candidate {
        Candidate {
            sentence: i,
            cue,
            entry: None,
            source: None,
            content: Vec::new(),
            impersonal: false,
            refusal: None,
            confidence,
            heads: None,
            ruled: true,
            colon: false,
            why: vec![Why::rule("content", rule)],
        }
    }

    /// "What X says: X", as headlines have it: a paragraph of one sentence that ends in a colon and a name.
    fn signed(&self, i: usize) -> Option<Candidate> {
        const LONGEST: usize = 5;
        let sentence = self.document.sentence(i);
        let beside = |k: usize| {
            self.document.sentences.get(k).is_some_and(|s| s.sentence.paragraph == sentence.paragraph)
        };
        if beside(i + 1) || i > 0 && beside(i - 1) {
            return None;
        }
        let n = sentence.words.len();
        let colon = (0..n).rev().find(|&w| sentence.words[w].form == ":")?;
        let name = colon + 1..n;
        let said = trim(sentence, 0..colon);
        let capital = |w: usize| sentence.words[w].form.starts_with(char::is_uppercase);
        let all = name.clone().all(|w| capital(w) || sentence.words[w].upos == Upos::Adp);
        if name.is_empty() || name.len() > LONGEST || !all || !capital(name.start) || said.len() < 3 {
            return None;
        }
        let mut candidate = Self::bare(i, colon..colon + 1, "colon and name", 0.75);
        candidate.source = Some(name);
        candidate.colon = true;
        candidate.content = vec![trim_span(self.document.text(), self.document.span(i, &said))];
        candidate.why.push(Why::rule("cue", "colon and name"));
        Some(candidate)
    }

    fn verb(&self, i: usize, verb: usize, end: usize, cue: &Cue) -> Option<Candidate> {
        let sentence = self.document.sentence(i);
        let word = &sentence.words[verb];
        if !matches!(word.upos, Upos::Verb | Upos::Aux) || word.relation.is("amod") {
            return None;
        }
        if self.lexicon.is("not_cue", word) || word.features.is(Feature::Person, "1") {
            return None;
        }
        let mut group = verb_group(sentence, self.lexicon, verb);
        group.end = group.end.max(end);
        if let Some(quoted) = self.quoted(i, verb, &group, cue) {
            return Some(quoted);
        }
        let (content, rule, factor) = self.complement(i, verb, &group, cue)?;
        let subject = subject(sentence, self.lexicon, verb);
        if !self.speaks(sentence, verb, subject) {
            return None;
        }
        let impersonal = subject.is_none() && self.is_impersonal(sentence, verb);
        let inside = self.quotes.iter().any(|q| q.outer.contains(word.span));
        if subject.is_none() && !impersonal && inside {
            return None;
        }
        if impersonal && group.start > 0 && self.lexicon.is("impersonal", &sentence.words[group.start - 1]) {
            group.start -= 1;
        }
        let mut candidate = Self::bare(i, group, rule, cue.weight * factor);
        candidate.source = subject.map(|s| noun_phrase(sentence, s));
        candidate.impersonal = impersonal;
        candidate.content = vec![trim_span(self.document.text(), self.document.span(i, &content))];
        Some(candidate)
    }

    /// Whether somebody says something here: a finite verb without a modal, a gerund with a subject, or an
    /// infinitive under a verb that only limits it ("se limitó a declarar").
    fn speaks(&self, sentence: &Sentence, verb: usize, subject: Option<usize>) -> bool {
        let word = &sentence.words[verb];
        if sentence.children_by(verb, &["aux"]).any(|a| self.lexicon.is("modal", &sentence.words[a])) {
            return false;
        }
        let mut auxiliaries = sentence.children_by(verb, &["aux"]).peekable();
        if word.features.is(Feature::Mood, "Cnd") {
            return false;
        }
        let participle = word.features.is(Feature::VerbForm, "Part");
        if participle && auxiliaries.peek().is_none()
            || auxiliaries.any(|a| sentence.words[a].relation.as_str() == "aux:pass")
        {
            return false;
        }
        match word.features.get(Feature::VerbForm) {
            Some("Ger") => subject.is_some(),
            Some("Inf") => {
                subject.is_some() && word.head.is_some_and(|h| self.lexicon.is("limiter", &sentence.words[h]))
            }
            _ => subject.is_some() || is_finite(sentence, verb),
        }
    }

    /// "se cree que", "it is believed that": nobody is meant to speak.
    fn is_impersonal(&self, sentence: &Sentence, verb: usize) -> bool {
        // Before the verb ("se cree"), or written behind a finite one ("acredita-se").
        let reflexive = sentence.children_by(verb, &["expl", "obj", "iobj", "nsubj"]).any(|c| {
            (c < verb || c == verb + 1 && sentence.same_token(verb, c) && is_finite(sentence, verb))
                && self.lexicon.is("impersonal", &sentence.words[c])
        });
        let singular = !sentence.words[verb].features.is(Feature::Number, "Plur")
            && !sentence.words[verb].features.is(Feature::Person, "1");
        reflexive && singular
    }

    /// The clause, infinitive or noun phrase that the verb governs, with the rule and its factor.
    fn complement(
        &self,
        i: usize,
        verb: usize,
        group: &Range,
        cue: &Cue,
    ) -> Option<(Range, &'static str, f32)> {
        let sentence = self.document.sentence(i);
        let allowed = &cue.constructions;
        let after = |c: &usize| *c >= group.end;
        // It may hang on a later word of the cue: "deu a conhecer que".
        let of_cue = |relations| {
            (verb..group.end.max(verb + 1))
                .filter(|&w| w == verb || !is_punctuation(sentence, w))
                .find_map(|w| sentence.children_by(w, relations).find(after))
        };
        if allowed.that
            && let Some(clause) = of_cue(&["ccomp", "csubj"])
        {
            let range = self.clause(sentence, clause, group.end);
            let marked = range.clone().take(2).any(|w| {
                self.lexicon.is("conjunction", &sentence.words[w])
                    || self.lexicon.is("question", &sentence.words[w])
            });
            return Some((range, "clause", if marked { 1.0 } else { 0.8 }));
        }
        if allowed.infinitive
            && let Some(clause) = sentence.children_by(verb, &["xcomp", "ccomp"]).find(|c| {
                after(c) && sentence.words[*c].features.get(Feature::VerbForm).is_some_and(|f| f != "Fin")
            })
        {
            return Some((self.clause(sentence, clause, group.end), "infinitive", 0.8));
        }
        for preposition in &allowed.prepositions {
            if let Some(phrase) = sentence.children_by(verb, &["obl", "advcl", "xcomp", "ccomp"]).find(|&c| {
                c >= group.end
                    && sentence.children_by(c, &["case", "mark"]).any(|m| {
                        sentence.words[m].lemma == *preposition
                            || sentence.words[m].form.to_lowercase() == *preposition
                    })
            }) {
                let mut range = block(sentence, phrase);
                range.start = range.start.max(group.end);
                if allowed.whom {
                    range.start = group.end;
                }
                return Some((
                    trim(sentence, range),
                    "prepositional phrase",
                    if allowed.whom { 0.9 } else { 0.7 },
                ));
            }
        }
        if allowed.object
            && let Some(object) = sentence.children_by(verb, &["obj"]).find(after)
        {
            let mut range = block(sentence, object);
            range.start = range.start.max(group.end);
            let strong = allowed.whom || cue.stance == Stance::Deny;
            return Some((trim(sentence, range), "noun phrase", if strong { 0.8 } else { 0.7 }));
        }
        None
    }

    /// A clause with its conjunction, cut before another cue's clause that is only joined to it.
    fn clause(&self, sentence: &Sentence, top: usize, not_before: usize) -> Range {
        let mut range = block(sentence, top);
        range.start = range.start.max(not_before);
        // "disse não saber": a negation in front, whatever the parser hangs it on.
        while range.start > not_before && self.lexicon.is("negation", &sentence.words[range.start - 1]) {
            range.start -= 1;
        }
        trim(sentence, range)
    }

    /// A quotation that the verb's clause introduces, follows or interrupts.
    fn quoted(&self, i: usize, verb: usize, group: &Range, cue: &Cue) -> Option<Candidate> {
        if !cue.constructions.quote {
            return None;
        }
        let text = self.document.text();
        let sentence = self.document.sentence(i);
        let verb_span = sentence.words[verb].span;
        let outer = self.quotes.iter().filter(|q| !q.nested);
        if self.quotes.iter().any(|q| q.outer.contains(verb_span)) {
            return None;
        }
        let (mut before, mut after) = (None, None);
        for q in outer {
            if q.outer.end <= verb_span.start {
                before = Some(q);
            } else if q.outer.start >= verb_span.end && after.is_none() {
                after = Some(q);
            }
        }
        let gap = |a: usize, b: usize| Span::new(a, b).of(text);
        // Introduced: only the source, a colon or a conjunction between verb and mark.
        let verb_between = |from: usize, to: usize| {
            self.document.words_in(i, Span::new(from, to)).any(|w| {
                w != verb
                    && sentence.words[w].upos == Upos::Verb
                    && sentence.words[w].span.start >= from
                    && sentence.words[w].span.end <= to
            })
        };
        let introduced = after.filter(|q| {
            if verb_between(verb_span.end, q.outer.start) {
                return false;
            }
            let between = gap(verb_span.end, q.outer.start);
            let short = between.split_whitespace().count() <= REACH && !between.contains(['.', ';', '\n']);
            let lead = between.trim_end();
            let begins =
                q.inner.of(text).chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
            let bare = between.split_whitespace().count() <= 1 && self.no_name_follows(i, q);
            short
                && (lead.ends_with(':')
                    || begins && (lead.ends_with(',') || bare)
                    || bare && lead.trim() != "")
        });
        let followed = before.filter(|q| {
            if verb_between(q.outer.end, verb_span.start) || !self.no_name_follows(i, q) {
                return false;
            }
            let between = gap(q.outer.end, verb_span.start);
            let ends = q.inner.of(text).ends_with([',', '?', '!', '…'])
                || between.trim_start().starts_with([',', '—', '–', '-']);
            ends && between.split_whitespace().count() <= REACH && !between.contains(['.', ';', '\n', ':'])
        });
        if introduced.is_none() && followed.is_none() {
            return None;
        }
        let subject =
            subject(sentence, self.lexicon, verb).or_else(|| inverted_subject(sentence, verb, group.end));
        if !self.speaks(sentence, verb, subject) {
            return None;
        }
        let mut candidate = Self::bare(i, group.clone(), "quotation", cue.weight.max(0.7));
        candidate.source = subject.map(|s| noun_phrase(sentence, s));
        if let Some(q) = followed {
            candidate.content.push(trim_span(text, q.inner));
        }
        if let Some(q) = introduced {
            candidate.content.push(trim_span(text, q.inner));
        }
        // The source must not swallow what is said.
        if let Some(source) = &candidate.source {
            let span = self.document.span(i, source);
            if candidate.content.iter().any(|c| c.overlaps(span)) {
                candidate.source = None;
            }
        }
        Some(candidate)
    }

    /// Whether the quotation is more than a word or a title: it has a verb or four words.
    fn no_name_follows(&self, i: usize, q: &Quotation) -> bool {
        let words = self.document.words_in(i, q.inner);
        let sentence = self.document.sentence(i);
        words.len() >= 4 || words.clone().any(|w| matches!(sentence.words[w].upos, Upos::Verb | Upos::Aux))
    }

    fn connective(&self, i: usize, at: usize, end: usize, cue: &Cue) -> Option<Candidate> {
        let sentence = self.document.sentence(i);
        let n = sentence.words.len();
        let blocked = at > 0 && self.lexicon.is("not_before_connective", &sentence.words[at - 1]);
        // "segundo turno": an ordinal with the same form as a connective.
        let word = &sentence.words[at];
        let ordinal = end == at + 1
            && (matches!(word.upos, Upos::Adj | Upos::Num) || word.features.is(Feature::NumType, "Ord"));
        if end >= n || blocked || ordinal || self.lexicon.is("no_source", &sentence.words[end]) {
            return None;
        }
        // "según informó X": the verb belongs to the cue.
        let verb = (end..n.min(end + 4)).find(|&w| {
            sentence.words[w].upos == Upos::Verb
                && self.lexicon.cues_at(sentence, w, |c| c == Class::Verb).next().is_some()
        });
        let verb = verb.filter(|&v| {
            (end..v).all(|w| matches!(sentence.words[w].upos, Upos::Aux | Upos::Pron | Upos::Adv))
        });
        let (cue_words, source) = match verb {
            Some(verb) => {
                let source = subject(sentence, self.lexicon, verb)
                    .or_else(|| inverted_subject(sentence, verb, verb + 1))
                    .filter(|&s| s > verb)
                    .map(|s| noun_phrase(sentence, s));
                (at..verb + 1, source)
            }
            None => {
                let first = (end..n.min(end + 3)).find(|&w| !is_quote_mark(sentence, w))?;
                // The noun phrase that begins here: climb from its first word while its block begins here.
                let mut head = first;
                while let Some(above) = sentence.words[head].head {
                    let word = &sentence.words[above];
                    if above < end
                        || !(word.upos.is_nominal()
                            || matches!(word.upos, Upos::Pron | Upos::Adj | Upos::Num))
                        || block(sentence, above).start > end
                    {
                        break;
                    }
                    if sentence.words[head].relation.is("nsubj") || sentence.words[head].relation.is("obl") {
                        break;
                    }
                    head = above;
                }
                if self.lexicon.is("no_source", &sentence.words[head]) {
                    return None;
                }
                if !(sentence.words[head].upos.is_nominal()
                    || matches!(sentence.words[head].upos, Upos::Pron | Upos::Adj | Upos::Num | Upos::Det))
                {
                    return None;
                }
                let mut source = noun_phrase(sentence, head);
                source.start = source.start.max(end);
                (at..end, Some(source))
            }
        };
        let after = source.as_ref().map_or(cue_words.end, |s| s.end).max(cue_words.end);
        let content = self.around(i, at, after)?;
        if content.is_empty() {
            return None;
        }
        // A weak connective ("para X, ...") only at the sentence's edge and before a comma.
        let edge = at == 0 || after >= n || is_punctuation(sentence, at - 1);
        let comma = after < n && sentence.words[after].form == ",";
        let factor = if cue.weight < 0.8 && !(at <= 1 && comma) {
            0.0
        } else if edge {
            1.0
        } else {
            0.8
        };
        // "Para la ONU, ... es ...": a weak connective needs somebody named and a judgement.
        let judged = cue.weight < 0.8
            && at == 0
            && comma
            && sentence.root().is_some_and(|r| sentence.children_by(r, &["cop"]).next().is_some())
            && source.as_ref().is_some_and(|s| {
                self.document.sentences[i].entities.iter().any(|e| {
                    s.start <= e.words.start
                        && e.words.end == s.end
                        && matches!(e.kind, EntityType::Person | EntityType::Organisation)
                })
            });
        let factor = if judged { 1.5 } else { factor };
        let mut candidate = Self::bare(i, cue_words, "connective", cue.weight * factor);
        candidate.source = source;
        candidate.content = content;
        Some(candidate)
    }

    /// What a phrase from `from` to `to` (the connective with its source) speaks of: the rest of
    /// the sentence after it where it opens the sentence, what comes before it where it closes it.
    fn around(&self, i: usize, from: usize, to: usize) -> Option<Vec<Span>> {
        let sentence = self.document.sentence(i);
        let text = self.document.text();
        let n = sentence.words.len();
        let words = |range: Range| {
            let range = trim(sentence, range);
            (!range.is_empty()).then(|| trim_span(text, self.document.span(i, &range)))
        };
        let has_verb = |range: Range| {
            range.clone().any(|w| matches!(sentence.words[w].upos, Upos::Verb | Upos::Aux)) || range.len() > 6
        };
        let mut parts = Vec::new();
        // A capital within the sentence: a new sentence begins that lacks the stop before it.
        let anew = from > 0
            && sentence.words[from].form.starts_with(char::is_uppercase)
            && !is_punctuation(sentence, from - 1);
        if !anew && has_verb(0..from) {
            parts.extend(words(0..from));
        }
        if has_verb(to..n) || from == 0 || anew {
            parts.extend(words(to..n));
        }
        if parts.is_empty() {
            parts.extend(words(0..from));
        }
        Some(parts)
    }

    /// "la afirmación de X de que ...", "the claim by X that ...".
    fn noun(&self, i: usize, at: usize, end: usize, cue: &Cue) -> Option<Candidate> {
        let sentence = self.document.sentence(i);
        let word = &sentence.words[at];
        let fits = match cue.class {
            Class::Noun => word.upos.is_nominal(),
            _ => matches!(word.upos, Upos::Adj | Upos::Verb),
        };
        if !fits || !cue.constructions.that {
            return None;
        }
        const NEAR: usize = 8;
        let opened = |c: usize| {
            !sentence.words[c].relation.as_str().ends_with("relcl")
                && sentence
                    .children_by(c, &["mark"])
                    .any(|m| self.lexicon.is("conjunction", &sentence.words[m]))
        };
        let own = sentence.children_by(at, &["acl", "ccomp", "advcl"]).find(|&c| c > at && opened(c));
        // "la afirmación del ministro de que ...": the clause is often hung on the noun between; its
        // preposition tells it from a relative clause.
        let between = || {
            (end..sentence.words.len()).find(|&c| {
                let first = block(sentence, c).start;
                let hangs = sentence.words[c]
                    .head
                    .is_some_and(|h| at < h && h < first && sentence.words[h].upos.is_nominal());
                hangs
                    && first <= at + NEAR
                    && sentence.words[c].relation.is("acl")
                    && sentence.words[first].upos == Upos::Adp
                    && opened(c)
                    && (end..first)
                        .all(|w| !matches!(sentence.words[w].upos, Upos::Verb | Upos::Aux | Upos::Punct))
            })
        };
        let clause = own.or_else(|| if cue.class == Class::Noun { between() } else { None })?;
        let holder = sentence.words[clause].head.filter(|&h| h != at);
        let range = trim(sentence, block(sentence, clause));
        let range = range.start.max(end)..range.end;
        // Relative pronouns are tagged as conjunctions at times: a conjunction has its own verb's subject
        // or a preposition before it.
        let source = match cue.class {
            Class::Noun => sentence
                .children_by(at, &["nmod"])
                .find(|&c| c < clause)
                .or(holder)
                .map(|c| noun_phrase(sentence, c)),
            _ => subject(sentence, self.lexicon, at).map(|s| noun_phrase(sentence, s)),
        };
        let source = source.map(|s| s.start..s.end.min(range.start.max(s.start + 1)));
        let mut candidate = Self::bare(i, at..end, "noun with a clause", cue.weight * 0.8);
        candidate.source = source;
        candidate.content = vec![trim_span(self.document.text(), self.document.span(i, &range))];
        Some(candidate)
    }
}

/// The subject of `verb`: its own, or that of the verb that governs it without a subject of its own.
pub(super) fn subject(sentence: &Sentence, lexicon: &Lexicon, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..4 {
        let own = sentence
            .children_by(at, &["nsubj"])
            // Some treebanks take the pronoun that leaves the subject open for the subject.
            .filter(|&c| !lexicon.is("impersonal", &sentence.words[c]))
            .find(|&c| !sentence.words[c].relation.as_str().ends_with("pass") || at != verb)
            .filter(|&c| at == verb || c < verb);
        if own.is_some() {
            return own;
        }
        let word = &sentence.words[at];
        let above = word.head?;
        // The subject of a chain: "X se limitó a declarar", "X dijo ... y añadió", "X habló, diciendo".
        let chained = word.relation.is("xcomp")
            || word.relation.is("conj")
                && sentence.words[above].upos == Upos::Verb
                && agree(sentence, at, above)
            || word.relation.is("advcl")
                && (word.features.is(Feature::VerbForm, "Ger")
                    || word.features.get(Feature::Number).is_some()
                        && word.features.get(Feature::Number)
                            == sentence.words[above].features.get(Feature::Number)
                        && at > above)
            || word.relation.is("ccomp") && lexicon.is("limiter", &sentence.words[above]);
        if !chained {
            return None;
        }
        at = above;
    }
    None
}

/// Whether two finite verbs may have one subject: none is known to be singular where the other is plural.
fn agree(sentence: &Sentence, a: usize, b: usize) -> bool {
    let number = |verb: usize| {
        std::iter::once(verb)
            .chain(sentence.children_by(verb, &["aux"]))
            .find(|&w| sentence.words[w].features.is(Feature::VerbForm, "Fin"))
            .and_then(|w| sentence.words[w].features.get(Feature::Number))
    };
    number(a).zip(number(b)).is_none_or(|(a, b)| a == b)
}

/// "..., dijo X": a noun phrase right after the verb that the parser took for its object.
fn inverted_subject(sentence: &Sentence, verb: usize, from: usize) -> Option<usize> {
    sentence.children_by(verb, &["obj", "nsubj", "obl", "dep", "appos"]).find(|&c| {
        c >= from
            && c <= from + 4
            && (sentence.words[c].upos.is_nominal() || sentence.words[c].upos == Upos::Pron)
            && sentence.children_by(c, &["case"]).next().is_none()
            && !sentence.words[c].features.is(Feature::PronType, "Rel")
    })
}

/// Whether `verb` or its auxiliary is finite.
fn is_finite(sentence: &Sentence, verb: usize) -> bool {
    let finite = |w: usize| sentence.words[w].features.is(Feature::VerbForm, "Fin");
    finite(verb) || sentence.children_by(verb, &["aux"]).any(finite)
}
