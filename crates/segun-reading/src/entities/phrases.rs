//! Noun phrases around names and in place of names.
//!
//! [`describe`] reads what the phrases around names say of them. [`read`] is one pass through the text: each noun,
//! pronoun and adjective is given the entities that it stands for, looking only at what came before; each verb its
//! subject, dropped ones included.

use super::Entities;
use super::lexicon::Lexicon;
use crate::Document;
use segun_knowledge::fold;
use segun_report::{Entity, EntityType, Mention, MentionKind, Span, Why};
use segun_syntax::{Feature, Sentence, Upos};

/// Mentions this many sentences back may still be meant by a nominal.
const REACH: usize = 6;

/// What has been mentioned so far.
#[derive(Default)]
struct Past {
    /// Entity and sentence of each mention, in text order.
    mentions: Vec<(usize, usize)>,
    /// Who was last the subject of a main clause.
    subject: Vec<usize>,
    /// Nominal mentions to add at the end: entity, span.
    nominal: Vec<(usize, Span)>,
}

/// Fills in offices and countries where the text says them.
pub(super) fn describe(document: &Document, lexicon: &Lexicon, entities: &mut Entities) {
    for index in 0..document.sentences.len() {
        let sentence = document.sentence(index);
        countries(lexicon, entities, index, sentence);
        offices(document, lexicon, entities, index, sentence);
    }
}

/// Fills in who is denoted by which word.
pub(super) fn read(document: &Document, lexicon: &Lexicon, entities: &mut Entities) {
    let mut past = Past::default();
    for index in 0..document.sentences.len() {
        let sentence = document.sentence(index);
        for word in 0..sentence.words.len() {
            let meant = denote(lexicon, entities, &mut past, index, sentence, word);
            if !meant.is_empty() {
                entities.denoted.insert((index, word), meant);
            }
            if let Some(entity) = entities.named(index, word)
                && (word == 0 || entities.named(index, word - 1) != Some(entity))
            {
                past.mentions.push((entity, index));
            }
        }
        coordinate(entities, index, sentence);
        subjects(entities, &mut past, index, sentence);
    }
    for (entity, span) in past.nominal {
        entities.all[entity].mentions.push(Mention { span, kind: MentionKind::Nominal });
    }
    for entity in &mut entities.all {
        entity.mentions.sort_by_key(|m| m.span);
    }
}

/// The country of every noun phrase that an adjective or a complement gives one.
fn countries(lexicon: &Lexicon, entities: &mut Entities, index: usize, sentence: &Sentence) {
    for word in 0..sentence.words.len() {
        if !sentence.words[word].upos.is_nominal() {
            continue;
        }
        let near =
            sentence.children_by(word, &["amod", "nmod", "compound", "appos", "flat"]).find_map(|child| {
                let demonym = demonym_at(lexicon, sentence, child);
                let named = entities.named(index, child).and_then(|e| entities.all[e].country.clone());
                let belongs = sentence.words[child].relation.is("nmod")
                    || sentence.words[child].relation.is("compound");
                // "portavoz del presidente ruso": the country of the complement.
                let deeper = sentence
                    .children_by(child, &["amod", "nmod", "compound"])
                    .find_map(|g| {
                        demonym_at(lexicon, sentence, g).map(str::to_owned).or_else(|| {
                            entities.named(index, g).and_then(|e| entities.all[e].country.clone())
                        })
                    })
                    .filter(|_| belongs);
                demonym.map(str::to_owned).or(if belongs { named } else { None }).or(deeper)
            });
        if let Some(country) = near {
            entities.countries.insert((index, word), country);
        }
    }
}

/// The demonym at `word`, two-word ones ("South Korean") by their last word.
pub(super) fn demonym_at<'l>(lexicon: &'l Lexicon, sentence: &Sentence, word: usize) -> Option<&'l str> {
    let form = fold(&sentence.words[word].form);
    if word > 0 {
        let both = format!("{} {form}", fold(&sentence.words[word - 1].form));
        if let Some(country) = lexicon.demonym(&both) {
            return Some(country);
        }
    }
    lexicon.demonym(&form)
}

