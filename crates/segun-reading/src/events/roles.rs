//! Who acts on whom, and where: by the trigger's own clause, never by mere presence.
//!
//! The tree gives the parts. Where the model has no network of participants ([`super::participants`]), the argument head
//! names more of the sentence, and is believed sooner where the tree gives none.

use super::clause::Clause;
use super::is_country;
use super::lexicon::Entry;
use super::triggers::Trigger;
use segun_report::{Attribution, EntityType, Why};
use segun_syntax::{Feature, Upos};

/// Indices of entities in the parts that they play.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) actor: Vec<usize>,
    pub(super) recipient: Vec<usize>,
    pub(super) place: Vec<usize>,
    pub(super) why: Vec<Why>,
}

impl Parts {
    fn act(&mut self, who: &[usize], by: &str) {
        if !who.is_empty() {
            self.why.push(Why::rule("actor", by));
        }
        extend(&mut self.actor, who);
    }

    fn undergo(&mut self, who: &[usize], by: &str) {
        if !who.is_empty() {
            self.why.push(Why::rule("recipient", by));
        }
        extend(&mut self.recipient, who);
    }
}

fn extend(list: &mut Vec<usize>, more: &[usize]) {
    for &e in more {
        if !list.contains(&e) {
            list.push(e);
        }
    }
}

/// Probability of the argument head from which a name plays a part that the tree gives to nobody.
const PART_BY_HEAD: f32 = 0.4;

/// The same beside those to whom the tree gives it.
const PART_BESIDE: f32 = 0.5;

/// The same of a place, which the tree seldom gives.
const PLACE_BY_HEAD: f32 = 0.2;

/// The parts played in the event of `trigger`, which is in the view of `holder`; with `ask_head`, also by the
/// argument head.
pub(super) fn read(
    clause: &Clause<'_>,
    trigger: &Trigger<'_>,
    entry: &Entry,
    holder: Option<&Attribution>,
    ask_head: bool,
) -> Parts {
    let mut parts = Parts::default();
    if entry.verb {
        of_verb(clause, trigger.head, entry, &mut parts);
        if parts.actor.is_empty() && is_first_person(clause, trigger.head) {
            let speaker = holder.and_then(|h| h.source_entity.as_deref());
            let speaker = speaker.and_then(|id| clause.entities.all.iter().position(|e| e.id == id));
            parts.act(speaker.as_slice(), "the speaker");
        }
    } else {
        of_noun(clause, trigger.head, entry, &mut parts);
    }
    places(clause, trigger.head, &mut parts);
    if let Some(light) = (!entry.verb).then(|| clause.light_verb(trigger.head)).flatten() {
        places(clause, light, &mut parts);
    }
    if ask_head {
        by_head(clause, trigger, &mut parts);
    }
    if parts.actor.is_empty() && !entry.verb {
        of_governor(clause, trigger.head, &mut parts);
    }
    if entry.frame.itself {
        let who = std::mem::take(&mut parts.actor);
        extend(&mut parts.recipient, &who);
    }
    if entry.frame.symmetric {
        share(&mut parts, entry.verb || has_light_subject(clause, trigger.head));
    }
    if !entry.frame.symmetric {
        parts.recipient.retain(|r| !parts.actor.contains(r));
    }
    parts
}

/// Names of the sentence to which the argument head gives a part; where the tree gives it to others, it has to be surer.
fn by_head(clause: &Clause<'_>, trigger: &Trigger<'_>, parts: &mut Parts) {
    let Some(guess) = clause.arguments(trigger.head) else { return };
    let least = |list: &[usize]| if list.is_empty() { PART_BY_HEAD } else { PART_BESIDE };
    let (actor, recipient) = (least(&parts.actor), least(&parts.recipient));
    let no_place = parts.place.is_empty();
    let mut word = 0;
    while word < clause.sentence.words.len() {
        let Some(entity) = clause.entities.named(clause.index, word) else {
            word += 1;
            continue;
        };
        let first = word;
        while clause.entities.named(clause.index, word) == Some(entity) {
            word += 1;
        }
        let shares = guess.of(&(first..word));
        let mut play = |list: &mut Vec<usize>, part: &'static str, share: f32, least: f32| {
            if share >= least && !list.contains(&entity) {
                list.push(entity);
                parts.why.push(Why::head(part, "argument head", share));
            }
        };
        play(&mut parts.actor, "actor", shares.actor + shares.both, actor);
        play(&mut parts.recipient, "recipient", shares.recipient + shares.both, recipient);
        if no_place {
            play(&mut parts.place, "place", shares.place, PLACE_BY_HEAD);
        }
    }
}

/// "el ejecutivo aprobó un paquete de ayudas": whoever does something with an event that nobody else does, does it;
/// not where the verb only speaks of it, or names an event itself.
fn of_governor(clause: &Clause<'_>, noun: usize, parts: &mut Parts) {
    /// Nouns on the way up to the verb.
    const NOUNS: usize = 2;
    let words = &clause.sentence.words;
    let mut at = noun;
    for _ in 0..=NOUNS {
        let Some(above) = words[at].head else { return };
        if clause.is_verb(above) {
            let speaks = clause.document.sentences[clause.index].attributions.iter();
            let speaks = speaks.map(|a| &a.cue).any(|cue| cue.contains(&above));
            let other = speaks || clause.is_passive(above) || clause.is("undergo", above);
            let event = clause.lexicon.matches(&clause.keys, above).iter().any(|e| e.kind.is_some());
            if words[at].relation.is("obj") && !other && !event {
                let (who, _) = subject(clause, above, 0);
                parts.act(&who, "subject of the verb above");
            }
            return;
        }
        if !words[at].relation.is("nmod") && !words[at].relation.is("conj") {
            return;
        }
        at = above;
    }
}

/// Whether the verb at `verb`, or its auxiliary, is in the first person.
fn is_first_person(clause: &Clause<'_>, verb: usize) -> bool {
    let first = |w: usize| clause.sentence.words[w].features.is(Feature::Person, "1");
    first(verb) || clause.children(verb, &["aux", "nsubj"]).into_iter().any(first)
}

/// Whether the noun at `noun` is carried by a verb whose subject does what the noun says.
fn has_light_subject(clause: &Clause<'_>, noun: usize) -> bool {
    let light = clause.light_verb(noun).filter(|&l| !clause.is_passive(l));
    light.is_some() && !clause.sentence.words[noun].relation.is("nsubj")
}

/// Those who take part act on each other: several subjects of one verb stand on both sides; of several that a
/// noun names, the first acts on the others.
fn share(parts: &mut Parts, as_subjects: bool) {
    let nobody_else = parts.recipient.iter().all(|r| parts.actor.contains(r));
    if as_subjects && nobody_else && parts.actor.len() > 1 {
        parts.recipient = parts.actor.clone();
    } else if nobody_else && parts.actor.len() > 1 {
        parts.recipient = parts.actor.split_off(1);
    } else if parts.actor.is_empty() && parts.recipient.len() > 1 {
        parts.actor = vec![parts.recipient.remove(0)];
    } else {
        let actors = parts.actor.clone();
        parts.recipient.retain(|r| !actors.contains(r));
    }
}

fn of_verb(clause: &Clause<'_>, verb: usize, entry: &Entry, parts: &mut Parts) {
    let frame = &entry.frame;
    let sentence = clause.sentence;
    if clause.is_passive(verb) && !frame.reflexive {
        for child in clause.children(verb, &["nsubj", "csubj"]) {
            parts.undergo(&meant(clause, child), "passive subject");
        }
        let word = &sentence.words[verb];
        if let (true, Some(noun)) = (word.relation.is("acl"), word.head) {
            parts.undergo(clause.denoted(noun), "participle on its noun");
        }
        for child in clause.children(verb, &["obl", "nmod", "obj"]) {
            if sentence.words[child].relation.as_str() == "obl:agent" || clause.case_is(child, "agent") {
                parts.act(&meant(clause, child), "agent");
            }
        }
    } else {
        let (who, by) = subject(clause, verb, 0);
        parts.act(&who, by);
        if !frame.no_object {
            for child in clause.children(verb, &["obj", "iobj"]) {
                if frame.place && is_place(clause, child) {
                    continue;
                }
                parts.undergo(&meant(clause, child), "object");
            }
        }
    }
    phrases(clause, verb, entry, parts);
    if frame.object.is_some() && frame.no_object {
        // "lifted the sanctions on X": the phrase hangs on what is lifted.
        let object = if clause.is_passive(verb) { "nsubj" } else { "obj" };
        for child in clause.children(verb, &[object]) {
            phrases(clause, child, entry, parts);
        }
    }
    if frame.place {
        for child in clause.children(verb, &["obj"]) {
            destination(clause, child, parts);
        }
    }
}

/// Phrases with a preposition of the frame.
fn phrases(clause: &Clause<'_>, head: usize, entry: &Entry, parts: &mut Parts) {
    let frame = &entry.frame;
    for child in clause.children(head, &["obl", "nmod", "iobj", "obj", "advmod", "advcl"]) {
        if clause.has_case(child, &frame.recipient) {
            if frame.place && is_place(clause, child) {
                destination(clause, child, parts);
            } else {
                let who = clause.denoted(child);
                if who.is_empty() {
                    // "contra las instalaciones de X": their owner.
                    for owner in clause.children(child, &["nmod"]) {
                        if clause.case_is(owner, "of") {
                            parts.undergo(clause.denoted(owner), "owner in the phrase of the frame");
                        }
                    }
                }
                parts.undergo(who, "phrase of the frame");
            }
        } else if clause.has_case(child, &frame.by) {
            parts.act(clause.denoted(child), "phrase of the frame");
        }
    }
}