/// Office and country of persons from the phrase around their name: "el ministro ruso, X",
/// "X, portavoz de Y".
fn offices(
    document: &Document,
    lexicon: &Lexicon,
    entities: &mut Entities,
    index: usize,
    sentence: &Sentence,
) {
    for word in 0..sentence.words.len() {
        let Some(entity) = entities.named(index, word) else { continue };
        let outside = |i: usize| entities.named(index, i) != Some(entity);
        if sentence.words[word].head.is_some_and(|h| !outside(h)) {
            continue;
        }
        // In front of a name an office is written, and often tagged, like one ("Foreign Minister Ana Pérez").
        let title = |i: usize| {
            i < word
                && matches!(sentence.words[i].upos, Upos::Noun | Upos::Propn)
                && lexicon.is("person", &sentence.words[i])
                && entities.named(index, i).is_none()
                && !sentence.children_by(i, &["case"]).any(|_| true)
        };
        let above = sentence.words[word].head.filter(|&h| {
            let relation = sentence.words[word].relation;
            let apposed = ["appos", "flat", "nmod", "compound"].iter().any(|r| relation.is(r));
            let bare = !sentence.children_by(word, &["case"]).any(|_| true);
            apposed && bare && (sentence.words[h].upos == Upos::Noun || title(h))
        });
        let below = sentence.children_by(word, &["appos", "compound", "nmod", "flat"]).find(|&c| {
            let relation = sentence.words[c].relation;
            let beside = relation.is("appos") || relation.is("compound");
            let noun = sentence.words[c].upos == Upos::Noun && lexicon.is("person", &sentence.words[c]);
            beside && noun || title(c)
        });
        let Some(noun) = above.or(below) else { continue };
        let person = entities.all[entity].kind == EntityType::Person;
        if person && entities.all[entity].role.is_none() {
            let name_begin = sentence.words[word].span.start;
            // In front of a name the noun stands last, behind what kind of office it is.
            let compound = |&i: &usize| {
                let relation = sentence.words[i].relation;
                (relation.is("amod") || relation.is("compound"))
                    && demonym_at(lexicon, sentence, i).is_none()
                    && entities.named(index, i).is_none()
            };
            let first = (0..noun).rev().take_while(|i| below.is_some() && title(noun) && compound(i)).last();
            let first = first.unwrap_or(noun);
            let part: Vec<usize> = sentence
                .subtree(noun)
                .into_iter()
                .filter(|&i| {
                    i >= first && (above.is_none() || sentence.words[i].span.end <= name_begin || i == noun)
                })
                .filter(|&i| entities.named(index, i) != Some(entity))
                .collect();
            if let (Some(&first), Some(&last)) = (part.first(), part.last()) {
                let span = Span::new(sentence.words[first].span.start, sentence.words[last].span.end);
                let role = span.of(document.text()).trim_end_matches([',', ' ', '(']).to_owned();
                entities.all[entity].role = Some(role);
            }
        }
        let own = entities.countries.get(&(index, noun)).cloned();
        let country = own.or_else(|| country_around(lexicon, entities, index, sentence, word, noun));
        if entities.all[entity].country.is_none()
            && let Some(country) = country
        {
            entities.all[entity].country = Some(country);
            entities.all[entity].why.push(Why::rule("country", "its noun phrase"));
        }
    }
}

/// The country of a name with an office in front of it: an adjective before the office ("Turkish Foreign Minister X"), or
/// what belongs to the name ("Spain's Foreign Minister X", "Foreign Minister X of Spain").
fn country_around(
    lexicon: &Lexicon,
    entities: &Entities,
    index: usize,
    sentence: &Sentence,
    word: usize,
    noun: usize,
) -> Option<String> {
    let in_front = sentence.subtree(noun).into_iter().filter(|&i| i < noun);
    let beside = sentence.children_by(word, &["amod"]).filter(|&i| i < word);
    let adjective = in_front.chain(beside).find_map(|i| demonym_at(lexicon, sentence, i));
    adjective.map(str::to_owned).or_else(|| {
        sentence.children_by(word, &["nmod"]).find_map(|i| {
            let of = sentence.children_by(i, &["case"]).any(|c| lexicon.is("of", &sentence.words[c]));
            let belongs = of || sentence.words[i].relation.as_str() == "nmod:poss";
            let named = entities.named(index, i).filter(|_| belongs)?;
            entities.all[named].country.clone()
        })
    })
}

/// Whom `word` stands for.
fn denote(
    lexicon: &Lexicon,
    entities: &Entities,
    past: &mut Past,
    index: usize,
    sentence: &Sentence,
    word: usize,
) -> Vec<usize> {
    if let Some(entity) = entities.named(index, word) {
        return vec![entity];
    }
    let own = &sentence.words[word];
    match own.upos {
        Upos::Noun => {
            let beside = sentence
                .children_by(word, &["appos", "flat", "compound"])
                .filter(|&c| !sentence.children_by(c, &["case"]).any(|_| true))
                .find_map(|c| Some((c, entities.named(index, c)?)));
            let above = own.head.filter(|_| own.relation.is("appos")).and_then(|h| entities.named(index, h));
            // "su rival, Carlos Zelaya,": set off by a comma, the name says who that is.
            let set_off = |c: usize| {
                sentence.words[c].relation.is("appos") && (word..c).any(|w| sentence.words[w].form == ",")
            };
            let named = beside.filter(|&(c, e)| is_title_of(entities, lexicon, e, own) || set_off(c));
            if let Some(entity) = named.map(|(_, e)| e).or(above) {
                return vec![entity];
            }
            nominal(lexicon, entities, past, index, sentence, word)
        }
        Upos::Adj | Upos::Propn => {
            let country = demonym_at(lexicon, sentence, word);
            country.and_then(|c| country_entity(entities, c)).into_iter().collect()
        }
        Upos::Pron if own.features.is(Feature::PronType, "Prs") && own.features.is(Feature::Person, "3") => {
            let reflexive = own.features.is(Feature::Reflex, "Yes") || own.relation.is("expl");
            if reflexive { Vec::new() } else { taken_up(entities, past, index, sentence, word) }
        }
        Upos::Det | Upos::Pron if own.features.is(Feature::Poss, "Yes") => {
            owner(entities, index, sentence, word)
        }
        _ => Vec::new(),
    }
}

/// A noun with a name beside it stands for that name where it is an office, or the name a thing.
fn is_title_of(entities: &Entities, lexicon: &Lexicon, entity: usize, word: &segun_syntax::Word) -> bool {
    entities.all[entity].kind != EntityType::Person || lexicon.is("person", word)
}

fn country_entity(entities: &Entities, iso3: &str) -> Option<usize> {
    entities.all.iter().position(|e| e.ids.iso3.as_deref() == Some(iso3))
}

/// "ambos países", "el mandatario", "la organización", "las tropas rusas".
fn nominal(
    lexicon: &Lexicon,
    entities: &Entities,
    past: &mut Past,
    index: usize,
    sentence: &Sentence,
    word: usize,
) -> Vec<usize> {
    let own = &sentence.words[word];
    let plural = own.features.is(Feature::Number, "Plur");
    let country = entities.countries.get(&(index, word)).map(String::as_str);
    if lexicon.is("forces", own)
        && let Some(entity) = country.and_then(|c| country_entity(entities, c))
    {
        return vec![entity];
    }
    let definite = sentence.children_by(word, &["det"]).any(|d| {
        let features = &sentence.words[d].features;
        features.is(Feature::Definite, "Def") || features.is(Feature::PronType, "Dem")
    });
    // "the two diplomats" were named, "two diplomats" are two of many.
    let both = sentence.children_by(word, &["det", "nummod", "amod"]).any(|c| {
        let counts = sentence.words[c].upos == Upos::Num;
        lexicon.is("both", &sentence.words[c]) && (definite || !counts)
    });
    if both && lexicon.is("country", own) {
        return two(entities, past, |e| entities.all[e].ids.iso3.is_some());
    }
    if both && (lexicon.is("people", own) || lexicon.is("person", own)) {
        let office = two(entities, past, |e| {
            let role = entities.all[e].title().unwrap_or_default();
            entities.all[e].kind == EntityType::Person
                && fold(role).split(' ').next().is_some_and(|first| lexicon.is("people", &bare(first)))
        });
        if office.len() == 2 {
            return office;
        }
        return two(entities, past, |e| entities.all[e].kind == EntityType::Person);
    }
    if !definite || plural {
        return Vec::new();
    }
    // A complement of its own says of what it is: "el presidente de la comisión" is somebody else.
    let complement = sentence.children_by(word, &["nmod"]).any(|c| entities.named(index, c).is_none());
    let recent = |wanted: &dyn Fn(usize) -> bool| -> Vec<usize> {
        past.mentions
            .iter()
            .rev()
            .take_while(|(_, at)| index - at <= REACH)
            .map(|(e, _)| *e)
            .find(|&e| wanted(e))
            .into_iter()
            .collect()
    };
    let found = if lexicon.is("person", own) {
        let form = fold(&own.form);
        let by_role = recent(&|e| {
            let entity = &entities.all[e];
            let role = entity.title().map(fold).unwrap_or_default();
            entity.kind == EntityType::Person
                && role.split(' ').any(|w| w == form)
                && country.is_none_or(|c| entity.country.as_deref().is_none_or(|own| own == c))
        });
        if !by_role.is_empty() || complement {
            by_role
        } else {
            recent(&|e| {
                let entity = &entities.all[e];
                entity.kind == EntityType::Person
                    && country.is_none_or(|c| entity.country.as_deref() == Some(c))
                    && !holds_another(lexicon, entity, &form)
            })
        }
    } else if complement {
        Vec::new()
    } else if lexicon.is("government", own) && country.is_none() {
        // Of what it is said to be is somebody else: "el gobierno local".
        let apart = sentence.children_by(word, &["amod", "nmod", "compound", "flat"]).next().is_some();
        if apart { Vec::new() } else { most_named(past, |e| entities.all[e].ids.iso3.is_some()) }
    } else if lexicon.is("country", own) && country.is_none() {
        recent(&|e| entities.all[e].ids.iso3.is_some())
    } else if lexicon.is("city", own) {
        recent(&|e| entities.all[e].kind == EntityType::Location && entities.all[e].ids.iso3.is_none())
    } else if lexicon.is("group", own) {
        recent(&|e| entities.all[e].kind == EntityType::Organisation)
    } else {
        Vec::new()
    };
    if let [entity] = found.as_slice() {
        past.nominal.push((*entity, own.span));
    }
    found
}