/// Whom the noun phrase at `word` stands for; where nobody named, the organisation whose people it names
/// ("the ministry's spokesman", "members of the union").
fn meant(clause: &Clause<'_>, word: usize) -> Vec<usize> {
    let own = clause.denoted(word);
    if !own.is_empty() {
        return own.to_vec();
    }
    clause
        .children(word, &["nmod"])
        .into_iter()
        .filter(|&c| clause.case_is(c, "of") || clause.children(c, &["case"]).is_empty())
        .filter_map(|c| clause.entities.named(clause.index, c))
        .filter(|&e| clause.entities.all[e].kind == EntityType::Organisation)
        .take(1)
        .collect()
}

/// Who does what the verb says: its subject, or the subject that it shares with the verb above.
fn subject(clause: &Clause<'_>, verb: usize, depth: usize) -> (Vec<usize>, &'static str) {
    const DEEPEST: usize = 5;
    let sentence = clause.sentence;
    for child in clause.children(verb, &["nsubj"]) {
        let word = &sentence.words[child];
        if word.relation.as_str() == "nsubj:pass" {
            continue;
        }
        let relative = word.upos == Upos::Pron
            && word.features.get(Feature::PronType).is_some_and(|t| t.contains("Rel"));
        if relative && let Some(noun) = relative_antecedent(clause, verb) {
            return (clause.denoted(noun).to_vec(), "antecedent");
        }
        return (meant(clause, child), "subject");
    }
    if depth > DEEPEST {
        return (Vec::new(), "");
    }
    let word = &sentence.words[verb];
    let nonfinite = !word.features.is(Feature::VerbForm, "Fin")
        && !sentence
            .children_by(verb, &["aux"])
            .any(|a| sentence.words[a].features.is(Feature::VerbForm, "Fin"));
    if let Some(above) = word.head {
        if word.relation.is("acl") && !word.features.is(Feature::VerbForm, "Inf") {
            return (clause.denoted(above).to_vec(), "noun above");
        }
        if word.relation.is("acl") {
            // "an attempt to ...": the noun's owner, or the subject of its clause.
            let owner = clause.denoted(above);
            let root = clause.clause_root(above);
            if owner.is_empty() && clause.is_verb(root) && root != verb {
                return subject(clause, root, depth + 1);
            }
            return (owner.to_vec(), "noun above");
        }
        let complement = ["xcomp", "ccomp", "advcl", "obl", "obj"].iter().any(|r| word.relation.is(r));
        let wish = word.features.is(Feature::Mood, "Sub");
        if complement && (nonfinite || wish) && clause.is_verb(above) {
            // Whoever is made or asked to do it does it.
            if word.relation.is("xcomp") || wish || clause.marker_is_wish(above) {
                for object in clause.children(above, &["obj", "iobj", "obl"]) {
                    let person = sentence.words[object].relation.is("obj")
                        || sentence.words[object].relation.is("iobj");
                    if person && !clause.denoted(object).is_empty() {
                        return (clause.denoted(object).to_vec(), "object of the verb above");
                    }
                }
            }
            if nonfinite {
                return subject(clause, above, depth + 1);
            }
        }
        if word.relation.is("conj") && clause.is_verb(above) {
            return subject(clause, above, depth + 1);
        }
        if nonfinite && complement && sentence.words[above].upos.is_nominal() {
            // "his attempt to ...": the noun's own owner, or the subject of its clause.
            let root = clause.clause_root(above);
            if root != above && clause.is_verb(root) {
                return subject(clause, root, depth + 1);
            }
        }
    }
    (clause.entities.subject_of(clause.index, verb).to_vec(), "dropped subject")
}

impl Clause<'_> {
    /// Whether the verb at `i` makes or asks somebody else to do something.
    fn marker_is_wish(&self, i: usize) -> bool {
        use super::lexicon::Place;
        use segun_report::Certainty;
        self.lexicon
            .marker(Place::Governor, &self.keys[i])
            .is_some_and(|(_, m)| m.certainty == Some(Certainty::Uncommitted))
    }
}

/// The noun that a relative clause headed by `verb` (or by what is above it) hangs on.
fn relative_antecedent(clause: &Clause<'_>, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..4 {
        let word = &clause.sentence.words[at];
        let above = word.head?;
        if word.relation.is("acl") {
            return Some(above);
        }
        at = above;
    }
    None
}