/// Whether the person is known to hold an office, and not that of the noun `form`: "the president" is not the minister who was
/// named before.
fn holds_another(lexicon: &Lexicon, person: &Entity, form: &str) -> bool {
    let title = person.title().map(fold).unwrap_or_default();
    let mut held = title.split(' ').filter(|word| lexicon.has("office", word)).peekable();
    // "alcalde" and "alcaldesa" are one.
    let stem = |word: &str| word.chars().take(SAME_OFFICE).collect::<String>();
    lexicon.has("office", form) && held.peek().is_some() && held.all(|word| stem(word) != stem(form))
}

/// First letters by which the forms of one office agree.
const SAME_OFFICE: usize = 4;

/// A word with nothing but its form, to ask the lexicon for its classes.
pub(super) fn bare(form: &str) -> segun_syntax::Word {
    segun_syntax::Word { form: form.to_owned(), ..segun_syntax::Word::default() }
}

/// The things among those `wanted` that were mentioned so far, most often mentioned first.
fn by_mentions(past: &Past, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for &(entity, _) in &past.mentions {
        if wanted(entity) {
            match counts.iter_mut().find(|(e, _)| *e == entity) {
                Some((_, n)) => *n += 1,
                None => counts.push((entity, 1)),
            }
        }
    }
    counts.sort_by_key(|(entity, n)| (std::cmp::Reverse(*n), *entity));
    counts.into_iter().map(|(entity, _)| entity).collect()
}

/// The one mentioned most often.
fn most_named(past: &Past, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut all = by_mentions(past, wanted);
    all.truncate(1);
    all
}

/// The two things mentioned most often so far among those `wanted`, in order of first mention.
fn two(entities: &Entities, past: &Past, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut first = by_mentions(past, wanted);
    first.truncate(2);
    first.sort_unstable();
    debug_assert!(first.iter().all(|e| *e < entities.all.len()));
    if first.len() == 2 { first } else { Vec::new() }
}