fn of_noun(clause: &Clause<'_>, noun: usize, entry: &Entry, parts: &mut Parts) {
    let frame = &entry.frame;
    let sentence = clause.sentence;
    let light = clause.light_verb(noun);
    if let Some(light) = light.filter(|&l| !clause.is_passive(l)) {
        let is_object = !sentence.words[noun].relation.is("nsubj");
        if is_object {
            let (who, by) = subject(clause, light, 0);
            if clause.is("undergo", light) { parts.undergo(&who, by) } else { parts.act(&who, by) }
        }
        // "mantiene relaciones con X": the phrase may hang on the verb.
        let with =
            Entry { frame: super::lexicon::Frame { by: Vec::new(), ..frame.clone() }, ..entry.clone() };
        phrases(clause, light, &with, parts);
    } else if let Some(light) = light {
        for child in clause.children(light, &["obl"]) {
            if clause.case_is(child, "agent") {
                parts.act(clause.denoted(child), "agent");
            }
        }
    }
    phrases(clause, noun, entry, parts);
    for child in clause.children(noun, &["nmod", "obl", "compound", "nmod:poss"]) {
        if clause.case_is(child, "between") {
            let who = clause.denoted(child).to_vec();
            match who.split_first() {
                Some((first, rest)) if !rest.is_empty() => {
                    parts.act(&[*first], "between");
                    parts.undergo(rest, "between");
                }
                _ => parts.act(&who, "between"),
            }
        } else if parts.actor.is_empty()
            && (clause.case_is(child, "of") || clause.children(child, &["case"]).is_empty())
            && !clause.has_case(child, &frame.recipient)
            && (!is_place(clause, child) || frame.recipient.is_empty())
        {
            parts.act(clause.denoted(child), "owner");
        }
    }
    if parts.actor.is_empty() {
        for child in clause.children(noun, &["det", "nmod"]) {
            if sentence.words[child].features.is(Feature::Poss, "Yes") {
                parts.act(clause.denoted(child), "possessive");
            }
        }
    }
    if parts.actor.is_empty() {
        for child in clause.children(noun, &["amod"]) {
            parts.act(clause.denoted(child), "adjective of a country");
        }
    }
    // "una ofensiva lanzada por X", "el ataque que X lanzó"
    if parts.actor.is_empty() {
        for verb in clause.children(noun, &["acl"]) {
            if clause.is_passive(verb) {
                for child in clause.children(verb, &["obl"]) {
                    if clause.case_is(child, "agent") {
                        parts.act(clause.denoted(child), "agent");
                    }
                }
            } else {
                let own = clause.children(verb, &["nsubj"]);
                for child in own {
                    if sentence.words[child].upos != Upos::Pron {
                        parts.act(clause.denoted(child), "subject of its clause");
                    }
                }
            }
        }
    }
}

/// Places that the clause of `head` names with a preposition of place, by their own name or
/// behind a common noun ("en la provincia de Idlib").
fn places(clause: &Clause<'_>, head: usize, parts: &mut Parts) {
    let place = |e: &usize| matches!(clause.entities.all[*e].kind, EntityType::Location | EntityType::Other);
    for child in clause.children(head, &["obl", "nmod", "advmod"]) {
        if !clause.case_is(child, "in") {
            continue;
        }
        let mut found: Vec<usize> = clause.denoted(child).iter().copied().filter(place).collect();
        if found.is_empty() {
            found = clause
                .children(child, &["nmod", "appos", "flat", "compound"])
                .into_iter()
                .filter_map(|c| clause.entities.named(clause.index, c))
                .filter(|e| clause.entities.all[*e].kind == EntityType::Location)
                .collect();
        }
        extend(&mut parts.place, &found);
    }
}

/// Whether the word at `word` names places, and nothing else.
pub(super) fn is_place(clause: &Clause<'_>, word: usize) -> bool {
    let who = clause.denoted(word);
    !who.is_empty() && who.iter().all(|&e| clause.entities.all[e].kind == EntityType::Location)
}

/// Where a journey goes: that place, and its country as the one who is visited.
fn destination(clause: &Clause<'_>, word: usize, parts: &mut Parts) {
    for &e in clause.denoted(word) {
        let entity = &clause.entities.all[e];
        if entity.kind != EntityType::Location {
            parts.undergo(&[e], "visited");
            continue;
        }
        extend(&mut parts.place, &[e]);
        let country = if is_country(entity) {
            Some(e)
        } else {
            let all = &clause.entities.all;
            let code = entity.country.as_deref();
            code.and_then(|code| all.iter().position(|c| c.ids.iso3.as_deref() == Some(code)))
        };
        parts.undergo(country.as_slice(), "visited country");
    }
}