/// Whom or what the personal pronoun at `word` takes up: the subject of a clause around its own ("the minister said that she
/// would"), else a person named shortly before it; for one that is no person's, the subject of the last main clause.
fn taken_up(entities: &Entities, past: &Past, index: usize, sentence: &Sentence, word: usize) -> Vec<usize> {
    let features = &sentence.words[word].features;
    if features.is(Feature::Number, "Plur") {
        return Vec::new();
    }
    // Who does something else to it is somebody else, also where that hangs on the clause: "wants to meet him".
    let verbs: Vec<usize> =
        sentence.ancestors(word).filter(|&w| sentence.words[w].upos == Upos::Verb).collect();
    let own = verbs.iter().take_while(|&&verb| sentence.words[verb].relation.is("xcomp")).count() + 1;
    let acting: Vec<usize> = verbs
        .iter()
        .take(own)
        .flat_map(|&verb| sentence.children_by(verb, &["nsubj"]))
        .flat_map(|subject| entities.denoted(index, subject).iter().copied())
        .collect();
    let thing = features.is(Feature::Gender, "Neut");
    let fits = |e: &usize| (entities.all[*e].kind == EntityType::Person) != thing && !acting.contains(e);
    let around = verbs.into_iter().skip(own);
    if let Some(one) = subjects_before(entities, index, sentence, word, around)
        .find_map(|meant| <[usize; 1]>::try_from(meant).ok().filter(|[one]| fits(one)))
    {
        return one.to_vec();
    }
    // Who acts goes on acting: "the minister came to the mayor's rally. She ...".
    let goes_on = match past.subject[..] {
        [one] if fits(&one) && (thing || sentence.words[word].relation.is("nsubj")) => vec![one],
        _ => Vec::new(),
    };
    if thing || !goes_on.is_empty() {
        return goes_on;
    }
    past.mentions
        .iter()
        .rev()
        .take_while(|(_, at)| index - at <= 2)
        .map(|(e, _)| *e)
        .find(fits)
        .into_iter()
        .collect()
}

/// The owner that a possessive points at: the subject of its clause, where that comes before it.
fn owner(entities: &Entities, index: usize, sentence: &Sentence, word: usize) -> Vec<usize> {
    subjects_before(entities, index, sentence, word, sentence.ancestors(word))
        .next()
        .unwrap_or_default()
        .to_vec()
}

/// Whom the subjects of the `clauses` denote that stand before `word` and apart from it, where they denote somebody.
fn subjects_before<'e>(
    entities: &'e Entities,
    index: usize,
    sentence: &'e Sentence,
    word: usize,
    clauses: impl Iterator<Item = usize> + 'e,
) -> impl Iterator<Item = &'e [usize]> {
    clauses
        .flat_map(|clause| sentence.children_by(clause, &["nsubj"]))
        .filter(move |&subject| subject < word && !sentence.is_below(word, subject))
        .map(move |subject| entities.denoted(index, subject))
        .filter(|meant| !meant.is_empty())
}

/// Adds to the head of a coordination what its other parts stand for.
fn coordinate(entities: &mut Entities, index: usize, sentence: &Sentence) {
    for word in (0..sentence.words.len()).rev() {
        if !sentence.words[word].relation.is("conj") {
            continue;
        }
        let Some(head) = sentence.words[word].head else { continue };
        if !sentence.words[head].upos.is_nominal()
            || entities.named(index, word).is_some()
                && entities.named(index, word) == entities.named(index, head)
        {
            continue;
        }
        let more = entities.denoted(index, word).to_vec();
        if more.is_empty() {
            continue;
        }
        let list = entities.denoted.entry((index, head)).or_default();
        for entity in more {
            if !list.contains(&entity) {
                list.push(entity);
            }
        }
    }
}

/// Subjects of finite verbs; a dropped one is the last main subject before it.
fn subjects(entities: &mut Entities, past: &mut Past, index: usize, sentence: &Sentence) {
    for verb in 0..sentence.words.len() {
        let word = &sentence.words[verb];
        if !matches!(word.upos, Upos::Verb | Upos::Aux) {
            continue;
        }
        let subject = sentence.children_by(verb, &["nsubj", "csubj", "expl"]).next();
        match subject {
            Some(subject) if sentence.words[subject].relation.is("nsubj") => {
                let meant = entities.denoted(index, subject).to_vec();
                if !meant.is_empty() {
                    entities.subjects.insert((index, verb), meant.clone());
                    if word.head.is_none() || word.relation.is("conj") || word.relation.is("parataxis") {
                        past.subject = meant;
                    }
                } else if word.head.is_none() {
                    past.subject.clear();
                }
            }
            Some(_) => {}
            None => {
                let finite = word.features.is(Feature::VerbForm, "Fin")
                    || sentence
                        .children_by(verb, &["aux"])
                        .any(|a| sentence.words[a].features.is(Feature::VerbForm, "Fin"));
                let third = word.features.get(Feature::Person).is_none_or(|p| p == "3");
                if finite && third && !past.subject.is_empty() {
                    entities.subjects.insert((index, verb), past.subject.clone());
                }
            }
        }
    }
}
